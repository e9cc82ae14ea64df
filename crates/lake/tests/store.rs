//! The store of snapshots: same content, same name; nothing is ever changed.

use crate::faults::listing;
use arrow::{
    array::{Array, AsArray, Int64Array, RecordBatch, StringArray, UInt32Array},
    datatypes::{DataType, Field, Int64Type, Schema, SchemaRef},
};
use doudi_kernel::{FeedId, LayoutId, Month, SnapshotId};
use doudi_lake::{
    About, Commit, Complaint, Control, Coverage, Format, Lake, LakeError, RealDisk, Rule, SourceFile,
    snapshot::Verified,
};
use std::{path::Path, sync::Arc};

pub(crate) fn schema() -> SchemaRef {
    let fields = [("source_row", DataType::UInt32), ("name", DataType::Utf8), ("monthly_amount", DataType::Int64)];
    Arc::new(Schema::new(fields.map(|(name, kind)| Field::new(name, kind, true)).to_vec()))
}

pub(crate) fn batch(first: u32, rows: u32) -> RecordBatch {
    let numbers = first..first + rows;
    let names: Vec<Option<String>> = numbers.clone().map(|n| (n % 7 != 0).then(|| format!("居民{n}"))).collect();
    let amounts: Int64Array = numbers.clone().map(|n| (n % 5 != 0).then_some(i64::from(n) * 100)).collect();
    let columns: [Arc<dyn Array>; 3] =
        [Arc::new(UInt32Array::from_iter_values(numbers)), Arc::new(StringArray::from(names)), Arc::new(amounts)];
    RecordBatch::try_new(schema(), columns.to_vec()).unwrap()
}

pub(crate) fn about(feed: &str, source: &str) -> About {
    About {
        feed: FeedId::new(feed),
        layout: LayoutId::new("layout"),
        month: Month::new(2026, 9).unwrap(),
        part: String::new(),
        coverage: Coverage::Full,
        source: SourceFile { name: "名册.xlsx".into(), blake3: source.into(), bytes: 7, format: Format::Xlsx },
        sheets: vec!["名册".into()],
        controls: vec![Control { name: "文件名".into(), stated: 30, found: 30, agrees: true }],
        loaded_at: "2026-09-20T08:00:00Z".parse().unwrap(),
    }
}

pub(crate) fn complaint(row: u32) -> Complaint {
    let (sheet, column) = ("名册".into(), "身份证号".into());
    Complaint { sheet, row, column, rule: Rule::IdCheckCharacter, shown: "419901**********15".into() }
}

/// One import of thirty records and two complaints.
pub(crate) fn import(lake: &Lake, feed: &str, source: &str) -> Result<Commit, LakeError> {
    let mut draft = lake.begin(schema())?;
    draft.write(&batch(1, 20))?;
    draft.complain(&complaint(3))?;
    draft.write(&batch(21, 10))?;
    draft.complain(&complaint(29))?;
    draft.commit(about(feed, source))
}

fn open(root: &Path) -> Lake {
    Lake::open(root, Arc::new(RealDisk)).unwrap()
}

#[test]
fn what_was_written_is_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    let Commit::Added(manifest) = import(&lake, "tekun_person", "aa").unwrap() else { panic!("it is new") };
    assert_eq!((manifest.rows, manifest.complaints, manifest.sequence), (30, 2, 1));
    assert_eq!(lake.complaints(&manifest.id).unwrap(), [complaint(3), complaint(29)]);
    let records = lake.records(&manifest.id, &["monthly_amount"]).unwrap();
    let amounts: Vec<Option<i64>> =
        records.iter().flat_map(|batch| batch.column(0).as_primitive::<Int64Type>().iter()).collect();
    assert_eq!((amounts.len(), amounts[4], amounts[5]), (30, None, Some(600)));
    assert_eq!(lake.records(&manifest.id, &[]).unwrap()[0].num_columns(), 3);
    assert_eq!(lake.snapshots().unwrap(), [manifest]);
}

#[test]
fn loading_the_same_file_twice_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    let first = import(&lake, "tekun_person", "aa").unwrap();
    let before = listing(folder.path());
    let later = import(&lake, "tekun_person", "aa").unwrap();
    assert_eq!(later, Commit::AlreadyThere(first.manifest().clone()));
    assert_eq!(listing(folder.path()), before);
}

