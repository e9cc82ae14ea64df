//! Which feed a file is, by headings, file name and content, with reasons.

use super::{
    ask::Ask,
    filename::NameFacts,
    header::{Header, Sample},
    layout::{Catalogue, Content, Form, Known, SheetChoice},
    mapping::Mapping,
    refusal::Refused,
    vocabulary::Word,
};
use doudi_kernel::{FeedId, Month};
use doudi_lake::{Roster, clean};
use serde::Serialize;

/// By how many points the best candidate must lead.
const MARGIN: i32 = 8;

/// A feed that a file could be, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// The feed.
    pub feed: FeedId,
    /// The layout's name.
    pub layout: String,
    /// The sheet's name.
    pub sheet: String,
    /// Points.
    pub score: i32,
    /// What they are made of.
    pub reasons: Reasons,
}

/// What speaks for a candidate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reasons {
    /// Columns of the file that the layout knows, and how many the file has.
    pub known_columns: (usize, usize),
    /// The part of the file name that speaks for it.
    pub name: Option<String>,
    /// Whether the cells agree; `None` when they say nothing.
    pub content: Option<bool>,
}

/// A sheet, laid out.
#[derive(Clone, Debug)]
pub(super) struct LaidSheet {
    /// Which sheet of the file, from 0.
    pub(super) sheet: usize,
    /// Its header.
    pub(super) header: Header,
    /// The layout over it.
    pub(super) mapping: Mapping,
}

/// A file that was recognised.
#[derive(Clone, Debug)]
pub(super) struct Recognised<'a> {
    /// The layout.
    pub(super) known: &'a Known,
    /// The sheets to read.
    pub(super) sheets: Vec<LaidSheet>,
    /// Visible sheets that fit as well and are not read.
    pub(super) left_out: Vec<String>,
    /// All candidates, the best first.
    pub(super) candidates: Vec<Candidate>,
    /// The names of the file's sheets.
    pub(super) sheet_names: Vec<String>,
}

struct Fit<'a> {
    known: &'a Known,
    laid: LaidSheet,
    candidate: Candidate,
    weight: u32,
}

/// Says which feed a file is.
///
/// # Errors
/// [`Refused::NeverSeen`], [`Refused::Ambiguous`], [`Refused::NotThisFeed`], [`Refused::UnknownFeed`],
/// [`Refused::Unreadable`].
pub(super) fn recognise<'a>(
    roster: &mut Roster,
    samples: &[Sample],
    catalogue: &'a Catalogue,
    ask: &Ask,
) -> Result<Recognised<'a>, Refused> {
    let layouts: Vec<&Known> = match &ask.feed {
        Some(feed) => catalogue.of_feed(feed),
        None => catalogue.layouts.iter().collect(),
    };
    if let (true, Some(feed)) = (layouts.is_empty(), &ask.feed) {
        return Err(Refused::UnknownFeed(feed.clone()));
    }
    let name = clean::fold(&roster.source().name);
    let month = NameFacts::read(&name, &[]).month().or(ask.month).unwrap_or(Month::of(ask.today));
    let mut fits = Vec::new();
    let mut near: Vec<(usize, FeedId, Vec<String>)> = Vec::new();
    for known in layouts {
        for (sheet, sample) in samples.iter().enumerate() {
            if roster.sheets()[sheet].hidden {
                continue;
            }
            match best_header(known, roster, sheet, sample) {
                Ok((header, mapping)) => {
                    let laid = LaidSheet { sheet, header, mapping };
                    fits.push(judge(known, laid, &roster.sheets()[sheet].name, &name, sample, catalogue, month));
                }
                Err(missing) => near.push((missing.len(), known.layout.feed.clone(), missing)),
            }
        }
    }
    fits.sort_by_key(|fit| (std::cmp::Reverse(fit.candidate.score), fit.laid.sheet));
    near.sort();
    let sheet_names = roster.sheets().iter().map(|sheet| sheet.name.clone()).collect();
    decide(fits, near, ask).map(|recognised| Recognised { sheet_names, ..recognised })
}

/// The header under which most columns of a layout are found, or what is missing under the best one.
fn best_header(
    known: &Known,
    roster: &Roster,
    sheet: usize,
    sample: &Sample,
) -> Result<(Header, Mapping), Vec<String>> {
    let mut best: Option<(Header, Mapping)> = None;
    let mut nearest: Option<Vec<String>> = None;
    for header in Header::candidates(sample, &roster.sheets()[sheet]) {
        let mapping = Mapping::of(known, &header);
        if !mapping.is_possible() {
            if nearest.as_ref().is_none_or(|missing| mapping.missing.len() < missing.len()) {
                nearest = Some(mapping.missing);
            }
        } else if best.as_ref().is_none_or(|other| better(&header, &mapping, other)) {
            best = Some((header, mapping));
        }
    }
    best.ok_or(nearest.unwrap_or_default())
}

/// More of the layout, or as much with fewer rows: a title above the header is none of its levels.
fn better(header: &Header, mapping: &Mapping, other: &(Header, Mapping)) -> bool {
    let rank = |header: &Header, mapping: &Mapping| (mapping.weight, std::cmp::Reverse(header.levels));
    rank(header, mapping) > rank(&other.0, &other.1)
}

