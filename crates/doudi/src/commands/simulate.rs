//! `doudi simulate REFORM.toml`: the law as it is and as it would be, over the same households.

use crate::{cli::Simulate as Words, office::Office};
use doudi_kernel::Say;
use doudi_rules::check;
use doudi_work::{
    assess::tables::shares,
    simulate::{Group, Reform, files, simulate, summary},
};

pub(super) fn run(office: &Office, words: &Words) -> Result<(), String> {
    let text = std::fs::read_to_string(&words.reform).map_err(|why| office.unreadable(&words.reform, &why))?;
    let reform = Reform::read(&text).map_err(|why| why.say(office.lang))?;
    let laws = office.policy()?.laws();
    let groups = groups(office, words, &laws)?;
    let simulated = simulate(&laws, &reform, &groups).map_err(|why| why.say(office.lang))?;
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

/// The households of the Parquet files.
fn groups(office: &Office, words: &Words, laws: &[(String, String)]) -> Result<Vec<Group>, String> {
    let book = check::read(laws.to_vec()).map_err(|told| told.render(office.lang))?;
    let shares = shares(&book, (&words.households, &words.persons)).map_err(|why| why.say(office.lang))?;
    let (division, name) = (words.division.to_string(), words.division.to_string());
    let group = |share: doudi_work::assess::tables::Share| Group {
        division: division.clone(),
        name: name.clone(),
        population: share.population,
        numbers: Vec::new(),
    };
    Ok(shares.into_iter().map(group).collect())
}
