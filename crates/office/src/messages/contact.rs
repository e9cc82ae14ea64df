//! Where somebody is reached: a phone or an e-mail address, sealed, opened only when a message is written out.

use crate::{Bureau, OfficeError, Who, field};
use doudi_journal::{
    County, Draft, Entry, JournalError, Subject, Tx, Value,
    access::{Action, Resource},
    crypto::{from_hex, to_hex},
    date_number,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// Somebody who works here.
    Account(i64),
    /// A household.
    Household(i64),
}

impl Holder {
    pub(super) fn name(self) -> String {
        match self {
            Self::Account(id) => format!("account:{id}"),
            Self::Household(id) => format!("household:{id}"),
        }
    }
}

/// By what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A mobile phone.
    Phone,
    /// An e-mail address.
    Email,
}

impl Kind {
    /// Both, that which is tried first before the other.
    pub const ALL: [Self; 2] = [Self::Phone, Self::Email];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
        }
    }

    /// Eleven digits of a mobile phone; one sign @ between words without spaces.
    fn sound(self, address: &str) -> bool {
        match self {
            Self::Phone => {
                address.len() == 11 && address.starts_with('1') && address.bytes().all(|it| it.is_ascii_digit())
            }
            Self::Email => {
                let plain = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_graphic() && it != b'@');
                let halves = address.split_once('@');
                address.len() <= 120 && halves.is_some_and(|(to, at)| plain(to) && plain(at) && at.contains('.'))
            }
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Noted {
    holder: String,
    kind: Kind,
    /// Sealed, in hexadecimal digits; none where it is taken away.
    address: Option<String>,
}

pub(super) fn applied(tx: &mut Tx<'_>, entry: &Entry) -> Result<(), JournalError> {
    let it: Noted = entry.read()?;
    let (holder, kind) = (Value::from(&it.holder), Value::from(it.kind.name()));
    let Some(address) = it.address else {
        return tx.execute("DELETE FROM contact WHERE holder = $1 AND kind = $2", &[holder, kind]).map(drop);
    };
    tx.execute(
        "INSERT INTO contact (holder, kind, division, address, noted) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (holder, kind) DO UPDATE SET division = excluded.division, address = excluded.address, \
         noted = excluded.noted",
        &[
            holder,
            kind,
            Value::Int(entry.division as i64),
            from_hex(&address)?.into(),
            date_number(entry.valid_from).into(),
        ],
    )?;
    Ok(())
}

/// Notes where somebody is reached, or that nobody is any more where the text is empty: a user one's own, a clerk a
/// household's.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`]; [`OfficeError::Form`] for what is no address.
pub fn note_contact(bureau: &Bureau, who: &Who, holder: Holder, kind: Kind, address: &str) -> Result<(), OfficeError> {
    let address: String = address.split_whitespace().collect();
    if !address.is_empty() && !kind.sound(&address) {
        return Err(OfficeError::Form(field::CONTACT));
    }
    let division = division(bureau, who, holder)?;
    let subject = holder.name();
    bureau.journal.write(|tx| {
        let sealed = match address.as_str() {
            "" => None,
            address => Some(to_hex(tx.seal("contact.address", &subject, address.as_bytes())?.as_bytes())),
        };
        tx.append(Draft {
            county: County::of_division(division)?,
            at: who.now,
            valid_from: who.today(),
            actor: who.actor()?,
            kind: "contact.noted",
            subject: Subject::new(subject.clone())?,
            division,
            body: json!(Noted { holder: subject.clone(), kind, address: sealed }),
        })?;
        Ok(())
    })
}

/// Where a holder is, and whether the user may say how it is reached.
fn division(bureau: &Bureau, who: &Who, holder: Holder) -> Result<u64, OfficeError> {
    let county = || bureau.county().map(doudi_kernel::Division::number).ok_or(OfficeError::NotFound);
    match holder {
        Holder::Account(id) if id == who.id.0 => county(),
        Holder::Account(_) => Err(OfficeError::NotFound),
        Holder::Household(id) => {
            let scope = who.may(Resource::Household, Action::Write)?;
            let sql = "SELECT division FROM household WHERE id = $1 AND {scope}";
            let rows = bureau.journal.read(|reader| reader.rows(&scope, sql, &[id.into()]))?;
            Ok(rows.first().ok_or(OfficeError::NotFound)?.get("division")?)
        }
    }
}

/// By what somebody is reached, without saying where: which kinds are noted.
///
/// # Errors
/// The journal's; [`OfficeError::NotFound`].
pub fn contacts(bureau: &Bureau, who: &Who, holder: Holder) -> Result<Vec<Kind>, OfficeError> {
    division(bureau, who, holder)?;
    bureau.journal.write(|tx| {
        let rows = tx.rows("SELECT kind FROM contact WHERE holder = $1", &[holder.name().into()])?;
        let kinds = rows.iter().map(|row| row.get::<String>("kind")).collect::<Result<Vec<_>, _>>()?;
        Ok(Kind::ALL.into_iter().filter(|kind| kinds.iter().any(|it| it == kind.name())).collect())
    })
}
