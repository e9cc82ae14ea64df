//! What a household's page shows of its file, row by row.

use super::{disputes, show::Whole};
use crate::{shell::Shell, signed::Signed, words};
use doudi_kernel::Date;
use doudi_office::{
    Bureau,
    register::{self, Basis, Composition, Dispute, FactLine, HouseholdFile, Kind, Standing, Support},
};
use std::collections::BTreeMap;

pub(super) struct Member {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) relation: String,
    pub(super) birth: String,
    pub(super) age: String,
    pub(super) sex: &'static str,
    pub(super) number: String,
    /// Whether the law counts the person: the class of its tag, and why.
    pub(super) class: &'static str,
    pub(super) counted: String,
    pub(super) decided: bool,
}

/// A value with who said it and when.
pub(super) struct Fact {
    pub(super) whose: String,
    pub(super) said: String,
    pub(super) value: String,
    pub(super) source: String,
    pub(super) month: String,
}

/// Help over some months.
pub(super) struct Link {
    pub(super) programme: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) persons: String,
    pub(super) amount: String,
    pub(super) by: String,
    pub(super) file: Option<i64>,
    pub(super) going: bool,
}

/// The household as it was.
pub(super) struct Then {
    pub(super) on: String,
    pub(super) known: String,
    pub(super) place: String,
    pub(super) members: Vec<(String, String, String)>,
}

pub(super) struct Answer {
    pub(super) name: String,
    pub(super) programme: String,
    pub(super) whose: String,
    pub(super) class: &'static str,
    pub(super) said: &'static str,
    pub(super) tier: String,
    pub(super) amount: String,
}

pub(super) struct Line {
    pub(super) at: String,
    pub(super) from: String,
    pub(super) said: &'static str,
    pub(super) by: String,
}

/// A relation to the head, as the book says it; the code where the book does not know it.
pub(crate) fn relation(bureau: &Bureau, code: &str, lang: doudi_kernel::Lang) -> String {
    let label = bureau.word_label("relation_to_head", code);
    label.map_or_else(|| code.to_owned(), |label| label.pick(lang).to_owned())
}

pub(super) fn members(s: &Shell, bureau: &Bureau, it: &Whole) -> Vec<Member> {
    let one = |(at, member): (usize, &register::Person)| {
        let basis = it.counted.get(&member.id).copied().flatten();
        Member {
            id: member.id,
            name: member.name.clone(),
            relation: match &member.relation {
                Some(word) => relation(bureau, word, s.lang),
                None if at == 0 => s.t("户主", "head").into(),
                None => s.t("关系待补", "relation not told").into(),
            },
            birth: member.birth.map(|day| day.to_string()).unwrap_or_default(),
            age: member.birth.map(|day| words::age(day, s.today).to_string()).unwrap_or_default(),
            sex: member.male.map_or("", |male| if male { s.lang.pick("男", "m") } else { s.lang.pick("女", "f") }),
            number: member.number.clone(),
            class: match basis.map(Basis::counts) {
                Some(true) => "yes",
                Some(false) => "no",
                None => "unknown",
            },
            counted: basis.map_or_else(
                || s.t("资料不全，无法认定", "what is told does not say").to_owned(),
                |basis| words::basis(basis, s.lang).to_owned(),
            ),
            decided: member.decided.is_some() || member.placed || member.corrected,
        }
    };
    it.file.members.iter().enumerate().map(one).collect()
}

pub(super) fn name_of(file: &HouseholdFile, person: Option<i64>) -> Option<String> {
    file.members.iter().find(|it| Some(it.id) == person).map(|it| it.name.clone())
}

pub(super) fn fact(s: &Shell, by: &Signed, file: &HouseholdFile, line: &FactLine) -> Fact {
    let bureau = &by.state.bureau;
    let value = match &*line.value {
        "yes" => s.t("是", "yes").to_owned(),
        "no" => s.t("否", "no").to_owned(),
        word => match bureau.word_label(&line.fact, word) {
            Some(label) => label.pick(s.lang).to_owned(),
            None => word.to_owned(),
        },
    };
    Fact {
        whose: name_of(file, line.person).unwrap_or_else(|| s.t("全户", "household").to_owned()),
        said: words::fact(bureau, &line.fact, s.lang),
        value,
        source: by.state.feed(&line.feed, s.lang),
        month: line.month.map(|month| month.to_string()).unwrap_or_default(),
    }
}

pub(super) fn link(s: &Shell, bureau: &Bureau, id: i64, it: &Support) -> Link {
    let month = |number: i64| format!("{}-{:02}", number / 100, number % 100);
    Link {
        programme: words::help(bureau, &it.programme, s.lang),
        from: month(it.from),
        to: it.to.map(month).unwrap_or_default(),
        persons: it.persons.to_string(),
        amount: it.amount_fen.map(words::yuan).unwrap_or_default(),
        by: match it.source.strip_prefix("case:") {
            Some(case) => format!("{} {case}", s.t("事项", "case")),
            None if it.source == "rosters" => s.t("部门名册", "rosters").into(),
            None => s.t("档案变更", "act on the register").into(),
        },
        file: (it.household != id).then_some(it.household),
        going: it.to.is_none(),
    }
}

