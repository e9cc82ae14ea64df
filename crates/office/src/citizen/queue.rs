//! What citizens sent in and nobody has taken up: the town's list.

use super::{
    projection::{Taken, append, sealed_in, unsealed},
    send::Application,
};
use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    JournalError, Tx,
    access::{Action, Field, Purpose, PurposeKind, Resource},
    date_of_number,
};
use doudi_kernel::Date;

/// Something that was sent in, as the list shows it: no name.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its number.
    pub id: i64,
    /// Where.
    pub division: u64,
    /// When it was sent: the law's clock runs since.
    pub day: Date,
}

/// What was sent in, opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// As the list has it.
    pub waiting: Waiting,
    /// What was written.
    pub application: Application,
    /// The household of the register whose member has the number, if one has.
    pub household: Option<i64>,
}

/// What waits in the user's area, the oldest first.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn waiting(bureau: &Bureau, who: &Who) -> Result<Vec<Waiting>, OfficeError> {
    let scope = who.may(Resource::Case, Action::Write)?;
    let sql = "SELECT id, division, day FROM citizen_sent WHERE case_id IS NULL AND refused IS NULL AND {scope} \
               ORDER BY day, id LIMIT 200";
    bureau.journal.read(|reader| {
        let rows = reader.rows(&scope, sql, &[])?;
        Ok(rows.iter().map(row).collect::<Result<_, JournalError>>()?)
    })
}

fn row(row: &doudi_journal::Row) -> Result<Waiting, JournalError> {
    Ok(Waiting { id: row.get("id")?, division: row.get("division")?, day: date_of_number(row.get("day")?)? })
}

/// Opens what was sent in; that it was opened is kept first.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`].
pub fn open(bureau: &Bureau, who: &Who, id: i64) -> Result<Opened, OfficeError> {
    let scope = who.may(Resource::Case, Action::Write)?;
    let sql = "SELECT id, division, day, content FROM citizen_sent WHERE id = $1 AND {scope}";
    let rows = bureau.journal.read(|reader| reader.rows(&scope, sql, &[id.into()]))?;
    let found = rows.first().ok_or(OfficeError::NotFound)?;
    let (waiting, sealed) = (row(found)?, sealed_in(found, "content")?);
    let subject = format!("sent:{id}");
    bureau.journal.write(|tx| {
        crate::register::looked_at(tx, Some(who), who.now, &subject, waiting.division, &format!("sent:{id}"))?;
        let plain = tx.open("citizen_sent.content", &subject, &sealed)?;
        let mut application: Application = unsealed(plain.bytes())?;
        let household = household_of(tx, &scope, &application.number)?;
        let viewers = crate::register::viewers(who, waiting.division);
        let seen = |field, text: &str| crate::register::seen(&viewers, field, text);
        application.number = seen(Field::ResidentId, &application.number);
        application.phone = seen(Field::Phone, &application.phone);
        Ok(Opened { waiting: waiting.clone(), application, household })
    })
}

/// The telephone of who is to be called, in full, for a reason that is kept.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`].
pub fn telephone(bureau: &Bureau, who: &Who, id: i64, reason: &str) -> Result<String, OfficeError> {
    let (read, reveal) = (who.may(Resource::Case, Action::Read)?, who.may(Resource::SealedColumn, Action::Reveal)?);
    let sql = "SELECT division, content FROM citizen_sent WHERE id = $1 AND {scope}";
    let rows = bureau.journal.read(|reader| reader.rows(&reveal, sql, &[id.into()]))?;
    let found = rows.first().ok_or(OfficeError::NotFound)?;
    let place = found.get::<i64>("division")?.to_string().parse().map_err(|_| OfficeError::NotFound)?;
    let subject = format!("sent:{id}");
    let purpose = Purpose::new(PurposeKind::Task, &format!("sent-{id}"))?;
    let opening = read.open(who.id, who.now.millis(), place, &subject, purpose)?;
    crate::register::keep(bureau, who, opening.reveal(&reveal, who.now.millis(), "citizen_sent.phone", reason)?)?;
    let sealed = sealed_in(found, "content")?;
    bureau.journal.read(|reader| {
        let plain = reader.open("citizen_sent.content", &subject, &sealed)?;
        Ok(unsealed::<Application>(plain.bytes())?.phone)
    })
}

