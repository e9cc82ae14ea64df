//! What hangs in the villages: the list, and the notice of one village to print.
//!
//! A notice names grown persons, since nobody can object to 张*三, and masks children; numbers, phones, health never
//! stand on it.

use crate::{
    shell::{Page, Shell, page},
    signed::Signed,
    words,
};
use askama::Template;
use axum::extract::Path;
use doudi_journal::access::{Action, Field, Resource, Shown, Viewer, mask, shown};
use doudi_kernel::{Date, Month};
use doudi_office::{
    OfficeError,
    case::{self, Row},
};
use std::collections::BTreeMap;

struct Village {
    division: u64,
    place: String,
    many: usize,
    until: String,
}

#[derive(Template)]
#[template(path = "notices.html")]
struct Notices {
    s: Shell,
    villages: Vec<Village>,
}

struct Line {
    name: String,
    size: i64,
    procedure: String,
    proposed: String,
    until: String,
}

#[derive(Template)]
#[template(path = "notice.html")]
struct Notice {
    s: Shell,
    place: String,
    lines: Vec<Line>,
    until: String,
    division: u64,
    /// Of the list of those who are helped.
    month: String,
}

/// `GET /notices`
pub(crate) async fn list(by: Signed) -> Page {
    let rows = by
        .run(|bureau, who| {
            let _ = who.may(Resource::PublicNotice, Action::List)?;
            case::notices(bureau, who)
        })
        .await?;
    let s = Shell::of(&by);
    let mut villages: BTreeMap<u64, Vec<&Row>> = BTreeMap::new();
    for row in &rows {
        villages.entry(row.division).or_default().push(row);
    }
    let village = |(division, rows): (&u64, &Vec<&Row>)| Village {
        division: *division,
        place: words::address(&by.state.bureau, *division),
        many: rows.len(),
        until: latest(rows.iter().copied()),
    };
    page(&Notices { villages: villages.iter().map(village).collect(), s })
}

/// `GET /notices/{division}`
pub(crate) async fn show(Path(division): Path<u64>, by: Signed) -> Page {
    let (lines, until) = by
        .run(move |bureau, who| {
            let scope = who.may(Resource::PublicNotice, Action::Read)?;
            if !scope.holds(division) {
                return Err(OfficeError::NotFound);
            }
            let mut rows = case::notices(bureau, who)?;
            rows.retain(|row| row.division == division);
            let until = latest(rows.iter());
            let proposed = |row: &Row| case::view(bureau, who, row.id).map(|view| view.state.opinion);
            let lines =
                rows.iter().map(|row| Ok((row.clone(), proposed(row)?))).collect::<Result<Vec<_>, OfficeError>>()?;
            Ok((lines, until))
        })
        .await?;
    let (s, bureau) = (Shell::of(&by), &by.state.bureau);
    let line = |(row, opinion): &(Row, Option<case::Opinion>)| Line {
        name: public_name(row, s.today),
        size: row.size,
        procedure: words::procedure(bureau, &row.procedure, s.lang),
        proposed: opinion.as_ref().map(|it| words::outcome(&it.outcome, s.lang)).unwrap_or_default(),
        until: row.published_until.map(|day| day.to_string()).unwrap_or_default(),
    };
    let place = words::address(bureau, division);
    let month = Month::of(s.today).to_string();
    page(&Notice { place, lines: lines.iter().map(line).collect(), until, division, month, s })
}

fn latest<'r>(rows: impl Iterator<Item = &'r Row>) -> String {
    rows.filter_map(|row| row.published_until).max().map(|day| day.to_string()).unwrap_or_default()
}

/// The head's name as everybody may read it; without a birth date a head counts as grown.
fn public_name(row: &Row, today: Date) -> String {
    let minor = row.born.is_some_and(|born| words::age(born, today) < 14);
    let field = if minor { Field::MinorName } else { Field::Name };
    match shown(Viewer::Public, field) {
        Shown::Plain => row.head.clone(),
        Shown::Masked => mask(field, &row.head),
        Shown::Absent => String::new(),
    }
}
