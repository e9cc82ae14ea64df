//! A file never seen: the layout that its headings suggest, to look at, and to keep when it is right.

use crate::{office::Office, show};
use doudi_kernel::{Lang, Say};
use doudi_lake::Limits;
use doudi_work::intake::{Ask, Catalogue, Proposal, Refused, accept, propose};
use std::path::Path;

/// Shows the proposed layout and how to accept it.
pub(super) fn show(office: &Office, file: &Path, catalogue: &Catalogue, ask: &Ask) -> Result<(), Refused> {
    let proposal = propose(file, catalogue, &Limits::default(), ask)?;
    println!("{}\n\n{}", columns(office.lang, &proposal), proposal.toml);
    let feed = &proposal.feed;
    println!(
        "{}",
        match office.lang {
            Lang::Zh => format!(
                "这是从未见过的文件，以上是拟定的版式。用 --as {feed} --accept 接受，今后按此识别；也可改好后存入 layouts 目录"
            ),
            Lang::En => format!(
                "a file never seen; this is the layout that it suggests. --as {feed} --accept keeps it for next month; or edit it and put it into the folder layouts"
            ),
        }
    );
    Ok(())
}

fn columns(lang: Lang, proposal: &Proposal) -> String {
    let headings = lang.pick(["列", "表头", "字段"], ["column", "heading", "field"]);
    let rows: Vec<Vec<String>> = proposal
        .columns
        .iter()
        .map(|column| vec![column.column.clone(), column.heading.clone(), column.field.clone()])
        .collect();
    show::table(&headings, &rows)
}

/// Keeps the proposed layout of a file in the office's folder.
pub(super) fn keep(office: &Office, file: &Path, catalogue: &Catalogue, ask: &Ask) -> Result<(), String> {
    let told = |why: Refused| why.say(office.lang);
    let proposal = propose(file, catalogue, &Limits::default(), ask).map_err(told)?;
    let path = accept(&office.data, catalogue, &proposal.toml).map_err(told)?;
    println!("{}{}", office.lang.pick("已接受版式：", "layout kept: "), path.display());
    Ok(())
}
