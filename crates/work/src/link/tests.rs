//! Sentences about linking from files to decisions.

use super::{
    Ask, Fixed, From, LinkDesk, LinkPlan, Overrides, Picture, Prepared, ReadDecisions, Verdict, plan, prepare,
    read_decisions, report, waterfall_html, waterfall_svg, write_pairs,
};
use crate::policy::Policy;
use doudi_compare::link::{Band, Options};
use doudi_kernel::{Date, DivisionList, Lang, Month, ResidentId, Say};
use doudi_lake::{Limits, RealDisk};
use expect_test::expect;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rust_xlsxwriter::{Format, Workbook};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// People of five villages: name, birth, sex, village.
fn people(count: usize) -> Vec<[String; 4]> {
    let surnames = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "欧阳", "马", "朱"];
    let given: Vec<char> = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰秀珍建国庆文辉志玲红梅".chars().collect();
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let mut below = |n: usize| rng.random_range(0..n);
    (0..count)
        .map(|_| {
            let name = format!("{}{}{}", surnames[below(15)], given[below(given.len())], given[below(given.len())]);
            let birth = format!("{}-{:02}-{:02}", 1940 + below(70), 1 + below(12), 1 + below(28));
            let sex = ["男", "女"][below(2)];
            [name, birth, sex.to_owned(), ["柳河村", "石桥村", "青山村", "白庙村", "高台村"][below(5)].to_owned()]
        })
        .collect()
}

/// Every third of them again, a few with a slip of the pen, and some strangers.
fn some_again(people: &[[String; 4]]) -> Vec<[String; 4]> {
    let mut again: Vec<[String; 4]> = people.iter().step_by(3).cloned().collect();
    for (at, person) in again.iter_mut().enumerate() {
        match at % 20 {
            7 => person[0] = format!("{}伟", person[0].chars().take(2).collect::<String>()),
            13 => person[1].replace_range(8..10, "09"),
            17 => person[3] = "柳河村".into(),
            _ => {}
        }
    }
    again
}

fn csv(folder: &Path, name: &str, headings: &str, rows: &[[String; 4]]) -> PathBuf {
    let lines = rows.iter().map(|row| format!("{}\n", row.join(",")));
    let path = folder.join(name);
    std::fs::write(&path, format!("{headings}\n{}", lines.collect::<String>())).unwrap();
    path
}

const HEADINGS: &str = "姓名,出生日期,性别,行政村";

fn month() -> Month {
    "2026-09".parse().unwrap()
}

fn day(day: &str) -> Date {
    day.parse().unwrap()
}

fn prepared_with(paths: &[PathBuf], divisions: Option<&DivisionList>, overrides: Overrides) -> Prepared {
    let policy = Policy::embedded();
    let ask = Ask { policy: &policy, lake: None, divisions, month: month(), overrides, limits: Limits::default() };
    let from: Vec<From> = paths.iter().map(|path| From::File(path.clone())).collect();
    prepare(&from, &ask).unwrap_or_else(|why| panic!("{}", why.say(Lang::En)))
}

fn prepared(paths: &[PathBuf]) -> Prepared {
    prepared_with(paths, None, Overrides::default())
}

fn planned(prepared: &Prepared) -> LinkPlan {
    let options = Options::default();
    plan(prepared, &prepared.link(&options), &options, &Fixed::of(prepared, &[]))
}

/// Two lists of a thousand and of a third of them.
fn two_lists(folder: &Path) -> [PathBuf; 2] {
    let all = people(1_500);
    [csv(folder, "甲.csv", HEADINGS, &all), csv(folder, "乙.csv", "姓名,出生年月日,性别,村", &some_again(&all))]
}

fn fields(prepared: &Prepared) -> Vec<&str> {
    prepared.compared.iter().map(|known| known.field.as_str()).collect()
}

