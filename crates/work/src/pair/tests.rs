//! The comparison against one that looks at every row for every row.

use super::*;
use doudi_compare::{IdText, name, read_id};
use proptest::prelude::*;
use std::fs;
use std::sync::Arc;

/// A row of either list: id as written, name, state, division.
type Row = (String, String, String, String);

fn ids() -> impl Strategy<Value = String> {
    // Few people, written in many ways: padded, lower-case x, fifteen digits, full width, mistyped, blank.
    let people = prop::sample::select(vec![
        "419901199003070014",
        "41990119650101002X",
        "419901193512310019",
        "419901200502030026",
    ]);
    (people, 0..12u8).prop_map(|(id, way)| match way {
        0 => format!(" {id}"),
        1 => id.to_ascii_lowercase(),
        2 if &id[6..8] == "19" => format!("{}{}", &id[..6], &id[8..17]),
        3 => id.replace('1', "１"),
        4 => format!("{}{}{}", &id[..4], &id[5..6], &id[4..5]) + &id[6..],
        5 => id[1..].to_owned(),
        6 => String::new(),
        7 => format!("'{id}"),
        _ => id.to_owned(),
    })
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let name = prop::sample::select(vec![
        "王芳",
        "王 芳",
        "李四",
        "",
        "买买提·阿不都",
        "买买提・阿不都",
        "阿不都·买买提",
        "王\"芳",
        "欧阳,娜娜",
    ]);
    let state = prop::sample::select(vec!["参保", "死亡", "已死亡", ""]);
    let division = prop::sample::select(vec!["419901", "419902", ""]);
    let row = (ids(), name, state, division).prop_map(|(id, n, s, d)| (id, n.to_owned(), s.to_owned(), d.to_owned()));
    prop::collection::vec(row, 0..40)
}

fn write_text(path: &Path, rows: &[Row], quote_all: bool, gb: bool) {
    let field = |text: &String| match quote_all || text.contains([',', '"']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.clone(),
    };
    let mut text = "区划代码,证件号码,姓名,参保状态\n".to_owned();
    for (id, name, state, division) in rows {
        text += &[division, id, name, state].map(field).join(",");
        text += "\n";
    }
    let bytes = if gb { doudi_lake::scan::TextEncoding::Gb18030.encode(&text).into_owned() } else { text.into_bytes() };
    fs::write(path, bytes).unwrap();
}