#[test]
fn feed_month_part_layout_and_source_each_make_another_snapshot() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    let changes: [fn(&mut About); 6] = [
        |_| {},
        |it| it.feed = FeedId::new("edge_person"),
        |it| it.month = it.month.plus(1),
        |it| it.part = "柳河镇".into(),
        |it| it.layout = LayoutId::new("another"),
        |it| it.source.blake3 = "bb".into(),
    ];
    for change in changes {
        let mut draft = lake.begin(schema()).unwrap();
        draft.write(&batch(1, 1)).unwrap();
        let mut it = about("tekun_person", "aa");
        change(&mut it);
        assert!(matches!(draft.commit(it).unwrap(), Commit::Added(_)));
    }
    let sequences: Vec<u64> = lake.snapshots().unwrap().iter().map(|manifest| manifest.sequence).collect();
    assert_eq!(sequences, [1, 2, 3, 4, 5, 6]);
}

#[test]
fn the_hour_of_loading_is_not_part_of_the_name() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    import(&lake, "tekun_person", "aa").unwrap();
    let mut draft = lake.begin(schema()).unwrap();
    draft.write(&batch(1, 30)).unwrap();
    draft.complain(&complaint(3)).unwrap();
    draft.complain(&complaint(29)).unwrap();
    let mut it = about("tekun_person", "aa");
    it.loaded_at = "2031-01-01T00:00:00Z".parse().unwrap();
    it.source.name = "另存的名册.xlsx".into();
    assert!(matches!(draft.commit(it).unwrap(), Commit::AlreadyThere(_)));
}

#[test]
fn the_current_snapshot_is_the_one_that_arrived_last() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    import(&lake, "tekun_person", "aa").unwrap();
    let newer = import(&lake, "tekun_person", "bb").unwrap();
    import(&lake, "edge_person", "cc").unwrap();
    let month = Month::new(2026, 9).unwrap();
    let current = |part| lake.current(&FeedId::new("tekun_person"), month, part).unwrap();
    assert_eq!(current("").as_ref(), Some(newer.manifest()));
    assert_eq!(current("柳河镇"), None);
}

#[test]
fn a_second_import_is_told_to_wait() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    let running = lake.begin(schema()).unwrap();
    let another = open(folder.path());
    assert!(matches!(another.begin(schema()), Err(LakeError::Busy)));
    assert!(folder.path().join("incoming/draft/records.parquet").exists(), "opening does not sweep a running import");
    drop(running);
    assert!(import(&another, "tekun_person", "aa").is_ok());
}

#[test]
fn an_abandoned_draft_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    let before = listing(folder.path());
    let mut draft = lake.begin(schema()).unwrap();
    draft.write(&batch(1, 5)).unwrap();
    drop(draft);
    assert_eq!(listing(folder.path()), before);
}

#[test]
fn verifying_names_the_snapshot_and_the_file_that_was_touched() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    let whole = import(&lake, "tekun_person", "aa").unwrap().manifest().id.clone();
    for file in ["records.parquet", "complaints.jsonl", "manifest.json"] {
        let hurt = import(&lake, "edge_person", file).unwrap().manifest().id.clone();
        let path = lake.records_path(&hurt).unwrap().with_file_name(file);
        let mut bytes = std::fs::read(&path).unwrap();
        let touched = if file == "manifest.json" {
            String::from_utf8(bytes).unwrap().replace("2026-09\"", "2026-10\"").into_bytes()
        } else {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            bytes
        };
        std::fs::write(&path, touched).unwrap();
        let found = lake.verify().unwrap();
        assert!(found.contains(&Verified { id: whole.clone(), differing: Vec::new() }));
        assert!(found.contains(&Verified { id: hurt, differing: vec![file.into()] }));
    }
}

#[test]
fn what_a_file_manager_leaves_behind_is_no_snapshot() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    let id = import(&lake, "tekun_person", "aa").unwrap().manifest().id.clone();
    let month = lake.records_path(&id).unwrap().ancestors().nth(2).unwrap().to_owned();
    std::fs::write(month.join("Thumbs.db"), "x").unwrap();
    std::fs::write(month.parent().unwrap().join(".DS_Store"), "x").unwrap();
    assert_eq!(lake.snapshots().unwrap().len(), 1);
}

#[test]
fn unknown_ids_and_columns_and_bad_feed_names_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    let id = import(&lake, "tekun_person", "aa").unwrap().manifest().id.clone();
    assert!(matches!(lake.records(&SnapshotId::new("../lock"), &[]), Err(LakeError::NoSuchSnapshot(_))));
    assert!(matches!(lake.records(&id, &["nobody"]), Err(LakeError::NoSuchColumn { .. })));
    assert!(matches!(import(&lake, "../elsewhere", "aa"), Err(LakeError::FeedName(_))));
    let other = RecordBatch::try_from_iter([("x", Arc::new(Int64Array::from(vec![1])) as Arc<dyn Array>)]).unwrap();
    assert!(matches!(lake.begin(schema()).unwrap().write(&other), Err(LakeError::Schema)));
}