#[test]
fn two_lists_without_a_number_meet_and_each_link_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let prepared = prepared(&two_lists(folder.path()));
    assert_eq!(fields(&prepared), ["name", "birth_date", "sex", "village_name"]);
    let plan = planned(&prepared);
    // Row n of the second list is row 3n of the first.
    let right = plan.proposals.iter().filter(|one| one.band == Band::Same && one.rows[0] == one.rows[1] * 3).count();
    let same = plan.count(Band::Same);
    assert!(same > 470 && right + 2 >= same, "{right} of {same}");
    for proposal in &plan.proposals {
        let sum: f64 = proposal.steps.iter().map(|step| step.bits).sum();
        assert!((sum - proposal.weight).abs() < 1e-6, "the waterfall ends at the weight");
        let fields: Vec<&str> = proposal.steps.iter().map(|step| step.field.as_str()).collect();
        assert_eq!(fields, ["prior", "name", "birth_date", "sex", "village_name", "rivals"]);
    }
}

#[test]
fn a_list_says_the_same_as_text_as_parquet_and_as_a_workbook_with_a_title() {
    let folder = tempfile::tempdir().unwrap();
    let [left, right] = two_lists(folder.path());
    let pairs = |left: PathBuf| {
        let prepared = prepared(&[left, right.clone()]);
        let path = folder.path().join("pairs.csv");
        write_pairs(&prepared, &prepared.link(&Options::default()), None, &path).unwrap();
        std::fs::read_to_string(path).unwrap()
    };
    let text = pairs(left);
    assert!(text.starts_with("left_row,right_row,weight,probability,band,cluster\n0,0,"), "{}", &text[..80]);
    assert_eq!(text, pairs(parquet(folder.path())));
    assert_eq!(text, pairs(workbook(folder.path())));
}

fn parquet(folder: &Path) -> PathBuf {
    let all = people(1_500);
    let titles = ["姓名", "出生日期", "性别", "行政村"];
    let column = |at: usize| {
        let values = arrow::array::StringArray::from_iter_values(all.iter().map(|person| &person[at]));
        (titles[at].to_owned(), Arc::new(values) as arrow::array::ArrayRef)
    };
    let path = folder.join("甲.parquet");
    std::fs::write(&path, super::proposals::write((0..4).map(column).collect()).unwrap()).unwrap();
    path
}

/// Villages stand in merged cells, and nobody is a total.
fn workbook(folder: &Path) -> PathBuf {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 3, "兜底县2026年台账", &Format::new()).unwrap();
    for (column, title) in ["姓名", "出生日期", "性别", "行政村"].iter().enumerate() {
        sheet.write(1, column as u16, *title).unwrap();
    }
    for (row, person) in (2..).zip(people(1_500)) {
        for (column, value) in (0..).zip(&person) {
            sheet.write(row, column, value).unwrap();
        }
    }
    sheet.write(1_502, 0, "合计").unwrap();
    sheet.write(1_502, 1, "1500").unwrap();
    let path = folder.join("甲.xlsx");
    book.save(&path).unwrap();
    path
}

#[test]
fn truth_and_running_numbers_beside_the_data_are_never_compared() {
    let folder = tempfile::tempdir().unwrap();
    let rows: Vec<String> =
        people(300).iter().enumerate().map(|(at, p)| format!("{at},{at},x,{},{},{at}", p[0], p[1])).collect();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, format!("id,cluster,err,姓名,birth,unique_id\n{}\n", rows.join("\n"))).unwrap();
    let prepared = prepared(&[path.clone(), path]);
    assert_eq!(fields(&prepared), ["name", "birth_date"]);
    assert_eq!(prepared.unused(0), ["id", "cluster", "err", "unique_id"]);
}

#[test]
fn names_in_latin_letters_choose_the_other_columns() {
    let folder = tempfile::tempdir().unwrap();
    let row = |at: usize| format!("rec-{at}, given{at}, family{}, {}, 1{at:03}\n", at % 40, 19_000_101 + at);
    let path = folder.path().join("a.csv");
    let rows: String = (0..200).map(row).collect();
    std::fs::write(&path, format!("rec_id, given_name, surname, date_of_birth, postcode\n{rows}")).unwrap();
    let prepared = prepared(&[path.clone(), path]);
    assert_eq!(fields(&prepared), ["given_name", "surname", "date_of_birth", "postcode"]);
}

