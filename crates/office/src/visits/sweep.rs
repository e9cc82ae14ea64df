//! Photographs of homes go when their time is over: `privacy.toml` says how long they are kept. What goes is the picture; its
//! hash stays in the visit's entry, so that nobody can say later that it showed something else.

use super::keep::Later;
use crate::{Bureau, OfficeError};
use doudi_journal::{
    Actor, County, Draft, Instant, Subject, Tx,
    access::privacy::{Privacy, Retention, Span},
};
use doudi_kernel::Date;
use jiff::ToSpan;
use serde_json::json;

const PRIVACY: &str = include_str!("../../privacy.toml");
/// Visits looked at in one transaction.
const AT_ONCE: usize = 50;

/// Deletes photographs whose time is over at a moment; gives how many.
///
/// # Errors
/// The journal's. What was deleted before stays so; the next sweep goes on.
pub fn sweep(bureau: &Bureau, at: Instant) -> Result<usize, OfficeError> {
    let Some(last) = last_day(at.date_in_china()) else { return Ok(0) };
    let mut deleted = 0;
    loop {
        let (visits, photos) = bureau.journal.write(|tx| some(tx, at, last))?;
        deleted += photos;
        if visits < AT_ONCE {
            return Ok(deleted);
        }
    }
}

/// What was recorded on this day or before is over its time; none where it is kept for good.
fn last_day(today: Date) -> Option<Date> {
    let kept = Privacy::read(&[PRIVACY]).ok()?.entry("visit_photo", "photo")?.retention;
    let Retention::AfterRecorded(span) = kept else { return None };
    let span = match span {
        Span::Days(days) => i64::from(days).days(),
        Span::Months(months) => i64::from(months).months(),
        Span::Years(years) => i64::from(years).years(),
    };
    today.checked_sub(span).ok()?.yesterday().ok()
}

fn some(tx: &mut Tx<'_>, at: Instant, last: Date) -> Result<(usize, usize), OfficeError> {
    let sql = format!(
        "SELECT v.id, v.household, v.division FROM visit v WHERE v.known_at < $1 AND v.photos > 0 \
         AND v.cleared IS NULL AND EXISTS (SELECT 1 FROM visit_photo p WHERE p.visit = v.id) ORDER BY v.id LIMIT {AT_ONCE}"
    );
    // A day ends at midnight in China.
    let end = Instant::from_millis((i64::from(days(last)) + 1) * 24 * 3_600_000 - 8 * 3_600_000);
    let rows = tx.rows(&sql, &[end.millis().into()])?;
    let mut photos = 0;
    for row in &rows {
        let of = (row.get("id")?, row.get("household")?, row.get("division")?);
        photos += clear(tx, of, at, Actor::new("system:privacy")?, "time")?;
    }
    Ok((rows.len(), photos))
}

/// Days since 1970.
fn days(day: Date) -> i32 {
    (day - Date::constant(1970, 1, 1)).get_days()
}

/// Deletes the photographs of a visit, and says so.
pub(super) fn clear(
    tx: &mut Tx<'_>,
    (visit, household, division): (i64, i64, u64),
    at: Instant,
    actor: Actor,
    why: &str,
) -> Result<usize, OfficeError> {
    let photos = tx.execute("DELETE FROM visit_photo WHERE visit = $1", &[visit.into()])?;
    if photos > 0 {
        tx.append(Draft {
            county: County::of_division(division)?,
            at,
            valid_from: at.date_in_china(),
            actor,
            kind: "visit.photos_deleted",
            subject: Subject::new(format!("household:{household}"))?,
            division,
            body: json!(Later { visit, why: why.into(), photos: photos as i64 }),
        })?;
    }
    Ok(photos as usize)
}
