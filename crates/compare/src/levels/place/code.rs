//! Division codes.

use super::Succession;
use doudi_kernel::{Date, Division, DivisionLevel, Lang, Say};

/// The four cities that are provinces: their code in two digits is that of a city.
const CITY_PROVINCES: [u64; 4] = [11, 12, 31, 50];

/// A place by its code, of any length.
///
/// ```
/// use doudi_compare::levels::place::{PlaceForm, PlaceLevel, level};
/// let of = |text| PlaceForm::read(text).unwrap();
/// assert_eq!(level(of("419901002007"), of("419901002")), PlaceLevel::SameTown);
/// assert_eq!(level(of("350700"), of("350703")), PlaceLevel::Above);
/// assert!(PlaceForm::read("石桥村").is_none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceForm(Division);

/// How far two division codes agree, as far down as the shorter one says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum PlaceLevel {
    /// The same village.
    SameVillage,
    /// The same town, as far as both say.
    SameTown,
    /// The same county, as far as both say.
    SameCounty,
    /// One is the city that the other lies in: no disagreement, and little said.
    Above,
    /// The same city.
    SameCity,
    /// The same province.
    SameProvince,
    /// Nothing of the above.
    Other,
}

impl PlaceLevel {
    /// All levels, strongest first.
    pub const ALL: [Self; 7] = [
        Self::SameVillage,
        Self::SameTown,
        Self::SameCounty,
        Self::Above,
        Self::SameCity,
        Self::SameProvince,
        Self::Other,
    ];

    /// The level's name in files.
    ///
    /// ```
    /// use doudi_compare::levels::place::PlaceLevel;
    /// assert_eq!(PlaceLevel::SameVillage.code(), "same_village");
    /// ```
    pub fn code(self) -> &'static str {
        self.told().0
    }

    /// Code, Chinese, English.
    pub(crate) fn told(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::SameVillage => ("same_village", "同村（社区）", "same village"),
            Self::SameTown => ("same_town", "同乡镇（街道）", "same town"),
            Self::SameCounty => ("same_county", "同县（区）", "same county"),
            Self::Above => ("above", "一方只填到市级，另一方在其辖区内", "one is the city that the other lies in"),
            Self::SameCity => ("same_city", "同市", "same city"),
            Self::SameProvince => ("same_province", "同省", "same province"),
            Self::Other => ("other", "不同省", "different provinces"),
        }
    }
}

impl Say for PlaceLevel {
    fn say(&self, lang: Lang) -> String {
        let (_, zh, en) = self.told();
        lang.pick(zh, en).into()
    }
}

impl PlaceForm {
    /// Reads a code of 2, 4, 6, 9 or 12 digits, also full-width ones.
    pub fn read(text: &str) -> Option<Self> {
        crate::name::normal(text).parse().ok().map(Self)
    }

    /// A division.
    pub fn of(division: Division) -> Self {
        Self(division)
    }

    /// The place by the code that holds on a day, when its division was renamed or merged.
    pub fn on(self, day: Date, succession: &Succession) -> Self {
        Self(succession.follow(self.0, day))
    }

    /// The division.
    pub fn division(self) -> Division {
        self.0
    }

    /// The key under which places of one division of that level meet; `None` for a place above it.
    ///
    /// ```
    /// use doudi_compare::levels::place::PlaceForm;
    /// use doudi_kernel::DivisionLevel::{County, Town};
    /// let [village, county] = ["419901002007", "419901"].map(|code| PlaceForm::read(code).unwrap());
    /// assert_eq!(village.key(County), county.key(County));
    /// assert_eq!(county.key(Town), None);
    /// ```
    pub fn key(self, level: DivisionLevel) -> Option<u64> {
        self.0.at(level).map(Division::number)
    }
}

/// How far two codes agree; the same in both directions.
///
/// Where one code is shorter, they agree as far as it says: a town and a village in it are *the same town*.
pub fn level(a: PlaceForm, b: PlaceForm) -> PlaceLevel {
    let (a, b) = (a.0, b.0);
    let same = |level: DivisionLevel| matches!((a.at(level), b.at(level)), (Some(x), Some(y)) if x == y);
    match () {
        _ if same(DivisionLevel::Village) => PlaceLevel::SameVillage,
        _ if same(DivisionLevel::Town) => PlaceLevel::SameTown,
        _ if same(DivisionLevel::County) => PlaceLevel::SameCounty,
        _ if a != b && (city_of(a, b) || city_of(b, a)) => PlaceLevel::Above,
        _ if same(DivisionLevel::City) && !counties_of_the_province(a) => PlaceLevel::SameCity,
        _ if same(DivisionLevel::Province) => PlaceLevel::SameProvince,
        _ => PlaceLevel::Other,
    }
}

/// Whether `above` is a city, or one of the four provinces that are cities, and `other` lies in it.
fn city_of(above: Division, other: Division) -> bool {
    let city = match above.level() {
        DivisionLevel::City => true,
        DivisionLevel::Province => CITY_PROVINCES.contains(&(above.number() / 10_000_000_000)),
        _ => false,
    };
    city && above.contains(other)
}

/// GB/T 2260 puts counties that belong to no city under 90.
fn counties_of_the_province(division: Division) -> bool {
    division.number() / 100_000_000 % 100 == 90
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_agree_as_far_down_as_both_say() {
        for (a, b, expected) in [
            ("419901002007", "419901002007", "same_village"),
            ("419901002007", "419901002008", "same_town"),
            ("419901002007", "419901002", "same_town"),
            ("419901002000", "419901002", "same_town"),
            ("419901002007", "419901003007", "same_county"),
            ("419901002007", "419901", "same_county"),
            ("419901", "419901000000", "same_county"),
            ("350700", "350703", "above"),
            ("3507", "350703001", "above"),
            ("310000", "310115", "above"),
            ("350703", "350702", "same_city"),
            ("350700", "3507", "same_city"),
            ("419001", "419002", "same_province"),
            ("350000", "350703", "same_province"),
            ("350703", "350800", "same_province"),
            ("350703", "360703", "other"),
            ("３５０７０３", "350702", "same_city"),
        ] {
            let [x, y] = [a, b].map(|text| PlaceForm::read(text).unwrap());
            assert_eq!([level(x, y).code(), level(y, x).code()], [expected; 2], "{a} {b}");
        }
    }

    proptest! {
        #[test]
        fn a_level_does_not_depend_on_the_order_and_never_falls_when_a_code_is_cut(
            a in 35u64..37, b in 0u64..2, c in 0u64..2, d in 0u64..3, e in 0u64..3, f in 0u64..3, g in 0u64..3,
        ) {
            let code = |b: u64, d: u64, f: u64| format!("{a}{b:02}{c:02}{d:03}{f:03}").parse().map(PlaceForm::of).unwrap();
            let (x, y) = (code(b, d, f), code(b, e, g));
            prop_assert_eq!(level(x, y), level(y, x));
            for cut in [DivisionLevel::Town, DivisionLevel::County] {
                let at = x.division().at(cut).map(PlaceForm::of);
                prop_assert!(at.is_none_or(|at| level(at, x) <= PlaceLevel::SameCounty));
            }
        }
    }
}
