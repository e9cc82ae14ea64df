//! Accounts and the roles that they hold.

pub(super) mod grant;
pub(super) mod list;
pub(super) mod new;
pub(super) mod revoke;
