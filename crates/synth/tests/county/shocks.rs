//! What strikes within twelve months shows in files when it should, and in the truth from its day.

use crate::{plan, truth::lines, write};
use arrow::{
    array::{Array, AsArray, RecordBatch},
    datatypes::{Int32Type, Int64Type, UInt64Type},
};
use doudi_synth::{CountyPlan, Form};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::OnceLock,
};
use tempfile::TempDir;

/// Twelve months, made once.
fn year() -> &'static Path {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        write(&CountyPlan { months: 12, form: Form::Parquet, ..plan(60_000) }, folder.path());
        folder
    });
    made.path()
}

fn batches(path: &Path) -> Vec<RecordBatch> {
    let file = fs::File::open(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap().map(Result::unwrap).collect()
}

/// What the verification of a month says of everybody: number → (wage, own medical payments, illness, house, left out).
fn verified(month: &str) -> BTreeMap<u64, (i64, i64, bool, String, String)> {
    let name = format!("{month}/economic_verification_{}.parquet", month.replace('-', ""));
    let mut found = BTreeMap::new();
    for batch in batches(&year().join(name)) {
        let of = |name: &str| batch.column_by_name(name).unwrap().clone();
        let number = |name: &str, row| of(name).as_primitive::<Int64Type>().value(row);
        let text = |name: &str, row| of(name).as_string::<i32>().value(row).to_owned();
        let keys = of("resident_id");
        for row in (0..batch.num_rows()).filter(|row| keys.is_valid(*row)) {
            let flag = of("serious_illness");
            let ill = flag.is_valid(row) && flag.as_boolean().value(row);
            let said = (number("wage_income", row), number("medical_self_paid_year", row), ill);
            let seen = (said.0, said.1, said.2, text("house_grade", row), text("left_out", row));
            found.insert(keys.as_primitive::<UInt64Type>().value(row), seen);
        }
    }
    found
}

fn packed(id: &str) -> u64 {
    id.parse::<doudi_kernel::ResidentId>().unwrap().packed()
}

fn before(month: &str) -> String {
    month.parse::<doudi_kernel::Month>().unwrap().plus(-1).to_string()
}

#[test]
fn a_county_of_one_month_is_struck_by_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let summary = write(&CountyPlan { months: 1, form: Form::Parquet, ..plan(4_000) }, folder.path());
    assert_eq!(summary.shocks, 0);
    assert_eq!(fs::read_to_string(folder.path().join("truth/shocks.csv")).unwrap().lines().count(), 1);
}

#[test]
fn within_a_year_everything_strikes_somebody_and_is_shown_no_earlier_than_it_struck() {
    let text = fs::read_to_string(year().join("truth/shocks.csv")).unwrap();
    let shocks = lines(&text);
    let kinds: BTreeSet<&str> = shocks.iter().map(|shock| shock["kind"]).collect();
    assert_eq!(kinds.len(), 10, "{kinds:?}");
    for shock in &shocks {
        assert!(("2025-11-01".."2026-10-01").contains(&shock["struck_on"]), "{}", shock["struck_on"]);
        assert!(shock["shown"].is_empty() || shock["shown"] >= &shock["struck_on"][..7]);
        assert!(shock["over"].is_empty() || shock["over"] > &shock["struck_on"][..7]);
    }
    let shown = shocks.iter().filter(|shock| !shock["shown"].is_empty()).count();
    let hard = shocks.iter().filter(|shock| shock["hardship"] == "yes").count();
    assert!(shown > 60 && hard > 30, "{} shocks, {shown} shown, {hard} in hardship", shocks.len());
}

#[test]
fn the_verification_tells_of_an_illness_a_wage_a_house_and_a_missing_person_when_it_is_shown_and_not_before() {
    let text = fs::read_to_string(year().join("truth/shocks.csv")).unwrap();
    let mut told = BTreeMap::<&str, u32>::new();
    for shock in lines(&text).iter().filter(|shock| !shock["shown"].is_empty() && shock["shown"] > "2025-10") {
        let who = packed(shock["resident_id"]);
        let (now, then) = (verified(shock["shown"]), verified(&before(shock["shown"])));
        let (Some(now), Some(then)) = (now.get(&who), then.get(&who)) else { continue };
        let turned = match shock["kind"] {
            "job_lost" => (then.0 > 0, now.0 == 0),
            "wages_collapsed" => (then.0 > 0, now.0 * 2 < then.0),
            "serious_illness" => (!then.2, now.2 && now.1 >= then.1 + 1_200_000),
            "house_damaged" => (then.3 != "d", now.3 == "d"),
            "missing" => (then.4 == "none", now.4 == "missing"),
            _ => continue,
        };
        assert_eq!(turned, (true, true), "{} shown {}", shock["kind"], shock["shown"]);
        *told.entry(shock["kind"]).or_default() += 1;
    }
    assert!(told.len() >= 3 && told["serious_illness"] > 5, "{told:?}");
}

#[test]
fn who_a_shock_brought_into_hardship_was_in_none_the_month_before_and_is_in_it_while_it_lasts() {
    let mut hard = BTreeSet::new();
    for batch in batches(&year().join("truth/hardship.parquet")) {
        let months = batch.column_by_name("month").unwrap().as_primitive::<Int32Type>().clone();
        let households = batch.column_by_name("household").unwrap().as_string::<i32>().clone();
        hard.extend((0..batch.num_rows()).map(|row| (households.value(row).to_owned(), months.value(row))));
    }
    let compact = |month: &str| month.replace('-', "").parse::<i32>().unwrap();
    let text = fs::read_to_string(year().join("truth/shocks.csv")).unwrap();
    for shock in lines(&text).iter().filter(|shock| shock["hardship"] == "yes") {
        let struck = &shock["struck_on"][..7];
        let (first, last) = (compact(struck), if shock["over"].is_empty() { 209_912 } else { compact(shock["over"]) });
        let at = |month: i32| hard.contains(&(shock["household"].to_owned(), month));
        assert!(!at(compact(&before(struck))));
        assert!((first..last).any(at), "{} of {struck}", shock["kind"]);
    }
}
