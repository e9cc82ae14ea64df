//! `doudi compare SPEC --month M`: doubts found, counted, and handed down to towns.

use crate::{cli::Compare as Words, office::Office, show};
use doudi_kernel::{DivisionList, Lang, Month, Say};
use doudi_work::doubts::{
    Deck, Desk, Findings, HandedDown, Labels, NamedBook, county_book, load, plan,
    spec::{Spec, SpecBook},
    town_books,
};
use std::path::{Path, PathBuf};

pub(super) fn run(office: &Office, words: &Words) -> Result<(), String> {
    let book = office.specs()?;
    let specs = chosen(office.lang, &book, &words.spec)?;
    let findings = find(office, &specs, words.month)?;
    for (spec, found) in specs.iter().zip(&findings) {
        print(office.lang, found);
        if !words.plan {
            let handed = hand_down(office, spec, found)?;
            println!("{}\n", told(office, &handed));
        }
    }
    Ok(())
}

/// The comparisons that a word names: one, or all of them.
fn chosen<'a>(lang: Lang, book: &'a SpecBook, word: &str) -> Result<Vec<&'a Spec>, String> {
    if word == "all" {
        return Ok(book.specs.iter().collect());
    }
    book.spec(word).map(|spec| vec![spec]).ok_or_else(|| match lang {
        Lang::Zh => format!("没有名为“{word}”的比对方案；用 doudi policy specs 查看，或用 all"),
        Lang::En => format!("no comparison is called {word}; see doudi policy specs, or say all"),
    })
}

/// The current snapshots of a month that some comparisons need, read once for all of them.
pub(super) fn deck(office: &Office, specs: &[&Spec], month: Month) -> Result<Deck, String> {
    let lake = office.lake().map_err(|why| why.say(office.lang))?;
    let divisions = office.divisions_on(month.last_day())?;
    if divisions.is_none() {
        eprintln!("{}", no_divisions(office.lang));
    }
    let divisions = divisions.unwrap_or_else(|| DivisionList::new(month.first_day(), []));
    load(&lake, specs, month, divisions).map_err(|why| why.say(office.lang))
}

/// Runs comparisons of a month.
pub(super) fn find(office: &Office, specs: &[&Spec], month: Month) -> Result<Vec<Findings>, String> {
    let deck = deck(office, specs, month)?;
    let bar = show::bar(office.quiet, specs.len() as u64, office.lang.pick("比对（方案）", "comparisons"));
    let findings = specs.iter().map(|spec| plan(spec, &deck)).inspect(|_| bar.inc(1)).collect();
    bar.finish_and_clear();
    Ok(findings)
}

fn no_divisions(lang: Lang) -> &'static str {
    lang.pick(
        "提示：尚未导入乡镇村社名单，只能按12位区划代码归属；用 doudi divisions 文件 --from 日期 导入",
        "note: no list of towns and villages is imported, so people are placed by twelve-digit codes only; \
         doudi divisions FILE --from DATE brings one",
    )
}

/// The counts of a comparison: each question in a line, then where its people stand, then its sources.
fn print(lang: Lang, found: &Findings) {
    let overview = found.overview(lang);
    println!("{}\n{}", show::heading(&overview.title), show::grid(&overview));
    for question in &found.questions {
        let rungs = found.by_rung(question, lang);
        println!("{}\n{}", rungs.title, show::grid(&rungs));
        println!("{}", show::grid(&found.by_town(question, lang)));
    }
    println!("{}", show::grid(&found.by_source(lang)));
    let mended = found.by_mending(lang);
    if !mended.rows.is_empty() {
        println!("{}\n{}", mended.title, show::grid(&mended));
    }
}

/// A batch on the desk, with the workbooks that were written for it.
pub(super) struct Handed {
    pub(super) doubts: usize,
    pub(super) new: bool,
    pub(super) books: Vec<NamedBook>,
    pub(super) folder: PathBuf,
}

/// Keeps the doubts as a batch and writes the workbooks: one for each town, one for the county.
pub(super) fn hand_down(office: &Office, spec: &Spec, found: &Findings) -> Result<Handed, String> {
    let told = |why: doudi_work::doubts::DeskError| why.say(office.lang);
    let handed = office.desk().hand_down(found, spec, office.today()).map_err(told)?;
    let batch = handed.batch();
    let mut books = town_books(batch, &Labels::of(&office.policy()?)).map_err(told)?;
    books.push(county_book(batch).map_err(told)?);
    let folder = office.outbox().join(found.month.to_string()).join(found.spec.as_str());
    write(&folder, &books).map_err(|why| office.unwritable(&folder, &why))?;
    Ok(Handed { doubts: batch.doubts.len(), new: matches!(handed, HandedDown::Added(_)), books, folder })
}

fn write(folder: &Path, books: &[NamedBook]) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    books.iter().try_for_each(|book| std::fs::write(folder.join(&book.name), &book.bytes))
}

fn told(office: &Office, handed: &Handed) -> String {
    let (doubts, towns) = (show::number(handed.doubts as u64), handed.books.len() - 1);
    let folder = handed.folder.display();
    match (office.lang, handed.new) {
        (Lang::Zh, true) => format!("已下发疑点 {doubts} 条，乡镇工作簿 {towns} 份，在 {folder}"),
        (Lang::Zh, false) => format!("疑点 {doubts} 条此前已下发，没有变化；工作簿在 {folder}"),
        (Lang::En, true) => format!("{doubts} doubts handed down in {towns} workbooks for towns, in {folder}"),
        (Lang::En, false) => format!("{doubts} doubts were handed down before, nothing changed; workbooks in {folder}"),
    }
}

impl Office {
    /// The comparisons, checked.
    pub(super) fn specs(&self) -> Result<SpecBook, String> {
        SpecBook::of(&self.policy()?)
            .map_err(|faults| faults.iter().map(|fault| fault.say(self.lang)).collect::<Vec<_>>().join("\n"))
    }

    /// The desk: batches handed down and what came back.
    pub(super) fn desk(&self) -> Desk {
        Desk::open(&self.data.join("desk"), self.disk())
    }

    /// Where workbooks for others are written.
    pub(super) fn outbox(&self) -> PathBuf {
        self.data.join("outbox")
    }
}
