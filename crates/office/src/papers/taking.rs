//! Papers of taking an application: the letter of authority, the acceptance, what is still owed.

use super::Filing;
use crate::case::{DECLARED, Term, clocks};
use doudi_paper::{
    Document,
    forms::{Acceptance, Authorisation, Owed, Signer, Supplement},
};
use jiff::ToSpan;

/// Days that a household is given for what it still owes; longer where it asks.
const OWED_DAYS: i64 = 10;

impl Filing<'_> {
    /// 授权书
    pub(super) fn authorisation(&self) -> Option<Document> {
        let until = self.view.state.authorised_until?;
        let signer = |(at, member): (usize, &crate::register::Person)| Signer {
            name: member.name.clone(),
            relation: self.relation(at, member),
            // Written by hand by who signs: the office needs no number from somebody whose file it has.
            id: member.number.clone(),
            guardian: String::new(),
        };
        let (zh, en) = SOURCES;
        let paper = Authorisation {
            lang: self.lang,
            number: self.number("授"),
            office: self.office(),
            signers: self.file.members.iter().enumerate().map(signer).collect(),
            sources: self.lang.pick(zh, en).map(Into::into).to_vec(),
            purpose: self.programmes(),
            from: self.view.state.opened,
            until,
            bases: vec!["《中华人民共和国社会救助法》第四十条".into(), "第四十一条".into()],
        };
        Some(paper.paper())
    }

    /// 受理通知书: with the whole's clock, where the place has one.
    pub(super) fn acceptance(&self) -> Option<Document> {
        let accepted = self.view.state.accepted()?;
        let whole = self.view.path.stops.iter().find(|stop| stop.name.starts_with("conclude"))?;
        let Some(Term::WorkingDays(working_days) | Term::Days(working_days)) = whole.term else { return None };
        let due = crate::case::ends_on(whole.term?, accepted).ok()?;
        let facts = DECLARED.iter().filter_map(|name| self.bureau.fact_label(name));
        let paper = Acceptance {
            letter: self.letter_of(accepted, &["《中华人民共和国社会救助法》第三十七条"], self.town()),
            applied: self.view.state.opened,
            applied_for: self.view.state.programmes.iter().map(|name| self.programme(name)).collect(),
            received: vec![self.lang.pick("家庭经济状况核对授权书", "letter of authority to verify means").into()],
            looked_up: facts.map(|label| label.pick(self.lang).to_owned()).collect(),
            working_days,
            due,
            follow: self.number("办"),
        };
        Some(paper.paper())
    }

    /// 补正告知书
    pub(super) fn supplement(&self) -> Option<Document> {
        let owes = self.view.state.owes.clone()?;
        let asked = self.view.state.pauses.last()?.from;
        let next = clocks(&self.view.path, &self.view.state).first().map(|clock| clock.stop.label.clone());
        let paper = Supplement {
            letter: self.letter_of(asked, &["《中华人民共和国社会救助法》第六十二条"], self.town()),
            applied: self.view.state.opened,
            applied_for: self.programmes(),
            owed: vec![Owed {
                what: owes,
                why: next.map(|label| label.pick(self.lang).to_owned()).unwrap_or_default(),
                how: self.lang.pick("到窗口提交、拍照发送或者口述", "at the window, as a photo, or by word").into(),
            }],
            until: asked.checked_add(OWED_DAYS.days()).unwrap_or(asked),
        };
        Some(paper.paper())
    }

    /// What a member is to the head, in words.
    pub(super) fn relation(&self, at: usize, member: &crate::register::Person) -> String {
        let word = member.relation.as_deref().and_then(|word| self.bureau.word_label("relation_to_head", word));
        match (word, at) {
            (Some(label), _) => label.pick(self.lang).to_owned(),
            (None, 0) => self.lang.pick("户主", "head").into(),
            (None, _) => String::new(),
        }
    }

    /// The names of those who went, from what colleagues are called.
    pub(super) fn named(&self, users: &[i64]) -> Vec<String> {
        users.iter().map(|id| self.names.get(id).cloned().unwrap_or_else(|| id.to_string())).collect()
    }
}

/// Whom a letter of authority names (art. 41).
const SOURCES: ([&str; 9], [&str; 9]) = (
    [
        "户籍管理",
        "税务",
        "社会保险",
        "不动产登记",
        "市场监督管理",
        "住房公积金",
        "车船管理",
        "银行、保险、证券机构",
        "非银行支付机构",
    ],
    [
        "household registration",
        "tax",
        "social insurance",
        "real estate",
        "market regulation",
        "provident fund",
        "vehicles and vessels",
        "banks, insurers, securities firms",
        "payment institutions",
    ],
);
