use crate::{plan, write};
use doudi_synth::{CountyPlan, Form};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Every file under a folder by its path within it.
fn all(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn same_bytes_twice(plan: &CountyPlan) {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    assert_eq!(write(plan, one.path()), write(plan, two.path()));
    let (one, two) = (all(one.path()), all(two.path()));
    assert!(one.keys().eq(two.keys()));
    for (path, bytes) in &one {
        assert!(bytes == &two[path], "{} differs", path.display());
    }
    let folder = tempfile::tempdir().unwrap();
    write(&CountyPlan { seed: plan.seed + 1, ..*plan }, folder.path());
    let register = |files: &BTreeMap<PathBuf, Vec<u8>>| {
        files.iter().find(|(path, _)| path.ends_with("truth/persons.parquet")).unwrap().1.clone()
    };
    assert!(register(&one) != register(&all(folder.path())), "another seed is another county");
}

#[test]
fn the_same_seed_writes_the_same_bytes_as_offices_send_them() {
    same_bytes_twice(&plan(4_000));
}

#[test]
fn the_same_seed_writes_the_same_bytes_in_parquet() {
    same_bytes_twice(&CountyPlan { form: Form::Parquet, ..plan(6_000) });
}

#[test]
fn no_draft_and_no_number_of_a_real_county_is_left_behind() {
    let folder = tempfile::tempdir().unwrap();
    write(&plan(6_000), folder.path());
    for (path, bytes) in all(folder.path()) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        assert!(!name.starts_with('.'), "{name}");
        if name.starts_with("公安户籍人口") {
            let text = String::from_utf8(bytes).unwrap();
            let numbers = text.lines().skip(1).filter_map(|line| line.split('\t').nth(1));
            let numbers = numbers.map(|id| id.trim_matches(['\'', ' ', '"', '\t', '\n']));
            let plain = numbers
                .filter(|id| id.len() == 18 && id.is_ascii() && !id.starts_with("999") && !id.starts_with("000"));
            assert!(plain.clone().count() > 5_000);
            assert!(plain.clone().all(|id| id.starts_with("4199")));
        }
    }
}

#[test]
fn every_feed_is_sent_every_month_and_yearly_lists_once() {
    let folder = tempfile::tempdir().unwrap();
    let summary = write(&plan(4_000), folder.path());
    let files = all(folder.path());
    let of = |month: &str| files.keys().filter(|path| path.starts_with(month)).count();
    // 26 monthly feeds; the land list with the first month; planting lists of the villages with the last.
    assert_eq!((of("2026-07"), of("2026-08")), (27, 26));
    assert!(of("2026-09") > 26);
    assert_eq!(summary.files as usize, of("2026-07") + of("2026-08") + of("2026-09"));
    assert!(files.contains_key(Path::new("divisions-419901-2026-01-01.csv")));
}

#[test]
fn pensions_are_gb18030_and_the_other_schemes_begin_with_a_byte_order_mark() {
    let folder = tempfile::tempdir().unwrap();
    write(&plan(4_000), folder.path());
    let files = all(folder.path());
    let of = |start: &str| {
        let named = |path: &&PathBuf| {
            path.starts_with("2026-09") && path.file_name().unwrap().to_str().unwrap().starts_with(start)
        };
        &files[files.keys().find(named).unwrap()]
    };
    let insured = of("居保参保明细");
    assert!(std::str::from_utf8(insured).is_err());
    let (text, _, wrong) = encoding_rs::GB18030.decode(insured);
    assert!(!wrong && text.starts_with("行政区划,户籍性质,个人编号,姓名,证件类型,证件号码"));
    assert!(of("职工养老保险参保").starts_with("\u{feff}姓名".as_bytes()));
    let lines = String::from_utf8(of("医保参保名册").clone()).unwrap();
    assert!(lines.lines().nth(2).unwrap().starts_with("序号,姓名,身份证号"));
}
