//! A plan as a page: each file before and after, what becomes of help, what has to follow.

use super::super::purpose::For;
use crate::{fields::Fields, shell::Shell, signed::Signed, why::Why, words};
use askama::Template;
use doudi_kernel::Say;
use doudi_office::{
    Bureau,
    register::{Act, FileChange, Held, HelpChange, Plan, Shape},
};

struct Seat {
    name: String,
    relation: String,
    new: bool,
}

struct File {
    called: String,
    place: String,
    moved: Option<String>,
    before: Vec<Seat>,
    after: Vec<Seat>,
    begins: bool,
    ends: bool,
}

struct Help {
    called: String,
    programme: String,
    before: String,
    after: String,
}

#[derive(Template)]
#[template(path = "change_plan.html")]
pub(super) struct Planned {
    s: Shell,
    title: &'static str,
    to: String,
    back: String,
    files: Vec<File>,
    help: Vec<Help>,
    notes: Vec<String>,
    on: String,
    reason: String,
    evidence: String,
    /// What was filled in, to be sent again with the plan's print.
    carried: Vec<(String, String)>,
    seen: String,
}

pub(super) fn planned(
    by: &Signed,
    file: Option<(i64, For)>,
    act: &str,
    fields: Fields,
    plan: Plan,
) -> Result<Planned, Why> {
    let (s, bureau) = (Shell::of(by), &by.state.bureau);
    let lang = s.lang;
    let carried = fields.0.iter().filter(|(name, _)| !["form", "key", "seen", "step"].contains(&name.as_str()));
    let path =
        file.as_ref().map_or_else(|| "/households/new".to_owned(), |(id, _)| format!("/households/{id}/change/{act}"));
    let evidence = doudi_office::register::Evidence::named(fields.text("evidence"));
    let mut notes: Vec<String> = plan.notes.iter().map(|note| note.say(lang)).collect();
    notes.dedup();
    Ok(Planned {
        title: Act::label(act, lang),
        back: file
            .as_ref()
            .map_or_else(|| "/households".to_owned(), |(id, why)| format!("/households/{id}?{}", why.query())),
        to: path,
        files: plan.files.iter().map(|it| told(&s, bureau, &plan, it)).collect(),
        help: plan.help.iter().map(|it| help(&s, bureau, &plan, it)).collect(),
        notes,
        on: fields.text("on").to_owned(),
        reason: fields.text("reason").to_owned(),
        evidence: evidence.map(|it| it.say(lang)).unwrap_or_default(),
        carried: carried.cloned().collect(),
        seen: plan.seen.clone(),
        s,
    })
}

fn called(s: &Shell, plan: &Plan, household: i64) -> String {
    let begins = plan.files.iter().any(|file| file.household == household && file.before.is_none());
    if begins { s.t("新档案", "the new file").to_owned() } else { format!("{} {household}", s.t("档案", "file")) }
}

fn told(s: &Shell, bureau: &Bureau, plan: &Plan, it: &FileChange) -> File {
    let seats = |shape: &Shape, other: Option<&Shape>| -> Vec<Seat> {
        let known = |person: i64| other.is_some_and(|other| other.seats.iter().any(|seat| seat.person == person));
        let one = |seat: &doudi_office::register::Seat| Seat {
            name: plan.names.get(&seat.person).cloned().unwrap_or_default(),
            relation: match &seat.relation {
                Some(code) => super::super::parts::relation(bureau, code, s.lang),
                None => s.t("关系待补", "relation not told").to_owned(),
            },
            new: !known(seat.person),
        };
        shape.seats.iter().map(one).collect()
    };
    let from = it.before.as_ref().map(|before| before.division).filter(|from| *from != it.after.division);
    File {
        called: called(s, plan, it.household),
        place: words::address(bureau, from.unwrap_or(it.after.division)),
        moved: from.map(|_| words::address(bureau, it.after.division)),
        before: it.before.as_ref().map(|before| seats(before, Some(&it.after))).unwrap_or_default(),
        after: seats(&it.after, it.before.as_ref()),
        begins: it.before.is_none(),
        ends: it.after.gone.is_some(),
    }
}

fn help(s: &Shell, bureau: &Bureau, plan: &Plan, it: &HelpChange) -> Help {
    let held = |held: &Option<Held>| match held {
        None => s.t("无", "none").to_owned(),
        Some(held) => {
            let amount = held.amount_fen.map_or_else(
                || s.t("金额待定", "amount not set").to_owned(),
                |fen| format!("{} {}", words::yuan(fen), s.t("元/月", "yuan a month")),
            );
            format!("{} {} · {amount}", held.persons.len(), s.t("人", "persons"))
        }
    };
    Help {
        called: called(s, plan, it.household),
        programme: words::help(bureau, &it.programme, s.lang),
        before: held(&it.before),
        after: held(&it.after),
    }
}