/// The household whose member has the number, if it lies where the user works.
fn household_of(
    tx: &mut Tx<'_>,
    scope: &doudi_journal::access::Scope,
    number: &str,
) -> Result<Option<i64>, OfficeError> {
    if number.is_empty() {
        return Ok(None);
    }
    let blind = tx.blind("person.number", number);
    let sql = "SELECT household, division FROM person WHERE blind_number = $1 ORDER BY id LIMIT 1";
    let Some(row) = tx.row(sql, &[(&blind[..]).into()])? else { return Ok(None) };
    Ok(scope.holds(row.get("division")?).then(|| row.get("household")).transpose()?)
}

/// Puts aside what is no application: told twice, or nobody there. The sender reads it under the code.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`].
pub fn put_aside(bureau: &Bureau, who: &Who, id: i64, why: Aside) -> Result<(), OfficeError> {
    let scope = who.may(Resource::Case, Action::Write)?;
    let sql = "SELECT division FROM citizen_sent WHERE id = $1 AND case_id IS NULL AND refused IS NULL AND {scope}";
    let rows = bureau.journal.read(|reader| reader.rows(&scope, sql, &[id.into()]))?;
    let division: u64 = rows.first().ok_or(OfficeError::NotFound)?.get("division")?;
    let taken = Taken { id, household: None, case: None, refused: Some(why.code().into()) };
    bureau.journal.write(|tx| append(tx, Some(who), who.now, "citizen.taken", format!("sent:{id}"), division, &taken))
}

/// Why nothing comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aside {
    /// It was sent twice, or a case runs already.
    Twice,
    /// Nobody could be reached.
    Unreachable,
    /// Another place's.
    Elsewhere,
    /// The person does not want it.
    NotWanted,
}

impl Aside {
    /// All.
    pub const ALL: [Self; 4] = [Self::Twice, Self::Unreachable, Self::Elsewhere, Self::NotWanted];

    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Twice => "twice",
            Self::Unreachable => "unreachable",
            Self::Elsewhere => "elsewhere",
            Self::NotWanted => "not_wanted",
        }
    }

    /// What a code says.
    pub fn named(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// In words, for office and citizen.
    pub fn label(self, lang: doudi_kernel::Lang) -> &'static str {
        match self {
            Self::Twice => lang.pick("重复提交，或者已经在办", "sent twice, or running already"),
            Self::Unreachable => lang.pick("按留下的联系方式联系不上", "nobody could be reached"),
            Self::Elsewhere => lang.pick("不归本地办理，请到居住地申请", "another place handles it"),
            Self::NotWanted => lang.pick("本人表示不需要", "the person does not want it"),
        }
    }
}

/// Notes the case that came of it, in the transaction that opens the case; gives the day on which it was sent.
pub(crate) fn taken_up(
    tx: &mut Tx<'_>,
    who: &Who,
    id: i64,
    household: i64,
    division: u64,
    case: i64,
) -> Result<Date, OfficeError> {
    let sql = "SELECT day, division FROM citizen_sent WHERE id = $1 AND case_id IS NULL AND refused IS NULL";
    let row = tx.row(sql, &[id.into()])?.ok_or(OfficeError::NotFound)?;
    // The same county's, since its chain has the entries of both.
    if row.get::<u64>("division")? / 1_000_000 != division / 1_000_000 {
        return Err(OfficeError::NotFound);
    }
    let taken = Taken { id, household: Some(household), case: Some(case), refused: None };
    append(tx, Some(who), who.now, "citizen.taken", format!("sent:{id}"), division, &taken)?;
    Ok(date_of_number(row.get("day")?)?)
}
