use crate::{plan, write};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

/// Lines of a truth file as fields by heading. No field of these files holds a comma or a quote.
pub(crate) fn lines(text: &str) -> Vec<BTreeMap<&str, &str>> {
    let mut lines = text.lines();
    let heading: Vec<&str> = lines.next().unwrap().split(',').collect();
    lines.map(|line| heading.iter().copied().zip(line.split(',')).collect()).collect()
}

#[test]
fn doubts_arise_for_every_spec_and_most_can_be_found() {
    let folder = tempfile::tempdir().unwrap();
    let summary = write(&plan(40_000), folder.path());
    let text = fs::read_to_string(folder.path().join("truth/doubts.csv")).unwrap();
    let doubts = lines(&text);
    let specs: BTreeSet<&str> = doubts.iter().map(|doubt| doubt["spec"]).collect();
    assert_eq!(
        specs.into_iter().collect::<Vec<_>>(),
        [
            "alive_or_dead",
            "assistance_omitted",
            "dibao_and_relapse",
            "disability_subsidies",
            "duplicate_assistance",
            "identity_mismatch",
            "medical_enrolment",
            "pension_benefit",
            "pension_coverage",
            "pension_on_behalf",
            "student_hardship",
            "two_schemes",
        ]
    );
    let findable = doubts.iter().filter(|doubt| doubt["findable"] == "yes").count() as u64;
    assert_eq!(
        (findable, doubts.len() as u64),
        (summary.doubts_findable, summary.doubts_findable + summary.doubts_lost)
    );
    assert!(findable as f64 > 0.98 * doubts.len() as f64);
}

#[test]
fn a_doubt_that_cannot_be_found_or_is_false_says_which_file_spoiled_it() {
    let folder = tempfile::tempdir().unwrap();
    write(&plan(40_000), folder.path());
    let text = fs::read_to_string(folder.path().join("truth/doubts.csv")).unwrap();
    let odd: Vec<_> =
        lines(&text).into_iter().filter(|doubt| doubt["findable"] == "no" || doubt["true_doubt"] == "no").collect();
    assert!(!odd.is_empty());
    for doubt in odd {
        assert!(doubt["why_not"].contains(" in "), "{} {}", doubt["spec"], doubt["why_not"]);
    }
}

#[test]
fn errors_name_the_row_where_they_stand() {
    let folder = tempfile::tempdir().unwrap();
    let summary = write(&plan(20_000), folder.path());
    let text = fs::read_to_string(folder.path().join("truth/errors.csv")).unwrap();
    let errors = lines(&text);
    assert_eq!(errors.len() as u64, summary.errors);
    // The register is plain text with a header row and no line breaks outside quotes in other rows before it.
    let wrong = errors.iter().filter(|e| e["feed"] == "household_register" && e["kind"] == "id_check_character");
    for error in wrong {
        let register = fs::read(folder.path().join(error["month"]).join(error["file"])).unwrap();
        let mut reader = records(&register);
        let row: usize = error["row"].parse().unwrap();
        let found = reader.nth(row - 1).unwrap();
        assert!(found.contains(&error["resident_id"][..6]) && !found.contains(error["resident_id"]), "row {row}");
    }
}

/// Records of a tab-delimited file; a quoted field may hold line breaks.
fn records(bytes: &[u8]) -> impl Iterator<Item = String> {
    let text = std::str::from_utf8(bytes).unwrap();
    let mut quoted = false;
    let parts = text.split_inclusive(move |c: char| {
        quoted ^= c == '"';
        c == '\n' && !quoted
    });
    parts.map(str::to_owned).collect::<Vec<_>>().into_iter()
}

#[test]
fn who_is_entitled_in_truth_is_below_the_line_and_within_the_property_rule() {
    use arrow::array::AsArray;
    let folder = tempfile::tempdir().unwrap();
    write(&plan(20_000), folder.path());
    let file = fs::File::open(folder.path().join("truth/means.parquet")).unwrap();
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
    let (mut people, mut entitled, mut verified) = (0, 0, 0);
    for batch in reader {
        let batch = batch.unwrap();
        let flag = |name: &str| batch.column_by_name(name).unwrap().as_boolean().clone();
        let (below, within, both, seen) =
            (flag("below_dibao_line"), flag("property_within"), flag("entitled"), flag("verified"));
        for row in 0..batch.num_rows() {
            assert_eq!(both.value(row), below.value(row) && within.value(row));
            people += 1;
            entitled += u32::from(both.value(row));
            verified += u32::from(seen.value(row));
        }
    }
    // About one in twenty-five is entitled (rural 7 %, urban 2 to 3 %), and fewer than one in eight is looked up.
    assert!((people / 60..people / 12).contains(&entitled), "{entitled} of {people}");
    assert!((people / 40..people / 8).contains(&verified), "{verified} of {people}");
}
