//! The form of an act, with what was filled in before.

use super::super::purpose::For;
use crate::{fields::Fields, shell::Shell, signed::Signed, why::Why, words};
use askama::Template;
use doudi_journal::access::{Action, Resource};
use doudi_kernel::{Division, DivisionLevel, Say};
use doudi_office::{
    Bureau, OfficeError, Who, field,
    register::{self, Act, Basis, Evidence, Leaving},
};

pub(super) struct Row {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) relation: String,
    pub(super) said: String,
}

/// A choice: what is sent, what is said.
type Choice = (String, String);

#[derive(Template)]
#[template(path = "change.html")]
pub(super) struct Form {
    s: Shell,
    act: String,
    title: &'static str,
    id: i64,
    head: String,
    place: String,
    purpose: String,
    rows: Vec<Row>,
    /// The members of the other file, once its number is known.
    others: Vec<Row>,
    relations: Vec<Choice>,
    villages: Vec<Choice>,
    evidences: Vec<Choice>,
    leavings: Vec<Choice>,
    bases: Vec<Choice>,
    disputes: Vec<Choice>,
    filled: Fields,
    said: Option<String>,
}

impl Form {
    fn v(&self, name: &str) -> String {
        self.filled.text(name).to_owned()
    }

    fn is(&self, name: &str, value: &str) -> bool {
        self.filled.all(name).any(|it| it == value)
    }

    /// Whether a relation is the one that was chosen before, or is the one that holds.
    fn chosen(&self, row: &Row, code: &str) -> bool {
        match self.filled.text(&format!("relation_{}", row.id)) {
            "" => row.relation == code,
            sent => sent == code,
        }
    }
}

pub(super) async fn form(
    by: &Signed,
    file: Option<(i64, For)>,
    act: &str,
    filled: Fields,
    said: Option<String>,
) -> Result<Form, Why> {
    let (asked, other) = (file.clone(), filled.number("other", field::OTHER).ok().flatten());
    let (rows, others, found, disputes) = by
        .run(move |bureau, who| {
            drop(who.may(Resource::Household, Action::Write)?);
            let Some((id, purpose)) = asked else { return Ok((Vec::new(), Vec::new(), None, Vec::new())) };
            let of = purpose.of_household(bureau, who, id)?;
            let rows = rows(bureau, who, id, of)?;
            let others = match other.filter(|other| *other != id) {
                Some(other) => rows_of_other(bureau, who, other, &purpose)?,
                None => Vec::new(),
            };
            let disputes = register::disputes(bureau, who, id)?;
            Ok((rows, others, Some((id, purpose, register::one(bureau, who, id)?)), disputes))
        })
        .await?;
    let (s, bureau) = (Shell::of(by), &by.state.bureau);
    let lang = s.lang;
    let relation = |row: &Row| super::super::parts::relation(bureau, &row.relation, lang);
    let told = |rows: Vec<Row>| rows.into_iter().map(|row| Row { said: relation(&row), ..row }).collect();
    let codes = bureau.word_labels("relation_to_head").into_iter();
    Ok(Form {
        act: act.to_owned(),
        title: Act::label(act, lang),
        id: found.as_ref().map_or(0, |(id, ..)| *id),
        head: found.as_ref().map(|(.., found)| found.head.clone()).unwrap_or_default(),
        place: found.as_ref().map(|(.., found)| words::address(bureau, found.division)).unwrap_or_default(),
        purpose: found.as_ref().map(|(_, purpose, _)| purpose.query()).unwrap_or_default(),
        rows: told(rows),
        others: told(others),
        relations: codes
            .filter(|(code, _)| code != "head")
            .map(|(code, label)| (code, label.pick(lang).into()))
            .collect(),
        villages: villages(by, bureau)?,
        evidences: Evidence::ALL.iter().map(|(it, name)| ((*name).to_owned(), it.say(lang))).collect(),
        leavings: Leaving::ALL.iter().map(|(it, name)| ((*name).to_owned(), it.say(lang))).collect(),
        bases: Basis::ALL.iter().map(|(it, name)| ((*name).to_owned(), words::basis(*it, lang).to_owned())).collect(),
        disputes: disputes
            .iter()
            .map(|it| (it.field.clone(), super::super::disputes::said(bureau, it, lang)))
            .collect(),
        filled,
        said,
        s,
    })
}

fn rows(bureau: &Bureau, who: &Who, id: i64, purpose: doudi_journal::access::Purpose) -> Result<Vec<Row>, OfficeError> {
    let file = register::open(bureau, who, id, purpose)?;
    let row = |it: register::Person| Row {
        id: it.id,
        name: it.name,
        relation: it.relation.unwrap_or_default(),
        said: String::new(),
    };
    Ok(file.members.into_iter().map(row).collect())
}

/// The other file is opened for the same task; that it was opened is kept as well.
fn rows_of_other(bureau: &Bureau, who: &Who, other: i64, purpose: &For) -> Result<Vec<Row>, OfficeError> {
    match rows(bureau, who, other, purpose.plain()?) {
        Err(OfficeError::NotFound) => Err(OfficeError::Form(field::OTHER)),
        done => done,
    }
}

/// The villages in the user's area, in the order of their codes.
fn villages(by: &Signed, bureau: &Bureau) -> Result<Vec<Choice>, Why> {
    let scope = by.who.may(Resource::Household, Action::Write)?;
    let village = |it: &(Division, &str)| it.0.level() == DivisionLevel::Village && scope.covers(it.0);
    let named = |(it, _): (Division, &str)| (it.twelve(), words::address(bureau, it.number()));
    Ok(bureau.divisions.iter().filter(village).map(named).collect())
}
