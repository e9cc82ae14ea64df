//! Who may do what, where, when, and for what purpose.
//!
//! A [`Grant`] is a [`Role`] in a division between two days. [`authorise`] turns the grants that a user holds *now* into
//! a [`Scope`] for one [`Resource`] and one [`Action`]; a scope can be made in no other way, and every read of the journal
//! demands one, so that a read without authorisation does not compile:
//!
//! ```compile_fail,E0451
//! let scope = doudi_journal::access::Scope { parts: vec![] };
//! ```
//!
//! A scope is for one request: it is not `Clone`, and a right that was taken away counts from the next one.
//!
//! ```
//! use doudi_journal::access::{Action, Grant, Resource, Role, authorise};
//! use doudi_kernel::Date;
//! let today = Date::constant(2026, 7, 1);
//! let grants = [Grant { role: Role::TownClerk, area: "419901002".parse().unwrap(), from: today, to: None }];
//! let scope = authorise(&grants, Resource::Household, Action::List, today).unwrap();
//! assert!(scope.covers("419901002007".parse().unwrap()));
//! assert!(!scope.covers("419901003001".parse().unwrap()));
//! assert!(authorise(&grants, Resource::Grant, Action::List, today).is_err());
//! ```

mod apart;
mod denied;
mod grant;
pub mod login;
mod mask;
pub mod privacy;
#[cfg(test)]
mod proof;
mod purpose;
mod resource;
mod rights;
mod role;
mod scope;

pub use apart::{Relatives, decided_by_another, may_grant};
pub use denied::Denied;
pub use grant::{Area, Grant, UserId};
pub use mask::{Field, Shown, Viewer, mask, shown};
pub use purpose::{AccessRecord, Opening, Purpose, PurposeKind};
pub use resource::{Action, Resource};
pub use rights::allows;
pub use role::{Department, Duty, Role};
pub use scope::{Scope, authorise};
