//! What is shown of a person by default, and to whom.

use super::{Role, rights::column};

/// A kind of personal item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The name of a grown person.
    Name,
    /// The name of a child under fourteen (personal information law art. 28).
    MinorName,
    /// An identity number.
    ResidentId,
    /// A telephone number.
    Phone,
    /// A bank account.
    Account,
    /// Where somebody lives.
    Address,
    /// A birth date as `2026-07-01`.
    BirthDate,
    /// An illness, a disability, a treatment.
    Health,
}

/// How an item appears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// In full.
    Plain,
    /// By [`mask()`].
    Masked,
    /// Not at all, not even as an empty column.
    Absent,
}

/// Who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Somebody at work.
    Role(Role),
    /// Everybody: a notice in the village.
    Public,
}

impl Field {
    /// All.
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::MinorName,
        Self::ResidentId,
        Self::Phone,
        Self::Account,
        Self::Address,
        Self::BirthDate,
        Self::Health,
    ];
}

/// Columns as in the table of rights, and the public: `p`lain, `m`asked, `-` absent.
///
/// A notice names grown persons, since nobody can object to 张*三, and never shows identity number, phone, account or
/// health; children are protected. Who decides on a need sees the illness that makes it, others that one is on file.
/// Administrators and analysts see no person.
#[rustfmt::skip]
const SHOWN: [(Field, [&str; 14]); 8] = [
    //                    cadre clerk leader c.clerk c.leader pension verif. finance dept. analyst audit security system public
    (Field::Name,        ["p",  "p",  "p",   "p",    "p",     "p",    "p",   "p",    "p",  "-",    "-",  "-",     "-",   "p"]),
    (Field::MinorName,   ["p",  "p",  "p",   "p",    "p",     "m",    "p",   "m",    "m",  "-",    "-",  "-",     "-",   "m"]),
    (Field::ResidentId,  ["m",  "m",  "m",   "m",    "m",     "m",    "m",   "m",    "m",  "-",    "-",  "-",     "-",   "-"]),
    (Field::Phone,       ["m",  "m",  "m",   "m",    "m",     "m",    "m",   "-",    "-",  "-",    "-",  "-",     "-",   "-"]),
    (Field::Account,     ["-",  "m",  "m",   "m",    "m",     "m",    "m",   "m",    "-",  "-",    "-",  "-",     "-",   "-"]),
    (Field::Address,     ["p",  "p",  "p",   "p",    "p",     "m",    "p",   "-",    "m",  "-",    "-",  "-",     "-",   "m"]),
    (Field::BirthDate,   ["p",  "p",  "p",   "p",    "p",     "p",    "p",   "-",    "m",  "-",    "-",  "-",     "-",   "-"]),
    (Field::Health,      ["m",  "p",  "p",   "p",    "p",     "-",    "-",   "-",    "-",  "-",    "-",  "-",     "-",   "-"]),
];

/// How a field appears to a viewer who gave no further reason.
///
/// ```
/// use doudi_journal::access::{Field, Role, Shown, Viewer, shown};
/// assert_eq!(shown(Viewer::Role(Role::TownClerk), Field::ResidentId), Shown::Masked);
/// assert_eq!(shown(Viewer::Public, Field::Health), Shown::Absent);
/// ```
pub fn shown(viewer: Viewer, field: Field) -> Shown {
    let at = match viewer {
        Viewer::Role(role) => column(role),
        Viewer::Public => 13,
    };
    match SHOWN.iter().find(|(of, _)| *of == field).map(|(_, cells)| cells[at]) {
        Some("p") => Shown::Plain,
        Some("m") => Shown::Masked,
        _ => Shown::Absent,
    }
}

