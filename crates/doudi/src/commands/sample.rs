//! `doudi sample SPEC --month M`: who is visited on site, stratified and reproducible.

use super::compare::deck;
use crate::{cli::Sample as Words, office::Office, show};
use doudi_kernel::{Lang, Say};
use doudi_work::doubts::{Answered, Sample, plan, sample, visit_book};

pub(super) fn run(office: &Office, words: &Words) -> Result<(), String> {
    let book = office.specs()?;
    let spec = book.spec(&words.spec).ok_or_else(|| match office.lang {
        Lang::Zh => format!("没有名为“{}”的比对方案；用 doudi policy specs 查看", words.spec),
        Lang::En => format!("no comparison is called {}; see doudi policy specs", words.spec),
    })?;
    let deck = deck(office, &[spec], words.month)?;
    let found = plan(spec, &deck);
    let question =
        found.questions.first().ok_or_else(|| office.lang.pick("方案没有核查问题", "the spec asks nothing"))?;
    let drawn = sample(&found, question, &deck, words.size, words.seed).map_err(|why| why.say(office.lang))?;
    let book = visit_book(&drawn, &found, question, office.today()).map_err(|why| why.say(office.lang))?;
    std::fs::write(&words.out, &book.bytes).map_err(|why| office.unwritable(&words.out, &why))?;
    println!("{}", strata(office.lang, &drawn, question));
    println!("{}", told(office.lang, &drawn, words));
    Ok(())
}

fn strata(lang: Lang, drawn: &Sample, question: &Answered) -> String {
    let headings = lang.pick(["乡镇", "判定", "人数", "抽查"], ["town", "finding", "people", "visited"]);
    let wording = |code: &str| {
        let rung = question.rungs.iter().find(|rung| rung.code == code);
        rung.map_or_else(|| code.to_owned(), |rung| rung.wording.say(lang).into())
    };
    let rows: Vec<Vec<String>> = drawn
        .strata
        .iter()
        .map(|stratum| {
            let figures = [stratum.people, stratum.drawn].map(show::number);
            [show::town(&stratum.town), wording(&stratum.rung)].into_iter().chain(figures).collect()
        })
        .collect();
    show::table(&headings, &rows)
}

fn told(lang: Lang, drawn: &Sample, words: &Words) -> String {
    let (visits, frame, seed, file) = (drawn.visits.len(), show::number(drawn.frame), drawn.seed, words.out.display());
    match lang {
        Lang::Zh => format!("从 {frame} 人中抽取 {visits} 人（种子 {seed}，同一种子可复现），名单在 {file}"),
        Lang::En => format!("{visits} of {frame} people drawn (seed {seed} draws them again); the list is {file}"),
    }
}
