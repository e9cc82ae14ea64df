//! `doudi simulate REFORM.toml`: the law as it is and as it would be, over the same households.

use crate::{cli::Simulate as Words, office::Office};
use doudi_kernel::{Month, Say, county_name};
use doudi_rules::{book::Book, check};
use doudi_work::{
    assess::{
        Basis, Registers,
        tables::{Share, shares},
    },
    evaluate::TargetingTruth,
    simulate::{Group, Reform, files, simulate, summary},
};

pub(super) fn run(office: &Office, words: &Words) -> Result<(), String> {
    let text = std::fs::read_to_string(&words.reform).map_err(|why| office.unreadable(&words.reform, &why))?;
    let reform = Reform::read(&text).map_err(|why| why.say(office.lang))?;
    let laws = office.policy()?.laws();
    let groups = groups(office, words, &laws)?;
    let mut simulated = simulate(&laws, &reform, &groups).map_err(|why| why.say(office.lang))?;
    if let Some(truth) = &words.truth {
        simulated.hold_against(&TargetingTruth::read(truth)?, &groups);
    }
    let files = files(&reform, &simulated, office.lang).map_err(|why| why.say(office.lang))?;
    let write = || {
        std::fs::create_dir_all(&words.out)?;
        files.iter().try_for_each(|(name, text)| std::fs::write(words.out.join(name), text))
    };
    write().map_err(|why| office.unwritable(&words.out, &why))?;
    println!("{}", summary(&reform, &simulated, office.lang).map_err(|why| why.say(office.lang))?);
    let (count, out) = (files.len(), words.out.display());
    println!("{}", office.lang.pick(format!("{count} 个文件,在 {out}"), format!("{count} files in {out}")));
    Ok(())
}

/// The households that are named: of two Parquet files, or those verified in a month.
fn groups(office: &Office, words: &Words, laws: &[(String, String)]) -> Result<Vec<Group>, String> {
    let book = check::read(laws.to_vec()).map_err(|told| told.render(office.lang))?;
    if let Some(month) = words.month {
        return of_lake(office, &book, month);
    }
    let (Some(households), Some(persons), Some(division)) = (&words.households, &words.persons, words.division) else {
        return Err(office.lang.pick("请给出 --month 或 --households", "give --month or --households").into());
    };
    let shares = shares(&book, (households, persons)).map_err(|why| why.say(office.lang))?;
    let group = |share: Share| Group {
        division: division.to_string(),
        name: county_name(division).unwrap_or_default().to_owned(),
        population: share.population,
        numbers: Vec::new(),
    };
    Ok(shares.into_iter().map(group).collect())
}

/// The households of a month as an assessment reads them.
fn of_lake(office: &Office, book: &Book, month: Month) -> Result<Vec<Group>, String> {
    let lake = office.lake().map_err(|why| why.say(office.lang))?;
    let registers = Registers::load(&lake, month).map_err(|why| why.say(office.lang))?;
    let basis = Basis::new(&registers, &office.divisions(month)?, book).map_err(|why| why.say(office.lang))?;
    Ok(doudi_work::simulate::groups(basis))
}
