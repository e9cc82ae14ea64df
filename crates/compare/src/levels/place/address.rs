//! Addresses as text.

use super::{PlaceForm, PlaceNames};
use crate::name::normal;
use doudi_kernel::{Division, DivisionLevel, Lang, Say};

/// Jaro-Winkler similarity from which two addresses are near.
const NEAR: f64 = 0.9;
/// Texts of fewer characters are contained in too many others.
const SHORTEST: usize = 3;

/// An address, read once: without spaces, in half-width letters, with the towns or villages that it names.
///
/// ```
/// use doudi_compare::levels::place::{AddressForm, AddressLevel, PlaceNames, address_level};
/// let [a, b] = ["柳河镇 石桥村３组", "柳河镇石桥村3组"].map(|text| AddressForm::read(text, &PlaceNames::default()).unwrap());
/// assert_eq!(address_level(&a, &b), AddressLevel::Equal);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressForm {
    text: Box<str>,
    named: Box<[Division]>,
}

/// How far two addresses agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum AddressLevel {
    /// The same text.
    Equal,
    /// Both name the same village.
    SameVillage,
    /// One text stands in the other.
    Contains,
    /// Similar behind what the divisions have in common.
    Near,
    /// Nothing of the above.
    Other,
}

impl AddressLevel {
    /// All levels, strongest first.
    pub const ALL: [Self; 5] = [Self::Equal, Self::SameVillage, Self::Contains, Self::Near, Self::Other];

    /// The level's name in files.
    ///
    /// ```
    /// use doudi_compare::levels::place::AddressLevel;
    /// assert_eq!(AddressLevel::Contains.code(), "contains");
    /// ```
    pub fn code(self) -> &'static str {
        self.told().0
    }

    /// Code, Chinese, English.
    pub(crate) fn told(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Equal => ("equal", "地址相同", "same address"),
            Self::SameVillage => ("same_village", "地址写明同一个村（社区）", "both name the same village"),
            Self::Contains => ("contains", "一个地址包含另一个", "one address contains the other"),
            Self::Near => ("near", "地址相近", "similar addresses"),
            Self::Other => ("other", "地址不同", "different addresses"),
        }
    }
}

impl Say for AddressLevel {
    fn say(&self, lang: Lang) -> String {
        let (_, zh, en) = self.told();
        lang.pick(zh, en).into()
    }
}

impl AddressForm {
    /// Reads an address. `None` for one without a letter or a digit.
    pub fn read(text: &str, names: &PlaceNames) -> Option<Self> {
        let text = normal(text);
        text.chars()
            .any(char::is_alphanumeric)
            .then(|| Self { named: names.within(&text).into(), text: text.as_ref().into() })
    }

    /// The address as it is compared.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The divisions that the text names: villages, or towns when it names no village.
    pub fn named(&self) -> &[Division] {
        &self.named
    }
}

/// How far two addresses agree; the same in both directions.
///
/// ```
/// use doudi_compare::levels::place::{AddressForm, AddressLevel, PlaceNames, address_level};
/// let of = |text| AddressForm::read(text, &PlaceNames::default()).unwrap();
/// assert_eq!(address_level(&of("某县柳河镇石桥村3组"), &of("石桥村")), AddressLevel::Contains);
/// ```
pub fn address_level(a: &AddressForm, b: &AddressForm) -> AddressLevel {
    let village = |d: &&Division| d.level() == DivisionLevel::Village;
    let (x, y) = (&*a.text, &*b.text);
    match () {
        _ if x == y => AddressLevel::Equal,
        _ if a.named.iter().filter(village).any(|d| b.named.contains(d)) => AddressLevel::SameVillage,
        _ if inside(x, y) || inside(y, x) => AddressLevel::Contains,
        _ if near(x, y) => AddressLevel::Near,
        _ => AddressLevel::Other,
    }
}

