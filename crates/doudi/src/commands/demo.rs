//! `doudi demo`: the main job from end to end, on a county that never existed.
//!
//! Nothing is planted for show: the county lives by rates, offices write its files with their usual mess, and what is
//! found is held against the truth that the county keeps about itself.

mod desk;
mod found;
mod year;

use super::{
    compare, intake, link,
    serve::{self, Made},
    synth, targeting,
};
use crate::{cli::Demo as Words, office::Office, show};
use doudi_compare::link::{Band, Options};
use doudi_journal::{
    JournalError,
    access::{Department, Role},
};
use doudi_kernel::{Date, DivisionLevel, Lang, Month, Ratio, Say};
use doudi_office::Bureau;
use doudi_synth::CountyPlan;
use doudi_work::{
    doubts::{
        Findings,
        spec::{Spec, SpecBook},
    },
    evaluate::{LinkTruth, Score, read_truth, score, score_links},
    intake::{Ask, Outcome, Refused},
    link::{Fixed, From, LinkRefused, Overrides, Picture, plan},
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// The last month of the demo's files.
const MONTH: (i16, i8) = (2026, 9);
/// How many months of files: a year in which households are struck.
const MONTHS: u8 = 12;
/// In the folder of a demo, so that only a demo is ever replaced by one.
const MARK: &str = ".doudi-demo";

pub(super) fn run(office: &Office, words: &Words) -> Result<(), String> {
    let lang = office.lang;
    clear(office, &words.out)?;
    let county = words.out.join("county");
    // Until its end the demonstration waits for no disk: one that broke off is made anew.
    let office = Office { hasty: true, ..office.at(words.out.join("data")) };
    let month = Month::new(MONTH.0, MONTH.1).ok_or("month")?;
    let division = "419901".parse().map_err(|_| "division")?;
    let plan = CountyPlan { months: MONTHS, ..CountyPlan::new(division, words.residents, month, words.seed) };

    println!("{}", show::heading(lang.pick("一、虚构一个县", "1. A county that never existed")));
    let summary = synth::write(&office, &plan, &county)?;
    println!("{}", synth::told(lang, &summary, &county));

    println!("{}", show::heading(lang.pick("二、部门文件导入", "2. Departments' files in")));
    import_divisions(&office, &county)?;
    for month in plan.all_months() {
        take_month(&office, &county, month, month == plan.month)?;
    }

    println!("{}", show::heading(lang.pick("三、比对与下发", "3. Doubts out")));
    let book = office.specs()?;
    let specs: Vec<&Spec> = book.specs.iter().collect();
    let findings = compare::find(&office, &specs, month)?;
    println!("{}", found(lang, &findings));
    println!("{}", mended(lang, &findings));
    let (doubts, books) = hand_down(&office, &specs, &findings)?;
    println!("{}", handed(lang, doubts, books, &office.outbox().join(month.to_string())));

    println!("{}", show::heading(lang.pick("四、与真值对照", "4. Against the truth")));
    let truth = county.join("truth").join("doubts.csv");
    let text = std::fs::read_to_string(&truth).map_err(|why| office.unreadable(&truth, &why))?;
    let truth = read_truth(&text).map_err(|line| format!("truth/doubts.csv:{line}"))?;
    println!("{}", scores(lang, &book, &score(&findings, &truth)));

    println!(
        "{}",
        show::heading(lang.pick("五、没有身份证号，也找到同一人", "5. The same person without the same number"))
    );
    let truth = link::truth(&office, &county.join("truth").join("links.csv"))?;
    for lists in LINKED {
        println!("{}\n", linked(&office, lists, month, &truth)?);
    }
    println!(
        "{}",
        show::heading(lang.pick("六、一年：建档、监测、走访、办结", "6. A year: files, signals, visits, outcomes"))
    );
    let bureau = office.bureau(None)?;
    let staff = staff(&bureau);
    let begin = desk::moment(plan.month_at(0).first_day(), 8);
    // The passwords can be read at the end, when there is a portal to sign in at.
    let made = serve::accounts(&office, &bureau, &staff, begin)?;
    let live = || year::run(&office, &bureau, &plan, &county, &staff).map_err(Told::Said);
    let (applied, told) = bureau.journal.in_haste(live).map_err(|why| why.say(lang))?;
    println!("{told}");
    println!(
        "{}",
        show::heading(lang.pick("七、按规则认定，与真值对照", "7. Assessed by the rules, against the truth"))
    );
    targeting::run(&office, &applied, &county.join("truth").join("means.parquet"))?;
    println!("{}", next(lang, &office));
    println!("{}", show::heading(lang.pick("八、一户一档，一窗受理", "8. One household, one file, one window")));
    println!("{}", serve::ready(lang, made));
    drop((bureau, applied));
    let office = Office { hasty: false, ..office };
    let bureau = serve::prepared(&office, None)?;
    if words.once {
        return Ok(());
    }
    serve::listen(&office, bureau, words.listen, false)
}

/// What went wrong while the register lived: in words already, or the journal's own.
enum Told {
    Said(String),
    Journal(JournalError),
}

impl std::convert::From<JournalError> for Told {
    fn from(why: JournalError) -> Self {
        Self::Journal(why)
    }
}

impl Say for Told {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Said(words) => words.clone(),
            Self::Journal(why) => why.say(lang),
        }
    }
}

