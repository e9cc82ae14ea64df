//! `doudi explain [NUMBER] --month M`: one household told why.

use crate::{cli::Explain as Words, office::Office, show};
use doudi_kernel::{Lang, ResidentId, Say};
use doudi_work::{
    assess::{AssessError, Why, explain},
    intake::Catalogue,
};
use std::io::{BufRead, Write};

pub(super) fn run(office: &Office, words: &Words) -> Result<(), String> {
    let told = |why: AssessError| why.say(office.lang);
    let store = office.assessments();
    let month = store.of_month(words.month).and_then(|kept| store.dossiers(&kept)).map_err(told)?;
    let household = match words.household {
        Some(number) => number,
        None => asked(office, |person| month.household_of(person))?,
    };
    let catalogue = office.catalogue()?;
    let feed = |id: &str| feed(office.lang, &catalogue, id);
    let it = month.get(household).map_err(told)?;
    let why = explain(&month, &it, &words.programme, office.lang, &feed).map_err(told)?;
    println!("{}", page(office.lang, household, &why));
    Ok(())
}

/// What the office calls a feed.
pub(super) fn feed(lang: Lang, catalogue: &Catalogue, id: &str) -> String {
    let known = catalogue.layouts.iter().find(|known| known.layout.feed.as_str() == id);
    known.map_or_else(|| id.to_owned(), |known| lang.pick(&known.layout.zh, &known.layout.en).clone())
}

/// Asks for an identity number and finds its household. The number is repeated nowhere.
pub(super) fn asked(office: &Office, household_of: impl Fn(u64) -> Option<u32>) -> Result<u32, String> {
    eprint!("{}", office.lang.pick("户主或家庭成员的身份证号：", "identity number of the head or a member: "));
    let _ = std::io::stderr().flush();
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(|why| why.to_string())?;
    let id: Result<ResidentId, _> = line.trim().to_ascii_uppercase().parse();
    let id = id.map_err(|_| office.lang.pick("不是有效的身份证号", "that is no valid identity number").to_owned())?;
    household_of(id.packed()).ok_or_else(|| AssessError::NoHousehold.say(office.lang))
}

fn page(lang: Lang, household: u32, why: &Why) -> String {
    let mut text = show::heading(&lang.pick(format!("第{household}号家庭"), format!("household {household}")));
    let mut part = |title: &str, lines: &[String]| {
        if !lines.is_empty() {
            text.push_str(&format!("\n\n{title}\n{}", lines.join("\n").trim_end()));
        }
    };
    part(lang.pick("【结论】", "[answers]"), &why.answers);
    part(lang.pick("【依据】", "[what it rests on]"), &why.trees);
    let sources = why.sources.iter();
    let sources: Vec<String> = sources
        .map(|(feed, facts)| format!("{feed}{}{}", lang.pick("：", ": "), facts.join(lang.pick("、", ", "))))
        .collect();
    part(lang.pick("【事实来自】", "[where facts come from]"), &sources);
    part(lang.pick("【怎样会改变结论】", "[what would change the answer]"), &why.changes);
    text.push_str(lang.pick(
        "\n\n机器认定只供参考，由经办人决定（个人信息保护法第二十四条）。",
        "\n\nAn answer of a machine is advice; a person decides (Personal Information Protection Law art. 24).",
    ));
    text
}
