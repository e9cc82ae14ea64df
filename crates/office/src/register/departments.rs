//! What each department's newest roster says of the people of a file, field by field: read from the lake for one
//! household, when somebody asks. The register keeps one value; here the others are seen, with the rule that chose.

use super::opened;
use crate::{Bureau, OfficeError, Who};
use arrow::{
    array::{Array, AsArray, RecordBatch},
    compute::cast,
    datatypes::{DataType, UInt64Type},
};
use doudi_journal::{
    JournalError,
    access::{Action, Resource},
};
use doudi_kernel::{Month, ResidentId};
use doudi_lake::{Lake, LakeError, Manifest};
use std::collections::BTreeMap;

/// A field that several departments tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// 姓名
    Name,
    /// 出生日期
    Birth,
    /// 性别
    Sex,
    /// 与户主关系
    Relation,
    /// 婚姻状况
    Marriage,
    /// 乡镇
    Town,
    /// 村
    Village,
    /// 死亡日期
    Death,
    /// 户籍状态
    Register,
}

const FIELDS: [(Field, &str); 9] = [
    (Field::Name, "name"),
    (Field::Birth, "birth_date"),
    (Field::Sex, "sex"),
    (Field::Relation, "relation_to_head"),
    (Field::Marriage, "marital_status"),
    (Field::Town, "town_name"),
    (Field::Village, "village_name"),
    (Field::Death, "death_date"),
    (Field::Register, "register_status"),
];

/// What one roster says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Saying {
    /// The member's file number.
    pub person: i64,
    /// About what.
    pub field: Field,
    /// In the roster's words or codes.
    pub value: String,
    /// Which roster.
    pub feed: String,
    /// Of which month.
    pub month: Month,
    /// The file's row, where it is kept.
    pub row: Option<u64>,
}

/// Everything that the newest rosters, up to the assessed month, say of a file's members: what agrees and what does not, in
/// the order of members, fields and rosters. Who may see the members' names in plain may see this.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NoFacts`], [`OfficeError::NoFolder`]; the lake's.
pub fn departments(bureau: &Bureau, who: &Who, household: i64) -> Result<Vec<Saying>, OfficeError> {
    let scope = who.may(Resource::VerificationReport, Action::Read)?;
    let month = bureau.month.as_ref().ok_or(OfficeError::NoFacts)?.kept.month;
    let lake = bureau.lake()?;
    let sql = "SELECT id, number FROM person WHERE household = $1 AND number IS NOT NULL AND {scope}";
    let people: BTreeMap<u64, i64> = bureau.journal.read(|reader| {
        let mut people = BTreeMap::new();
        for row in reader.rows(&scope, sql, &[household.into()])? {
            let number = opened(reader, "person.number", row.get("id")?, row.get("number")?)?;
            if let Ok(number) = number.parse::<ResidentId>() {
                people.insert(number.packed(), row.get("id")?);
            }
        }
        Ok::<_, JournalError>(people)
    })?;
    let mut all = Vec::new();
    for manifest in newest(lake.snapshots()?, month) {
        sayings(&lake, &manifest, &people, &mut all)?;
    }
    all.sort();
    Ok(all)
}

/// Of each feed and part the snapshot that arrived last of its newest month that is not after the asked one.
fn newest(manifests: Vec<Manifest>, month: Month) -> Vec<Manifest> {
    let mut newest: BTreeMap<(String, String), Manifest> = BTreeMap::new();
    for it in manifests.into_iter().filter(|it| it.about.month <= month) {
        let of = (it.about.feed.to_string(), it.about.part.clone());
        match newest.get(&of) {
            Some(last) if (last.about.month, last.sequence) > (it.about.month, it.sequence) => {}
            _ => drop(newest.insert(of, it)),
        }
    }
    newest.into_values().collect()
}

fn sayings(
    lake: &Lake,
    manifest: &Manifest,
    people: &BTreeMap<u64, i64>,
    all: &mut Vec<Saying>,
) -> Result<(), LakeError> {
    let wanted = ["resident_id", "source_row"].into_iter().chain(FIELDS.map(|(_, name)| name));
    let columns: Vec<&str> = wanted.filter(|name| manifest.columns.iter().any(|it| it == name)).collect();
    if !columns.contains(&"resident_id") {
        return Ok(());
    }
    for batch in lake.records(&manifest.id, &columns)? {
        let Some(keys) = batch.column_by_name("resident_id").and_then(|keys| keys.as_primitive_opt::<UInt64Type>())
        else {
            continue;
        };
        for row in 0..batch.num_rows() {
            if let Some(person) = keys.is_valid(row).then(|| people.get(&keys.value(row))).flatten() {
                of_row(manifest, &batch, row, *person, all);
            }
        }
    }
    Ok(())
}

fn of_row(manifest: &Manifest, batch: &RecordBatch, row: usize, person: i64, all: &mut Vec<Saying>) {
    let text = |name: &str| {
        let column = batch.column_by_name(name)?.slice(row, 1);
        let text = cast(&column, &DataType::Utf8).ok()?;
        let text = text.as_string::<i32>();
        text.is_valid(0).then(|| text.value(0).to_owned()).filter(|text| !text.is_empty())
    };
    let line = text("source_row").and_then(|row| row.parse().ok());
    for (field, name) in FIELDS {
        if let Some(value) = text(name) {
            let (feed, month) = (manifest.about.feed.to_string(), manifest.about.month);
            all.push(Saying { person, field, value, feed, month, row: line });
        }
    }
}