/// Somebody for every desk: administrators, province, county and departments, a clerk in each town, and all of the first town with
/// its first village.
fn staff(bureau: &Bureau) -> Vec<Made> {
    let Some(county) = serve::county(bureau) else { return Vec::new() };
    let first = |of| bureau.divisions.children(of).next().map_or(of, |(division, _)| division);
    let town = first(county);
    let one = |account: &str, name: &str, role, area| Made::new(account, name, role, area);
    let towns = bureau.divisions.children(county).map(|(division, _)| division).filter(|division| *division != town);
    let others = (2..).zip(towns).map(|(number, town)| {
        one(&format!("town{number}"), &format!("乡镇经办（{}）", bureau.place(town.number())), Role::TownClerk, town)
    });
    let mut all = vec![
        one("cadre", "村级协理员", Role::VillageCadre, first(town)),
        one("clerk", "乡镇经办", Role::TownClerk, town),
        one("clerk2", "乡镇经办（二）", Role::TownClerk, town),
        one("leader", "乡镇负责人", Role::TownLeader, town),
        one("county", "县级经办", Role::CountyClerk, county),
        one("chief", "县级审核确认人", Role::CountyLeader, county),
        one("checks", "核对机构", Role::VerificationCentre, county),
        one("medical", "医保局经办", Role::Department(Department::MedicalInsurance), county),
        one("school", "教育局经办", Role::Department(Department::Education), county),
        one("finance", "财政局经办", Role::Finance, county),
        one("analyst", "省厅分析", Role::ProvincialAnalyst, county.at(DivisionLevel::Province).unwrap_or(county)),
        one("security", "安全管理员", Role::SecurityAdmin, county),
        one("system", "系统管理员", Role::SystemAdmin, county),
        one("audit", "审计管理员", Role::Auditor, county),
    ];
    all.extend(others);
    all
}

/// Lists without numbers, and where their people are looked for: heads of households with land in the household register,
/// and people who are in no register among the households that are monitored.
const LINKED: [[&str; 2]; 2] = [["land_contract", "household_register"], ["no_hukou", "relapse_monitored"]];

/// Links two rosters of the lake, keeps the proposals, holds them against the truth and draws the least certain one.
fn linked(office: &Office, lists: [&str; 2], month: Month, truth: &LinkTruth) -> Result<String, String> {
    let told = |why: LinkRefused| why.say(office.lang);
    let lake = office.lake().map_err(|why| why.say(office.lang))?;
    let from = lists.map(|feed| From::Roster(feed.into()));
    let prepared =
        link::prepared(office, &office.policy()?, Some(&lake), &from, month, Overrides::default()).map_err(told)?;
    let fixed = Fixed::of(&prepared, &[]);
    let options = fixed.over(Options::default());
    let found = prepared.link(&options);
    let plan = plan(&prepared, &found, &options, &fixed);
    let people = [0, 1].map(|side| truth.people(prepared.side(side)));
    let score = score_links(&found.links, &people[0], &people[1]);
    let kept = office.links().keep(&plan, &prepared, month, office.today()).map_err(told)?;
    let mut text = link::table(office.lang, &prepared, &found);
    text.push_str(&format!("\n{}", link::scores(office.lang, &score)));
    let out = office.outbox().join(month.to_string()).join(format!("link-{}", lists[0]));
    text.push_str(&format!("\n{}", link::kept_told(office, &kept, Some(&out))?));
    // The pair that somebody will look at first, else the last that is taken for one person.
    let drawn = plan.proposals.iter().find(|one| one.band == Band::Look).or(plan.proposals.last());
    if let Some(proposal) = drawn {
        let picture =
            Picture::of(&prepared, &found, &plan.columns, &options, proposal.rows, office.lang).map_err(told)?;
        for (path, drawing) in link::pictures(&out.join("waterfall.svg"), &picture) {
            std::fs::write(&path, drawing).map_err(|why| office.unwritable(&path, &why))?;
        }
        let name = office.lang.pick("瀑布图（一对的逐栏说明）：", "waterfall of one pair: ");
        text.push_str(&format!("\n{name}{}", out.join("waterfall.html").display()));
    }
    Ok(text)
}

