//! A field of a form as its label says it, so that who filled it in finds it again.

use doudi_kernel::{Lang, Say};
use std::borrow::Cow;

/// What a field is called on the page, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    zh: Cow<'static, str>,
    en: Cow<'static, str>,
}

impl Field {
    /// A field by its label.
    pub const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh: Cow::Borrowed(zh), en: Cow::Borrowed(en) }
    }

    /// A field whose label comes from the book of rules.
    pub fn called(zh: String, en: String) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
}

impl Say for Field {
    fn say(&self, lang: Lang) -> String {
        lang.pick(&self.zh, &self.en).clone().into_owned()
    }
}

/// Declares fields that more than one form has.
macro_rules! fields {
    ($($name:ident = $zh:literal, $en:literal;)+) => {
        $(#[doc = concat!("“", $zh, "”")] pub const $name: Field = Field::new($zh, $en);)+

        #[cfg(test)]
        const ALL: &[Field] = &[$($name),+];
    };
}

fields! {
    ACCOUNT = "账号", "account";
    AGAIN = "再输入一次", "the password once more";
    AMOUNT = "金额（元）", "yuan";
    APPLICANT = "代为申请人的姓名和关系", "name and relation of who applies for another";
    AREA = "区划代码", "division";
    AUTHORISED_UNTIL = "核对授权委托书有效期至", "the last day of the letter of authority";
    BIRTH = "出生日期", "date of birth";
    CAUSE = "原因", "cause";
    CHECKED_BY = "核实人", "looked at by";
    CHECKED_ON = "核实日期", "day of the look";
    CLASS = "核查类别", "class of review";
    CONTACT = "手机号码或者电子邮箱", "mobile phone or e-mail";
    DECLARED = "申报情况", "what was declared";
    DEPARTMENT = "部门", "department";
    EVIDENCE = "核验的材料", "paper that was seen";
    FILE = "文件", "file";
    FORMAT = "导出格式", "format of the file";
    FORM_PAGE = "表单（请返回原页面刷新后重填）", "the form (load its page again)";
    FROM = "起始日期", "first day";
    FROM_FEN = "原金额", "yuan before";
    HEAD = "户主", "head of the household";
    HOUSEHOLD = "户档案编号", "number of the household";
    IDEMPOTENCY_KEY = "Idempotency-Key（办理编号）", "Idempotency-Key";
    LEAVING = "离开的原因", "why the person leaves";
    LETTER = "文书", "letter";
    MONTH = "月份", "month";
    NAME = "姓名", "name";
    NOTE = "说明", "explanation";
    NUMBER = "证件号码", "identity number";
    OBJECTION = "异议", "objection";
    ON = "日期", "day";
    OTHER = "另一份档案的编号", "number of the other file";
    OUTCOME = "办理意见", "outcome";
    PAGE = "页码", "page";
    PERSON = "家庭成员", "member of the household";
    PHONE = "联系电话", "telephone";
    PLACE = "地点", "where";
    PROGRAMME = "救助项目", "programme";
    REASON = "理由", "reason";
    RELATION = "与本人关系", "relation";
    ROLE = "岗位", "role";
    SEED = "抽样种子", "seed of the sample";
    SIGNAL = "预警", "signal";
    SHOW = "显示范围", "what is shown";
    SIZE = "抽取人数", "size of the sample";
    TABLE = "台账", "ledger";
    TEXT = "姓名或证件号码", "name or identity number";
    TO = "截止日期", "last day";
    TOKEN = "接口令牌", "token";
    TOWN = "乡镇", "town";
    UNTIL = "有效期至", "last day of validity";
    VERDICT = "核对结论", "verdict";
    VILLAGE = "村（社区）", "village or community";
    VISITORS = "调查人", "visitors";
    WORDS = "要说的话", "what you want to say";
    WITHIN = "区划", "place";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OfficeError;

    #[test]
    fn a_field_that_does_not_read_is_named_in_the_language_of_who_filled_it_in() {
        let chinese = |text: &str| text.chars().any(|it| ('\u{4e00}'..='\u{9fff}').contains(&it));
        for field in ALL {
            let (zh, en) = (field.say(Lang::Zh), field.say(Lang::En));
            assert!(chinese(&zh) && !chinese(&en) && !en.contains('_'), "{zh} {en}");
        }
        assert_eq!(OfficeError::Form(AMOUNT).say(Lang::Zh), "“金额（元）”一项填写有误，请改正后再提交");
        assert_eq!(OfficeError::Form(AMOUNT).say(Lang::En), "“yuan” cannot be read; correct it and send again");
    }
}