#[test]
fn a_heading_is_taken_for_what_the_run_says_and_left_out_when_it_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let all = people(300);
    let left = csv(folder.path(), "a.csv", "户名,出生日期,性别,行政村", &all);
    let right = csv(folder.path(), "b.csv", HEADINGS, &all);
    let overrides =
        Overrides { taken: vec![("户名".into(), "name".into())], without: vec!["性别".into(), "行政村".into()] };
    let prepared = prepared_with(&[left.clone(), right.clone()], None, overrides);
    assert_eq!(fields(&prepared), ["name", "birth_date"]);
    let policy = Policy::embedded();
    let ask = |overrides| Ask {
        policy: &policy,
        lake: None,
        divisions: None,
        month: month(),
        overrides,
        limits: Limits::default(),
    };
    let from = [From::File(left), From::File(right)];
    let told = |overrides| prepare(&from, &ask(overrides)).unwrap_err().say(Lang::Zh);
    let unknown = Overrides { taken: vec![("绰号".into(), "name".into())], without: vec![] };
    assert!(told(unknown).contains("没有“绰号”"));
    let no_kind = Overrides { taken: vec![("户名".into(), "nickname".into())], without: vec![] };
    assert!(told(no_kind).contains("“nickname”不是"));
}

#[test]
fn birth_sex_and_village_are_worked_out_where_only_one_list_has_them() {
    let folder = tempfile::tempdir().unwrap();
    let list = "419901001,柳河镇\n419901001001,柳河村\n419901001002,石桥村\n419901001003,青山村\n\
                419901001004,白庙村\n419901001005,高台村\n419901,兜底县\n";
    let divisions = DivisionList::read(list, day("2026-01-01")).unwrap();
    let all = people(300);
    let code = |village: &str| divisions.iter().find(|(_, name)| *name == village).unwrap().0.to_string();
    let with_number: Vec<[String; 4]> = (1..)
        .zip(&all)
        .map(|(at, person): (u16, _)| {
            let serial = at % 400 * 2 + u16::from(person[2] == "男");
            let id = ResidentId::new("419901".parse().unwrap(), day(&person[1]), serial).unwrap();
            [person[0].clone(), id.key().reveal(), code(&person[3]), String::new()]
        })
        .collect();
    let left = csv(folder.path(), "a.csv", "姓名,身份证号,行政区划,备注", &with_number);
    let right = csv(folder.path(), "b.csv", HEADINGS, &all);
    let prepared = prepared_with(&[left.clone(), right], Some(&divisions), Overrides::default());
    assert_eq!(fields(&prepared), ["name", "birth_date", "sex", "division"]);
    for row in 0..300 {
        for field in ["birth_date", "sex", "division"] {
            assert_eq!(prepared.side(0).value(field, row), prepared.side(1).value(field, row), "{field} in {row}");
        }
    }
    // Beside a list that has the number itself nothing is worked out: one fact would count twice.
    let same = prepared_with(&[left.clone(), left], Some(&divisions), Overrides::default());
    assert_eq!(fields(&same), ["resident_id", "name", "division"]);
}

#[test]
fn the_same_lists_again_change_nothing_on_the_desk() {
    let folder = tempfile::tempdir().unwrap();
    let prepared = prepared(&two_lists(folder.path()));
    let desk = LinkDesk::open(&folder.path().join("desk"), Arc::new(RealDisk));
    let keep = |today| desk.keep(&planned(&prepared), &prepared, month(), day(today)).unwrap();
    let (first, again) = (keep("2026-10-01"), keep("2026-10-09"));
    assert!(first.new && !again.new);
    let of = |kept: &super::KeptPlan| (kept.batch.id.clone(), kept.batch.made, kept.batch.asked.len());
    assert_eq!(of(&first), of(&again));
    for file in ["link.json", "asked.jsonl", "proposals.parquet", "links.xlsx", "report.txt"] {
        assert!(first.folder.join(file).is_file(), "{file}");
    }
}

