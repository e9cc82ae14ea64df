//! From the lake to the tables of a month.

use super::{
    current::{Kept, Reach, current, needs},
    mend::REGISTER,
    plan::Deck,
    spec::{Against, Condition, Source, Spec},
    table::{Part, Table},
};
use doudi_kernel::{DivisionList, FeedId, Month};
use doudi_lake::{Lake, LakeError, Manifest};
use std::collections::{BTreeMap, BTreeSet};

/// The columns that any comparison looks at: where a row stands, who and where the person is.
const ALWAYS: [&str; 15] = [
    "source_sheet",
    "source_row",
    "source_member",
    "resident_id",
    "resident_id_raw",
    "name",
    "division_code",
    "town_name",
    "village_name",
    "address",
    "registered_address",
    "disability_certificate",
    "disability_certificate_raw",
    "birth_date",
    "sex",
];

/// Reads the current snapshots that the comparisons need, only the columns that they look at. Read once, it serves all of
/// them.
///
/// # Errors
/// The lake's own.
pub fn load(lake: &Lake, specs: &[&Spec], month: Month, divisions: DivisionList) -> Result<Deck, LakeError> {
    let manifests = lake.snapshots()?;
    let kept: Vec<Kept> = manifests.iter().map(Kept::of).collect();
    let mut columns = columns(specs);
    let mut tables = BTreeMap::new();
    let mut needs = needs(specs.iter().copied());
    // Whose a row with a broken number is, the household register knows best.
    let register = FeedId::new(REGISTER);
    needs.entry(register.clone()).or_insert(Reach { months: Some(0), accumulates: false });
    columns.entry(register).or_default().extend(ALWAYS.iter().map(|name| (*name).to_owned()));
    for (feed, reach) in needs {
        let chosen = current(&kept, &feed, month, reach);
        let chosen = chosen.iter().filter_map(|k| manifests.iter().find(|m| m.id == k.snapshot));
        let parts = chosen.map(|manifest| read(lake, manifest, &columns[&feed])).collect::<Result<Vec<_>, _>>()?;
        if !parts.is_empty() {
            tables.insert(feed.clone(), Table::new(feed, parts));
        }
    }
    Ok(Deck { month, tables, divisions })
}

pub(crate) type Records = (Part, Vec<arrow::array::RecordBatch>);

/// A snapshot's records, of the wanted columns those that it has.
pub(crate) fn read(lake: &Lake, manifest: &Manifest, wanted: &BTreeSet<String>) -> Result<Records, LakeError> {
    let there: Vec<&str> = manifest.columns.iter().map(String::as_str).filter(|c| wanted.contains(*c)).collect();
    let part = Part {
        snapshot: manifest.id.clone(),
        month: manifest.about.month,
        part: manifest.about.part.clone(),
        file: manifest.about.source.name.clone(),
        sheets: manifest.about.sheets.clone(),
        rows: manifest.rows,
        controls_agree: manifest.about.controls.iter().all(|control| control.agrees),
    };
    Ok((part, lake.records(&manifest.id, &there)?))
}

/// The columns of each feed that the comparisons look at.
fn columns(specs: &[&Spec]) -> BTreeMap<FeedId, BTreeSet<String>> {
    let mut columns: BTreeMap<FeedId, BTreeSet<String>> = BTreeMap::new();
    for spec in specs {
        for source in &spec.sources {
            let of_feed = columns.entry(source.feed.clone()).or_default();
            of_feed.extend(ALWAYS.iter().map(|name| (*name).to_owned()));
            of_feed.extend(source.show.iter().cloned());
        }
        for condition in conditions(spec) {
            fields(condition, &spec.sources, &mut columns);
        }
        for source in &spec.sources {
            let of_feed = columns.entry(source.feed.clone()).or_default();
            source.filter.iter().for_each(|condition| row_fields(condition, of_feed));
        }
    }
    columns
}

fn conditions(spec: &Spec) -> impl Iterator<Item = &Condition> {
    let steps = spec.precedence.iter().flat_map(|p| &p.versions).flat_map(|version| &version.ladder);
    let rungs = spec.questions.iter().flat_map(|question| &question.rungs);
    let asked = spec.questions.iter().flat_map(|question| &question.when);
    asked.chain(rungs.chain(steps).flat_map(|rung| &rung.when))
}

fn fields(condition: &Condition, sources: &[Source], columns: &mut BTreeMap<FeedId, BTreeSet<String>>) {
    match condition {
        Condition::In { source, test: Some(test), .. } => {
            columns.entry(sources[*source].feed.clone()).or_default().insert(test.field.clone());
        }
        // Which of the rosters holds the value is not known beforehand: all are asked for it.
        Condition::Differs { field, from } => {
            if let Against::Source(source) = from {
                columns.entry(sources[*source].feed.clone()).or_default().insert(field.clone());
            }
            columns.values_mut().for_each(|of_feed| {
                of_feed.insert(field.clone());
            });
        }
        Condition::AtLeast(_, of) => of.iter().for_each(|one| fields(one, sources, columns)),
        Condition::Not(inner) => fields(inner, sources, columns),
        Condition::In { .. } | Condition::Row(_) | Condition::Age { .. } => {}
    }
}

fn row_fields(condition: &Condition, of_feed: &mut BTreeSet<String>) {
    match condition {
        Condition::Row(test) => {
            of_feed.insert(test.field.clone());
        }
        Condition::AtLeast(_, of) => of.iter().for_each(|one| row_fields(one, of_feed)),
        Condition::Not(inner) => row_fields(inner, of_feed),
        Condition::In { .. } | Condition::Age { .. } | Condition::Differs { .. } => {}
    }
}
