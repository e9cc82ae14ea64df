//! Every rule that a complaint can name, declared once: code, whose fault, sentence, remedy. `docs/complaints.md` is
//! generated from this table.

use doudi_kernel::{Fault, Lang, Say};
use std::fmt;

macro_rules! rules {
    ($($name:ident = $code:literal, $fault:ident,
        $zh:literal, $en:literal,
        remedy $remedy_zh:literal, $remedy_en:literal;)+) => {
        /// What a cell, a row or a file breaks. The code is stable and stands in files; the wording may improve.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(#[doc = concat!($en, " ", $zh)] $name,)+
        }

        impl Rule {
            /// All rules in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The stable name.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// Who can put it right.
            pub fn fault(self) -> Fault {
                match self { $(Self::$name => Fault::$fault,)+ }
            }

            /// What to do about it.
            pub fn remedy(self, lang: Lang) -> &'static str {
                match self { $(Self::$name => lang.pick($remedy_zh, $remedy_en),)+ }
            }

            fn sentence(self, lang: Lang) -> &'static str {
                match self { $(Self::$name => lang.pick($zh, $en),)+ }
            }
        }
    };
}

rules! {
    IdMissing = "id_missing", Sender,
        "身份证号码为空", "the identity number is empty",
        remedy "请补填；确无户口、无证件的，在备注中写明", "fill it in; say so in the remarks when the person has none";
    IdPlaceholder = "id_placeholder", Sender,
        "身份证号码是占位内容，不是号码", "the identity number is a placeholder",
        remedy "请填真实号码；没有的留空并在备注中说明", "give the real number, or leave the cell empty and say why";
    ScientificNotation = "scientific_notation", Sender,
        "号码被表格软件转成数字，末尾几位已丢失，无法还原", "the spreadsheet turned the number into a rounded one; its last digits are lost",
        remedy "请从原系统重新导出，号码列先设为文本格式；不要手工补位", "export again with the column set to text; do not fill in digits by hand";
    IdForm = "id_form", Sender,
        "不是18位或15位身份证号码", "not of the form of an identity number",
        remedy "请对照证件核对位数和字符", "compare length and characters with the document";
    IdCheckCharacter = "id_check_character", Sender,
        "身份证号码校验码不符，至少一位有误", "the check character does not agree: at least one digit is wrong",
        remedy "请对照证件逐位核对", "compare digit by digit with the document";
    IdBirthDate = "id_birth_date", Sender,
        "身份证号码中的出生日期不存在", "the birth digits of the identity number are not a date",
        remedy "请对照证件核对第7至14位", "compare digits 7 to 14 with the document";
    IdSerial = "id_serial", Sender,
        "身份证号码顺序码为000", "the serial of the identity number is 000",
        remedy "请对照证件核对第15至17位", "compare digits 15 to 17 with the document";
    IdCentury = "id_century", Sender,
        "15位号码无法判定世纪，不作推测", "the century of this fifteen-digit number is not known",
        remedy "请填18位号码", "give the eighteen-digit number";
    IdSeveral = "id_several", Sender,
        "一格内有多个身份证号码", "one cell holds several identity numbers",
        remedy "请每人一行或每人一格", "give each person a row or a cell of their own";
    CertificateAsId = "certificate_as_id", Sender,
        "身份证号码栏填的是残疾人证号，已取其前18位核对", "a disability certificate stands where the identity number belongs; its first eighteen characters were taken",
        remedy "请改填身份证号码，残疾人证号另列一栏", "give the identity number here and the certificate in a column of its own";
    CertificateForm = "certificate_form", Sender,
        "不是20位或22位残疾人证号", "not of the form of a disability certificate",
        remedy "请对照残疾人证核对位数", "compare its length with the certificate";
    CertificateKind = "certificate_kind", Sender,
        "残疾人证号的残疾类别不是1至7", "the nineteenth character of the certificate is no kind of disability",
        remedy "请对照残疾人证核对第19位", "compare the nineteenth character with the certificate";
    CertificateGrade = "certificate_grade", Sender,
        "残疾人证号的残疾等级不是1至4", "the twentieth character of the certificate is no grade of disability",
        remedy "请对照残疾人证核对第20位", "compare the twentieth character with the certificate";
    CellError = "cell_error", Sender,
        "单元格是计算错误（如#N/A）", "the cell holds a failed formula such as #N/A",
        remedy "请修正公式，或复制后选择性粘贴为数值", "correct the formula, or paste the values";
    DateForm = "date_form", Sender,
        "不是日期", "not a date",
        remedy "请写成2025-09-03的形式", "write it as 2025-09-03";
    DateImpossible = "date_impossible", Sender,
        "日期不存在或不在1850年至2199年之间", "there is no such day, or it is not between 1850 and 2199",
        remedy "请核对年月日", "check year, month and day";
    DateAmbiguous = "date_ambiguous", Sender,
        "年份只有两位或年月日顺序不明，不作推测", "the year has two digits or the order of day and month is unclear",
        remedy "请写四位年份，按年、月、日的顺序", "write the year with four digits, then month, then day";
    MonthForm = "month_form", Sender,
        "不是年月", "not a year and month",
        remedy "请写成2025-09或202509的形式", "write it as 2025-09 or 202509";
    MoneyForm = "money_form", Sender,
        "不是金额", "not an amount",
        remedy "请只填数字，单位为元", "give digits only, in yuan";
    MoneyFraction = "money_fraction", Sender,
        "金额不足一分，未作舍入", "the amount is not a whole number of fen and was not rounded",
        remedy "请填到分为止的金额", "give the amount to two decimals";
    MoneySize = "money_size", Sender,
        "金额过大", "the amount is too large",
        remedy "请核对金额和单位", "check amount and unit";
    CountForm = "count_form", Sender,
        "不是整数", "not a whole number",
        remedy "请只填整数", "give a whole number";
    FlagForm = "flag_form", Sender,
        "不是是否类的值", "neither yes nor no",
        remedy "请填是或否", "write 是 or 否";
    DivisionForm = "division_form", Sender,
        "不是行政区划代码", "not a division code",
        remedy "请填12位行政区划代码", "give the twelve-digit code";
    PhoneForm = "phone_form", Sender,
        "不是电话号码", "not a telephone number",
        remedy "请填11位手机号或带区号的固定电话", "give eleven digits, or an area code and the number";
    AccountForm = "account_form", Sender,
        "不是银行账号", "not a bank account",
        remedy "请填纯数字账号，列格式设为文本", "give digits only, with the column set to text";
    NameMissing = "name_missing", Sender,
        "姓名为空", "the name is empty",
        remedy "请补填姓名", "fill in the name";
    NameForm = "name_form", Sender,
        "姓名中有数字或不是姓名", "the name holds digits or is no name",
        remedy "请核对是否错列", "check whether the columns have shifted";
    ValueMissing = "value_missing", Sender,
        "必填项为空", "a required value is empty",
        remedy "请补填", "fill it in";
    UnknownValue = "unknown_value", User,
        "该值不在对照表中，已列入待办，未归入其他", "the value is not in the crosswalk; it went to the work list and was not counted as other",
        remedy "请在对照表中补一行，或请来文单位改用规定写法", "add a line to the crosswalk, or ask the sender for the agreed word";
    DuplicateId = "duplicate_id", Sender,
        "同一身份证号码在本名册中出现多次", "the same identity number stands on several rows",
        remedy "请核对是否重复或号码错误", "check whether the row is repeated or the number wrong";
    DuplicateRow = "duplicate_row", Sender,
        "整行重复，只计一次", "the whole row is repeated and was counted once",
        remedy "请删除重复行", "delete the repeated row";
    BirthDiffers = "birth_differs", Sender,
        "出生日期与身份证号码不符", "the birth date differs from the identity number",
        remedy "请对照证件核对", "compare with the document";
    SexDiffers = "sex_differs", Sender,
        "性别与身份证号码不符", "the sex differs from the identity number",
        remedy "请对照证件核对", "compare with the document";
    AgeDiffers = "age_differs", Sender,
        "年龄与身份证号码不符", "the age differs from the identity number",
        remedy "请核对，或由系统按号码计算", "check, or leave it to the number";
    MemberIncomplete = "member_incomplete", Sender,
        "成员姓名与号码不成对", "a member has a name without a number, or a number without a name",
        remedy "请补齐成对的姓名和号码", "complete the pair";
    RowOutsideTable = "row_outside_table", Sender,
        "表格之外的行，未作为记录", "a row outside the table, not taken as a record",
        remedy "如确为记录，请移入表格", "move it into the table if it is a record";
    WrongMonth = "wrong_month", User,
        "文件所属月份与所填月份不同", "the file is about another month than the one that was named",
        remedy "请核对文件和月份", "check file and month";
    ControlTotal = "control_total", Sender,
        "实际行数与文件所写合计不同", "the rows do not add up to the total that the file states",
        remedy "请来文单位核对是否缺页或筛选未取消", "ask the sender whether pages are missing or a filter was left on";
}

/// The sentence.
impl Say for Rule {
    fn say(&self, lang: Lang) -> String {
        self.sentence(lang).to_owned()
    }
}

/// The code.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl std::error::Error for Rule {}

/// By code.
impl std::str::FromStr for Rule {
    type Err = UnknownRule;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().copied().find(|rule| rule.code() == code).ok_or(UnknownRule)
    }
}

/// A code that no rule has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such rule")]
pub struct UnknownRule;

impl serde::Serialize for Rule {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.code())
    }
}

impl<'de> serde::Deserialize<'de> for Rule {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}
