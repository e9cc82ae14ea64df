//! Messages: that something waits, never what it is about.
//!
//! A message is queued as an entry in the transaction of what caused it, in words of a closed list without a name or a
//! number. It is sent through folders that a gateway of the office empties: text messages, e-mail, anything else as JSON
//! lines. The folder that is there is the channel that is open; nothing here speaks to a network.

mod contact;
mod drop;
mod list;
mod queue;
mod send;

pub use contact::{Holder, Kind, contacts, note_contact};
pub use list::{Counted, Listed, Shown, list};
pub(crate) use queue::{news, queue};
pub use send::{Reached, Sent, send, send_watched};

use crate::matters::words::closed;
use doudi_journal::{Entry, JournalError, Projection, Tx};

closed! {
    /// The words of a message, all of them.
    Template {
        /// To who has it.
        MatterLate = "matter_late", "【兜底】您负责的预警事项已超期，请登录系统办理。", "[Doudi] A matter of yours is late; sign in and act on it.";
        /// To the level above.
        MatterRaised = "matter_raised", "【兜底】下级有预警事项超期，已提级到您，请登录系统接办。", "[Doudi] A matter below you is late and was raised to you; sign in and take it up.";
        /// To a department.
        MatterHanded = "matter_handed", "【兜底】有预警事项转请贵单位办理，请登录系统查看。", "[Doudi] A matter was handed over to your department; sign in to see it.";
        /// To who applied.
        CaseNews = "case_news", "【兜底】您申请的事项有新进展，请凭一码通查询或者到受理窗口询问。", "[Doudi] There is news of your application; follow it with your code or ask at the window.";
    }
}

/// Messages and where they reach somebody follow from entries.
pub(crate) struct Messages;

impl Projection for Messages {
    fn tables(&self) -> &'static [&'static str] {
        &["contact", "message"]
    }

    fn apply(&self, tx: &mut Tx<'_>, entry: &Entry) -> Result<(), JournalError> {
        match entry.kind.as_str() {
            "contact.noted" => contact::applied(tx, entry),
            "message.queued" => queue::applied(tx, entry),
            "message.begun" => send::begun(tx, entry),
            "message.sent" => send::sent(tx, entry),
            "message.given_up" => send::given_up(tx, entry),
            _ => Ok(()),
        }
    }
}
