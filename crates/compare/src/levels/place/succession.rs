//! Divisions that were renamed, merged or given another code.

use doudi_kernel::{Date, Division, DivisionLevel, Lang, Say};
use std::collections::BTreeMap;

/// Which code took the place of which, and from which day.
///
/// ```
/// use doudi_compare::levels::place::{PlaceForm, PlaceLevel, Succession, level};
/// use doudi_kernel::Date;
/// let merged = Succession::read("old,new,date\n419901007,419901002,2021-06-01\n").unwrap();
/// let day = Date::constant(2026, 1, 1);
/// let [before, now] = ["419901007003", "419901002003"].map(|code| PlaceForm::read(code).unwrap());
/// assert_eq!(level(before, now), PlaceLevel::SameCounty);
/// assert_eq!(level(before.on(day, &merged), now.on(day, &merged)), PlaceLevel::SameVillage);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Succession(BTreeMap<Division, Vec<(Date, Division)>>);

impl Succession {
    /// Reads lines of old code, new code and the first day of the new one, apart by commas or tabs; the first line may be a
    /// heading.
    ///
    /// # Errors
    /// The first line (counted from 1) that is not two codes and a date.
    pub fn read(text: &str) -> Result<Self, SuccessionError> {
        let mut it = Self::default();
        for (at, line) in
            text.trim_start_matches('\u{feff}').lines().enumerate().filter(|(_, line)| !line.trim().is_empty())
        {
            match line_of(line) {
                Some((old, new, day)) => it.0.entry(old).or_default().push((day, new)),
                None if at == 0 => {}
                None => return Err(SuccessionError { line: at + 1 }),
            }
        }
        it.0.values_mut().for_each(|next| next.sort_unstable());
        Ok(it)
    }

    /// The code that holds on a day for the division that a code named at any time before. A division below one that was
    /// replaced moves with it; its own entry goes first.
    pub fn follow(&self, division: Division, on: Date) -> Division {
        let (mut here, mut since) = (division, Date::MIN);
        // Every step goes forward in time, so codes that were given out again end the walk.
        while let Some((day, next)) = self.next(here, since, on) {
            (here, since) = (next, day);
        }
        here
    }

    fn next(&self, here: Division, since: Date, on: Date) -> Option<(Date, Division)> {
        const UPWARDS: [DivisionLevel; 5] = [
            DivisionLevel::Village,
            DivisionLevel::Town,
            DivisionLevel::County,
            DivisionLevel::City,
            DivisionLevel::Province,
        ];
        UPWARDS.into_iter().filter_map(|level| here.at(level)).find_map(|above| {
            let next = self.0.get(&above)?.iter().find(|(day, _)| *day > since && *day <= on)?;
            Some((next.0, moved(here, above, next.1)))
        })
    }
}

/// A division under the successor of the one that it lay in. Between levels only the successor itself is known.
fn moved(here: Division, above: Division, next: Division) -> Division {
    let within = here.number() - above.number();
    let code = format!("{:012}", next.number() + within);
    if above.level() == next.level() { code.parse().unwrap_or(next) } else { next }
}

fn line_of(line: &str) -> Option<(Division, Division, Date)> {
    let mut cells = line.split([',', '\t']).map(str::trim);
    let (old, new, day) = (cells.next()?, cells.next()?, cells.next()?);
    Some((old.parse().ok()?, new.parse().ok()?, day.parse().ok()?))
}

/// A line that is not two division codes and a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} is not an old code, a new code and a date such as 2021-06-01")]
pub struct SuccessionError {
    /// The line, counted from 1.
    pub line: usize,
}

impl Say for SuccessionError {
    fn say(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => {
                format!("区划变更表第{}行不是“原代码,新代码,生效日期（如2021-06-01）”；请改正该行后重新导入", self.line)
            }
            Lang::En => self.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn follow(text: &str, code: &str, on: &str) -> String {
        Succession::read(text).unwrap().follow(code.parse().unwrap(), on.parse().unwrap()).to_string()
    }

    const CHANGES: &str = "old,new,date\n419903,419901,2015-01-01\n419901007,419901002,2021-06-01\n419901002005,419901002001,2022-01-01\n";

    #[test]
    fn a_village_moves_with_its_town_and_its_county() {
        assert_eq!(follow(CHANGES, "419901007003", "2026-01-01"), "419901002003");
        assert_eq!(follow(CHANGES, "419903007003", "2026-01-01"), "419901002003");
        assert_eq!(follow(CHANGES, "419903007003", "2020-01-01"), "419901007003");
        assert_eq!(follow(CHANGES, "419901007005", "2026-01-01"), "419901002001");
        assert_eq!(follow(CHANGES, "419901003005", "2026-01-01"), "419901003005");
    }

    #[test]
    fn a_code_that_is_given_out_again_ends_the_walk() {
        let swapped = "419901001,419901002,2020-01-01\n419901002,419901001,2020-01-01\n";
        assert_eq!(follow(swapped, "419901001", "2026-01-01"), "419901002");
        let round = "419901001,419901002,2020-01-01\n419901002,419901001,2021-01-01\n";
        assert_eq!(follow(round, "419901001", "2026-01-01"), "419901001");
    }

    #[test]
    fn a_bad_line_is_named() {
        assert_eq!(Succession::read("old,new,date\n419901,,2020-01-01\n"), Err(SuccessionError { line: 2 }));
    }
}
