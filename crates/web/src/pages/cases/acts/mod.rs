//! The forms of a case's page, one act, one file: what it asks, and how what was sent becomes the act. A new act is a file
//! here, one in the office's `case/act`, and a line of [`FORMS`].

mod answer;
mod ask;
mod assess;
mod call;
mod class;
mod close;
mod decide;
mod emergency;
mod explain;
mod grace;
mod hear;
mod look;
mod object;
mod publish;
mod relieve;
mod review;
mod share;
mod step;
mod supply;
mod tell;
mod verify;
mod visit;
mod withdraw;

pub(crate) use tell::letter_named;

use crate::{fields::Fields, shell::Shell};
use doudi_kernel::Say;
use doudi_office::{
    Bureau, Field, OfficeError, Who,
    case::{self, Act, Answer, CaseView, Channel, Doer, Finding, Outcome, Refusal, Report, may},
    field, register,
};

/// An act as a page knows it.
struct Form {
    /// Its name in addresses.
    name: &'static str,
    /// The forms that it has on a case now, each with an act like the one that it would send.
    asks: fn(&Asking<'_>) -> Vec<(Offer, Act)>,
    /// What was sent, as an act.
    reads: fn(&Sent<'_>) -> Result<Act, OfficeError>,
}

/// Every act that has a form, in the order in which a page offers them.
const FORMS: [Form; 23] = [
    step::FORM,
    supply::FORM,
    emergency::FORM,
    relieve::FORM,
    explain::FORM,
    share::FORM,
    verify::FORM,
    assess::FORM,
    visit::FORM,
    review::FORM,
    publish::FORM,
    answer::FORM,
    decide::FORM,
    tell::FORM,
    close::FORM,
    call::FORM,
    hear::FORM,
    grace::FORM,
    class::FORM,
    look::FORM,
    object::FORM,
    ask::FORM,
    withdraw::FORM,
];

/// How a field is filled in.
pub(super) enum Kind {
    Hidden,
    Area,
    Line,
    Date,
    Yuan,
    Check,
    /// Names, labels.
    Choice(Vec<(String, String)>),
}

/// A field of a form.
pub(super) struct Input {
    pub(super) name: &'static str,
    pub(super) said: String,
    pub(super) kind: Kind,
    pub(super) value: String,
    pub(super) needed: bool,
}

/// A form.
pub(super) struct Offer {
    pub(super) act: &'static str,
    pub(super) title: String,
    pub(super) hint: String,
    pub(super) inputs: Vec<Input>,
    /// Whether it carries the procedure on.
    pub(super) first: bool,
    /// Why it was refused just now.
    pub(super) refused: Option<String>,
}

/// What cannot be done now, and why.
pub(super) struct Barred {
    pub(super) title: String,
    pub(super) why: String,
}

/// Everything that a form is made from.
pub(super) struct Asking<'a> {
    pub(super) s: &'a Shell,
    pub(super) bureau: &'a Bureau,
    pub(super) who: &'a Who,
    pub(super) case: &'a CaseView,
    pub(super) doers: &'a [Doer],
    pub(super) colleagues: &'a [(i64, String)],
    /// What was sent and refused: its act, its fields, why.
    pub(super) before: Option<&'a (String, Fields, String)>,
}

/// A form that was sent, with what it is read against.
pub(crate) struct Sent<'a> {
    pub(crate) bureau: &'a Bureau,
    pub(crate) who: &'a Who,
    pub(crate) view: &'a CaseView,
    pub(crate) fields: &'a Fields,
    pub(crate) feed: &'a dyn Fn(&str) -> String,
}

impl Sent<'_> {
    fn words(&self, called: Field) -> Result<String, OfficeError> {
        self.fields.words("words", called)
    }

    /// The act of a name.
    pub(crate) fn act(&self, name: &str) -> Result<Act, OfficeError> {
        let form = FORMS.iter().find(|form| form.name == name).ok_or(OfficeError::Form(field::FORM_PAGE))?;
        (form.reads)(self)
    }
}

/// The names of all acts that have a form.
#[cfg(test)]
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    FORMS.iter().map(|form| form.name)
}

/// Whether an act of a name has a form.
pub(super) fn known(name: &str) -> bool {
    FORMS.iter().any(|form| form.name == name)
}

impl Asking<'_> {
    /// The forms, what carries the procedure on first; and what is barred.
    pub(super) fn all(&self) -> (Vec<Offer>, Vec<Barred>) {
        let (mut offers, mut barred) = (Vec::new(), Vec::new());
        for (mut offer, probe) in FORMS.iter().flat_map(|form| (form.asks)(self)) {
            if let Some((_, fields, why)) = self.before.filter(|(act, ..)| act == offer.act) {
                offer.refused = Some(why.clone());
                offer.inputs.iter_mut().filter(|input| !matches!(input.kind, Kind::Hidden)).for_each(|input| {
                    input.value = fields.text(input.name).to_owned();
                });
            }
            match may(self.who, self.doers, self.case, &probe) {
                Ok(()) => offers.push(offer),
                Err(_) if offer.refused.is_some() => offers.push(offer),
                Err(why) if worth_telling(&why) => {
                    barred.push(Barred { title: offer.title, why: why.say(self.s.lang) })
                }
                Err(_) => {}
            }
        }
        offers.sort_by_key(|offer| !offer.first);
        (offers, barred)
    }

    fn offer(&self, act: &'static str, title: (&str, &str), hint: (&str, &str), inputs: Vec<Input>) -> Offer {
        let (title, hint) = (self.s.t(title.0, title.1).to_owned(), self.s.t(hint.0, hint.1).to_owned());
        Offer { act, title, hint, inputs, first: false, refused: None }
    }

    fn input(&self, name: &'static str, zh: &str, en: &str, kind: Kind) -> Input {
        Input { name, said: self.s.t(zh, en).to_owned(), kind, value: String::new(), needed: true }
    }

    fn area(&self, name: &'static str, called: &Field) -> Input {
        Input { name, said: called.say(self.s.lang), kind: Kind::Area, value: String::new(), needed: true }
    }

    fn today(&self, name: &'static str, zh: &str, en: &str) -> Input {
        Input { value: self.s.today.to_string(), ..self.input(name, zh, en, Kind::Date) }
    }
}

/// Whose turn it is stands beside the steps, and what is over needs no reason.
fn worth_telling(why: &OfficeError) -> bool {
    match why {
        OfficeError::Refused(why) => !matches!(
            why,
            Refusal::NotYours(_)
                | Refusal::Over
                | Refusal::Done(_)
                | Refusal::NoStep(_)
                | Refusal::Running
                | Refusal::NoObjection
                | Refusal::Undecided
                | Refusal::Begun
                | Refusal::NothingCut
                | Refusal::NotLeft
                | Refusal::NoInterval
                | Refusal::Good(_)
        ),
        OfficeError::Denied(why) => matches!(why, doudi_journal::access::Denied::SameHand),
        _ => false,
    }
}
