//! 核对报告: what the sources say about what a household declared.

use crate::{Column, Document, Grid, Sheet, Style, Table, day_words};
use doudi_kernel::{Date, Lang};

/// How a declared item stands against a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// The source says the same.
    Agrees,
    /// The source says something else.
    Differs,
    /// The source was asked and holds nothing.
    NotFound,
    /// The source could not be asked; that is not a finding against or for anybody.
    NotConnected,
}

impl Finding {
    const ALL: [Self; 4] = [Self::Agrees, Self::Differs, Self::NotFound, Self::NotConnected];

    fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Agrees => lang.pick("一致", "agrees"),
            Self::Differs => lang.pick("不一致", "differs"),
            Self::NotFound => lang.pick("未查到", "not found"),
            Self::NotConnected => lang.pick("来源未接入", "not connected"),
        }
    }
}

/// One item of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Whose.
    pub person: String,
    /// What: `养老金`, `机动车`…
    pub what: String,
    /// Who was asked.
    pub source: String,
    /// What the household said.
    pub declared: String,
    /// What the source says.
    pub found: String,
    /// How they stand.
    pub finding: Finding,
    /// The day that the source's data are of; none where it was not asked.
    pub as_of: Option<Date>,
}

/// A report of verification (law art. 41 to 43).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// The language.
    pub lang: Lang,
    /// The report's number.
    pub number: String,
    /// The office that verified.
    pub office: String,
    /// Who asked for it.
    pub asked_by: String,
    /// The household's head.
    pub head: String,
    /// Everybody looked up.
    pub people: Vec<String>,
    /// The number and validity of the authorisation.
    pub authorised: String,
    /// The items.
    pub items: Vec<Item>,
    /// The day of the report.
    pub made: Date,
    /// Until when it may be used.
    pub expires: Date,
}

impl Verification {
    /// The report.
    pub fn paper(&self) -> Document {
        let lang = self.lang;
        let pick = |zh, en| lang.pick(zh, en);
        let note = pick(
            "说明：“未查到”仅指该来源没有记录；“来源未接入”指本次没有查询，不作为有或者没有的依据。本报告不替代入户调查，\
             对申请对象不利的差异应当听取其说明。本报告仅供社会救助审核确认使用，不得外传。",
            "\"Not found\" says only that the source holds no record; \"not connected\" that it was not asked, which proves \
             nothing. The report does not replace a visit, and the household is heard on any difference against it. For \
             deciding on assistance only.",
        );
        Document::new(lang, pick("家庭经济状况核对报告", "Report of verification"), Sheet::Lying)
            .subtitle(&self.number)
            .block(self.about())
            .text(Style::Plain, self.summary())
            .block(self.table())
            .text(Style::Note, note)
            .block(crate::Block::Seal { office: self.office.clone(), date: Some(self.made) })
    }

    fn about(&self) -> Grid {
        let lang = self.lang;
        let pick = |zh, en| lang.pick(zh, en);
        Grid::new(&[3, 8, 3, 8])
            .pair(
                (pick("户主", "Head"), self.head.as_str()),
                (pick("核对对象", "People"), self.people.join(pick("、", ", "))),
            )
            .pair(
                (pick("提请单位", "Asked by"), self.asked_by.as_str()),
                (pick("核对授权", "Authorisation"), self.authorised.as_str()),
            )
            .pair(
                (pick("报告日期", "Made"), day_words(lang, self.made)),
                (pick("有效期至", "Expires"), day_words(lang, self.expires)),
            )
    }

    /// How many items of each finding: the same items that the table lists.
    fn summary(&self) -> String {
        let lang = self.lang;
        let counts = Finding::ALL.map(|finding| {
            let count = self.items.iter().filter(|item| item.finding == finding).count();
            lang.pick(format!("{}{count}项", finding.name(lang)), format!("{} {count}", finding.name(lang)))
        });
        let all = self.items.len();
        lang.pick(format!("共核对{all}项：{}。", counts.join("，")), format!("{all} items: {}.", counts.join(", ")))
    }

    fn table(&self) -> Table {
        let lang = self.lang;
        let rows = self.items.iter().enumerate().map(|(index, item)| {
            let texts = [&item.person, &item.what, &item.source, &item.declared, &item.found];
            let mut row = vec![(index + 1).into()];
            row.extend(texts.map(|text| text.as_str().into()));
            row.extend([item.finding.name(lang).into(), item.as_of.into()]);
            row
        });
        let columns = match lang {
            Lang::Zh => [
                ("序号", 5),
                ("姓名", 9),
                ("核对项目", 14),
                ("信息来源", 16),
                ("申报情况", 20),
                ("核对情况", 20),
                ("结果", 10),
                ("数据日期", 11),
            ],
            Lang::En => [
                ("No.", 5),
                ("Name", 9),
                ("Item", 14),
                ("Source", 16),
                ("Declared", 20),
                ("Found", 20),
                ("Result", 11),
                ("As of", 11),
            ],
        };
        Table { columns: Column::all(columns), rows: rows.collect(), total: None, rows_a_page: usize::MAX, lines: 1 }
    }
}
