//! One comparison of a month: how far it is, what it found, and what handing down would do.

use super::{job, month};
use crate::{
    fields::{Asked, Fields},
    shell::{Page, Shell, page},
    signed::Signed,
    why::Why,
    words::count,
};
use askama::Template;
use axum::{Json, extract::Path};
use doudi_kernel::{Month, Say};
use doudi_office::{
    doubts::{self, Compared, Handing},
    jobs::Stands,
};
use doudi_work::doubts::{Answered, Counts, Grid, Place};
use std::sync::Arc;

struct Row {
    to: Option<String>,
    name: String,
    cells: Vec<String>,
}

struct Question {
    title: String,
    rungs: Grid,
    headings: Vec<String>,
    rows: Vec<Row>,
    total: Vec<String>,
}

struct Plan {
    doubts: String,
    due: String,
    there: Option<String>,
    towns: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "comparison.html")]
struct Comparison {
    s: Shell,
    id: String,
    title: String,
    basis: Vec<String>,
    month: String,
    state: &'static str,
    done: u64,
    failed: Option<String>,
    sources: Option<Grid>,
    questions: Vec<Question>,
    /// The town whose villages are shown.
    town: String,
    plan: Option<Plan>,
}

/// What a job's stand is called by scripts.
fn word(stands: Option<&Stands<crate::state::Found>>) -> &'static str {
    match stands {
        None => "idle",
        Some(Stands::Waiting) => "waiting",
        Some(Stands::Running(..)) => "running",
        Some(Stands::Done(_) | Stands::Broken) => "settled",
    }
}

/// `GET /comparisons/{spec}?month=&town=`
pub(crate) async fn show(Path(id): Path<String>, by: Signed, Asked(asked): Asked) -> Page {
    let month = month(&by, &asked).await?;
    let own = id.clone();
    let spec = by.run(move |bureau, who| doubts::may_compare(bureau, who, &own)).await?;
    let stands = by.state.compared.stands(&job(&id, month));
    let (found, failed) = match &stands {
        Some(Stands::Done(done)) => match done.as_ref() {
            Ok(found) => (Some(Arc::clone(found)), None),
            Err(why) => (None, Some(why.say(by.lang))),
        },
        Some(Stands::Broken) => (None, Some(Why::Broken.say(by.lang))),
        _ => (None, None),
    };
    let plan = match found.clone() {
        Some(found) => Some(by.run(move |bureau, who| doubts::handing(bureau, who, &found)).await?),
        None => None,
    };
    let s = Shell::of(&by);
    let town = asked.text("town").to_owned();
    page(&Comparison {
        id,
        title: spec.title.say(s.lang).into(),
        basis: spec.basis.iter().map(|it| it.say(s.lang).to_owned()).collect(),
        month: month.to_string(),
        state: word(stands.as_ref()),
        done: if let Some(Stands::Running(done, _)) = stands { done } else { 0 },
        failed,
        sources: found.as_ref().map(|it| it.findings.by_source(s.lang)),
        questions: found.as_ref().map(|it| questions(&s, it, &town, month)).unwrap_or_default(),
        plan: plan.map(|it| planned(&s, &it)),
        town,
        s,
    })
}

/// `GET /comparisons/{spec}/status?month=`
pub(crate) async fn status(
    Path(id): Path<String>,
    by: Signed,
    Asked(asked): Asked,
) -> Result<Json<serde_json::Value>, Why> {
    let month = month(&by, &asked).await?;
    let own = id.clone();
    by.run(move |bureau, who| doubts::may_compare(bureau, who, &own)).await?;
    let stands = by.state.compared.stands(&job(&id, month));
    let rows = if let Some(Stands::Running(done, _)) = stands { done } else { 0 };
    Ok(Json(serde_json::json!({ "state": word(stands.as_ref()), "rows": rows })))
}

/// The findings of a comparison of a month that was run.
pub(super) async fn found(by: &Signed, id: &str, fields: &Fields) -> Result<(Month, Arc<Compared>), Why> {
    let month = month(by, fields).await?;
    match by.state.compared.stands(&job(id, month)) {
        Some(Stands::Done(done)) => match done.as_ref() {
            Ok(found) => Ok((month, Arc::clone(found))),
            Err(_) => Err(doudi_office::OfficeError::NotFound.into()),
        },
        _ => Err(doudi_office::OfficeError::NotFound.into()),
    }
}

fn questions(s: &Shell, of: &Compared, town: &str, month: Month) -> Vec<Question> {
    of.findings.questions.iter().map(|it| question(s, of, it, town, month)).collect()
}

/// Towns, or a town's villages: the same counts one level down, so that tile and list agree.
fn question(s: &Shell, of: &Compared, it: &Answered, town: &str, month: Month) -> Question {
    let tables = of.findings.counts(it);
    let within = |place: &Place| place.town.as_deref().unwrap_or("0") == town;
    let rows: Vec<&(Place, Counts)> = match town {
        "" => tables.towns.iter().collect(),
        _ => tables.villages.iter().filter(|(place, _)| within(place)).collect(),
    };
    let mut sum = Counts::default();
    rows.iter().for_each(|(_, counts)| sum.add(counts));
    let row = |(place, counts): &&(Place, Counts)| {
        let code = place.town.clone().unwrap_or_else(|| "0".into());
        let unknown = s.t("村（社区）不明", "village not known").to_owned();
        let village = Some(place.village_name.clone()).filter(|it| !it.is_empty()).unwrap_or(unknown);
        Row {
            to: town.is_empty().then(|| format!("/comparisons/{}?month={month}&town={code}", of.findings.spec)),
            name: if town.is_empty() { place.town_name.clone() } else { village },
            cells: cells(counts),
        }
    };
    let head = of.findings.by_town(it, s.lang).headings;
    Question {
        title: it.title.say(s.lang).into(),
        rungs: of.findings.by_rung(it, s.lang),
        headings: head.into_iter().skip(1).collect(),
        rows: rows.iter().map(row).collect(),
        total: cells(&sum),
    }
}

fn cells(of: &Counts) -> Vec<String> {
    let figures = [of.asked, of.covered, of.explained, of.doubts, of.undecided, of.leftovers];
    let share = match of.coverage() {
        None => "—".to_owned(),
        Some(share) if of.undecided > 0 => format!("≥{}", share.percent()),
        Some(share) => share.percent(),
    };
    figures.into_iter().map(|it| count(it as i64)).chain([share]).collect()
}

fn planned(s: &Shell, it: &Handing) -> Plan {
    let beyond = s.t("超出已公布的放假安排", "beyond the holidays that are published");
    Plan {
        doubts: count(it.doubts as i64),
        due: it.due.map_or_else(|| beyond.to_owned(), |day| day.to_string()),
        there: it.there.as_ref().map(ToString::to_string),
        towns: it.towns.iter().map(|it| (it.town.town_name.clone(), count(it.doubts as i64))).collect(),
    }
}
