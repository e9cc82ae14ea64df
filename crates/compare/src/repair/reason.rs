//! Why a number was taken for another, what proves it, and what leaves it open. No reason carries a digit of a number.

use doudi_kernel::{Lang, Say};

/// The slip that turns a valid number into the one that is written. Places are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Repair {
    /// The number of a disability certificate stands where the identity number belongs; its holder's begins it.
    Certificate,
    /// The characters at this place and the next are swapped.
    Transposed(u8),
    /// The last character is wrong.
    Last,
    /// The digit at this place is wrong.
    Digit(u8),
    /// A character is missing at this place.
    Missing(u8),
    /// The character at this place is one too many.
    Extra(u8),
}

impl Repair {
    /// One of each kind, in the order of a report.
    pub const KINDS: [Self; 6] =
        [Self::Certificate, Self::Transposed(1), Self::Last, Self::Digit(1), Self::Missing(1), Self::Extra(1)];

    /// A word for tables and files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Certificate => "certificate_number",
            Self::Transposed(_) => "digits_transposed",
            Self::Last => "last_character_wrong",
            Self::Digit(_) => "digit_wrong",
            Self::Missing(_) => "digit_missing",
            Self::Extra(_) => "digit_extra",
        }
    }

    /// Its place among [`Repair::KINDS`].
    pub fn kind(self) -> usize {
        Self::KINDS.iter().position(|kind| kind.code() == self.code()).unwrap_or_default()
    }

    /// What the kind is called in a table.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Certificate => lang.pick("误填残疾证号", "a disability certificate's number"),
            Self::Transposed(_) => lang.pick("相邻两位颠倒", "two neighbouring characters swapped"),
            Self::Last => lang.pick("末位校验码有误", "the last character wrong"),
            Self::Digit(_) => lang.pick("一位数字有误", "one digit wrong"),
            Self::Missing(_) => lang.pick("漏一位", "one character missing"),
            Self::Extra(_) => lang.pick("多一位", "one character too many"),
        }
    }
}

impl Say for Repair {
    fn say(&self, lang: Lang) -> String {
        match (*self, lang) {
            (Self::Certificate, Lang::Zh) => "身份证号栏填的是残疾人证号".into(),
            (Self::Transposed(at), Lang::Zh) => format!("号码第{at}、{}位颠倒", at + 1),
            (Self::Last, Lang::Zh) => "号码末位（校验码）有误".into(),
            (Self::Digit(at), Lang::Zh) => format!("号码第{at}位有误"),
            (Self::Missing(at), Lang::Zh) => format!("号码漏写第{at}位"),
            (Self::Extra(at), Lang::Zh) => format!("号码第{at}位多余"),
            (Self::Certificate, Lang::En) => "a disability certificate's number stands in place of the number".into(),
            (Self::Transposed(at), Lang::En) => format!("characters {at} and {} of the number are swapped", at + 1),
            (Self::Last, Lang::En) => "the last character of the number is wrong".into(),
            (Self::Digit(at), Lang::En) => format!("digit {at} of the number is wrong"),
            (Self::Missing(at), Lang::En) => format!("character {at} of the number is missing"),
            (Self::Extra(at), Lang::En) => format!("character {at} of the number is one too many"),
        }
    }
}

/// What proves that two rows are about one person. Earlier ones are stronger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Proof {
    /// The repaired number, and the name.
    Name,
    /// The repaired number, the birth date of the row's own column, and all but one character of the name.
    BirthAndPartOfName,
    /// Name, birth date and place, and nobody else fits.
    NameBirthPlace,
    /// Name and birth date, the place being unknown, and nobody else fits.
    NameBirth,
}

impl Proof {
    /// All, the strongest first.
    pub const ALL: [Self; 4] = [Self::Name, Self::BirthAndPartOfName, Self::NameBirthPlace, Self::NameBirth];

    /// A word for tables and files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Name => "number_and_name",
            Self::BirthAndPartOfName => "number_birth_and_part_of_name",
            Self::NameBirthPlace => "name_birth_and_place",
            Self::NameBirth => "name_and_birth",
        }
    }
}

impl Say for Proof {
    fn say(&self, lang: Lang) -> String {
        let (zh, en) = match self {
            Self::Name => ("修正后号码与姓名一致", "the repaired number and the name agree"),
            Self::BirthAndPartOfName => (
                "修正后号码与出生日期一致，姓名仅一字不同",
                "the repaired number and the birth date agree, the name but for one character",
            ),
            Self::NameBirthPlace => {
                ("姓名、出生日期、所在地一致，且仅此一人", "name, birth date and place agree, and nobody else fits")
            }
            Self::NameBirth => ("姓名、出生日期一致，且仅此一人", "name and birth date agree, and nobody else fits"),
        };
        lang.pick(zh, en).into()
    }
}

/// Why a likely person is shown and not linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Uncertain {
    /// Several people fit.
    Several,
    /// The repaired number and the name agree, but the row's birth date is another.
    OtherBirth,
    /// The repaired number and the birth date agree, but too little of the name does, or the county is not known.
    LittleOfName,
    /// Name and birth date agree, but the towns or the counties differ.
    OtherPlace,
    /// Birth date and place agree, the name but for one character, and there is no number.
    NameAlmost,
}

impl Uncertain {
    /// All, in the order of a report.
    pub const ALL: [Self; 5] =
        [Self::Several, Self::OtherBirth, Self::LittleOfName, Self::OtherPlace, Self::NameAlmost];

    /// A word for tables and files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Several => "several_fit",
            Self::OtherBirth => "birth_differs",
            Self::LittleOfName => "little_of_name",
            Self::OtherPlace => "place_differs",
            Self::NameAlmost => "name_almost",
        }
    }
}

impl Say for Uncertain {
    fn say(&self, lang: Lang) -> String {
        let (zh, en) = match self {
            Self::Several => ("有几人相符，无法确定是哪一人", "several people fit"),
            Self::OtherBirth => (
                "修正后号码与姓名一致，但出生日期不同",
                "the repaired number and the name agree, but the birth date differs",
            ),
            Self::LittleOfName => (
                "修正后号码与出生日期一致，但姓名不足以证实",
                "the repaired number and the birth date agree, but the name says too little",
            ),
            Self::OtherPlace => {
                ("姓名、出生日期一致，但所在地不同", "name and birth date agree, but the places differ")
            }
            Self::NameAlmost => (
                "出生日期、所在地一致，姓名仅一字不同，无号码可证",
                "birth date and place agree, the name but for one character, and there is no number",
            ),
        };
        lang.pick(zh, en).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_code_and_says_no_digit_but_a_place() {
        for (at, kind) in Repair::KINDS.into_iter().enumerate() {
            assert_eq!(kind.kind(), at);
            let digits: String = kind.say(Lang::Zh).chars().filter(char::is_ascii_digit).collect();
            assert!(digits.len() <= 2, "{digits}");
        }
        assert_eq!(Repair::Transposed(9).say(Lang::Zh), "号码第9、10位颠倒");
        assert_eq!(Repair::Transposed(9).say(Lang::En), "characters 9 and 10 of the number are swapped");
    }
}