/// Fills in the workbook's row of a number as somebody would, copying it whole into a new workbook.
fn answered(folder: &Path, batch: &super::LinkBatch, answers: &[(u32, &str, &str, &str, &str)]) -> PathBuf {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "可能是同一人").unwrap();
    sheet.write(1, 0, format!("内部资料 注意保密　批次：{}　数据月份：2026-09", batch.id)).unwrap();
    let headings = ["序号", "甲表记录", "乙表记录", "为什么", "把握", "核对结论", "说明", "核对人", "核对日期"];
    for (column, heading) in (0..).zip(headings) {
        sheet.write(2, column, heading).unwrap();
    }
    for (row, (number, verdict, note, by, on)) in (3..).zip(answers) {
        let asked = batch.asked.iter().find(|asked| asked.number == *number).unwrap_or(&batch.asked[0]);
        let records = [super::book::record(asked, 0), super::book::record(asked, 1)];
        for (column, text) in [(0, &number.to_string()), (1, &records[0]), (2, &records[1])] {
            sheet.write(row, column, text).unwrap();
        }
        for (column, text) in (5..).zip([verdict, note, by, on]) {
            sheet.write(row, column, *text).unwrap();
        }
    }
    let path = folder.join("返回.xlsx");
    book.save(&path).unwrap();
    path
}

