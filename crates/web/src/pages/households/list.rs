//! Finding a household: by a whole name or number (sent as a form, never in an address), by place, by programme.

use crate::{
    fields::{Asked, Fields},
    shell::{Page, Shell, page},
    signed::{Sent, Signed},
    words,
};
use askama::Template;
use doudi_journal::access::{Action, Resource};
use doudi_office::{
    Bureau, OfficeError, field,
    register::{self, Found, PAGE, Query},
};

struct Row {
    id: i64,
    head: String,
    place: String,
    size: i64,
    programmes: Vec<String>,
    gone: bool,
}

#[derive(Template)]
#[template(path = "households.html")]
struct Households {
    s: Shell,
    text: String,
    within: String,
    place: String,
    programme: String,
    programmes: Vec<(String, String)>,
    rows: Vec<Row>,
    /// Where the next page begins; empty on the last.
    after: String,
    paged: bool,
    may_apply: bool,
    may_write: bool,
    /// Files in which people's word and the rosters differ; the first of them.
    disputed: Vec<i64>,
}

/// `GET /households?within=&programme=&after=`
pub(crate) async fn show(by: Signed, Asked(asked): Asked) -> Page {
    listed(by, query(&asked)?).await
}

/// `POST /households`
pub(crate) async fn search(Sent { by, fields }: Sent) -> Page {
    let text = fields.words("text", field::TEXT)?;
    listed(by, Query { text, ..query(&fields)? }).await
}

fn query(fields: &Fields) -> Result<Query, OfficeError> {
    let within = match fields.text("within") {
        "" => None,
        _ => Some(fields.division("within", field::WITHIN)?),
    };
    let after =
        fields.text("after").split_once('.').and_then(|(place, id)| Some((place.parse().ok()?, id.parse().ok()?)));
    Ok(Query { text: String::new(), within, programme: fields.text("programme").into(), after })
}

async fn listed(by: Signed, query: Query) -> Page {
    let (asked, s, bureau) = (query.clone(), Shell::of(&by), &by.state.bureau);
    let may_write = by.who.may(Resource::Household, Action::Write).is_ok();
    let (found, disputed) = by
        .run(move |bureau, who| {
            let disputed = if may_write { register::disputed(bureau, who)? } else { Vec::new() };
            Ok((register::search(bureau, who, &asked)?, disputed))
        })
        .await?;
    let after = match found.last().filter(|_| found.len() as i64 == PAGE) {
        Some(last) => format!("{}.{}", last.division, last.id),
        None => String::new(),
    };
    let list = Households {
        text: query.text,
        within: query.within.map(|division| division.twelve()).unwrap_or_default(),
        place: query.within.map(|division| words::place(bureau, division.number())).unwrap_or_default(),
        programmes: programmes(bureau, s.lang),
        programme: query.programme,
        rows: found.iter().map(|found| row(bureau, &s, found)).collect(),
        after,
        paged: query.after.is_some(),
        may_write,
        disputed: disputed.into_iter().take(12).collect(),
        may_apply: by.who.may(Resource::Case, Action::Write).is_ok(),
        s,
    };
    page(&list)
}

fn row(bureau: &Bureau, s: &Shell, found: &Found) -> Row {
    Row {
        id: found.id,
        head: found.head.clone(),
        place: words::address(bureau, found.division),
        size: found.size,
        programmes: found.programmes.iter().map(|name| words::programme(bureau, name, s.lang)).collect(),
        gone: found.gone,
    }
}

/// The programmes that are assessed every month, with their names.
pub(crate) fn programmes(bureau: &Bureau, lang: doudi_kernel::Lang) -> Vec<(String, String)> {
    let assessed = bureau.month.iter().flat_map(|month| &month.kept.programmes);
    assessed.map(|name| (name.clone(), words::programme(bureau, name, lang))).collect()
}
