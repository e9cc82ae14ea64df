//! From tables to findings. Pure: the same tables give the same findings, in the same order.

use super::{
    fields,
    findings::{
        Answered, Doubt, Evidence, Findings, Leftover, LeftoverWhy, People, Role, RowSaid, RungHead, Says, SourceState,
        UNDECIDED,
    },
    judge::{Bench, sources_in},
    mend::{Mends, counts},
    place::{Gazetteer, Place, Places},
    spec::{Question, RungKind, Source, Spec, Wording},
    table::Table,
    truth::Truth,
    view::View,
};
use doudi_kernel::{DivisionList, FeedId, Month};
use std::collections::BTreeMap;

/// The month's rosters and the list of divisions: all that a comparison looks at.
#[derive(Debug)]
pub struct Deck {
    /// The month asked about.
    pub month: Month,
    /// The current table of each source that is loaded, by the source's name; see [`super::current`].
    pub tables: BTreeMap<FeedId, Table>,
    /// The county's towns and villages.
    pub divisions: DivisionList,
}

/// Runs a comparison.
pub fn plan(spec: &Spec, deck: &Deck) -> Findings {
    let gazetteer = Gazetteer::new(&deck.divisions);
    let mends = Mends::find(spec, &deck.tables, &gazetteer);
    let view = |s: &Source| deck.tables.get(&s.feed).map(|table| View::new(s, table, mends.of(&s.feed), deck.month));
    let views = spec.sources.iter().map(view).collect();
    let bench = Bench { spec, views, month: deck.month, gazetteer, deck, mends: &mends };
    let mut places = Places::default();
    let questions = spec.questions.iter().map(|question| answer(question, &bench, &mut places)).collect();
    Findings {
        spec: spec.id.clone(),
        spec_hash: spec.hash.clone(),
        title: spec.title.clone(),
        month: deck.month,
        sources: states(&bench),
        places: places.all,
        questions,
    }
}

fn role(required: bool, questions: &[Question], source: Option<usize>) -> Role {
    let decides = questions.iter().any(|q| named(q).iter().any(|at| Some(*at) == source));
    match (required, decides) {
        (_, false) => Role::Asked,
        (true, true) => Role::Decides,
        (false, true) => Role::Explains,
    }
}

fn states(bench: &Bench<'_>) -> Vec<SourceState> {
    let state = |(source, view): (&super::spec::Source, &Option<View<'_>>)| SourceState {
        id: source.id.clone(),
        feed: source.feed.clone(),
        title: source.title.clone(),
        department: source.department.clone(),
        role: role(source.required, &bench.spec.questions, bench.spec.source(&source.id)),
        parts: view.as_ref().map(|view| view.table.parts.clone()).unwrap_or_default(),
        keyless: view.as_ref().map_or(0, |view| view.keyless.len() as u64),
        mended: view.as_ref().map(|view| counts(view.mended_rows())).unwrap_or_default(),
    };
    bench.spec.sources.iter().zip(&bench.views).map(state).collect()
}

fn answer(question: &Question, bench: &Bench<'_>, places: &mut Places) -> Answered {
    let mut people = People::default();
    let mut doubts = Vec::new();
    let mut leftovers = Vec::new();
    let shown = |at: usize| (at, fields::shown(question, &bench.spec.sources[at], at));
    let seen: Vec<_> = sources_of(question).into_iter().map(shown).collect();
    let blocked = bench.blocked(&question.when);
    for key in union(question, bench) {
        let rows: Vec<(usize, u32)> = asked_rows(question, bench, key).collect();
        let place =
            bench.gazetteer.of(rows.iter().filter_map(|(at, row)| Some((bench.views[*at].as_ref()?.table, *row))));
        let sure =
            rows.iter().any(|(at, row)| bench.views[*at].as_ref().is_some_and(|v| v.rows.rows(key).contains(row)));
        let asked = bench.all(&question.when, &question.asked, key).min(if sure { Truth::Yes } else { Truth::Unknown });
        match asked {
            Truth::No => {}
            // A source that is not loaded makes the question smaller, as an asked roster that is not loaded does.
            Truth::Unknown if blocked => {}
            Truth::Unknown => leftovers.extend(leftover(bench, &rows, place, LeftoverWhy::NotKnownWhetherAsked)),
            Truth::Yes => {
                let rung = bench.rung(&question.asked, &question.rungs, key);
                if let Some(rung) = question.rungs.get(rung).filter(|rung| rung.kind == RungKind::Doubt) {
                    doubts.push(doubt(question, &rung.code, bench, &seen, key, &rows, place.clone()));
                }
                people.keys.push(key);
                people.places.push(places.number(place));
                people.rungs.push(rung as u8);
                let (roster, row) = rows.first().copied().unwrap_or_default();
                people.rosters.push(roster as u16);
                people.rows.push(row);
            }
        }
    }
    leftovers.extend(without_key(question, bench));
    doubts.sort_by(|a, b| (&a.place, a.key, &a.reason).cmp(&(&b.place, b.key, &b.reason)));
    Answered {
        id: question.id.clone(),
        title: question.title.clone(),
        rungs: heads(question),
        people,
        doubts,
        leftovers,
    }
}

fn heads(question: &Question) -> Vec<RungHead> {
    let rungs = question.rungs.iter().map(|rung| RungHead {
        code: rung.code.clone(),
        wording: rung.wording.clone(),
        kind: Some(rung.kind),
    });
    let undecided = RungHead {
        code: UNDECIDED.into(),
        wording: Wording { zh: "信息不全，无法判定".into(), en: "not known".into() },
        kind: None,
    };
    rungs.chain([undecided]).collect()
}