#[test]
fn a_returned_workbook_is_accepted_or_refused_row_by_row() {
    let folder = tempfile::tempdir().unwrap();
    let prepared = prepared(&two_lists(folder.path()));
    let desk = LinkDesk::open(&folder.path().join("desk"), Arc::new(RealDisk));
    let batch = desk.keep(&planned(&prepared), &prepared, month(), day("2026-10-01")).unwrap().batch;
    let numbers: Vec<u32> = batch.asked.iter().map(|asked| asked.number).collect();
    let path = answered(
        folder.path(),
        &batch,
        &[
            (numbers[0], "是同一人", "", "张三", "2026-10-02"),
            (numbers[1], "不是同一人", "", "", "2026-10-02"),
            (numbers[2], "大概是", "", "张三", "2026-10-02"),
            (numbers[3], "不是同一人", "", "张三", "2026-09-01"),
            (999_999, "不是同一人", "", "张三", "2026-10-02"),
            (numbers[4], "", "", "", ""),
            (numbers[5], "不清楚", "外出", "张三", "2026-10-03"),
        ],
    );
    assert_eq!(ReadDecisions::batch_of(&path, &Limits::default()).unwrap(), Some(batch.id.clone()));
    let read = read_decisions(&path, &batch, &[], day("2026-10-05"), &Limits::default()).unwrap();
    let accepted: Vec<_> = read.accepted.iter().map(|one| one.verdict).collect();
    assert_eq!((accepted.len(), read.about.empty), (2, 1));
    let told: Vec<String> =
        read.refused.iter().map(|one| format!("{} {}", one.at.row, one.why.say(Lang::Zh))).collect();
    expect![[r#"
        5 未填核对人
        6 “大概是”不是可选的核对结论；请从下拉列表选择
        7 核对日期2026-09-01不在2026-10-01至2026-10-05之间；请核对
        8 序号“999999”不在本批次中；请恢复下发时的序号"#]]
    .assert_eq(&told.join("\n"));
    desk.keep_decisions(&batch, &read).unwrap();
    let mut kept = desk.decisions().unwrap();
    kept.sort_by_key(|one| one.number);
    assert_eq!(kept, read.accepted);
    let again = read_decisions(&path, &batch, &kept, day("2026-10-05"), &Limits::default()).unwrap();
    assert_eq!((again.accepted.len(), again.about.repeated), (0, 2));
}

#[test]
fn what_people_decided_holds_in_the_next_run_whatever_the_order_of_rows() {
    let folder = tempfile::tempdir().unwrap();
    let [left, right] = two_lists(folder.path());
    let first = prepared(&[left, right.clone()]);
    let plan = planned(&first);
    let (taken, told_same) = (&plan.proposals[0], &plan.proposals[1]);
    let decision = |keys: [&String; 2], verdict| super::Decision {
        keys: keys.map(Clone::clone),
        verdict,
        note: String::new(),
        by: "张三".into(),
        on: day("2026-10-02"),
        batch: "b".into(),
        number: 1,
        at: crate::doubts::answers::RowAt { file: String::new(), sheet: String::new(), row: 1 },
    };
    let (apart, together) = ([&taken.keys[0], &taken.keys[1]], [&told_same.keys[0], &plan.proposals[2].keys[1]]);
    let decisions = [decision(apart, Verdict::Different), decision(together, Verdict::Same)];
    let mut all = people(1_500);
    all.reverse();
    let again = prepared(&[right, csv(folder.path(), "丙.csv", HEADINGS, &all)]);
    let fixed = Fixed::of(&again, &decisions);
    let options = fixed.over(Options::default());
    let linked = again.link(&options);
    let next = super::plan(&again, &linked, &options, &fixed);
    let has = |keys: [&String; 2]| {
        let here = |one: &&super::Proposal| [&one.keys[1], &one.keys[0]] == keys;
        next.proposals.iter().find(here).map(|one| (one.band, one.decided))
    };
    assert_eq!(has(apart), None, "two people stay two");
    assert_eq!(has(together), Some((Band::Same, Some(true))));
    assert_eq!((next.decided.same, next.decided.different), (1, 1));
    let desk = LinkDesk::open(&folder.path().join("desk"), Arc::new(RealDisk));
    let asked = desk.keep(&next, &again, month(), day("2026-10-03")).unwrap().batch.asked;
    assert!(asked.iter().all(|one| [&one.keys[1], &one.keys[0]] != together), "what is decided is not asked again");
}

#[test]
fn an_answer_that_slipped_beside_other_people_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let prepared = prepared(&two_lists(folder.path()));
    let desk = LinkDesk::open(&folder.path().join("desk"), Arc::new(RealDisk));
    let batch = desk.keep(&planned(&prepared), &prepared, month(), day("2026-10-01")).unwrap().batch;
    let mut sorted = batch.clone();
    // Somebody sorted the records and left the numbers where they were.
    (sorted.asked[0].records, sorted.asked[1].records) =
        (batch.asked[1].records.clone(), batch.asked[0].records.clone());
    let path = answered(folder.path(), &sorted, &[(batch.asked[0].number, "是同一人", "", "张三", "2026-10-02")]);
    let read = read_decisions(&path, &batch, &[], day("2026-10-05"), &Limits::default()).unwrap();
    assert!(read.accepted.is_empty());
    assert!(read.refused[0].why.say(Lang::Zh).contains("两条记录与下发时不同"));
}

#[test]
fn the_written_workbook_comes_back_as_it_is_with_every_row_empty() {
    let folder = tempfile::tempdir().unwrap();
    let prepared = prepared(&two_lists(folder.path()));
    let desk = LinkDesk::open(&folder.path().join("desk"), Arc::new(RealDisk));
    let kept = desk.keep(&planned(&prepared), &prepared, month(), day("2026-10-01")).unwrap();
    let book = kept.folder.join("links.xlsx");
    let read = read_decisions(&book, &kept.batch, &[], day("2026-10-05"), &Limits::default()).unwrap();
    assert_eq!((read.accepted.len(), read.refused.len()), (0, 0));
    assert_eq!(read.about.empty as usize, kept.batch.asked.len());
}

#[test]
fn a_row_is_known_by_what_it_says_and_not_by_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let mut all = people(300);
    let before = prepared(&[csv(folder.path(), "a.csv", HEADINGS, &all)]).side(0).keys();
    all.reverse();
    all.push(all[0].clone());
    let mut after = prepared(&[csv(folder.path(), "b.csv", HEADINGS, &all)]).side(0).keys();
    let twice = after.pop().unwrap();
    after.reverse();
    assert_eq!(before, after);
    assert_eq!(twice, format!("{}-2", before[299]), "a row that stands twice has two names");
}

fn picture(prepared: &Prepared, rows: [u32; 2]) -> Picture {
    let options = Options::default();
    let linked = prepared.link(&options);
    let plan = plan(prepared, &linked, &options, &Fixed::default());
    Picture::of(prepared, &linked, &plan.columns, &options, rows, Lang::Zh).unwrap()
}

