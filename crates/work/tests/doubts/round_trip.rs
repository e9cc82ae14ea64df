//! Down to a town, back, and down to zero.

use super::{case, embedded};
use doudi_kernel::{Date, IdKey, Lang, Say};
use doudi_lake::{Cell, Disk, DiskFile, Limits, RealDisk, Roster, snapshot::Held};
use doudi_work::doubts::{
    Batch, Desk, Findings, HandedDown, Labels,
    answers::{FileRefused, ReadAnswers, read_answers, tally},
    plan, refused_book,
    spec::Spec,
    town_books,
};
use doudi_work::policy::Policy;
use std::{
    io,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
};

/// The day of handing down; the deadline is ten working days later, 2026-10-26.
const HANDED_DOWN: Date = Date::constant(2026, 10, 12);

struct Office {
    folder: tempfile::TempDir,
    desk: Desk,
    findings: Findings,
    spec: Spec,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let text = include_str!("cases/pension_coverage_ladder.txt");
        let (spec, deck) = case::read(text, &Policy::embedded());
        let spec = embedded().spec(&spec).unwrap().clone();
        let desk = Desk::open(&folder.path().join("desk"), Arc::new(RealDisk));
        Self { desk, findings: plan(&spec, &deck), spec, folder }
    }

    fn hand_down(&self) -> Batch {
        self.desk.hand_down(&self.findings, &self.spec, HANDED_DOWN).unwrap().batch().clone()
    }

    /// Fills in a town's workbook as a village would: `fill` gives the five columns for a name.
    fn returned(&self, name: &str, bytes: &[u8], fill: impl Fn(&str) -> Option<[&'static str; 5]>) -> PathBuf {
        let sent = self.folder.path().join("sent.xlsx");
        std::fs::write(&sent, bytes).unwrap();
        let path = self.folder.path().join(name);
        write_filled(&sent, &path, fill);
        path
    }

    fn read(&self, batch: &Batch, files: &[PathBuf], today: Date) -> ReadAnswers {
        let known = self.desk.accepted(batch).unwrap();
        read_answers(files, batch, &known, today, &Limits::default())
    }
}