fn write_parquet(path: &Path, rows: &[Row]) {
    use arrow::array::{ArrayRef, RecordBatch, StringArray};
    let column = |of: fn(&Row) -> &String| -> ArrayRef {
        Arc::new(StringArray::from_iter(rows.iter().map(|row| Some(of(row)).filter(|text| !text.is_empty()))))
    };
    let columns = [
        ("证件号码", column(|r| &r.0)),
        ("姓名", column(|r| &r.1)),
        ("状态", column(|r| &r.2)),
        ("区划代码", column(|r| &r.3)),
    ];
    let batch = RecordBatch::try_from_iter_with_nullable(columns.map(|(name, column)| (name, column, true))).unwrap();
    let properties =
        ::parquet::file::properties::WriterProperties::builder().set_max_row_group_row_count(Some(7)).build();
    let file = fs::File::create(path).unwrap();
    let mut writer = ::parquet::arrow::ArrowWriter::try_new(file, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

fn parquet_rows(path: &Path) -> u64 {
    let file = fs::File::open(path).unwrap();
    let reader = ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    reader.metadata().file_metadata().num_rows() as u64
}

/// Missing, pairs, mismatch, dead, repeated ids, repeated rows.
fn naive(asked: &[Row], source: &[Row], options: &PairOptions) -> [u64; 6] {
    let read = |row: &Row| read_id(row.0.as_bytes(), options.reading).0;
    let differ = |ours: &str, theirs: &str| match options.reading {
        _ if ours.is_empty() || theirs.is_empty() => false,
        Reading::Strict => ours != theirs,
        Reading::Clean => !name::same(ours, theirs),
    };
    let mut found = [0; 6];
    for row in asked {
        let met: Vec<&Row> = source.iter().filter(|s| read(s) == read(row) && read(row) != IdText::Blank).collect();
        found[0] += u64::from(met.is_empty());
        found[1] += met.len() as u64;
        found[2] += met.iter().filter(|s| differ(&row.1, &s.1)).count() as u64;
        found[3] += met.iter().filter(|s| options.dead.contains(&s.2)).count() as u64;
    }
    let mut ids: Vec<IdText> = source.iter().map(read).filter(|id| *id != IdText::Blank).collect();
    ids.sort_by_key(|id| {
        format!("{:?}", matches!(id, IdText::Key(_)))
            + &match id {
                IdText::Key(key) => key.reveal(),
                IdText::Other(text) => text.clone(),
                IdText::Blank => String::new(),
            }
    });
    for group in ids.chunk_by(|a, b| a == b).filter(|group| group.len() > 1) {
        found[4] += 1;
        found[5] += group.len() as u64;
    }
    found
}

fn summary(pairing: &Pairing) -> [u64; 6] {
    [pairing.missing, pairing.pairs, pairing.mismatch, pairing.dead, pairing.repeated_ids, pairing.repeated_rows]
}

fn lines(path: &Path) -> u64 {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).unwrap();
    reader.byte_records().map(Result::unwrap).count() as u64
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn two_lists_agree_with_a_look_at_every_pair_of_rows(
        asked in rows(), source in rows(), strict in any::<bool>(), quote_all in any::<bool>(), gb in any::<(bool, bool)>(),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        write_text(&at("asked.csv"), &asked, quote_all, gb.0);
        write_text(&at("source.csv"), &source, !quote_all, gb.1);
        let reading = if strict { Reading::Strict } else { Reading::Clean };
        let options = PairOptions { reading, threads: 2, second_chance: false, ..PairOptions::default() };
        let pairing = pair(&at("asked.csv"), &at("source.csv"), &at("out"), &options, &|_, _| {}).unwrap();
        let expected = naive(&asked, &source, &options);
        prop_assert_eq!(summary(&pairing), expected);
        prop_assert_eq!(lines(&at("out/missing.csv")), expected[0]);
        prop_assert_eq!(lines(&at("out/mismatch.csv")), expected[2]);
        prop_assert_eq!(lines(&at("out/dead.csv")), expected[3]);
        prop_assert_eq!(lines(&at("out/repeated.csv")), expected[5]);
        prop_assert_eq!(pairing.divisions.iter().map(|d| d.asked).sum::<u64>(), asked.len() as u64);
        prop_assert_eq!(pairing.divisions.iter().map(|d| d.asked - d.missing + d.further_pairs).sum::<u64>(), expected[1]);
    }

    #[test]
    fn the_same_lists_in_parquet_and_kept_as_keys_agree_too(asked in rows(), source in rows()) {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        write_parquet(&at("asked.parquet"), &asked);
        write_text(&at("source.csv"), &source, false, false);
        write_parquet(&at("source.parquet"), &source);
        let options = PairOptions { threads: 2, second_chance: false, ..PairOptions::default() };
        let expected = naive(&asked, &source, &options);
        let mixed = pair(&at("asked.parquet"), &at("source.csv"), &at("mixed"), &options, &|_, _| {}).unwrap();
        prop_assert_eq!(summary(&mixed), expected);
        let pairing = pair(&at("asked.parquet"), &at("source.parquet"), &at("out"), &options, &|_, _| {}).unwrap();
        prop_assert_eq!(summary(&pairing), expected);
        let written = ["missing", "mismatch", "dead", "repeated"].map(|name| parquet_rows(&at(&format!("out/{name}.parquet"))));
        prop_assert_eq!(written, [expected[0], expected[2], expected[3], expected[5]]);

        keep_keys(&at("asked.parquet"), &at("asked.bin"), &options).unwrap();
        keep_keys(&at("source.csv"), &at("source.bin"), &options).unwrap();
        let open = |name: &str| doudi_lake::keys::KeyFile::open(&at(name)).unwrap();
        let again = pair_again(&open("asked.bin"), &open("source.bin"), &options.dead, 2).unwrap();
        // Kept lists know rows with the form of a number only.
        let keyed = |rows: &[Row]| -> Vec<Row> {
            rows.iter().filter(|row| matches!(read_id(row.0.as_bytes(), Reading::Clean).0, IdText::Key(_))).cloned().collect()
        };
        let kept = naive(&keyed(&asked), &keyed(&source), &options);
        prop_assert_eq!(again.missing.len() as u64, kept[0] + (asked.len() - keyed(&asked).len()) as u64);
        let found = [again.mismatch.len(), again.dead.len(), again.repeated.len(), again.repeated.concat().len()].map(|n| n as u64);
        prop_assert_eq!(found, [kept[2], kept[3], kept[4], kept[5]]);
    }
}
