//! One matter with what it rests on and what was done. That it was opened is kept first.

use super::{
    Heard, Matter,
    desk::departments,
    row::{COLUMNS, Kept},
};
use crate::{
    Bureau, OfficeError, Who,
    register::{keep, opened, seen, viewers},
    visits::Finding,
};
use doudi_journal::{
    Instant, JournalError, Reader, Row,
    access::{Action, Field, Purpose, PurposeKind, Resource, Scope},
    crypto::{Sealed, from_hex},
    date_of_number,
};
use doudi_kernel::{Date, Lang};
use doudi_rules::book::{Cite, Signal};

/// A matter as one user sees it.
#[derive(Clone, Debug)]
pub struct View {
    /// The matter.
    pub matter: Matter,
    /// Where.
    pub division: u64,
    /// The head's name.
    pub head: String,
    /// Its signals.
    pub heard: Vec<Heard>,
    /// Members by number, with their names.
    pub members: Vec<(i64, String)>,
    /// What happened, in order.
    pub lines: Vec<Line>,
    /// Another open matter of the household.
    pub another: Option<i64>,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Line {
    /// When.
    pub at: Instant,
    /// `user:3`, `system:watch`
    pub actor: String,
    /// `matter.visited`
    pub kind: String,
    /// The matter after it.
    pub matter: Matter,
    /// What was said.
    pub note: String,
    /// The visit that told it, and what it came to.
    pub visit: Option<(i64, Option<Finding>)>,
}

/// A signal in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// What it is called.
    pub label: String,
    /// What to do.
    pub remedy: String,
    /// From where: document and article.
    pub cites: Vec<(String, String)>,
}

/// Opens a matter: whoever lists discoveries there, or the department that it was handed over to.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`].
pub fn open(bureau: &Bureau, who: &Who, id: i64) -> Result<View, OfficeError> {
    match (who.may(Resource::ActiveDiscovery, Action::Read), who.may(Resource::Referral, Action::Read)) {
        (Ok(scope), _) => within(bureau, who, &scope, id, false),
        (_, Ok(scope)) => within(bureau, who, &scope, id, true),
        (Err(why), _) => Err(why.into()),
    }
}

fn within(bureau: &Bureau, who: &Who, scope: &Scope, id: i64, own: bool) -> Result<View, OfficeError> {
    let sql = format!("SELECT {COLUMNS} FROM matter m WHERE m.id = $1 AND {{scope:m}}");
    let row = bureau.journal.read(|reader| reader.rows(scope, &sql, &[id.into()]))?.into_iter().next();
    let row = row.ok_or(OfficeError::NotFound)?;
    let (matter, division) = (Matter::read(&row)?, row.get::<u64>("division")?);
    if own && !departments(who, division).iter().any(|it| matter.department.as_deref() == Some(it.name())) {
        return Err(OfficeError::NotFound);
    }
    let place = division.to_string().parse().map_err(|_| OfficeError::NotFound)?;
    let purpose = Purpose::new(PurposeKind::Task, &format!("matter-{id}"))?;
    keep(bureau, who, scope.open(who.id, who.now.millis(), place, &super::subject(id), purpose)?.record())?;
    bureau.journal.read(|reader| {
        let sql = "SELECT signal, person, raised, first_month, month, found FROM matter_signal \
                   WHERE matter = $1 AND {scope} ORDER BY signal, person";
        let heard = reader.rows(scope, sql, &[id.into()])?;
        let sql = "SELECT m.id FROM matter m WHERE m.household = $1 AND m.closed IS NULL AND m.id <> $2 AND {scope:m}";
        let another = reader.rows(scope, sql, &[matter.household.into(), id.into()])?;
        let members = members(reader, scope, who, matter.household, division)?;
        Ok(View {
            division,
            head: members.first().map(|(_, name)| name.clone()).unwrap_or_default(),
            heard: heard.iter().map(Heard::read).collect::<Result<_, _>>()?,
            lines: lines(reader, scope, id)?,
            another: another.first().map(|row| row.get("id")).transpose()?,
            members,
            matter,
        })
    })
}

/// The head first.
fn members(
    reader: &mut Reader<'_>,
    scope: &Scope,
    who: &Who,
    household: i64,
    division: u64,
) -> Result<Vec<(i64, String)>, JournalError> {
    let viewers = viewers(who, division);
    let sql = "SELECT id, name, birth FROM person WHERE household = $1 AND {scope} ORDER BY position";
    let one = |reader: &mut Reader<'_>, row: &Row| {
        let birth = row.get::<Option<i64>>("birth")?.map(date_of_number).transpose()?;
        let minor = birth.is_some_and(|birth: Date| (who.today() - birth).get_days() < 14 * 365);
        let id = row.get("id")?;
        let name = opened(reader, "person.name", id, row.get("name")?)?;
        Ok((id, seen(&viewers, if minor { Field::MinorName } else { Field::Name }, &name)))
    };
    let rows = reader.rows(scope, sql, &[household.into()])?;
    rows.iter().map(|row| one(reader, row)).collect()
}

fn lines(reader: &mut Reader<'_>, scope: &Scope, id: i64) -> Result<Vec<Line>, OfficeError> {
    let sql = "SELECT at, actor, kind, body FROM entry WHERE subject = $1 AND {scope} ORDER BY seq";
    let mut lines = Vec::new();
    for row in reader.rows(scope, sql, &[super::subject(id).as_str().into()])? {
        let kind: String = row.get("kind")?;
        // That somebody opened it stands in the record of openings.
        let Ok(kept) = serde_json::from_str::<Kept>(&row.get::<String>("body")?) else { continue };
        let note = match kept.note {
            Some(note) => {
                let sealed = Sealed::from_bytes(from_hex(&note)?)?;
                let plain = reader.open("matter.note", &super::subject(id), &sealed)?;
                String::from_utf8_lossy(plain.bytes()).into_owned()
            }
            None => String::new(),
        };
        let at = Instant::from_millis(row.get("at")?);
        let finding = kept.finding.as_deref().and_then(Finding::of_code);
        let visit = kept.visit.map(|visit| (visit, finding));
        lines.push(Line { at, actor: row.get("actor")?, kind, matter: kept.matter, note, visit });
    }
    Ok(lines)
}

impl Bureau {
    /// A signal of the book.
    pub fn signal(&self, name: &str) -> Option<&Signal> {
        self.book.signals.iter().find(|it| it.name == name)
    }

    /// A signal in words; its name where no rule has it any more.
    pub fn signal_named(&self, name: &str, lang: Lang) -> Named {
        let Some(signal) = self.signal(name) else {
            return Named { label: name.into(), remedy: String::new(), cites: Vec::new() };
        };
        let cite = |cite: &Cite| {
            let article = cite.article.as_deref().unwrap_or_default();
            let plain = article.starts_with(|sign: char| sign.is_ascii_digit());
            let article =
                if plain { lang.pick(format!("第{article}条"), format!("art. {article}")) } else { article.into() };
            (self.book.sources[cite.source.index()].title.pick(lang).to_owned(), article)
        };
        Named {
            label: signal.label.pick(lang).into(),
            remedy: signal.remedy.pick(lang).into(),
            cites: signal.cites.iter().map(cite).collect(),
        }
    }
}
