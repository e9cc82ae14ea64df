//! From snapshots in the lake to findings.

use super::{case, embedded};
use doudi_kernel::{LayoutId, Month};
use doudi_lake::{About, Control, Coverage, Encoding, Format, Lake, RealDisk, SourceFile};
use doudi_work::{
    doubts::{Findings, Says, load, plan},
    policy::Policy,
};
use std::sync::Arc;

/// Imports the tables of a case into a lake, with the named months of some feeds moved.
pub(crate) fn imported(text: &str, controls_agree: bool) -> (tempfile::TempDir, Lake) {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open(folder.path(), Arc::new(RealDisk)).unwrap();
    for (feed, part, batches) in case::parts(text, &Policy::embedded()) {
        let mut draft = lake.begin(batches[0].schema()).unwrap();
        batches.iter().for_each(|batch| draft.write(batch).unwrap());
        let control = Control { name: "文件名".into(), stated: 1, found: part.rows as i64, agrees: controls_agree };
        let about = About {
            layout: LayoutId::new("case"),
            month: part.month,
            part: part.part,
            coverage: Coverage::Full,
            source: SourceFile {
                name: part.file,
                blake3: format!("{feed}{}", part.month),
                bytes: 1,
                format: Format::Csv { encoding: Encoding::Utf8, delimiter: b',' },
            },
            sheets: part.sheets,
            controls: vec![control],
            loaded_at: "2026-10-01T08:00:00Z".parse().unwrap(),
            feed,
        };
        draft.commit(about).unwrap();
    }
    (folder, lake)
}

fn found(lake: &Lake, text: &str, month: &str) -> Findings {
    let month: Month = month.parse().unwrap();
    let book = embedded();
    let specs: Vec<_> = book.specs.iter().collect();
    let (spec, deck) = case::read(text, &Policy::embedded());
    // All comparisons are loaded for, as the office does: one must not disturb the columns of another.
    let loaded = load(lake, &specs, month, deck.divisions).unwrap();
    plan(book.spec(&spec).unwrap(), &loaded)
}

const CASES: [&str; 4] = [
    include_str!("cases/pension_coverage_ladder.txt"),
    include_str!("cases/pension_on_behalf.txt"),
    include_str!("cases/alive_or_dead.txt"),
    include_str!("cases/identity_mismatch.txt"),
];

#[test]
fn snapshots_in_the_lake_give_the_findings_of_their_tables() {
    for text in CASES {
        let (spec, deck) = case::read(text, &Policy::embedded());
        let direct = plan(embedded().spec(&spec).unwrap(), &deck);
        let (_folder, lake) = imported(text, true);
        let from_lake = found(&lake, text, "2026-09");
        assert_eq!(super::found::write(&from_lake), super::found::write(&direct));
        let named = lake.snapshots().unwrap();
        for evidence in from_lake.questions.iter().flat_map(|q| &q.doubts).flat_map(|doubt| &doubt.evidence) {
            if let Says::Rows(rows) = &evidence.says {
                assert!(rows.iter().all(|row| named.iter().any(|manifest| manifest.id == row.snapshot)));
            }
        }
    }
}

#[test]
fn an_older_snapshot_counts_within_its_reach_with_its_age_and_then_no_more() {
    let text = include_str!("cases/pension_coverage_ladder.txt");
    let (_folder, lake) = imported(text, true);
    let state = |month: &str, source: &str| {
        let findings = found(&lake, text, month);
        let grid = findings.by_source(doudi_kernel::Lang::Zh);
        let at = findings.sources.iter().position(|state| state.id == source).unwrap();
        grid.rows[at].last().unwrap().clone()
    };
    assert_eq!(state("2026-09", "resident_pension_insured"), "本月");
    assert_eq!(state("2026-11", "resident_pension_insured"), "数据早2个月");
    assert_eq!(state("2026-12", "resident_pension_insured"), "未接入：依赖它的疑点不提出");
    assert_eq!(state("2026-09", "relapse_monitored"), "数据早1个月");
    assert_eq!(found(&lake, text, "2026-12").questions[0].doubts.len(), 0);
}

#[test]
fn a_file_whose_totals_disagree_is_named_as_weak_evidence_of_absence() {
    let text = include_str!("cases/two_schemes.txt");
    let (_folder, lake) = imported(text, false);
    let grid = found(&lake, text, "2026-09").by_source(doudi_kernel::Lang::Zh);
    assert!(grid.rows.iter().all(|row| row.last().unwrap() == "合计数不符：未见其人不足为凭"), "{grid:?}");
}

#[test]
fn a_register_of_deaths_is_as_old_as_its_latest_file() {
    let text = include_str!("cases/alive_or_dead.txt");
    let (_folder, lake) = imported(text, true);
    let state = |month: &str| {
        let findings = found(&lake, text, month);
        let at = findings.sources.iter().position(|state| state.id == "death_register").unwrap();
        findings.by_source(doudi_kernel::Lang::Zh).rows[at].last().unwrap().clone()
    };
    assert_eq!((state("2026-09").as_str(), state("2026-10").as_str()), ("本月", "数据早1个月"));
}
