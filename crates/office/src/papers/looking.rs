//! Papers of looking into a case: the visit, the invitation to be heard, the hearing's record.

use super::Filing;
use crate::case::Outcome;
use doudi_kernel::Money;
use doudi_paper::{
    Document,
    forms::{Hearing, Member, Method, Question, Reason, Summons, Visit},
};

impl Filing<'_> {
    /// 入户调查表: blank boxes before anybody has gone, filled from the newest visit after.
    pub(super) fn visit(&self) -> Option<Document> {
        let state = &self.view.state;
        let newest = state.visits.last();
        let today = self.who.today();
        let member = |(at, person): (usize, &crate::register::Person)| Member {
            name: person.name.clone(),
            relation: self.relation(at, person),
            age: person.birth.map(|birth| age(birth, today)),
            ..Member::default()
        };
        let told = crate::case::DECLARED.iter().map(|name| Question {
            what: self.bureau.fact_label(name).map_or_else(|| (*name).into(), |label| label.pick(self.lang).to_owned()),
            filed: self.told(name),
            agrees: None,
            seen: String::new(),
        });
        let mut methods = if newest.is_some() { vec![Method::Home] } else { Vec::new() };
        methods.extend(state.report.as_ref().map(|_| Method::Matching));
        let paper = Visit {
            lang: self.lang,
            number: self.number("访"),
            head: self.head(),
            address: self.bureau.address(self.view.division),
            category: self.programmes(),
            members: self.file.members.iter().enumerate().map(member).collect(),
            questions: told.collect(),
            methods,
            conclusion: newest.map(|visit| self.concluded(visit.agrees, &visit.words)).unwrap_or_default(),
            on: newest.map(|visit| visit.on),
            visitors: newest.map(|visit| self.named(&visit.visitors)).unwrap_or_default(),
        };
        Some(paper.paper())
    }

    fn concluded(&self, agrees: bool, words: &str) -> String {
        let said = match agrees {
            true => self.lang.pick("所见与申报一致。", "As told. "),
            false => self.lang.pick("所见与申报不一致。", "Not as told. "),
        };
        format!("{said}{words}")
    }

    /// 听取意见通知书
    pub(super) fn summons(&self) -> Option<Document> {
        let call = self.view.state.called.as_ref()?;
        let paper = Summons {
            letter: self.letter_of(call.sent, &["《中华人民共和国社会救助法》第四十八条"], self.office()),
            category: self.programmes(),
            planned: self.planned()?,
            reasons: self.grounds(),
            on: call.on,
            place: call.place.clone(),
        };
        Some(paper.paper())
    }

    /// 听取意见记录: to be written by hand until somebody was heard.
    pub(super) fn hearing(&self) -> Option<Document> {
        let heard = self.view.state.hearings.last();
        let call = self.view.state.called.as_ref();
        let stayed_away = self.lang.pick("（本人未到场，也未提出意见）", "(did not come and did not answer) ");
        let opinion = heard.map(|it| if it.came { it.words.clone() } else { format!("{stayed_away}{}", it.words) });
        let paper = Hearing {
            lang: self.lang,
            number: self.number("听"),
            head: self.head(),
            address: self.bureau.address(self.view.division),
            category: self.programmes(),
            planned: self.planned()?,
            reasons: self.grounds(),
            on: heard.map(|it| it.on),
            place: call.map(|it| it.place.clone()).unwrap_or_default(),
            heard_by: Vec::new(),
            speaker: heard.filter(|it| it.came).map(|_| self.head()).unwrap_or_default(),
            opinion: opinion.unwrap_or_default(),
            evidence: String::new(),
        };
        Some(paper.paper())
    }

    /// What the opinion would take away, in words.
    fn planned(&self) -> Option<String> {
        let opinion = self.view.state.opinion.as_ref()?;
        let yuan = |fen: &i64| Money::from_fen(*fen);
        Some(match &opinion.outcome {
            Outcome::Reduce { from_fen, to_fen } => self.lang.pick(
                format!("月保障金由{}元调整为{}元", yuan(from_fen), yuan(to_fen)),
                format!("the monthly amount goes from {} to {} yuan", yuan(from_fen), yuan(to_fen)),
            ),
            Outcome::Stop => self.lang.pick("终止救助", "assistance ends").into(),
            _ => return None,
        })
    }

    fn grounds(&self) -> Vec<Reason> {
        let reason = self.view.state.opinion.as_ref().map(|opinion| opinion.reason.clone()).unwrap_or_default();
        vec![Reason { text: reason, basis: "《中华人民共和国社会救助法》第四十七条".into() }]
    }

    /// What the household told of a fact, as a form shows it.
    fn told(&self, fact: &str) -> String {
        use crate::case::{ToldIn, told_in};
        match (told_in(self.bureau, fact), self.view.state.declared.get(fact)) {
            (_, None | Some(0)) => self.lang.pick("无", "none").into(),
            (Some(ToldIn::YesNo), _) => self.lang.pick("有", "yes").into(),
            (Some(ToldIn::Yuan), Some(fen)) => {
                let money = Money::from_fen(*fen);
                self.lang.pick(format!("{money}元"), format!("{money} yuan"))
            }
            (_, Some(number)) => number.to_string(),
        }
    }
}

pub(super) fn age(birth: doudi_kernel::Date, today: doudi_kernel::Date) -> u32 {
    let before = (today.month(), today.day()) < (birth.month(), birth.day());
    u32::try_from(today.year() - birth.year() - i16::from(before)).unwrap_or_default()
}
