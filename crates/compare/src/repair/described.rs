//! What a row says about a person beside the number.

use crate::name;
use doudi_kernel::{Date, Division, DivisionLevel, ResidentId, Sex};

/// A person as a row describes them; what it does not say, or does not say readably, is `None` or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Described {
    /// The name as written.
    pub name: String,
    /// The birth date of the row's own column, or of the number where the number is sure.
    pub birth: Option<Date>,
    /// The sex.
    pub sex: Option<Sex>,
    /// Where the person belongs, as exactly as the row says.
    pub division: Option<Division>,
}

impl Described {
    /// How many of birth date, sex and county a number agrees with, less how many it does not. That the county of a number
    /// is another than that of residence is common and counts for nothing.
    pub(super) fn agreement(&self, id: ResidentId) -> i8 {
        let sign = |agrees: bool| if agrees { 1 } else { -1 };
        let birth = self.birth.map_or(0, |birth| 2 * sign(birth == id.birth_date()));
        let sex = self.sex.map_or(0, |sex| sign(sex == id.sex()));
        let county =
            self.division.and_then(Division::county).map_or(0, |at| i8::from(id.division().county() == Some(at)));
        birth + sex + county
    }

    /// Whether both places are known and near: in one town where both rows name theirs, else in one county.
    pub(super) fn near(&self, other: &Self) -> Option<bool> {
        let at = |of: &Self, level| of.division.and_then(|division| division.at(level));
        let both = |level| at(self, level).zip(at(other, level)).map(|(a, b)| a == b);
        both(DivisionLevel::Town).or_else(|| both(DivisionLevel::County))
    }

    /// Whether one place contains the other.
    pub(super) fn same_place(&self, other: &Self) -> bool {
        let (Some(a), Some(b)) = (self.division, other.division) else { return false };
        a.contains(b) || b.contains(a)
    }

    /// Reads the words of a row's columns; a division is its leading digits.
    ///
    /// ```
    /// use doudi_compare::repair::Described;
    /// let said = Described::read("王芳", "1990/3/7", "女", "419901002007");
    /// assert_eq!(said.birth.unwrap().to_string(), "1990-03-07");
    /// assert_eq!(said.division.unwrap().to_string(), "419901002007");
    /// ```
    pub fn read(name: &str, birth: &str, sex: &str, division: &str) -> Self {
        let sex = match sex.trim() {
            "男" | "1" | "男性" | "male" | "M" => Some(Sex::Male),
            "女" | "2" | "女性" | "female" | "F" => Some(Sex::Female),
            _ => None,
        };
        let digits = division.trim();
        let digits = &digits[..digits.bytes().take_while(u8::is_ascii_digit).count()];
        Self { name: name.trim().into(), birth: read_date(birth), sex, division: digits.parse().ok() }
    }
}

/// A birth date as lists write it: `1990-03-07`, `1990/3/7`, `1990.3.7`, `1990年3月7日`, `19900307`, with a time behind it or
/// not. Anything else is unknown.
///
/// ```
/// use doudi_compare::repair::read_date;
/// let day = "1990-03-07".parse().ok();
/// for text in ["1990-03-07", "19900307", "1990年3月7日", "1990/3/7 0:00:00"] {
///     assert_eq!(read_date(text), day);
/// }
/// assert_eq!(read_date("1990-02-30"), None);
/// assert_eq!(read_date("1990-03"), None);
/// ```
pub fn read_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let day = text.split([' ', 'T']).next()?;
    if let Ok(eight) = day.parse::<u32>()
        && day.len() == 8
    {
        return Date::new((eight / 10_000) as i16, (eight / 100 % 100) as i8, (eight % 100) as i8).ok();
    }
    let mut parts = day.split(['-', '/', '.', '年', '月', '日']).filter(|part| !part.is_empty());
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Whether two names differ in one character only: another one, one more, or one less. Spaces, dots and width do not count.
/// Names that are the same differ in none.
///
/// ```
/// use doudi_compare::repair::one_apart;
/// assert!(one_apart("王小芳", "王小方") && one_apart("王小芳", "王芳"));
/// assert!(!one_apart("王芳", "王 芳") && !one_apart("王小芳", "李小方"));
/// ```
pub fn one_apart(left: &str, right: &str) -> bool {
    let (left, right): (Vec<char>, Vec<char>) =
        (name::normal(left).chars().collect(), name::normal(right).chars().collect());
    let (short, long) = if left.len() <= right.len() { (&left, &right) } else { (&right, &left) };
    let front = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    match long.len() - short.len() {
        0 => front < long.len() && short[front + 1..] == long[front + 1..],
        1 => short[front..] == long[front + 1..],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn names_are_one_apart_exactly_when_one_edit_leads_from_one_to_the_other(left in "[王李小芳]{0,4}", right in "[王李小芳]{0,4}") {
            let (a, b): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
            let mut row: Vec<usize> = (0..=b.len()).collect();
            for (i, x) in a.iter().enumerate() {
                let mut before = row[0];
                row[0] = i + 1;
                for (j, y) in b.iter().enumerate() {
                    let cost = (before + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
                    before = std::mem::replace(&mut row[j + 1], cost);
                }
            }
            prop_assert_eq!(one_apart(&left, &right), row[b.len()] == 1);
        }
    }
}
