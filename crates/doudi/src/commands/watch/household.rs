//! One household's signals with their evidence.

use crate::{cli::Watch as Words, commands::explain, office::Office, show};
use doudi_kernel::{Lang, Say};
use doudi_rules::book::{Book, Entity};
use doudi_work::{
    assess::{AssessError, Basis},
    watch::{Beside, Evidence, evidence, one},
};

pub(super) fn run(
    office: &Office,
    words: &Words,
    number: Option<u32>,
    book: &Book,
    (now, before): (&Basis, Option<&Basis>),
) -> Result<(), String> {
    let told = |why: AssessError| why.say(office.lang);
    let number = match number {
        Some(number) => number,
        None => explain::asked(office, |person| now.household_of(person))?,
    };
    let it = Beside::read(book, now, number, before).map_err(told)?;
    let catalogue = office.catalogue()?;
    let feed = |id: &str| explain::feed(office.lang, &catalogue, id);
    let tell = |signal: &str, member| evidence(&it, signal, member, office.lang, &feed).map_err(told);
    let all: Vec<Evidence> = match &words.signal {
        None => {
            let raised = one(&it, &[]).map_err(told)?;
            raised.iter().map(|raised| tell(&raised.signal, raised.member)).collect::<Result<_, _>>()?
        }
        Some(name) => rows(book, now, number, name).map(|member| tell(name, member)).collect::<Result<_, _>>()?,
    };
    println!("{}", page(office.lang, number, &all));
    Ok(())
}

/// Everybody of whom a signal can be asked: the household, or each of its members.
fn rows(book: &Book, now: &Basis, number: u32, signal: &str) -> impl Iterator<Item = Option<u32>> {
    let persons = book.signals.iter().any(|it| it.name == signal && it.entity == Entity::Person);
    let members = now.people.households.get(number as usize).map_or(0, |it| it.members.len() as u32);
    let household = (!persons).then_some(None);
    household.into_iter().chain((0..if persons { members } else { 0 }).map(Some))
}

fn page(lang: Lang, number: u32, all: &[Evidence]) -> String {
    let mut text =
        show::heading(&lang.pick(format!("第{number}号家庭的预警"), format!("signals of household {number}")));
    for one in all {
        text.push_str(&format!("\n\n{}\n{}", one.lines(lang).join("\n"), one.tree.trim_end()));
    }
    if all.is_empty() {
        text.push_str(lang.pick("\n\n没有预警", "\n\nno signal is raised"));
    }
    text.push_str(lang.pick(
        "\n\n预警只提示先去看谁，不是决定（社会救助法第十条）。",
        "\n\nA signal says whom to visit first; it decides nothing (Social Assistance Law art. 10).",
    ));
    text
}
