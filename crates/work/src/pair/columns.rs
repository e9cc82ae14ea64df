//! Which columns of a list matter, by their headings.

/// Headings to look for; `None` takes the usual ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headings {
    /// The identity number.
    pub id: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// The state of the person in the source.
    pub status: Option<String>,
    /// What the counts are by.
    pub division: Option<String>,
    /// The birth date, which helps where the number is broken or missing.
    pub birth: Option<String>,
    /// The sex, which helps likewise.
    pub sex: Option<String>,
}

const ID: [&str; 12] = [
    "身份证号",
    "身份证号码",
    "公民身份号码",
    "公民身份证号码",
    "居民身份证号码",
    "社会保障号码",
    "证件号码",
    "证件号",
    "身份证件号码",
    "身份证",
    "id_no",
    "resident_id",
];
const NAME: [&str; 6] = ["姓名", "人员姓名", "参保人姓名", "成员姓名", "户主姓名", "name"];
const STATUS: [&str; 8] =
    ["参保状态", "人员状态", "户籍状态", "状态", "生存状态", "人员类别状态", "status", "register_status"];
const DIVISION: [&str; 8] =
    ["行政区划", "行政区划代码", "区划代码", "区划编码", "所属区划", "乡镇", "division", "division_code"];

const BIRTH: [&str; 6] = ["出生日期", "出生年月日", "出生年月", "生日", "birth", "birth_date"];
const SEX: [&str; 2] = ["性别", "sex"];

/// Where the columns stand; `usize::MAX` for one that the list does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The identity number.
    pub id: usize,
    /// The name.
    pub name: usize,
    /// The state of the person.
    pub status: usize,
    /// The division.
    pub division: usize,
    /// The birth date.
    pub birth: usize,
    /// The sex.
    pub sex: usize,
}

impl Columns {
    /// Finds the columns of a list; `None` when it has no id column.
    ///
    /// ```
    /// use doudi_work::pair::{Columns, Headings};
    /// let headings = ["序号", "姓名", "证件号码"].map(str::to_owned);
    /// let columns = Columns::find(&headings, &Headings::default()).unwrap();
    /// assert_eq!((columns.id, columns.name, columns.status), (2, 1, usize::MAX));
    /// ```
    pub fn find(headings: &[String], wanted: &Headings) -> Option<Self> {
        let find = |wanted: &Option<String>, usual: &[&str]| match wanted {
            Some(heading) => headings.iter().position(|h| h == heading.trim()),
            // The first usual heading that the list has: 身份证号 before 证件号码, wherever they stand.
            None => usual.iter().find_map(|usual| headings.iter().position(|h| h.eq_ignore_ascii_case(usual))),
        };
        let or_none = |found: Option<usize>| found.unwrap_or(usize::MAX);
        Some(Self {
            id: find(&wanted.id, &ID)?,
            name: or_none(find(&wanted.name, &NAME)),
            status: or_none(find(&wanted.status, &STATUS)),
            division: or_none(find(&wanted.division, &DIVISION)),
            birth: or_none(find(&wanted.birth, &BIRTH)),
            sex: or_none(find(&wanted.sex, &SEX)),
        })
    }
}