pub(super) fn followed(s: &Shell, id: i64, (old, new, kind): &(i64, i64, Kind)) -> (i64, &'static str) {
    let said = match (kind, *old == id) {
        (Kind::Continued, true) => s.lang.pick("停旧建新，接续档案", "goes on as file"),
        (Kind::Continued, false) => s.lang.pick("由此档案接续而来", "goes on from file"),
        (Kind::Split, true) => s.lang.pick("分出档案", "split off: file"),
        (Kind::Split, false) => s.lang.pick("由此档案分户而来", "split from file"),
        (Kind::Merged, true) => s.lang.pick("已并入档案", "merged into file"),
        (Kind::Merged, false) => s.lang.pick("并入了档案", "took in file"),
    };
    (if *old == id { *new } else { *old }, said)
}

/// A dispute with the member's name; whether somebody has upheld the decision.
pub(super) fn differs(s: &Shell, bureau: &Bureau, file: &HouseholdFile, it: &Dispute) -> (String, String, bool) {
    let name = name_of(file, disputes::person(it)).unwrap_or_default();
    let since = format!("{}-{:02}", it.since / 100, it.since % 100);
    let said = disputes::said(bureau, it, s.lang);
    let said = if name.is_empty() { said } else { format!("{name}{}{said}", s.t("：", ": ")) };
    (said, since, it.stands)
}

pub(super) fn then(s: &Shell, bureau: &Bureau, it: &Whole, was: &Composition, days: (Date, Date)) -> Then {
    let one = |member: &register::Member| {
        let name = name_of(&it.file, Some(member.person));
        let name = name.unwrap_or_else(|| format!("{} {}", s.t("已离开的成员", "a former member, no."), member.person));
        let relation = relation(bureau, member.relation.as_deref().unwrap_or_default(), s.lang);
        let by = if member.hand { s.t("人工登记", "by hand") } else { s.t("部门名册", "rosters") };
        (name, relation, format!("{} {} · {by}", s.t("自", "since"), member.since))
    };
    Then {
        on: days.0.to_string(),
        known: days.1.to_string(),
        place: was.division.map(|division| words::address(bureau, division)).unwrap_or_default(),
        members: was.members.iter().map(one).collect(),
    }
}

pub(super) fn answer(s: &Shell, bureau: &Bureau, file: &HouseholdFile, standing: &Standing) -> Answer {
    let tier = standing.tier.as_ref().map(|tier| match bureau.tier_label(&standing.programme, tier) {
        Some(label) => label.pick(s.lang).to_owned(),
        None => tier.clone(),
    });
    let member = standing.member.and_then(|at| file.members.get(usize::try_from(at).ok()?));
    Answer {
        name: standing.programme.clone(),
        programme: words::programme(bureau, &standing.programme, s.lang),
        whose: member.map_or_else(|| s.t("全户", "household").to_owned(), |member| member.name.clone()),
        class: match &*standing.answer {
            "eligible" => "yes",
            "not_eligible" => "no",
            "missing" => "unknown",
            _ => "none",
        },
        said: words::answer(&standing.answer, s.lang),
        tier: tier.unwrap_or_default(),
        amount: standing.amount_fen.map(words::yuan).unwrap_or_default(),
    }
}

pub(super) fn lines(s: &Shell, file: &HouseholdFile, names: &BTreeMap<i64, String>) -> Vec<Line> {
    let line = |line: &register::Line| Line {
        at: s.moment(&line.at),
        from: line.from.to_string(),
        said: match &*line.kind {
            "household.observed" => s.lang.pick("家庭成员或住址按部门数据登记", "members and place taken from rosters"),
            "household.determined" => s.lang.pick("按政策测算", "assessed by the rules"),
            "household.gone" => s.lang.pick("最近月份数据中不再出现", "no longer named by the newest month"),
            "file.opened" => s.lang.pick("查阅档案", "file opened"),
            "register.changed" | "register.touched" => s.lang.pick("档案变更登记", "act on the register"),
            "visit.made" => s.lang.pick("入户走访", "visited"),
            "relative.noted" => s.lang.pick("近亲属备案", "near relative registered"),
            _ => s.lang.pick("其他登记", "another entry"),
        },
        by: actor(s, names, &line.actor),
    };
    file.lines.iter().map(line).collect()
}

/// Who acted, as colleagues say.
pub(crate) fn actor(s: &Shell, names: &BTreeMap<i64, String>, actor: &str) -> String {
    let user = actor.strip_prefix("user:").and_then(|id| id.parse::<i64>().ok());
    match user.and_then(|id| names.get(&id)) {
        Some(name) => name.clone(),
        None if actor.starts_with("system:") => s.t("系统", "the system").into(),
        None => actor.into(),
    }
}