/// A text with its telling middle away. What is too short to keep a part of is all stars.
///
/// ```
/// use doudi_journal::access::{Field, mask};
/// assert_eq!(mask(Field::Name, "张小三"), "张*三");
/// assert_eq!(mask(Field::ResidentId, "41990119900307001X"), "419***********001X");
/// assert_eq!(mask(Field::Address, "柳河镇石桥村三组12号"), "柳河镇石桥村****");
/// ```
pub fn mask(field: Field, text: &str) -> String {
    match field {
        Field::Name => name(text),
        Field::MinorName => kept(text, 1, 0, "**"),
        // 3 and 4 of 18 characters: neither the county nor the birthday shows.
        Field::ResidentId => kept(text, 3, 4, &"*".repeat(text.chars().count().saturating_sub(7))),
        Field::Phone => kept(text, 3, 4, "****"),
        Field::Account => kept(text, 0, 4, "****"),
        Field::Address => address(text),
        Field::BirthDate => kept(text, 4, 0, "-**-**"),
        Field::Health => "***".into(),
    }
}

/// 张三 → 张*, 张小三 → 张*三, 欧阳小三 → 欧**三; at most four stars.
fn name(text: &str) -> String {
    let length = text.chars().count();
    let last = usize::from(length > 2);
    kept(text, 1, last, &"*".repeat(length.saturating_sub(1 + last).clamp(1, 4)))
}

/// The first and last characters with stars between, where at least as much goes as stays or it is a name.
fn kept(text: &str, first: usize, last: usize, stars: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let hidden = characters.len().saturating_sub(first + last);
    if hidden == 0 || (first + last > 2 && hidden < 4) {
        return "****".into();
    }
    let end = &characters[characters.len() - last..];
    characters[..first].iter().copied().chain(stars.chars()).chain(end.iter().copied()).collect()
}

/// Down to the village, else to the town; what names neither goes whole.
fn address(text: &str) -> String {
    let after = |ends: &[&str]| ends.iter().filter_map(|end| Some(text.find(end)? + end.len())).min();
    let cut = after(&["村", "社区", "居委会"]).or_else(|| after(&["街道", "镇", "乡"]));
    format!("{}****", &text[..cut.unwrap_or(0)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn masks_keep_what_tells_two_people_apart_and_no_more() {
        let masked = [
            (Field::Name, "张三", "张*"),
            (Field::Name, "张", "****"),
            (Field::Name, "欧阳小三", "欧**三"),
            (Field::Name, "阿卜杜拉·买买提江", "阿****江"),
            (Field::MinorName, "张小三", "张**"),
            (Field::ResidentId, "419901900307001", "419********7001"),
            (Field::ResidentId, "4199", "****"),
            (Field::Phone, "13800001234", "138****1234"),
            (Field::Phone, "110", "****"),
            (Field::Account, "6217000000001234567", "****4567"),
            (Field::Account, "123456", "****"),
            (Field::Address, "柳河镇中心街12号", "柳河镇****"),
            (Field::Address, "某处", "****"),
            (Field::BirthDate, "1990-03-07", "1990-**-**"),
            (Field::Health, "慢性肾衰竭", "***"),
            (Field::Name, "", "****"),
        ];
        for (field, text, expected) in masked {
            assert_eq!(mask(field, text), expected, "{field:?}");
        }
    }

    #[test]
    fn rows_are_in_order_and_of_known_letters() {
        for ((field, cells), of) in SHOWN.iter().zip(Field::ALL) {
            assert_eq!(*field, of);
            assert!(cells.iter().all(|cell| ["p", "m", "-"].contains(cell)));
        }
    }

    #[test]
    fn a_notice_never_shows_number_phone_account_or_health_nor_a_childs_name() {
        let never = [Field::ResidentId, Field::Phone, Field::Account, Field::Health, Field::BirthDate];
        assert!(never.iter().all(|&field| shown(Viewer::Public, field) == Shown::Absent));
        assert_eq!(shown(Viewer::Public, Field::MinorName), Shown::Masked);
    }

    #[test]
    fn what_is_sealed_in_the_database_is_plain_to_nobody_by_default() {
        for field in [Field::ResidentId, Field::Phone, Field::Account] {
            assert!(Role::all().all(|role| shown(Viewer::Role(role), field) != Shown::Plain), "{field:?}");
        }
    }

    proptest! {
        #[test]
        fn no_mask_gives_back_a_whole_value(text in "[0-9X]{1,30}", name in "[一-龥·]{1,12}") {
            for field in Field::ALL {
                prop_assert_ne!(mask(field, &text), text.clone());
                prop_assert_ne!(mask(field, &name), name.clone());
            }
        }
    }
}