#[test]
fn a_name_full_of_markup_stays_text_in_the_picture() {
    let folder = tempfile::tempdir().unwrap();
    let mut all = people(300);
    all[0][0] = "<script>alert('&')</script>王\"伟".into();
    let left = csv(folder.path(), "a.csv", HEADINGS, &all);
    let prepared = prepared(&[left.clone(), left]);
    let picture = picture(&prepared, [0, 0]);
    for text in [waterfall_svg(&picture), waterfall_html(&picture)] {
        assert!(!text.contains("<script"), "markup got through");
        assert!(text.contains("&lt;script&gt;alert"));
    }
}

#[test]
fn the_picture_hides_the_middle_of_numbers_and_shows_signs_beside_colours() {
    let folder = tempfile::tempdir().unwrap();
    let phone = |at: usize| format!("139{:08}", at * 7_919 % 100_000_000);
    let rows: Vec<[String; 4]> = people(300)
        .into_iter()
        .enumerate()
        .map(|(at, [name, birth, ..])| [name, birth, phone(at), String::new()])
        .collect();
    let left = csv(folder.path(), "a.csv", "姓名,出生日期,联系电话,备注", &rows);
    let prepared = prepared(&[left.clone(), left]);
    let picture = picture(&prepared, [3, 4]);
    let svg = waterfall_svg(&picture);
    assert!(!svg.contains(&phone(3)) && !svg.contains(&phone(4)));
    assert!(svg.contains("139****"));
    assert!(svg.contains('−') && svg.contains("视为不同人"));
    let sum: f64 = picture.rows.iter().map(|row| row.bits).sum();
    assert!((sum - picture.weight).abs() < 1e-9);
}

#[test]
fn nobody_is_linked_with_themselves_within_one_list() {
    let folder = tempfile::tempdir().unwrap();
    let mut all = people(600);
    let again: Vec<[String; 4]> = all.iter().step_by(10).cloned().collect();
    all.extend(again);
    let prepared = prepared(&[csv(folder.path(), "a.csv", HEADINGS, &all)]);
    let plan = planned(&prepared);
    assert!(plan.proposals.iter().all(|one| one.rows[0] < one.rows[1]));
    let right = plan.proposals.iter().filter(|one| one.rows[1] >= 600 && one.rows[0] == (one.rows[1] - 600) * 10);
    assert_eq!(right.filter(|one| one.band == Band::Same).count(), 60);
}

#[test]
fn verdicts_are_offered_as_the_workbook_reads_them() {
    assert_eq!(Verdict::ALL.map(Verdict::zh), ["是同一人", "不是同一人", "不清楚"]);
}

#[test]
fn the_report_says_what_was_compared_estimated_and_paid() {
    let folder = tempfile::tempdir().unwrap();
    let prepared = prepared(&two_lists(folder.path()));
    let plan = planned(&prepared);
    let text = report(&plan, &plan, Lang::Zh);
    let figures = |line: &&str| line.starts_with("   ");
    let head: Vec<&str> = text.lines().take_while(|line| !line.starts_with("四、")).filter(|l| !figures(l)).collect();
    expect![[r#"
        同一人比对报告　甲.csv × 乙.csv

        甲表　甲.csv　1500 条记录
        　　一人一行
        乙表　乙.csv　500 条记录
        　　一人一行

        一、比对栏目（自上而下；“推算”指由其他栏目得出）
          姓名　姓名 / 姓名　[name]
          出生日期　出生日期 / 出生年月日　[date]
          性别　性别 / 性别　[code]
          村社区　行政村 / 村　[text]

        二、结果

        三、界限由代价得出：错认一对 10，漏认一对 5，人工核对一对 1
          把握不低于 90.0% 的拟认定为同一人，不高于 20.0% 的视为不同人，其间待核对
    "#]]
    .assert_eq(&format!("{}\n", head.join("\n").trim_end()));
    assert!(text.contains("拟认定为同一人") && text.contains("逐一比较过的对数"));
    assert!(text.contains("m 0.") && text.contains("估计漏掉"));
}
