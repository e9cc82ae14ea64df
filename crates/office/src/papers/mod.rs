//! A case's letters and reports, filled from its file and never retyped.

mod decision;
mod kin;
mod looking;
mod notice;
mod relief;
mod taking;
mod verification;

pub use kin::relatives;
pub use notice::notice;
pub use relief::relief;

use crate::{
    Bureau, OfficeError, Who,
    case::{self, CaseView},
    citizen,
    register::{self, HouseholdFile},
    staff,
};
use doudi_journal::access::{Purpose, PurposeKind};
use doudi_kernel::{Date, Lang};
use doudi_paper::{Block, Fonts, PaperError, Style, forms::Letter, print, workbook};
pub use doudi_paper::{Document, Modules};
use std::{collections::BTreeMap, sync::OnceLock};

/// What can be printed of a case, in the order in which it comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// 授权书
    Authorisation,
    /// 受理通知书
    Acceptance,
    /// 补正告知书
    Supplement,
    /// 核对报告
    Verification,
    /// 入户调查表
    Visit,
    /// 听取意见通知书
    Summons,
    /// 听取意见记录
    Hearing,
    /// 确认、不予确认、调整（终止）告知书, by what was decided.
    Decision,
    /// 办理结果一次告知书
    Answers,
}

impl Paper {
    /// All.
    pub const ALL: [Self; 9] = [
        Self::Authorisation,
        Self::Acceptance,
        Self::Supplement,
        Self::Verification,
        Self::Visit,
        Self::Summons,
        Self::Hearing,
        Self::Decision,
        Self::Answers,
    ];

    /// As it stands in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Authorisation => "authorisation",
            Self::Acceptance => "acceptance",
            Self::Supplement => "supplement",
            Self::Verification => "verification",
            Self::Visit => "visit",
            Self::Summons => "summons",
            Self::Hearing => "hearing",
            Self::Decision => "decision",
            Self::Answers => "answers",
        }
    }

    /// The paper of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|paper| paper.name() == name)
    }

    /// As a user reads it.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Authorisation => lang.pick("核对授权书", "letter of authority"),
            Self::Acceptance => lang.pick("受理通知书", "notice of acceptance"),
            Self::Supplement => lang.pick("补正告知书", "what is still needed"),
            Self::Verification => lang.pick("核对报告", "verification report"),
            Self::Visit => lang.pick("入户调查表", "form of the visit"),
            Self::Summons => lang.pick("听取意见通知书", "invitation to be heard"),
            Self::Hearing => lang.pick("听取意见记录", "record of hearing"),
            Self::Decision => lang.pick("告知书", "letter of decision"),
            Self::Answers => lang.pick("办理结果一次告知书", "all answers in one letter"),
        }
    }

    /// Whether the household keeps it: then its code stands there.
    fn goes_home(self) -> bool {
        matches!(self, Self::Acceptance | Self::Supplement | Self::Summons | Self::Decision | Self::Answers)
    }

    /// Whether the case has come so far that it can be printed.
    pub fn ready(self, case: &CaseView) -> bool {
        let state = &case.state;
        let looks_up = !case.path.relief_first();
        match self {
            Self::Authorisation | Self::Visit => looks_up,
            Self::Acceptance => {
                let whole = case.path.stops.iter().find(|stop| stop.name.starts_with("conclude"));
                state.accepted().is_some() && whole.is_some_and(|stop| stop.term.is_some())
            }
            Self::Supplement => state.owes.is_some(),
            Self::Verification => state.report.is_some(),
            Self::Summons => state.called.is_some(),
            Self::Hearing => state.opinion.as_ref().is_some_and(|opinion| opinion.outcome.takes_away()),
            Self::Decision => state.decision.is_some(),
            Self::Answers => state.decision.is_some() && !state.parts.is_empty() && state.waiting().next().is_none(),
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
    /// What colleagues are called.
    names: BTreeMap<i64, String>,
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
    let filing = Filing { bureau, who, view, file, lang, names: staff::names(bureau)?, feed };
    let printed = match paper {
        Paper::Authorisation => filing.authorisation(),
        Paper::Acceptance => filing.acceptance(),
        Paper::Supplement => filing.supplement(),
        Paper::Verification => filing.verification(),
        Paper::Visit => filing.visit(),
        Paper::Summons => filing.summons(),
        Paper::Hearing => filing.hearing(),
        Paper::Decision => filing.decision(),
        Paper::Answers => filing.answers(),
    }
    .ok_or(OfficeError::NoPaper)?;
    if !paper.goes_home() {
        return Ok(printed);
    }
    // The code alone: an address with a code in it would stand in histories and logs.
    let code = citizen::code_of(bureau, who, filing.view.state.household)?.to_string();
    Ok(printed.text(Style::Body, filing.follow(&code)).block(Block::Code(code)))
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

/// A list as workbook.
///
/// # Errors
/// [`OfficeError::Paper`].
pub fn xlsx(paper: &Document) -> Result<Vec<u8>, OfficeError> {
    workbook(paper).map_err(|why| OfficeError::Paper(doudi_kernel::Say::say(&why, Lang::Zh)))
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

    /// 一码通: by what the household follows everything.
    fn follow(&self, code: &str) -> String {
        self.lang.pick(
            format!("一码通查询码：{code}（可扫描下方二维码取得）。凭此码和任一家庭成员证件号码后四位，可以查询全部事项、提出异议或者投诉；请妥善保管，遗失可到窗口更换。"),
            format!("Your household's code: {code} (the square below holds it). With it and the last four signs of a member's identity number you follow all your cases, object or complain. Keep it safe; the window replaces a lost one."),
        )
    }

    fn town(&self) -> String {
        let town = self.bureau.place(self.view.division / 1000 * 1000);
        self.lang.pick(format!("{town}人民政府"), format!("government of {town}"))
    }

    /// A letter of the day on which the case was decided, by who decided.
    fn letter(&self, bases: &[&str]) -> Letter {
        self.letter_of(self.decided(), bases, self.office())
    }

    fn decided(&self) -> Date {
        self.view.state.decided.unwrap_or_else(|| self.who.today())
    }

    fn letter_of(&self, date: Date, bases: &[&str], office: String) -> Letter {
        Letter {
            lang: self.lang,
            number: self.number("告"),
            to: self.head(),
            office,
            phone: self.lang.pick("见办事窗口公示", "as posted at the window").into(),
            date,
            bases: bases.iter().map(|basis| (*basis).to_owned()).collect(),
        }
    }

    fn number(&self, word: &str) -> String {
        format!("救{word}〔{}〕{}号", self.view.state.opened.year(), self.view.id)
    }

    /// A programme in words.
    fn programme(&self, name: &str) -> String {
        self.bureau.programme_label(name).map_or_else(|| name.to_owned(), |label| label.pick(self.lang).to_owned())
    }

    /// What civil affairs was asked for, in words; departments answer for the rest.
    fn programmes(&self) -> String {
        let own = self.view.state.programmes.iter().filter(|name| case::handled_by(name).is_none());
        let labels: Vec<String> = own.map(|name| self.programme(name)).collect();
        labels.join(self.lang.pick("、", ", "))
    }
}
