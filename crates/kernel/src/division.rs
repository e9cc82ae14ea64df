//! Administrative divisions: GB/T 2260 down to the county, the statistical twelve digits below it.

use crate::{Date, Lang, Say};
use std::{collections::BTreeMap, fmt, sync::LazyLock};

/// A division by its code: 2 digits a province, 4 a city, 6 a county, 9 a town, 12 a village.
///
/// Twelve-digit codes that end in zeros name the higher division, as offices write them: `419901000000` is the county.
///
/// ```
/// use doudi_kernel::{Division, DivisionLevel};
/// let village: Division = "419901002007".parse().unwrap();
/// let town: Division = "419901002000".parse().unwrap();
/// assert_eq!(town.level(), DivisionLevel::Town);
/// assert!(town.contains(village) && !village.contains(town));
/// assert_eq!(village.parent(), Some(town));
/// assert_eq!(village.county(), Some(419901));
/// assert_eq!(town.to_string(), "419901002");
/// assert_eq!(town.twelve(), "419901002000");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Division {
    /// The code, filled with zeros to twelve digits.
    code: u64,
    level: DivisionLevel,
}

/// The height of a division.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DivisionLevel {
    /// 省
    Province,
    /// 市
    City,
    /// 县
    County,
    /// 乡镇、街道
    Town,
    /// 村、社区
    Village,
}

impl DivisionLevel {
    const ALL: [Self; 5] = [Self::Province, Self::City, Self::County, Self::Town, Self::Village];

    /// How many digits name a division of this level.
    pub fn digits(self) -> u32 {
        [2, 4, 6, 9, 12][self as usize]
    }

    /// The value of one division of this level in a twelve-digit code.
    fn unit(self) -> u64 {
        10u64.pow(12 - self.digits())
    }
}

impl Division {
    /// A county by its six digits. Trailing zeros make it a city or a province.
    pub fn from_county_number(six: u32) -> Self {
        Self::from_number(u64::from(six) * 1_000_000)
    }

    fn from_number(code: u64) -> Self {
        let level = DivisionLevel::ALL.into_iter().find(|level| code.is_multiple_of(level.unit()));
        Self { code, level: level.unwrap_or(DivisionLevel::Village) }
    }

    /// How high the division stands.
    pub fn level(self) -> DivisionLevel {
        self.level
    }

    /// The code as a twelve-digit number; orders divisions as printed lists do.
    pub fn number(self) -> u64 {
        self.code
    }

    /// The twelve digits, zeros at the end for a higher division.
    pub fn twelve(self) -> String {
        format!("{:012}", self.code)
    }

    /// The six digits of the county, or `None` above the county.
    pub fn county(self) -> Option<u32> {
        (self.level >= DivisionLevel::County).then_some((self.code / 1_000_000) as u32)
    }

    /// The division of `level` that this one lies in; itself at its own level, `None` when it is higher.
    pub fn at(self, level: DivisionLevel) -> Option<Self> {
        (self.level >= level).then(|| Self { code: self.code / level.unit() * level.unit(), level })
    }

    /// The next higher division.
    pub fn parent(self) -> Option<Self> {
        let above = DivisionLevel::ALL.into_iter().rev().find(|level| *level < self.level)?;
        self.at(above)
    }

    /// Whether `other` is this division or lies in it.
    pub fn contains(self, other: Self) -> bool {
        other.at(self.level).is_some_and(|at| at.code == self.code)
    }

    /// A division directly below: `place` is the number among its siblings (1 to 99 for cities and counties, 1 to 999 for
    /// towns and villages).
    pub fn child(self, place: u32) -> Option<Self> {
        let below = DivisionLevel::ALL.into_iter().find(|level| *level > self.level)?;
        let limit = self.level.unit() / below.unit();
        let place = u64::from(place);
        (1..limit).contains(&place).then(|| Self { code: self.code + place * below.unit(), level: below })
    }
}

/// Takes 2, 4, 6, 9 or 12 digits.
impl std::str::FromStr for Division {
    type Err = DivisionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if !matches!(text.len(), 2 | 4 | 6 | 9 | 12) || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(DivisionError::Form);
        }
        let number: u64 = text.parse().map_err(|_| DivisionError::Form)?;
        let code = number * 10u64.pow(12 - text.len() as u32);
        if !(11..=91).contains(&(code / 10_000_000_000)) {
            return Err(DivisionError::Province);
        }
        Ok(Self::from_number(code))
    }
}

