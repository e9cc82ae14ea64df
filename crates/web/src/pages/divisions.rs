//! Places with their numbers, one level below another; tiles and lines come from one query.

use crate::{
    shell::{Page, Shell, page},
    signed::Signed,
    why::Why,
    words,
};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use doudi_journal::access::{Action, Area, Resource};
use doudi_kernel::{Division, DivisionLevel};
use doudi_office::{
    OfficeError,
    register::{self, Cause},
};

struct Line {
    division: u64,
    place: String,
    households: String,
    people: String,
    cases: String,
    eligible: Vec<String>,
    below: bool,
    lists: bool,
}

/// A programme's stock before and after, in households, and what lies between.
struct Moved {
    programme: String,
    before: String,
    new: String,
    came: String,
    stopped: String,
    went: String,
    after: String,
    persons: String,
    continued: String,
}

struct Tile {
    said: String,
    number: String,
}

#[derive(Template)]
#[template(path = "divisions.html")]
struct Divisions {
    s: Shell,
    place: String,
    code: String,
    above: Vec<(String, String)>,
    programmes: Vec<(String, String)>,
    tiles: Vec<Tile>,
    lines: Vec<Line>,
    /// The sums of the columns.
    sum: Vec<String>,
    month: String,
    moved: Vec<Moved>,
}

fn moved(s: &Shell, bureau: &doudi_office::Bureau, it: &register::Movement) -> Moved {
    let sum = |causes: &[Cause]| {
        let all = causes.iter().filter_map(|cause| it.causes.get(cause));
        words::count(all.map(|by| by.households.abs()).sum())
    };
    Moved {
        programme: words::help(bureau, &it.programme, s.lang),
        before: words::count(it.before.households),
        new: sum(&[Cause::New]),
        came: sum(&[Cause::Opening, Cause::TransferIn, Cause::MovedIn, Cause::Split]),
        stopped: sum(&[Cause::Stopped]),
        went: sum(&[Cause::TransferOut, Cause::MovedOut, Cause::Merged]),
        after: words::count(it.after.households),
        persons: words::count(it.after.persons),
        continued: words::count(it.continued),
    }
}

/// `GET /divisions`: the user's own area.
pub(crate) async fn root(by: Signed) -> Result<Response, Why> {
    let scope = by.who.may(Resource::Household, Action::Count)?;
    let first = scope.ranges().first().map(|area| words::within(*area)).unwrap_or_default();
    Ok(Redirect::to(&format!("/divisions/{first}")).into_response())
}

/// `GET /divisions/{division}`
pub(crate) async fn show(Path(code): Path<String>, by: Signed) -> Page {
    let of: Division = code.parse().map_err(|_| Why::NoPage)?;
    let (s, bureau) = (Shell::of(&by), &by.state.bureau);
    let programmes = crate::pages::households::list::programmes(bureau, s.lang);
    let names: Vec<String> = programmes.iter().map(|(name, _)| name.clone()).collect();
    let assessed = bureau.month.as_ref().map(|month| month.kept.month);
    let (counts, movements, listed) = by
        .run(move |bureau, who| {
            let scope = who.may(Resource::Household, Action::Count)?;
            let asked = Area::of(of);
            if !scope.ranges().iter().any(|area| area.first() <= asked.last() && asked.first() <= area.last()) {
                return Err(OfficeError::NotFound);
            }
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let counts = register::counts(bureau, who, of, &names)?;
            let movements = match assessed.filter(|_| who.may(Resource::Statistics, Action::Count).is_ok()) {
                Some(month) => register::movements(bureau, who, of, month)?,
                None => Vec::new(),
            };
            Ok((counts, movements, who.may(Resource::Household, Action::List).is_ok()))
        })
        .await?;
    let line = |it: &register::Count| Line {
        division: it.division,
        place: words::place(bureau, it.division),
        households: words::count(it.households),
        people: words::count(it.people),
        cases: words::count(it.cases),
        eligible: it.eligible.iter().map(|number| words::count(*number)).collect(),
        below: of.level() < DivisionLevel::Town && it.division != of.number(),
        lists: listed,
    };
    let total = |of: &dyn Fn(&register::Count) -> i64| words::count(counts.iter().map(of).sum());
    let mut sum = vec![total(&|it| it.households), total(&|it| it.people), total(&|it| it.cases)];
    sum.extend((0..programmes.len()).map(|at| total(&|it| it.eligible.get(at).copied().unwrap_or(0))));
    let heads = [s.t("户数", "households"), s.t("人数", "people"), s.t("在办事项", "running cases")];
    let heads = heads.into_iter().map(str::to_owned).chain(programmes.iter().map(|(_, said)| said.clone()));
    let tiles = heads.zip(&sum).map(|(said, number)| Tile { said, number: number.clone() }).collect();
    let mut above = Vec::new();
    let mut up = of.parent();
    while let Some(division) = up {
        if by.who.may(Resource::Household, Action::Count)?.covers(division) {
            above.insert(0, (division.twelve(), words::place(bureau, division.number())));
        }
        up = division.parent();
    }
    page(&Divisions {
        place: words::place(bureau, of.number()),
        code: of.twelve(),
        above,
        programmes,
        tiles,
        lines: counts.iter().map(line).collect(),
        sum,
        moved: movements.iter().map(|it| moved(&s, bureau, it)).collect(),
        month: bureau.month.as_ref().map(|month| month.kept.month.to_string()).unwrap_or_default(),
        s,
    })
}
