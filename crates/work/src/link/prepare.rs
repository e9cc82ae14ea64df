//! Lists brought together: read, put under common names, ready to be linked.

use super::{
    LinkRefused,
    derive::derive,
    language::{Known, Language},
    side::{Overrides, Side, script},
    snapshot,
    table::{Table, Wanted},
};
use crate::{intake::Catalogue, policy::Policy};
use doudi_compare::{
    levels::{Kind, Places, place::PlaceNames},
    link::{Linked, Lists, Options, Values, Written, link},
};
use doudi_kernel::{DivisionList, FeedId, Month};
use doudi_lake::{Lake, Limits};
use std::path::PathBuf;

/// Where a list comes from.
#[derive(Clone, Debug)]
pub enum From {
    /// A file of any kind.
    File(PathBuf),
    /// The current roster of a feed in the lake.
    Roster(FeedId),
}

/// What is asked besides the lists.
pub struct Ask<'a> {
    /// `policy/link` and what it refers to.
    pub policy: &'a Policy,
    /// Where rosters lie; `None` when only files are linked.
    pub lake: Option<&'a Lake>,
    /// The office's towns and villages: brings names and codes of places together.
    pub divisions: Option<&'a DivisionList>,
    /// The month whose rosters and words count.
    pub month: Month,
    /// Columns that this run adds, overrides or leaves out.
    pub overrides: Overrides,
    /// What a file may ask of the machine.
    pub limits: Limits,
}

/// Lists that can be linked.
#[derive(Debug)]
pub struct Prepared {
    /// The left list and the right one; one list alone is linked within itself.
    pub sides: Vec<Side>,
    /// What the columns mean.
    pub language: Language,
    /// The columns that are compared, in their order.
    pub compared: Vec<Known>,
    lists: Lists,
    /// Names of places, for showing codes.
    divisions: Option<DivisionList>,
}

/// Reads one list or two, and finds the columns by which they can be compared.
///
/// # Errors
/// What is wrong with a file, or why nothing can be compared.
pub fn prepare(from: &[From], ask: &Ask<'_>) -> Result<Prepared, LinkRefused> {
    let languages = Language::all(ask.policy)?;
    let also = ask.overrides.headings();
    let wanted = Wanted { languages: &languages, also: &also };
    let tables = read(from, ask, &wanted)?;
    if let Some(empty) = tables.iter().find(|table| table.rows == 0) {
        return Err(LinkRefused::Empty(empty.name.clone()));
    }
    let chosen = script(&tables.iter().collect::<Vec<_>>(), &languages);
    let language = languages.into_iter().find(|language| language.script == chosen);
    let language = ask.overrides.over(language.expect("there is a language for each script"))?;
    ask.overrides.check(&tables.iter().collect::<Vec<_>>(), &language)?;
    let mut sides: Vec<Side> =
        tables.into_iter().map(|table| Side::of(table, &language, &ask.overrides, ask.month)).collect();
    for side in &sides {
        if side.fields.is_empty() {
            return Err(LinkRefused::NothingKnown(side.table.name.clone(), side.table.headings.join("、")));
        }
    }
    derive(&mut sides, ask.divisions);
    let compared = compared(&sides, &language);
    if compared.is_empty() {
        let has = |side: &Side| titles(side, &language);
        return Err(LinkRefused::NothingShared(has(&sides[0]), has(&sides[sides.len() - 1])));
    }
    let lists = lists(&sides, &compared, &places(ask));
    Ok(Prepared { sides, language, compared, lists, divisions: ask.divisions.cloned() })
}