/// The digits of its own level, without the zeros at the end.
impl fmt::Display for Division {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code / self.level.unit())
    }
}

impl fmt::Debug for Division {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Division({self})")
    }
}

/// Why a text is not a division code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DivisionError {
    /// Not 2, 4, 6, 9 or 12 digits.
    #[error("a division code has 2, 4, 6, 9 or 12 digits")]
    Form,
    /// The first two digits are no province.
    #[error("the first two digits are no province")]
    Province,
}

impl Say for DivisionError {
    fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Form, Lang::Zh) => "行政区划代码应为2、4、6、9或12位数字".into(),
            (Self::Province, Lang::Zh) => "行政区划代码前两位不是省级代码".into(),
            (_, Lang::En) => self.to_string(),
        }
    }
}

/// Names by six-digit code; source and licence in `data/README.md`.
static GB2260: LazyLock<BTreeMap<u64, &'static str>> = LazyLock::new(|| {
    include_str!("../data/gb2260.tsv")
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(code, name)| Some((code.parse::<Division>().ok()?.code, name)))
        .collect()
});

/// The name of a province, city or county in the embedded GB/T 2260 list, or of the county that a town or village lies in.
///
/// `None` for a code that the list does not hold: retired, newer than the list, or never assigned.
///
/// ```
/// use doudi_kernel::county_name;
/// assert_eq!(county_name("440703".parse().unwrap()), Some("蓬江区"));
/// assert_eq!(county_name("419901".parse().unwrap()), None);
/// ```
pub fn county_name(division: Division) -> Option<&'static str> {
    let named = division.at(DivisionLevel::County).unwrap_or(division);
    GB2260.get(&named.code).copied()
}

/// An office's own list of divisions below the county, with the day from which it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DivisionList {
    /// The first day on which the list is right.
    pub valid_from: Date,
    names: BTreeMap<Division, String>,
}

impl DivisionList {
    /// A list of named divisions.
    pub fn new(valid_from: Date, names: impl IntoIterator<Item = (Division, String)>) -> Self {
        Self { valid_from, names: names.into_iter().collect() }
    }

    /// Reads a list from text: a line a division, code and name apart by a comma or a tab; the first line may be a
    /// heading.
    ///
    /// # Errors
    /// The first line (counted from 1) that is not a code and a name, or that repeats a code with another name.
    ///
    /// ```
    /// use doudi_kernel::{Date, DivisionList};
    /// let list = DivisionList::read("code,name\n419901002,柳河镇\n419901002007,石桥村\n", Date::constant(2026, 1, 1)).unwrap();
    /// assert_eq!(list.name("419901002007".parse().unwrap()), Some("石桥村"));
    /// assert_eq!(list.named("柳河").map(|town| town.to_string()), Some("419901002".into()));
    /// ```
    pub fn read(text: &str, valid_from: Date) -> Result<Self, DivisionListError> {
        let mut names = BTreeMap::new();
        for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            let Some((code, name)) = line.split_once([',', '\t']).map(|(c, n)| (c.trim(), n.trim())) else {
                return Err(DivisionListError { line: at + 1 });
            };
            match code.parse::<Division>() {
                Ok(division) if !name.is_empty() => {
                    let before = names.insert(division, name.to_owned());
                    if before.is_some_and(|before| before != name) {
                        return Err(DivisionListError { line: at + 1 });
                    }
                }
                _ if at == 0 => {}
                _ => return Err(DivisionListError { line: at + 1 }),
            }
        }
        Ok(Self { valid_from, names })
    }

    /// The list as text that [`DivisionList::read`] takes.
    pub fn write(&self) -> String {
        let lines = self.names.iter().map(|(division, name)| format!("{},{name}\n", division.twelve()));
        std::iter::once("区划代码,名称\n".to_owned()).chain(lines).collect()
    }

    /// The name of a division.
    pub fn name(&self, division: Division) -> Option<&str> {
        self.names.get(&division).map(String::as_str)
    }

    /// The divisions directly below one, in the order of their codes.
    pub fn children(&self, of: Division) -> impl Iterator<Item = (Division, &str)> {
        self.iter().filter(move |(division, _)| division.parent() == Some(of))
    }

    /// All divisions in the order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = (Division, &str)> {
        self.names.iter().map(|(division, name)| (*division, name.as_str()))
    }

    /// The one division that a text names, with or without its kind (镇, 乡, 街道办事处, 村民委员会, 社区…). `None` when no
    /// division or more than one is so named: a guess would hide people from their own town.
    pub fn named(&self, text: &str) -> Option<Division> {
        let wanted = bare_name(text.trim());
        let mut found = self.names.iter().filter(|(_, name)| bare_name(name) == wanted).map(|(division, _)| *division);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// Like [`DivisionList::named`], among the divisions directly below one.
    pub fn named_in(&self, of: Division, text: &str) -> Option<Division> {
        let wanted = bare_name(text.trim());
        let mut found = self.children(of).filter(|(_, name)| bare_name(name) == wanted).map(|(division, _)| division);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }
}