/// Whether an address names the village of a code column.
///
/// ```
/// use doudi_compare::levels::place::{AddressForm, PlaceForm, PlaceNames, names_village};
/// use doudi_kernel::{Date, DivisionList};
/// let list = DivisionList::read("419901002,柳河镇\n419901002007,石桥村\n", Date::constant(2026, 1, 1)).unwrap();
/// let address = AddressForm::read("柳河镇石桥村委会3组", &PlaceNames::new(&list)).unwrap();
/// assert!(names_village(&address, PlaceForm::read("419901002007").unwrap()));
/// ```
pub fn names_village(address: &AddressForm, place: PlaceForm) -> bool {
    place.division().level() == DivisionLevel::Village && address.named.contains(&place.division())
}

fn inside(short: &str, long: &str) -> bool {
    short.chars().nth(SHORTEST - 1).is_some() && long.contains(short)
}

/// Similar behind the divisions that both begin with: two villages of one town share most of their text, and that says
/// nothing about the village.
fn near(x: &str, y: &str) -> bool {
    let (x, y) = behind_common_divisions(x, y);
    strsim::jaro_winkler(x, y).max(strsim::jaro_winkler(y, x)) >= NEAR
}

fn behind_common_divisions<'a>(x: &'a str, y: &'a str) -> (&'a str, &'a str) {
    let common = x.char_indices().zip(y.chars()).take_while(|((_, a), b)| a == b);
    let ends = common.filter(|((_, c), _)| "省市县区旗镇乡道".contains(*c)).map(|((at, c), _)| at + c.len_utf8());
    let at = ends.last().unwrap_or(0);
    (&x[at..], &y[at..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use doudi_kernel::{Date, DivisionList};
    use proptest::prelude::*;

    fn names() -> PlaceNames {
        let list = "419901002,柳河镇\n419901002007,石桥村\n419901002008,李家庄村民委员会\n419901003,石桥街道\n419901003007,石桥社区\n419901003008,东李家庄村\n";
        PlaceNames::new(&DivisionList::read(list, Date::constant(2026, 1, 1)).unwrap())
    }

    #[test]
    fn each_level_is_found_in_both_directions() {
        for (a, b, expected) in [
            ("柳河镇石桥村3组", "柳河镇 石桥村３组", "equal"),
            ("某县柳河镇石桥村3组", "柳河镇石桥村委会", "same_village"),
            ("柳河镇李家庄", "柳河镇李家庄村5组12号", "same_village"),
            ("柳河镇李家庄村", "石桥街道东李家庄村", "other"),
            ("幸福路12号院", "石门市幸福路12号院3单元", "contains"),
            ("石门市幸福路南段12号院", "石门市幸福路南段13号院", "near"),
            ("柳河镇石桥村", "柳河镇东坡村", "other"),
            ("石门市石桥路5号", "柳河镇石桥村", "other"),
        ] {
            let [x, y] = [a, b].map(|text| AddressForm::read(text, &names()).unwrap());
            assert_eq!([address_level(&x, &y).code(), address_level(&y, &x).code()], [expected; 2], "{a} {b}");
        }
    }

    #[test]
    fn a_name_is_found_where_it_stands_alone_and_in_its_own_town() {
        for (text, expected) in [
            ("柳河镇石桥村3组", "419901002007"),
            ("石桥街道石桥社区", "419901003007"),
            ("柳河镇石桥3组", "419901002007"),
            ("石桥村", "419901002007 419901003007"),
            ("南李家庄村", ""),
            ("柳河镇", "419901002"),
            ("石桥路5号", ""),
            ("东李家庄村", "419901003008"),
            ("", ""),
            ("柳", ""),
        ] {
            let found: Vec<String> = names().within(text).iter().map(ToString::to_string).collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn an_empty_address_is_none() {
        assert!(["", " ", "-", "——"].iter().all(|text| AddressForm::read(text, &names()).is_none()));
    }

    proptest! {
        #[test]
        fn a_level_does_not_depend_on_the_order(a in "[柳河镇石桥村路东李家庄3号]{1,12}", b in "[柳河镇石桥村路东李家庄3号]{1,12}") {
            let [x, y] = [&a, &b].map(|text| AddressForm::read(text, &names()).unwrap());
            prop_assert_eq!(address_level(&x, &y), address_level(&y, &x));
            prop_assert_eq!(address_level(&x, &x), AddressLevel::Equal);
        }

        #[test]
        fn any_text_is_read(text in "\\PC{0,30}") {
            AddressForm::read(&text, &names());
        }
    }
}
