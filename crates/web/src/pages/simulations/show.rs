//! One run: its plots and its tables.

use crate::{
    pages::ledgers::table::{Piece, pieces},
    shell::{Page, Shell, page},
    signed::Signed,
};
use askama::Template;
use axum::extract::Path;
use doudi_journal::access::{Action, Resource};
use doudi_office::{ledgers::Use, simulations};

#[derive(Template)]
#[template(path = "simulation.html")]
struct Simulation {
    s: Shell,
    name: String,
    title: String,
    subtitle: String,
    plots: Vec<String>,
    pieces: Vec<Piece>,
    law: String,
    uses: Vec<(&'static str, &'static str)>,
    may_export: bool,
}

/// `GET /simulations/{name}`
pub(crate) async fn show(Path(name): Path<String>, by: Signed) -> Page {
    let (own, lang) = (name.clone(), by.lang);
    let found = by.run(move |bureau, who| {
        let kept = simulations::kept(bureau, who, &own, lang)?;
        Ok((simulations::paper(bureau, &kept, lang), kept))
    });
    let (paper, kept) = found.await?;
    page(&Simulation {
        name,
        title: paper.title.clone(),
        subtitle: paper.subtitle.clone(),
        pieces: pieces(&paper, &[], 0, &|_| String::new()).0,
        plots: kept.plots,
        law: kept.law,
        uses: Use::ALL.map(|it| (it.name(), it.label(lang))).to_vec(),
        may_export: by.who.may(Resource::Simulation, Action::Export).is_ok(),
        s: Shell::of(&by),
    })
}