fn judge<'a>(
    known: &'a Known,
    laid: LaidSheet,
    sheet: &str,
    name: &str,
    sample: &Sample,
    catalogue: &Catalogue,
    month: Month,
) -> Fit<'a> {
    let headed = laid.header.columns.iter().filter(|heading| !heading.is_blank()).count();
    let taken = laid.mapping.taken.iter().filter(|taken| **taken).count();
    let speaks = known.layout.names.iter().filter(|part| matches_name(name, part)).max_by_key(|part| part.len());
    let content = content(known, &laid, sample, catalogue, month);
    let share = (60 * taken / headed.max(1)) as i32;
    let required = known.layout.columns.iter().filter(|column| column.required).count().min(6) as i32;
    let by_name = if speaks.is_some() { 30 } else { 0 };
    let by_content = content.map_or(0, |agrees| if agrees { 20 } else { -40 });
    let second = known.layout.sheet == SheetChoice::Second && laid.sheet == 1;
    let score = share + required + by_name + by_content + if second { 5 } else { 0 };
    let reasons = Reasons { known_columns: (taken, headed), name: speaks.cloned(), content };
    let feed = known.layout.feed.clone();
    let candidate = Candidate { feed, layout: known.name.clone(), sheet: sheet.into(), score, reasons };
    Fit { known, weight: laid.mapping.weight, laid, candidate }
}

fn matches_name(name: &str, part: &str) -> bool {
    name.contains(part)
}

/// Whether the cells look as the layout expects: `None` when they do not say.
fn content(known: &Known, laid: &LaidSheet, sample: &Sample, catalogue: &Catalogue, month: Month) -> Option<bool> {
    let verdicts = known.layout.content.iter().filter_map(|content| {
        let at = known.layout.columns.iter().position(|column| column.field == content.field)?;
        let column = laid.mapping.columns[at]?;
        let cells = sample.below(&laid.header).filter_map(|cells| cells.get(column)).filter(|cell| !cell.is_blank());
        verdict(content, &known.layout.columns[at], catalogue, month, cells)
    });
    verdicts.reduce(|a, b| a && b)
}

fn verdict<'c>(
    content: &Content,
    column: &super::layout::Column,
    catalogue: &Catalogue,
    month: Month,
    cells: impl Iterator<Item = &'c doudi_lake::Cell>,
) -> Option<bool> {
    let (mut yes, mut no) = (0, 0);
    let vocabulary = catalogue.vocabulary_of(column).and_then(|name| catalogue.vocabularies.get(name));
    for cell in cells {
        let agrees = match (content.form, vocabulary) {
            (Some(Form::Certificate), _) => Some(matches!(clean::certificate(cell), Ok(Some(_)))),
            (None, Some(vocabulary)) => match vocabulary.word(&cell.shown(), month) {
                Word::Code(code) => Some(content.codes.iter().any(|wanted| wanted == code)),
                Word::Unknown | Word::NotListed => None,
            },
            (None, None) => None,
        };
        yes += usize::from(agrees == Some(true));
        no += usize::from(agrees == Some(false));
    }
    (yes + no > 0).then_some(yes >= no)
}

fn decide<'a>(
    mut fits: Vec<Fit<'a>>,
    near: Vec<(usize, FeedId, Vec<String>)>,
    ask: &Ask,
) -> Result<Recognised<'a>, Refused> {
    let Some(best) = fits.first() else {
        return Err(match (&ask.feed, near.into_iter().next()) {
            (Some(feed), Some((_, _, missing))) => Refused::NotThisFeed { feed: feed.clone(), missing },
            (Some(feed), None) => Refused::NotThisFeed { feed: feed.clone(), missing: Vec::new() },
            (None, near) => Refused::NeverSeen { nearest: near.map(|(_, feed, missing)| (feed, missing)) },
        });
    };
    let (known, score) = (best.known, best.candidate.score);
    let rival = fits.iter().find(|fit| fit.known.layout.feed != known.layout.feed);
    if let Some(rival) = rival.filter(|rival| score - rival.candidate.score < MARGIN) {
        let candidates = [&best.candidate, &rival.candidate].map(Candidate::clone);
        return Err(Refused::Ambiguous { between: candidates.into() });
    }
    let candidates = fits.iter().map(|fit| fit.candidate.clone()).collect();
    let known = best_layout(&fits, known);
    fits.retain(|fit| std::ptr::eq(fit.known, known));
    let mut left_out = Vec::new();
    let mut sheets: Vec<LaidSheet> = Vec::new();
    for fit in fits {
        if sheets.is_empty() || known.layout.sheet == SheetChoice::Each {
            sheets.push(fit.laid);
        } else {
            left_out.push(fit.candidate.sheet);
        }
    }
    sheets.sort_by_key(|laid| laid.sheet);
    Ok(Recognised { known, sheets, left_out, candidates, sheet_names: Vec::new() })
}

/// Of several layouts of one feed, the one under which most columns are known; of equals, the office's own, which comes
/// last in the catalogue.
fn best_layout<'a>(fits: &[Fit<'a>], first: &'a Known) -> &'a Known {
    let of_feed = fits.iter().filter(|fit| fit.known.layout.feed == first.layout.feed);
    of_feed.max_by_key(|fit| (fit.candidate.score, fit.weight)).map_or(first, |fit| fit.known)
}
