//! `doudi policy feeds`, `doudi policy specs`: what is known as data.

use crate::{cli::PolicyQuestion, office::Office, show};
use doudi_work::intake::{Covers, Known};

pub(super) fn run(office: &Office, question: &PolicyQuestion) -> Result<(), String> {
    match question {
        PolicyQuestion::Feeds => feeds(office),
        PolicyQuestion::Specs => specs(office),
    }
}

fn feeds(office: &Office) -> Result<(), String> {
    let catalogue = office.catalogue()?;
    let headings = office.lang.pick(["种类", "名称", "部门", "覆盖"], ["feed", "name", "department", "coverage"]);
    let rows: Vec<Vec<String>> = catalogue.layouts.iter().map(|known| line(office, known)).collect();
    println!("{}", show::table(&headings, &rows));
    Ok(())
}

fn specs(office: &Office) -> Result<(), String> {
    let headings = office.lang.pick(["方案", "名称", "依据"], ["spec", "title", "basis"]);
    let book = office.specs()?;
    let rows: Vec<Vec<String>> = book
        .specs
        .iter()
        .map(|spec| {
            let basis = spec.basis.first().map(|basis| basis.say(office.lang).to_string()).unwrap_or_default();
            vec![spec.id.to_string(), spec.title.say(office.lang).into(), show::shorten(&basis, 60)]
        })
        .collect();
    println!("{}", show::table(&headings, &rows));
    Ok(())
}

fn line(office: &Office, known: &Known) -> Vec<String> {
    let layout = &known.layout;
    let coverage = match layout.coverage {
        Covers::Full => office.lang.pick("全量", "full"),
        Covers::Increment => office.lang.pick("增量", "increment"),
    };
    let name = office.lang.pick(&layout.zh, &layout.en);
    [layout.feed.as_str(), name, layout.department.as_str(), coverage].map(str::to_owned).into()
}
