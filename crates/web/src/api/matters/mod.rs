//! Matters, for other programs.

pub(super) mod act;
pub(super) mod feedback;
pub(super) mod search;
pub(super) mod show;

use super::Rule;
use doudi_journal::access::{Action, Resource};

/// Whoever lists discoveries, and the department that a matter was handed over to.
const LISTS: Rule = Rule::OneOf(&[(Resource::ActiveDiscovery, Action::List), (Resource::Referral, Action::List)]);
const READS: Rule = Rule::OneOf(&[(Resource::ActiveDiscovery, Action::Read), (Resource::Referral, Action::Read)]);
