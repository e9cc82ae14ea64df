//! 入户调查表: what two people saw at a home.

use crate::{Block, Cell, Column, Document, Grid, Sheet, Style, Table, boxes, day_words};
use doudi_kernel::{Date, Lang};

/// How facts were looked into (复核办法).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// 入户调查
    Home,
    /// 邻里访问
    Neighbours,
    /// 信函索证
    Letter,
    /// 信息核对
    Matching,
}

/// One member of the household.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Member {
    /// Name.
    pub name: String,
    /// Relation to the head.
    pub relation: String,
    /// Age in years; none when not known.
    pub age: Option<u32>,
    /// Health and disability, as the file says.
    pub health: String,
    /// Ability to work.
    pub labour: String,
    /// Work or school.
    pub work: String,
    /// Income by the month or year, in words.
    pub income: String,
    /// Whether the visitors met this person.
    pub met: Option<bool>,
}

/// One thing to look at, with what the file says and what was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What to look at.
    pub what: String,
    /// What the file says; empty where it says nothing.
    pub filed: String,
    /// Whether that was seen to be so; none is left to be ticked by hand.
    pub agrees: Option<bool>,
    /// What was seen.
    pub seen: String,
}

/// A visit; every field left empty is a box to write in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The language.
    pub lang: Lang,
    /// The case's number.
    pub number: String,
    /// The household's head.
    pub head: String,
    /// Where it lives.
    pub address: String,
    /// What was applied for, or is confirmed.
    pub category: String,
    /// Who lives together.
    pub members: Vec<Member>,
    /// What to look at.
    pub questions: Vec<Question>,
    /// How facts were looked into.
    pub methods: Vec<Method>,
    /// What the visitors conclude.
    pub conclusion: String,
    /// When; none is written by hand.
    pub on: Option<Date>,
    /// The two visitors.
    pub visitors: Vec<String>,
}

impl Visit {
    /// The form.
    pub fn paper(&self) -> Document {
        let lang = self.lang;
        let pick = |zh, en| lang.pick(zh, en);
        let signs = [pick("调查人签字", "Visitor"), pick("调查人签字", "Visitor"), pick("户主或者家属", "Household")];
        Document::new(lang, pick("入户调查表", "Home visit"), Sheet::Upright)
            .subtitle(&self.number)
            .block(self.about())
            .text(Style::Heading, pick("一、共同生活的家庭成员", "1. Household members"))
            .block(self.people())
            .text(Style::Heading, pick("二、逐项核实", "2. Item by item"))
            .block(self.items())
            .text(Style::Heading, pick("三、调查结论", "3. Conclusion"))
            .block(self.result())
            .block(Block::Sign(signs.map(Into::into).to_vec()))
            .text(
                Style::Note,
                pick(
                    "调查须由两人以上进行；户内人员不愿签字的，由调查人注明。",
                    "At least two people visit; where the household will not sign, they say so.",
                ),
            )
    }

    fn about(&self) -> Grid {
        let pick = |zh, en| self.lang.pick(zh, en);
        let on = self.on.map(|day| day_words(self.lang, day)).unwrap_or_default();
        Grid::new(&[3, 5, 3, 5])
            .pair((pick("户主", "Head"), self.head.as_str()), (pick("救助类别", "Category"), self.category.as_str()))
            .line(pick("住址", "Address"), self.address.as_str())
            .pair(
                (pick("调查时间", "Visited on"), on),
                (pick("调查人", "Visitors"), self.visitors.join(pick("、", ", "))),
            )
            .line(pick("核查方式", "How"), self.ways())
    }

    fn ways(&self) -> String {
        let all = [
            (Method::Home, self.lang.pick("入户调查", "visit")),
            (Method::Neighbours, self.lang.pick("邻里访问", "neighbours")),
            (Method::Letter, self.lang.pick("信函索证", "letters")),
            (Method::Matching, self.lang.pick("信息核对", "data matching")),
        ];
        boxes(all.map(|(method, name)| (name, self.methods.contains(&method))))
    }

    fn people(&self) -> Table {
        let lang = self.lang;
        let rows = self.members.iter().map(|member| {
            let Member { name, relation, age, health, labour, work, income, .. } = member;
            let texts = [health, labour, work, income].map(|text| text.as_str().into());
            let mut row = vec![name.as_str().into(), relation.as_str().into(), (*age).into()];
            row.extend(texts);
            row.push(ticks(lang, member.met).into());
            row
        });
        let columns = match lang {
            Lang::Zh => [
                ("姓名", 9),
                ("关系", 7),
                ("年龄", 5),
                ("健康状况", 14),
                ("劳动能力", 11),
                ("就业就学", 14),
                ("收入情况", 14),
                ("见面", 12),
            ],
            Lang::En => [
                ("Name", 10),
                ("Kin", 10),
                ("Age", 6),
                ("Health", 13),
                ("Labour", 12),
                ("Work", 13),
                ("Income", 14),
                ("Met", 15),
            ],
        };
        Table { columns: Column::all(columns), rows: rows.collect(), total: None, rows_a_page: usize::MAX, lines: 1 }
    }

    fn items(&self) -> Table {
        let lang = self.lang;
        let rows = self.questions.iter().map(|Question { what, filed, agrees, seen }| {
            vec![what.as_str().into(), filed.as_str().into(), ticks(lang, *agrees).into(), seen.as_str().into()]
        });
        let columns = match lang {
            Lang::Zh => [("核实内容", 16), ("档案记载", 28), ("是否一致", 14), ("实地所见", 28)],
            Lang::En => [("Look at", 16), ("In the file", 28), ("Agrees", 14), ("Seen", 28)],
        };
        Table { columns: Column::all(columns), rows: rows.collect(), total: None, rows_a_page: usize::MAX, lines: 2 }
    }

    fn result(&self) -> Grid {
        Grid::new(&[1]).row([Cell::value(&self.conclusion).high(4)])
    }
}

fn ticks(lang: Lang, answer: Option<bool>) -> String {
    boxes([(lang.pick("是", "yes"), answer == Some(true)), (lang.pick("否", "no"), answer == Some(false))])
}
