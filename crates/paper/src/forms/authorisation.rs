//! 授权书: a household lets the office look up its means.

use super::letter::period;
use crate::{Block, Column, Document, Sheet, Style, Table, Value};
use doudi_kernel::{Date, Lang};

/// One who signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// Name.
    pub name: String,
    /// Relation to the applicant.
    pub relation: String,
    /// Identity number as it may be printed; empty to be written by hand.
    pub id: String,
    /// The guardian who signs for this person; empty for none.
    pub guardian: String,
}

/// A letter of authorisation (家庭经济状况核对授权书; law art. 40, 41).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authorisation {
    /// The language.
    pub lang: Lang,
    /// The document's number.
    pub number: String,
    /// The office that is authorised.
    pub office: String,
    /// Everybody whose means are looked up; obligors outside the household sign their own letter.
    pub signers: Vec<Signer>,
    /// What is asked, and whom: `户籍管理`, `税务`, `银行`…
    pub sources: Vec<String>,
    /// What for.
    pub purpose: String,
    /// Valid from this day.
    pub from: Date,
    /// Valid to this day, at most.
    pub until: Date,
    /// The articles.
    pub bases: Vec<String>,
}

impl Authorisation {
    /// The letter, to be signed.
    pub fn paper(&self) -> Document {
        let lang = self.lang;
        let pick = |zh, en| lang.pick(zh, en);
        let title = pick("家庭经济状况核对授权书", "Authorisation to verify means");
        let signs = [pick("经办人签字", "Clerk"), pick("授权日期", "Date")];
        Document::new(lang, title, Sheet::Upright)
            .subtitle(&self.number)
            .text(Style::Plain, format!("{}{}", self.office, pick("：", ":")))
            .texts(Style::Body, self.terms())
            .block(self.people())
            .text(Style::Note, pick("无民事行为能力人、限制民事行为能力人由其监护人签字；不能书写的，可以按手印并由两名见证人签字。", "A guardian signs for those who cannot decide; who cannot write may use a fingerprint before two witnesses."))
            .block(Block::Sign(signs.map(Into::into).to_vec()))
    }

    fn terms(&self) -> Vec<String> {
        let lang = self.lang;
        let (valid, sources) = (period(lang, self.from, self.until), self.sources.join(lang.pick("、", ", ")));
        let (office, purpose, bases) = (&self.office, &self.purpose, self.bases.join(lang.pick("、", ", ")));
        let zh = [
            format!("为办理{purpose}，根据{bases}，我们（下列签字人）同意并授权{office}向有关单位和机构核对我们的收入、财产等状况。"),
            format!("一、核对范围：{sources}。"),
            format!("二、授权期限：{valid}。期限届满、申请撤回或者救助终止的，授权自行失效；继续核对的，需重新授权。"),
            "三、核对所得信息仅用于上述事项，不得用于其他目的；我们可以查阅核对结果，认为有误的，可以申请复核更正。".into(),
            "四、我们承诺如实报告家庭成员、收入、财产和支出情况。我们可以随时书面撤回授权；撤回前已经完成的核对仍然有效。".into(),
        ];
        let en = [
            format!("For {purpose}, and under {bases}, we who sign below let {office} ask others about our income and property."),
            format!("1. Who is asked: {sources}."),
            format!("2. Valid {valid}. It ends by itself with the term, the application's withdrawal or the assistance; asking again needs a new one."),
            "3. Answers are used for this alone. We may see them, and have them looked at again where they are wrong.".into(),
            "4. We report members, income, property and spending truly. We may withdraw this in writing at any time; what was asked before stays valid.".into(),
        ];
        lang.pick(zh, en).to_vec()
    }

    fn people(&self) -> Table {
        let rows = self.signers.iter().map(|Signer { name, relation, id, guardian }| {
            vec![
                name.as_str().into(),
                relation.as_str().into(),
                id.as_str().into(),
                guardian.as_str().into(),
                Value::Blank,
            ]
        });
        let columns = match self.lang {
            Lang::Zh => {
                [("授权人", 14), ("与申请人关系", 14), ("身份证号码", 26), ("监护人（代签）", 17), ("签字、手印", 24)]
            }
            Lang::En => [("Name", 14), ("Relation", 14), ("Identity number", 26), ("Guardian", 16), ("Signature", 24)],
        };
        Table { columns: Column::all(columns), rows: rows.collect(), total: None, rows_a_page: usize::MAX, lines: 3 }
    }
}