/// Replaces an earlier demo, and nothing else.
fn clear(office: &Office, out: &Path) -> Result<(), String> {
    let empty = std::fs::read_dir(out).map_or(true, |mut entries| entries.next().is_none());
    if !empty && !out.join(MARK).exists() {
        return Err(match office.lang {
            Lang::Zh => format!("{} 里有别的内容，演示不会替换它；请用 --out 另指目录", out.display()),
            Lang::En => {
                format!("{} holds something else, which a demo does not replace; name another --out", out.display())
            }
        });
    }
    if out.exists() {
        std::fs::remove_dir_all(out).map_err(|why| office.unwritable(out, &why))?;
    }
    std::fs::create_dir_all(out)
        .and_then(|()| std::fs::write(out.join(MARK), ""))
        .map_err(|why| office.unwritable(out, &why))
}

/// The county's own list of towns and villages; its file name says from when it holds.
fn import_divisions(office: &Office, county: &Path) -> Result<(), String> {
    let files = office.files(&[county.to_owned()])?;
    let list = files.iter().find_map(|file| Some((file, file.file_stem()?.to_str()?.strip_prefix("divisions-")?)));
    let (file, dated) = list.ok_or("divisions-*.csv")?;
    let from: Date = dated.split_once('-').and_then(|(_, date)| date.parse().ok()).ok_or("divisions-*.csv")?;
    super::divisions::run(office, &crate::cli::Divisions { file: file.clone(), from })
}

/// Takes a month's folder in; the files of the last month are listed one by one.
fn take_month(office: &Office, county: &Path, month: Month, list: bool) -> Result<(), String> {
    let catalogue = office.catalogue()?;
    let lake = office.lake().map_err(|why| why.say(office.lang))?;
    let ask = Ask { month: Some(month), ..Ask::on(office.today()) };
    let files = office.files(&[county.join(month.to_string())])?;
    let bar = show::bar(office.quiet, files.len() as u64, &month.to_string());
    let quiet = Office { quiet: true, ..office.at(office.data.clone()) };
    let taken: Vec<(&PathBuf, Result<intake::Taken, Refused>)> = files
        .iter()
        .map(|file| (file, intake::take(&quiet, file, &catalogue, &lake, &ask)))
        .inspect(|_| bar.inc(1))
        .collect();
    bar.finish_and_clear();
    let lines: Vec<Vec<String>> = taken.iter().map(|(file, outcome)| line(office.lang, file, outcome)).collect();
    if list {
        let headings = office.lang.pick(
            ["来文", "识别为", "记录", "问题", "新增", "退出", "变更"],
            ["file", "recognised as", "records", "complaints", "joined", "left", "changed"],
        );
        println!("{}", show::table(&headings, &lines));
    }
    println!("{}", month_told(office.lang, month, &taken));
    Ok(())
}

fn line(lang: Lang, file: &Path, outcome: &Result<intake::Taken, Refused>) -> Vec<String> {
    let name = show::shorten(&file.file_name().unwrap_or_default().to_string_lossy(), 36);
    let blank = || std::iter::repeat_n(String::new(), 5);
    match outcome {
        Err(why) => [name, why.say(lang)].into_iter().chain(blank()).collect(),
        Ok(intake::Taken { outcome: Outcome::AlreadyThere(manifest), .. }) => {
            [name, manifest.about.feed.to_string()].into_iter().chain(blank()).collect()
        }
        Ok(intake::Taken { outcome: Outcome::Loaded(loaded), .. }) => {
            let (plan, manifest) = (&loaded.plan, &loaded.manifest);
            let against = plan.against.as_ref();
            let moved = |n: Option<u64>| n.map_or_else(|| "—".to_owned(), show::number);
            vec![
                name,
                lang.pick(&plan.feed_zh, &plan.feed_en).clone(),
                show::number(manifest.rows),
                show::number(manifest.complaints),
                moved(against.map(|against| against.joined)),
                moved(against.and_then(|against| against.left)),
                moved(against.map(|against| against.changed)),
            ]
        }
    }
}

