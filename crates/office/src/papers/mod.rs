//! A case's letters and reports, filled from its file and never retyped.

mod decision;
mod verification;

use crate::{
    Bureau, OfficeError, Who,
    case::{self, CaseView},
    register::{self, HouseholdFile},
};
use doudi_journal::access::{Purpose, PurposeKind};
use doudi_kernel::Lang;
use doudi_paper::{Document, Fonts, PaperError, forms::Letter, print};
use std::sync::OnceLock;

/// What can be printed of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// 确认、不予确认、调整（终止）告知书, by what was decided.
    Decision,
    /// 核对报告
    Verification,
}

impl Paper {
    /// All.
    pub const ALL: [Self; 2] = [Self::Decision, Self::Verification];

    /// As it stands in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Verification => "verification",
        }
    }

    /// The paper of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|paper| paper.name() == name)
    }

    /// As a user reads it.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Decision => lang.pick("告知书", "letter of decision"),
            Self::Verification => lang.pick("核对报告", "verification report"),
        }
    }

    /// Whether the case has come so far that it can be printed.
    pub fn ready(self, case: &CaseView) -> bool {
        match self {
            Self::Decision => case.state.decision.is_some(),
            Self::Verification => case.state.report.is_some(),
        }
    }
}

/// What a paper is made of.
struct Filing<'a> {
    bureau: &'a Bureau,
    who: &'a Who,
    view: CaseView,
    file: HouseholdFile,
    lang: Lang,
    /// What an office calls a feed.
    feed: &'a dyn Fn(&str) -> String,
}

/// Writes a paper of a case; `feed` says what an office calls a feed. Opening the household's file for it is kept, with the case as its purpose.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`]; [`OfficeError::NoPaper`] before the case has come so far.
pub fn paper(
    bureau: &Bureau,
    who: &Who,
    case: i64,
    paper: Paper,
    lang: Lang,
    feed: &dyn Fn(&str) -> String,
) -> Result<Document, OfficeError> {
    let view = case::view(bureau, who, case)?;
    if !paper.ready(&view) {
        return Err(OfficeError::NoPaper);
    }
    let purpose = Purpose::new(PurposeKind::Case, &case.to_string())?;
    let file = register::open(bureau, who, view.state.household, purpose)?;
    let filing = Filing { bureau, who, view, file, lang, feed };
    match paper {
        Paper::Decision => filing.decision(),
        Paper::Verification => filing.verification(),
    }
    .ok_or(OfficeError::NoPaper)
}

/// A paper as PDF.
///
/// # Errors
/// [`OfficeError::Paper`]: the machine has no Chinese font.
pub fn pdf(paper: &Document) -> Result<Vec<u8>, OfficeError> {
    static FONTS: OnceLock<Result<Fonts, String>> = OnceLock::new();
    let say = |why: PaperError| doudi_kernel::Say::say(&why, Lang::Zh);
    let fonts = FONTS.get_or_init(|| Fonts::of_system().map_err(say));
    let fonts = fonts.as_ref().map_err(|why| OfficeError::Paper(why.clone()))?;
    Ok(print(paper, fonts).map_err(|why| OfficeError::Paper(say(why)))?.bytes)
}

impl Filing<'_> {
    /// The head's name, as the user may see it.
    fn head(&self) -> String {
        self.file.members.first().map(|member| member.name.clone()).unwrap_or_default()
    }

    /// The office that decides here.
    fn office(&self) -> String {
        let county = self.view.division / 1_000_000 * 1_000_000;
        let by = self.view.path.deciding().map(|stop| stop.by);
        match by {
            Some(case::Office::Town) => self.town(),
            _ => self.lang.pick(
                format!("{}民政局", self.bureau.place(county)),
                format!("civil affairs bureau of {}", self.bureau.place(county)),
            ),
        }
    }

    fn town(&self) -> String {
        let town = self.bureau.place(self.view.division / 1000 * 1000);
        self.lang.pick(format!("{town}人民政府"), format!("government of {town}"))
    }

    fn letter(&self, bases: &[&str]) -> Letter {
        let day = self.view.told.last().map_or_else(|| self.who.today(), |told| told.at.date_in_china());
        Letter {
            lang: self.lang,
            number: self.number("告"),
            to: self.head(),
            office: self.office(),
            phone: self.lang.pick("见办事窗口公示", "as posted at the window").into(),
            date: day,
            bases: bases.iter().map(|basis| (*basis).to_owned()).collect(),
        }
    }

    fn number(&self, word: &str) -> String {
        format!("救{word}〔{}〕{}号", self.view.state.opened.year(), self.view.id)
    }

    /// What was applied for, in words.
    fn programmes(&self) -> String {
        let label = |name: &String| {
            let found = self.bureau.book.programmes.iter().find(|programme| programme.name == *name);
            found.map_or_else(|| name.clone(), |programme| programme.label.pick(self.lang).to_owned())
        };
        let labels: Vec<String> = self.view.state.programmes.iter().map(label).collect();
        labels.join(self.lang.pick("、", ", "))
    }
}
