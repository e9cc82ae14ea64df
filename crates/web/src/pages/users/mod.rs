//! Accounts and the roles that they hold.

pub(crate) mod grant;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod reset;
pub(crate) mod revoke;
pub(crate) mod tokens;