/// Two lists are read at the same time.
fn read(from: &[From], ask: &Ask<'_>, wanted: &Wanted<'_>) -> Result<Vec<Table>, LinkRefused> {
    let one = |from: &From| match from {
        From::File(path) => Table::read(path, wanted, &ask.limits),
        From::Roster(feed) => match ask.lake {
            Some(lake) => snapshot::read(lake, feed, &title(ask.policy, feed), ask.month, wanted),
            None => Err(LinkRefused::NoSuchList(feed.to_string(), ask.month)),
        },
    };
    std::thread::scope(|scope| {
        let started: Vec<_> = from.iter().skip(1).map(|from| scope.spawn(|| one(from))).collect();
        let first = from.first().map(one);
        let others = started.into_iter().map(|it| it.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        first.into_iter().chain(others).collect()
    })
}

/// What an office calls a kind of roster.
fn title(policy: &Policy, feed: &FeedId) -> String {
    let catalogue = Catalogue::read(policy).ok();
    let known = catalogue.as_ref().and_then(|catalogue| catalogue.of_feed(feed).first().copied());
    known.map_or_else(|| feed.to_string(), |known| known.layout.zh.clone())
}

/// The columns that all sides have. Names of villages are compared only where they could not be brought to codes. An address
/// beside a village says the village twice and, beyond it, the household; unless births or numbers tell its members apart,
/// households would be taken for people.
fn compared(sides: &[Side], language: &Language) -> Vec<Known> {
    let shared = |field: &str| sides.iter().all(|side| side.has(field));
    let by_name = |known: &Known| known.field == "village_name" && !shared("division");
    let apart = shared("birth_date") || shared("resident_id");
    let twice = |known: &Known| known.field == "address" && shared("division") && !apart;
    let columns = language.columns.iter().filter(|known| known.compared || by_name(known));
    columns.filter(|known| shared(&known.field) && !twice(known)).cloned().collect()
}

fn titles(side: &Side, language: &Language) -> String {
    let known = language.columns.iter().filter(|known| side.has(&known.field));
    known.map(|known| known.zh.as_str()).collect::<Vec<_>>().join("、")
}

/// The office's towns and villages, for addresses that name them.
fn places(ask: &Ask<'_>) -> Places {
    Places { names: ask.divisions.map(PlaceNames::new).unwrap_or_default(), ..Places::default() }
}

fn lists(sides: &[Side], compared: &[Known], places: &Places) -> Lists {
    let written = compared.iter().map(|known| Written {
        name: known.zh.clone(),
        kind: known.kind(),
        values: [0, 1].map(|side| {
            let filled = sides.get(side)?.fields.get(&known.field)?;
            Some(Box::new(filled.texts.iter()) as Values<'_>)
        }),
        twin: known.twin.as_ref().and_then(|twin| compared.iter().position(|other| other.field == *twin)),
    });
    Lists::read_with(places, sides[0].table.rows, sides.get(1).map(|side| side.table.rows), written.collect())
}

impl Prepared {
    /// Links the lists.
    pub fn link(&self, options: &Options) -> Linked<'_> {
        link(&self.lists, options)
    }

    /// Whether one list is linked within itself.
    pub fn within(&self) -> bool {
        self.sides.len() == 1
    }

    /// The list of a left (0) or right (1) row.
    pub fn side(&self, side: usize) -> &Side {
        &self.sides[side.min(self.sides.len() - 1)]
    }

    /// A record's value as people read it: a place with its name.
    pub fn shown(&self, side: usize, field: &str, row: u32) -> Option<String> {
        let value = self.side(side).value(field, row as usize)?;
        let name = || self.divisions.as_ref()?.name(value.parse().ok()?);
        Some(match if matches!(field, "division" | "county") { name() } else { None } {
            Some(name) => format!("{name} {value}"),
            None => value.to_owned(),
        })
    }

    /// Headings of a list that nothing is compared by.
    pub fn unused(&self, side: usize) -> Vec<&str> {
        let side = self.side(side);
        let used = |heading: &String| {
            let with_heading = |known: &Known| {
                side.fields.get(&known.field).is_some_and(|filled| filled.heading.as_ref() == Some(heading))
            };
            self.compared.iter().any(with_heading)
        };
        side.table.headings.iter().filter(|heading| !used(heading)).map(String::as_str).collect()
    }

    /// The kinds of the compared columns.
    pub fn kinds(&self) -> Vec<Kind> {
        self.compared.iter().map(Known::kind).collect()
    }
}
