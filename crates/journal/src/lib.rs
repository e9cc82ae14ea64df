//! What people and rules did, in order, unchangeable, with projections beside it.
//!
//! Entries are only ever added, one hash chain a county; tables that follow from them are written in the same
//! transaction and can be made anew. SQLite in one file, or PostgreSQL by a URL: the same SQL, the same tests.
//!
//! ```
//! use doudi_journal::{Actor, County, Draft, Entry, Instant, Journal, JournalError, Location, Migration, Projection};
//! use doudi_journal::{Schema, Subject, Tx, Value, access::*, crypto::{Keyring, Suite}};
//!
//! struct Households;
//! impl Projection for Households {
//!     fn tables(&self) -> &'static [&'static str] {
//!         &["household"]
//!     }
//!     fn apply(&self, tx: &mut Tx<'_>, entry: &Entry) -> Result<(), JournalError> {
//!         let row = [entry.subject.as_str().into(), Value::Int(entry.division as i64)];
//!         tx.execute("INSERT INTO household (id, division) VALUES ($1, $2)", &row).map(drop)
//!     }
//! }
//! static SCHEMA: Schema = Schema {
//!     migrations: &[Migration {
//!         number: 1,
//!         name: "households",
//!         sql: "CREATE TABLE household (id TEXT NOT NULL PRIMARY KEY, division BIGINT NOT NULL)",
//!     }],
//!     projections: &[&Households],
//! };
//!
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("journal.db").display().to_string();
//! # let mut at = 0u8;
//! # let mut fill = |bytes: &mut [u8]| for byte in bytes { at = at.wrapping_mul(5).wrapping_add(7); *byte = at };
//! let keys = Keyring::create(Suite::National, &mut fill)?;
//! let journal = Journal::open(&Location::parse(&path)?, keys, &SCHEMA, |bytes| bytes.fill(4))?;
//! let today = doudi_kernel::Date::constant(2026, 7, 1);
//! let entry = journal.write(|tx| {
//!     tx.append(Draft {
//!         county: County::new(419901)?,
//!         at: Instant::from_millis(1_782_867_600_000),
//!         valid_from: today,
//!         actor: Actor::new("user:17")?,
//!         kind: "household.opened",
//!         subject: Subject::new("household:h-1")?,
//!         division: 419901002007,
//!         body: serde_json::json!({ "members": 3 }),
//!     })
//! })?;
//! assert_eq!(entry.seq, 1);
//!
//! let grants = [Grant { role: Role::TownClerk, area: "419901002".parse()?, from: today, to: None }];
//! let scope = authorise(&grants, Resource::Household, Action::List, today)?;
//! let rows = journal.read(|reader| reader.rows(&scope, "SELECT id FROM household WHERE {scope}", &[]))?;
//! assert_eq!(rows[0].get::<String>("id")?, "household:h-1");
//! assert!(journal.verify(&journal.sign_heads(today)?, &mut |_| {})?.faults.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod access;
pub mod chain;
pub mod crypto;
mod db;
mod entry;
mod error;
mod facts;
mod heads;
mod journal;
mod keep;
mod once;
mod project;
mod reader;
mod rotate;
mod schema;
mod scoped;
mod tx;
mod verify;

pub use db::{FromValue, Location, Migration, Progress, Row, Value};
pub use entry::{Actor, County, Draft, Entry, IdempotencyKey, Instant, Subject, date_number, date_of_number};
pub use error::JournalError;
pub use facts::{Fact, FactTable, FactValue, KnownFact};
pub use heads::{SignedHead, read_heads, write_heads};
pub use journal::Journal;
pub use project::{Projection, Rebuild, TableDifference};
pub use reader::Reader;
pub use schema::Schema;
pub use tx::Tx;
pub use verify::{ChainFault, Verification, Wrong};