/// Copies a workbook cell by cell and fills in the last five columns of rows that carry a known name.
fn write_filled(from: &Path, to: &Path, fill: impl Fn(&str) -> Option<[&'static str; 5]>) {
    let mut roster = Roster::open(from, &Limits::default()).unwrap();
    let sheets: Vec<String> = roster.sheets().iter().map(|sheet| sheet.name.clone()).collect();
    let mut book = rust_xlsxwriter::Workbook::new();
    for (at, sheet) in sheets.iter().enumerate() {
        let page = book.add_worksheet().set_name(sheet).unwrap();
        let mut columns: Option<(u16, u16)> = None;
        roster
            .for_each_row(at, &mut |row, cells| {
                for (column, cell) in (0..).zip(cells) {
                    page.write(row - 1, column, cell.shown()).unwrap();
                }
                let at =
                    |heading: &str| cells.iter().position(|cell| cell.as_text() == Some(heading)).map(|c| c as u16);
                columns = columns.or_else(|| at("姓名").zip(at("核实情况类型")));
                let filled =
                    columns.and_then(|(name, first)| Some((first, fill(&cells.get(usize::from(name))?.shown())?)));
                if let Some((first, filled)) = filled {
                    for (column, text) in (first..).zip(filled) {
                        page.write(row - 1, column, text).unwrap();
                    }
                }
                ControlFlow::Continue(())
            })
            .unwrap();
    }
    book.save(to).unwrap();
}

fn day(day: i8) -> Date {
    Date::constant(2026, 10, day)
}

const LIUHE: &str = "419901001001";
const SHIQIAO: &str = "419901002001";

#[test]
fn a_town_gets_a_sheet_for_each_village_and_the_county_gets_no_names() {
    let office = Office::new();
    let batch = office.hand_down();
    let books = town_books(&batch, &Labels::of(&Policy::embedded())).unwrap();
    assert_eq!(books.iter().map(|book| book.doubts).collect::<Vec<_>>(), [3, 1]);
    assert!(books[0].name.starts_with("419901001柳河镇_"), "{}", books[0].name);
    let path = office.folder.path().join("town.xlsx");
    std::fs::write(&path, &books[0].bytes).unwrap();
    let roster = Roster::open(&path, &Limits::default()).unwrap();
    let sheets: Vec<&str> = roster.sheets().iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(sheets, ["封面", "石桥村", "大王庄村"]);
    let again = town_books(&batch, &Labels::of(&Policy::embedded())).unwrap();
    assert_eq!(again, books, "the same batch gives the same bytes");

    let county = doudi_work::doubts::county_book(&batch).unwrap();
    let path = office.folder.path().join("county.xlsx");
    std::fs::write(&path, &county.bytes).unwrap();
    let mut roster = Roster::open(&path, &Limits::default()).unwrap();
    for sheet in 0..roster.sheets().len() {
        let mut named = |_: u32, cells: &[Cell]| {
            let names = batch.doubts.iter().any(|handed| cells.iter().any(|cell| cell.shown() == handed.doubt.name));
            assert!(!names, "the summary holds a name");
            ControlFlow::Continue(())
        };
        roster.for_each_row(sheet, &mut named).unwrap();
    }
}

#[test]
fn handing_down_the_same_findings_twice_changes_nothing() {
    let office = Office::new();
    let first = office.hand_down();
    let second = office.desk.hand_down(&office.findings, &office.spec, day(20)).unwrap();
    assert_eq!(second, HandedDown::AlreadyThere(first.clone()));
    assert_eq!(office.desk.batches(&office.spec.id).unwrap(), [first]);
}

#[test]
fn answers_come_back_until_the_tally_is_zero() {
    let office = Office::new();
    let batch = office.hand_down();
    let books = town_books(&batch, &Labels::of(&Policy::embedded())).unwrap();
    let count = |today| tally(&batch, &office.desk.returns(&batch).unwrap(), today);
    assert_eq!((count(day(26)).county.open, count(day(27)).county.overdue), (4, 4));

    // The first return: one answer, one wrong village code, one name typed over, one empty row.
    let file = office.returned("一.xlsx", &books[0].bytes, |name| match name {
        "终止" => Some(["1/011 我区参加居保", "", LIUHE, "王村干", "2026-10-15"]),
        "十六" => Some(["0/203 在校学生", "", SHIQIAO, "王村干", "2026-10-15"]),
        _ => None,
    });
    let read = office.read(&batch, std::slice::from_ref(&file), day(16));
    assert_eq!((read.returned.accepted.len(), read.returned.empty), (1, 1));
    let told: Vec<String> = read.returned.refused.iter().map(|refused| refused.why.say(Lang::Zh)).collect();
    assert_eq!(told, ["行政区划编码419901002001不属于本乡镇（应以419901001开头）；请核对"]);
    office.desk.keep(&batch, &read.returned).unwrap();
    assert_eq!(count(day(16)).county.open, 3);

    // The same file again says nothing new, and the desk keeps one return.
    let again = office.read(&batch, &[file], day(16));
    assert_eq!((again.returned.accepted.len(), again.returned.repeated), (0, 1));

    // The refused rows go back as a workbook, are set right there, and come in.
    let back = refused_book(&batch, &read.returned.refused, day(16)).unwrap().unwrap();
    let corrected = office.returned("二.xlsx", &back.bytes, |name| {
        (name == "十六").then_some(["0/203 在校学生", "", LIUHE, "王村干", "2026-10-15"])
    });
    let town = office.returned("三.xlsx", &books[1].bytes, |name| {
        (name == "城里").then_some(["2/011 无参保意愿", "本人表示明年再办", SHIQIAO, "李干事", "2026-10-19"])
    });
    let rest = office.returned("四.xlsx", &books[0].bytes, |name| {
        (name == "监测").then_some(["0/207 死亡未销户人员", "", LIUHE, "王村干", "2026-10-19"])
    });
    let read = office.read(&batch, &[corrected, town, rest], day(20));
    assert!(read.returned.refused.is_empty() && read.unreadable.is_empty(), "{read:?}");
    office.desk.keep(&batch, &read.returned).unwrap();
    let done = count(day(30));
    assert!(done.county.is_zero() && done.towns.iter().all(|(_, town)| town.is_zero()));
    assert_eq!(done.history, [(day(16), 3), (day(20), 0)]);
    assert_eq!(done.codes["0/203"], 1);
}

#[test]
fn every_wrong_row_is_refused_with_its_own_reason() {
    let refusals = |fill: fn(&str) -> Option<[&'static str; 5]>| {
        let office = Office::new();
        let batch = office.hand_down();
        let books = town_books(&batch, &Labels::default()).unwrap();
        let file = office.returned("回.xlsx", &books[0].bytes, fill);
        let read = office.read(&batch, &[file], day(20));
        read.returned.refused.iter().map(|refused| refused.why.say(Lang::Zh)).collect::<Vec<_>>()
    };
    let ended = |row: [&'static str; 5]| move |name: &str| (name == "终止").then_some(row);
    let one = |row: [&'static str; 5]| {
        let office = Office::new();
        let batch = office.hand_down();
        let books = town_books(&batch, &Labels::default()).unwrap();
        let file = office.returned("回.xlsx", &books[0].bytes, ended(row));
        let read = office.read(&batch, &[file], day(20));
        read.returned.refused.iter().map(|refused| refused.why.say(Lang::Zh)).collect::<Vec<_>>().join("|")
    };
    assert!(refusals(|_| None).is_empty());
    assert_eq!(one(["", "搬走了", LIUHE, "王", "2026-10-15"]), "未选核实情况类型；请从下拉列表选择");
    assert_eq!(one(["3/999", "", LIUHE, "王", "2026-10-15"]), "“3/999”不是可选的核实情况类型；请从下拉列表选择");
    assert_eq!(one(["0/208 其他人员", "", LIUHE, "王", "2026-10-15"]), "选“其他人员”须填说明");
    assert_eq!(
        one(["1/011", "", "41990100100", "王", "2026-10-15"]),
        "行政区划编码“41990100100”不是12位数字；请填所在村（社区）的12位编码"
    );
    assert_eq!(one(["1/011", "", LIUHE, "", "2026-10-15"]), "未填核实人");
    assert_eq!(one(["1/011", "", LIUHE, "王", "上周"]), "核实日期“上周”不是日期；请按2026-09-20填写");
    assert_eq!(
        one(["1/011", "", LIUHE, "王", "2026-10-01"]),
        "核实日期2026-10-01不在2026-10-12至2026-10-20之间；请核对"
    );
    assert_eq!(
        one(["0/203 在校学生", "", LIUHE, "王", "2026-10-15"]),
        "56岁填“在校学生”（一般不超过25岁）；属实的请在说明中写明学校"
    );
    assert_eq!(one(["0/203 在校学生", "老年大学", LIUHE, "王", "2026-10-15"]), "");
}

#[test]
fn a_twelve_digit_code_of_the_wrong_town_is_refused_and_says_so() {
    let office = Office::new();
    let batch = office.hand_down();
    let books = town_books(&batch, &Labels::default()).unwrap();
    let elsewhere = ["1/011", "", "419901999001", "王", "2026-10-15"];
    let file = office.returned("回.xlsx", &books[0].bytes, |name| (name == "终止").then_some(elsewhere));
    let read = office.read(&batch, &[file], day(20));
    assert!(read.returned.accepted.is_empty());
    let [refused] = &read.returned.refused[..] else { panic!("one row was filled in") };
    assert_eq!(refused.why.code(), "other_town");
    assert!(refused.why.say(Lang::Zh).contains("419901999001"));
}

#[test]
fn a_name_typed_over_is_refused_with_the_name_that_was_sent_and_without_the_number() {
    let office = Office::new();
    let batch = office.hand_down();
    let doubt = &batch.doubts[0].doubt;
    let headings = ["序号", "姓名", "身份证号码", "核实情况类型", "说明", "12位行政区划编码", "核实人", "核实日期"];
    let row =
        |number: &str, id: &str| [number, "王小二", id, "1/011", "", LIUHE, "王", "2026-10-15"].map(str::to_owned);
    let rows = [
        headings.map(str::to_owned),
        row("1", &doubt.id().reveal()),
        row("", &case::id("1999-09-09/9").key().reveal()),
    ];
    let path = office.folder.path().join("改名.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write_row_matrix(0, 0, rows).unwrap();
    book.save(&path).unwrap();
    let read = office.read(&batch, &[path], day(20));
    let told: Vec<String> = read.returned.refused.iter().map(|refused| refused.why.say(Lang::Zh)).collect();
    assert_eq!(told.len(), 2, "{read:?}");
    assert_eq!(told[0], format!("姓名应为“{}”，表中为“王小二”；请核对是否填错行", doubt.name));
    let masked = IdKey::from_packed(case::id("1999-09-09/9").packed()).unwrap();
    assert_eq!(told[1], format!("{masked}不在本批次名单中；请勿增加人员，另行报送"));
    let all = format!("{read:?} {}", told.join(" "));
    assert!(!all.contains("19990909") && !all.contains(&doubt.id().reveal()));
}

#[test]
fn an_answer_is_corrected_only_when_it_says_so() {
    let office = Office::new();
    let batch = office.hand_down();
    let books = town_books(&batch, &Labels::default()).unwrap();
    let answer = |note: &'static str, code: &'static str, file: &str| {
        let path = office.returned(file, &books[0].bytes, |name| {
            (name == "终止").then_some([code, note, LIUHE, "王", "2026-10-15"])
        });
        let read = office.read(&batch, &[path], day(20));
        office.desk.keep(&batch, &read.returned).unwrap();
        read.returned.refused.first().map(|refused| refused.why.code())
    };
    assert_eq!(answer("", "1/011", "a.xlsx"), None);
    assert_eq!(answer("", "0/200", "b.xlsx"), Some("answered_otherwise"));
    assert_eq!(answer("更正：查到省职保", "0/200", "c.xlsx"), None);
    assert_eq!(office.desk.accepted(&batch).unwrap().values().collect::<Vec<_>>(), ["0/200"]);
}

#[test]
fn the_next_month_knows_which_doubts_were_open_and_which_were_answered() {
    let office = Office::new();
    let september = office.hand_down();
    let books = town_books(&september, &Labels::default()).unwrap();
    let file = office.returned("九月.xlsx", &books[0].bytes, |name| {
        (name == "终止").then_some(["1/011", "", LIUHE, "王", "2026-10-15"])
    });
    office.desk.keep(&september, &office.read(&september, &[file], day(20)).returned).unwrap();

    let mut findings = office.findings.clone();
    findings.month = "2026-10".parse().unwrap();
    let october = office.desk.hand_down(&findings, &office.spec, Date::constant(2026, 11, 10)).unwrap().batch().clone();
    assert_ne!(october.id, september.id);
    let before: Vec<_> = october.doubts.iter().map(|h| (h.doubt.name.as_str(), h.before.clone().unwrap())).collect();
    assert!(
        before.iter().all(|(_, before)| before.batch == september.id && before.open_since.to_string() == "2026-09")
    );
    let answered: Vec<_> = before.iter().filter_map(|(name, before)| Some((*name, before.answer.clone()?))).collect();
    assert_eq!(answered, [("终止", "1/011".to_owned())]);
}

#[test]
fn a_file_of_another_batch_or_of_no_batch_gives_one_sentence() {
    let office = Office::new();
    let batch = office.hand_down();
    let mut other = batch.clone();
    other.id = doudi_kernel::BatchId::new("0123456789abcdef01234567");
    let books = town_books(&other, &Labels::default()).unwrap();
    let path = office.returned("他批.xlsx", &books[0].bytes, |_| None);
    let nothing = office.folder.path().join("无关.csv");
    std::fs::write(&nothing, "姓名,年龄\n张三,61\n").unwrap();
    let read = office.read(&batch, &[path, nothing], day(20));
    assert!(matches!(read.unreadable[0].1, FileRefused::OtherBatch { .. }));
    assert!(matches!(read.unreadable[1].1, FileRefused::NotASheet));
}

/// A disk whose n-th operation fails, and every one after it, as when the power goes.
pub(crate) struct Dying {
    pub(crate) left: AtomicUsize,
}

impl Dying {
    fn next(&self) -> io::Result<()> {
        let alive = |left: usize| left.checked_sub(1);
        self.left.fetch_update(SeqCst, SeqCst, alive).map(drop).map_err(|_| io::ErrorKind::Other.into())
    }
}

impl Disk for Dying {
    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        self.next().and_then(|()| RealDisk.create_dir_all(path))
    }
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.next().and_then(|()| RealDisk.create(path))
    }
    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        self.next().and_then(|()| RealDisk.sync_dir(path))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.next().and_then(|()| RealDisk.rename(from, to))
    }
    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        self.next().and_then(|()| RealDisk.remove_dir_all(path))
    }
    fn lock(&self, path: &Path) -> io::Result<Option<Held>> {
        self.next().and_then(|()| RealDisk.lock(path))
    }
}

#[test]
fn a_hand_down_that_dies_at_any_operation_leaves_the_desk_as_before_or_as_after() {
    let office = Office::new();
    let mut survived = false;
    for operations in 0..40 {
        let folder = tempfile::tempdir().unwrap();
        let dying = Desk::open(folder.path(), Arc::new(Dying { left: AtomicUsize::new(operations) }));
        let outcome = dying.hand_down(&office.findings, &office.spec, HANDED_DOWN);
        let desk = Desk::open(folder.path(), Arc::new(RealDisk));
        let kept = desk.batches(&office.spec.id).unwrap();
        assert!(kept.len() <= 1 && kept.len() >= usize::from(outcome.is_ok()), "after {operations} operations");
        let again = desk.hand_down(&office.findings, &office.spec, HANDED_DOWN).unwrap();
        assert_eq!(desk.batches(&office.spec.id).unwrap(), [again.batch().clone()], "after {operations} operations");
        survived |= outcome.is_ok();
    }
    assert!(survived, "forty operations are enough");
}