fn month_told(lang: Lang, month: Month, taken: &[(&PathBuf, Result<intake::Taken, Refused>)]) -> String {
    let mut sums = [0u64; 3];
    for (_, outcome) in taken {
        match outcome {
            Ok(intake::Taken { outcome: Outcome::Loaded(loaded), .. }) => {
                sums[0] += loaded.manifest.rows;
                sums[1] += loaded.manifest.complaints;
            }
            Ok(_) => {}
            Err(_) => sums[2] += 1,
        }
    }
    let [rows, complaints, refused] = sums.map(show::number);
    let files = taken.len();
    match lang {
        Lang::Zh => {
            format!("{month}：{files} 份文件，{rows} 条记录入湖，{complaints} 个问题逐条列明，{refused} 份未能处理")
        }
        Lang::En => format!("{month}: {files} files, {rows} records, {complaints} complaints, {refused} files refused"),
    }
}

/// One line a question of each comparison.
fn found(lang: Lang, findings: &[Findings]) -> String {
    let mut headings = Vec::new();
    let mut rows = Vec::new();
    for one in findings {
        let grid = one.overview(lang);
        rows.extend(grid.rows);
        headings = grid.headings;
    }
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    show::table(&headings, &rows)
}

/// How many rows were given back to the people whose they are. A row serves several comparisons and counts once.
fn mended(lang: Lang, findings: &[Findings]) -> String {
    let mut rows: BTreeMap<_, u64> = BTreeMap::new();
    for source in findings.iter().flat_map(|one| &one.sources) {
        for count in &source.mended {
            let most = rows.entry((&source.feed, &count.mending.code, &count.mending.proof)).or_default();
            *most = count.rows.max(*most);
        }
    }
    let rows = show::number(rows.values().sum());
    match lang {
        Lang::Zh => format!("号码有误或缺失而认定到人的记录 {rows} 行，依据随佐证列明"),
        Lang::En => format!("{rows} rows with a broken or missing number were linked to their person; each says why"),
    }
}

fn hand_down(office: &Office, specs: &[&Spec], findings: &[Findings]) -> Result<(usize, usize), String> {
    let bar = show::bar(office.quiet, specs.len() as u64, office.lang.pick("下发（方案）", "handing down"));
    let mut sums = (0, 0);
    for (spec, found) in specs.iter().zip(findings) {
        let handed = compare::hand_down(office, spec, found)?;
        sums = (sums.0 + handed.doubts, sums.1 + handed.books.len());
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(sums)
}

fn handed(lang: Lang, doubts: usize, books: usize, folder: &Path) -> String {
    let doubts = show::number(doubts as u64);
    match lang {
        Lang::Zh => format!("疑点 {doubts} 条已按乡镇分簿、村社分表下发，工作簿 {books} 份，在 {}", folder.display()),
        Lang::En => {
            format!("{doubts} doubts handed down in {books} workbooks, villages as sheets, in {}", folder.display())
        }
    }
}

fn scores(lang: Lang, book: &SpecBook, scores: &BTreeMap<(String, String), Score>) -> String {
    let headings = lang.pick(
        ["方案", "疑点", "报出", "文件可见的真疑点", "召回率", "属实", "准确率"],
        ["spec", "doubt", "raised", "true and visible in files", "recall", "true", "precision"],
    );
    let share = |share: Option<Ratio>| share.map_or_else(|| "—".to_owned(), Ratio::percent);
    let line = |spec: &str, reason: &str, of: &Score| {
        let [found, expected, genuine] = [of.found, of.expected, of.genuine].map(show::number);
        let known = book.spec(spec);
        let title = known.map_or(spec, |known| known.title.say(lang));
        let wording = known.and_then(|known| known.rung(reason)).map_or(reason, |(_, rung)| rung.wording.say(lang));
        vec![title.into(), wording.into(), found, expected, share(of.recall()), genuine, share(of.precision())]
    };
    let mut all = Score::default();
    let mut rows = Vec::new();
    for ((spec, reason), of) in scores {
        rows.push(line(spec, reason, of));
        all.found += of.found;
        all.expected += of.expected;
        all.hit += of.hit;
        all.genuine += of.genuine;
    }
    rows.push(line(lang.pick("合计", "all"), "", &all));
    show::table(&headings, &rows)
}

fn next(lang: Lang, office: &Office) -> String {
    let data = office.data.display();
    match lang {
        Lang::Zh => format!(
            "\n下一步：打开一份乡镇工作簿填写核实情况，然后\n  doudi --data {data} answers 工作簿.xlsx\n查看进度：doudi --data {data} answers"
        ),
        Lang::En => format!(
            "\nnext: fill in a town's workbook, then\n  doudi --data {data} answers WORKBOOK.xlsx\nthe tally: doudi --data {data} answers"
        ),
    }
}