/// Everybody in any of the asked rosters, each once, in the order of keys.
fn union(question: &Question, bench: &Bench<'_>) -> Vec<u64> {
    let views = question.asked.iter().filter_map(|at| bench.views[*at].as_ref());
    let mut keys: Vec<u64> = views.flat_map(|v| v.rows.iter().chain(v.unsure.iter()).map(|(key, _)| key)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The rows of a person in the asked rosters, in the rosters' precedence, rows that surely count first.
fn asked_rows<'b>(question: &'b Question, bench: &'b Bench<'_>, key: u64) -> impl Iterator<Item = (usize, u32)> + 'b {
    question.asked.iter().flat_map(move |at| {
        let view = bench.views[*at].as_ref();
        let rows = view.map_or(&[][..], |view| view.rows.rows(key)).iter();
        let unsure = view.map_or(&[][..], |view| view.unsure.rows(key)).iter();
        rows.chain(unsure).map(move |row| (*at, *row))
    })
}

/// The sources that the question speaks of, each once: the asked ones first, then those of its conditions.
fn sources_of(question: &Question) -> Vec<usize> {
    let mut once = Vec::new();
    for source in question.asked.iter().copied().chain(named(question)) {
        if !once.contains(&source) {
            once.push(source);
        }
    }
    once
}

/// The sources that the conditions of a question name.
fn named(question: &Question) -> Vec<usize> {
    sources_in(question.when.iter().chain(question.rungs.iter().flat_map(|rung| &rung.when)))
}

fn doubt(
    question: &Question,
    reason: &str,
    bench: &Bench<'_>,
    seen: &[(usize, Vec<String>)],
    key: u64,
    rows: &[(usize, u32)],
    place: Place,
) -> Doubt {
    let first = |field: &str| {
        let texts = rows.iter().filter_map(|(at, row)| bench.views[*at].as_ref()?.table.text(field, *row));
        texts.map(str::to_owned).next().unwrap_or_default()
    };
    let address = Some(first("address")).filter(|a| !a.is_empty()).unwrap_or_else(|| first("registered_address"));
    Doubt {
        key,
        question: question.id.clone(),
        reason: reason.into(),
        name: first("name"),
        address,
        place,
        evidence: seen.iter().map(|(at, show)| evidence(bench, *at, show, key)).collect(),
        proposed: proposed(bench, &question.asked, key),
        near: bench.mends.near(bench.spec, &bench.deck.tables, key),
    }
}

fn evidence(bench: &Bench<'_>, at: usize, show: &[String], key: u64) -> Evidence {
    let source = &bench.spec.sources[at];
    let says = match &bench.views[at] {
        None => Says::NotLoaded,
        Some(view) => {
            let rows = view.rows.rows(key).iter().chain(view.unsure.rows(key));
            let rows: Vec<RowSaid> = rows.map(|row| said(view, *row, show)).collect();
            if rows.is_empty() { Says::Absent } else { Says::Rows(rows) }
        }
    };
    Evidence { source: source.id.clone(), says }
}

fn said(view: &View<'_>, row: u32, show: &[String]) -> RowSaid {
    let table = view.table;
    let part = table.part(row);
    RowSaid {
        snapshot: part.snapshot.clone(),
        month: part.month,
        sheet: part.sheets.get(usize::from(table.file_sheet(row))).cloned().unwrap_or_default(),
        row: table.file_row(row),
        values: show.iter().filter_map(|field| Some((field.clone(), table.value(field, row)?))).collect(),
        mended: view.mended.get(&row).map(|mended| mended.mending.clone()),
    }
}

/// What the dated precedence table gives on the month's last day; unknown when a step before the first that holds is.
fn proposed(bench: &Bench<'_>, asked: &[usize], key: u64) -> Option<(String, Wording)> {
    let version = bench.spec.precedence.as_ref()?.on(bench.month.last_day())?;
    for step in &version.ladder {
        match bench.all(&step.when, asked, key) {
            Truth::No => {}
            Truth::Unknown => return None,
            Truth::Yes => return Some((step.code.clone(), step.wording.clone())),
        }
    }
    None
}

fn leftover(bench: &Bench<'_>, rows: &[(usize, u32)], place: Place, why: LeftoverWhy) -> Option<Leftover> {
    let (at, row) = *rows.first()?;
    let table = bench.views[at].as_ref()?.table;
    Some(Leftover {
        place,
        name: table.text("name", row).unwrap_or_default().into(),
        why,
        source: bench.spec.sources[at].id.clone(),
        snapshot: table.part(row).snapshot.clone(),
        row: table.file_row(row),
    })
}

fn without_key(question: &Question, bench: &Bench<'_>) -> Vec<Leftover> {
    let mut found = Vec::new();
    for at in &question.asked {
        let Some(view) = &bench.views[*at] else { continue };
        for row in &view.keyless {
            let place = bench.gazetteer.of([(view.table, *row)].into_iter());
            let given = ["resident_id_raw", "disability_certificate", "disability_certificate_raw"];
            let broken = given.iter().any(|field| view.table.text(field, *row).is_some());
            let why = if broken { LeftoverWhy::BrokenId } else { LeftoverWhy::NoId };
            found.extend(leftover(bench, &[(*at, *row)], place, why));
        }
    }
    found.sort_by(|a, b| (&a.place, &a.source, a.row).cmp(&(&b.place, &b.source, b.row)));
    found
}
