//! Who has a late matter is told, and the level above: once for each day on which something more became late, however many
//! matters it are. The dates say what is late, so that no day can be skipped.

use super::row::{COLUMNS, Matter};
use crate::{
    Bureau, OfficeError,
    messages::{Holder, Template, queue},
    staff::holders,
};
use doudi_journal::{
    Instant, JournalError, Tx,
    access::{Area, Department, Role},
    date_number,
};
use doudi_kernel::Date;
use doudi_work::watch::Level;
use std::collections::BTreeMap;

/// A level at a place, as owner of late matters or as the level above: the newest day that is over.
type Late = BTreeMap<(Template, Level, u64), Date>;

/// Queues what is to be told on the day of a moment; gives how many messages are new.
///
/// # Errors
/// The journal's.
pub fn remind(bureau: &Bureau, at: Instant) -> Result<usize, OfficeError> {
    let today = at.date_in_china();
    bureau.journal.write(|tx| {
        let late = late(tx, today)?;
        let mut new = 0;
        for (account, role, area) in holders(tx, today)? {
            let Some(level) = level(role) else { continue };
            for template in [Template::MatterLate, Template::MatterRaised] {
                let Some((division, due)) = newest(&late, template, level, area) else { continue };
                let cause = format!("late:{}:{}", level.name(), date_number(due));
                let holder = Holder::Account(account);
                new += usize::from(queue(tx, at, division, &cause, template, holder)?);
            }
        }
        Ok::<_, OfficeError>(new)
    })
}

fn late(tx: &mut Tx<'_>, today: Date) -> Result<Late, JournalError> {
    let sql = format!("SELECT {COLUMNS} FROM matter m WHERE m.closed IS NULL AND m.due < $1");
    let mut late = Late::new();
    for row in tx.rows(&sql, &[date_number(today).into()])? {
        let (matter, division) = (Matter::read(&row)?, row.get::<u64>("division")?);
        let Some(due) = matter.due else { continue };
        let above = matter.level(today);
        for (template, level) in [(Template::MatterLate, matter.owner), (Template::MatterRaised, above)] {
            if template == Template::MatterLate || above != matter.owner {
                let newest = late.entry((template, level, division)).or_insert(due);
                *newest = due.max(*newest);
            }
        }
    }
    Ok(late)
}

fn newest(late: &Late, template: Template, level: Level, area: Area) -> Option<(u64, Date)> {
    let range = (template, level, area.first())..=(template, level, area.last());
    late.range(range).map(|((.., division), due)| (*division, *due)).max_by_key(|(_, due)| *due)
}

/// Whose desk a level's matters lie on. What is raised to the county is its leader's to see as well.
fn level(role: Role) -> Option<Level> {
    match role {
        Role::VillageCadre => Some(Level::Village),
        Role::TownClerk => Some(Level::Town),
        Role::CountyClerk | Role::CountyLeader => Some(Level::County),
        _ => None,
    }
}

/// Tells a department's people that a matter came.
pub(super) fn handed_over(
    tx: &mut Tx<'_>,
    at: Instant,
    division: u64,
    matter: i64,
    department: Department,
) -> Result<(), JournalError> {
    for (account, role, area) in holders(tx, at.date_in_china())? {
        if role == Role::Department(department) && (area.first()..=area.last()).contains(&division) {
            queue(tx, at, division, &super::subject(matter), Template::MatterHanded, Holder::Account(account))?;
        }
    }
    Ok(())
}