/// A name without the word for its kind, so that 柳河, 柳河镇 and 柳河镇人民政府 meet.
///
/// ```
/// use doudi_kernel::bare_name;
/// assert_eq!(["石桥", "石桥村", "石桥村民委员会"].map(bare_name), ["石桥"; 3]);
/// ```
pub fn bare_name(name: &str) -> &str {
    const KINDS: [&str; 17] = [
        "人民政府",
        "街道办事处",
        "办事处",
        "街道",
        "民族乡",
        "镇",
        "乡",
        "社区居民委员会",
        "社区居委会",
        "村民委员会",
        "村委会",
        "居民委员会",
        "居委会",
        "行政村",
        "社区",
        "村",
        "居",
    ];
    let mut bare = name;
    while let Some(shorter) = KINDS.iter().find_map(|kind| bare.strip_suffix(kind)).filter(|rest| !rest.is_empty()) {
        bare = shorter;
    }
    bare
}

/// A line of a division list that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} is not a division code and a name, or repeats a code with another name")]
pub struct DivisionListError {
    /// The line, counted from 1.
    pub line: usize,
}

impl Say for DivisionListError {
    fn say(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("区划清单第{}行不是“代码,名称”，或同一代码有两个名称；请改正该行后重新导入", self.line),
            Lang::En => self.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_embedded_list_holds_every_province_and_names_counties_of_the_direct_kind() {
        let provinces = GB2260.keys().filter(|code| **code % 10_000_000_000 == 0).count();
        assert_eq!(provinces, 34);
        assert_eq!(county_name("419001".parse().unwrap()), Some("济源市"));
        assert_eq!(county_name("110101002003".parse().unwrap()), Some("东城区"));
    }

    #[test]
    fn a_town_is_found_by_any_of_its_names_and_not_guessed_between_two() {
        let list = DivisionList::read(
            "419901001,柳河镇\n419901002,石桥街道\n419901001001,石桥村\n",
            Date::constant(2026, 1, 1),
        )
        .unwrap();
        let town = |text| list.named_in("419901".parse().unwrap(), text).map(|d| d.to_string());
        assert_eq!(town("柳河镇人民政府").as_deref(), Some("419901001"));
        assert_eq!(town("石桥街道办事处").as_deref(), Some("419901002"));
        assert_eq!(list.named("石桥"), None, "a street and a village are both called so");
    }

    #[test]
    fn a_bad_line_of_a_division_list_is_named() {
        assert_eq!(
            DivisionList::read("419901001,柳河镇\n41990,石桥\n", Date::constant(2026, 1, 1)),
            Err(DivisionListError { line: 2 })
        );
    }

    proptest! {
        #[test]
        fn a_child_lies_in_its_parent_and_comes_back_from_text(county in 110000u32..660000, town in 1u32..999, village in 1u32..999) {
            prop_assume!(county % 100 != 0);
            let county = Division::from_county_number(county);
            let village = county.child(town).unwrap().child(village).unwrap();
            prop_assert!(county.contains(village));
            prop_assert_eq!(village.parent().unwrap().parent(), Some(county));
            prop_assert_eq!(village.twelve().parse::<Division>().unwrap(), village);
            prop_assert_eq!(county.to_string().parse::<Division>().unwrap(), county);
        }
    }
}
