//! The pages, one operation a file; the tree mirrors the URLs.

pub(crate) mod api;
pub(crate) mod audit;
pub(crate) mod cases;
pub(crate) mod comparisons;
pub(crate) mod discoveries;
pub(crate) mod divisions;
pub(crate) mod doubts;
pub(crate) mod households;
pub(crate) mod imports;
pub(crate) mod imprest;
pub(crate) mod ledgers;
pub(crate) mod links;
pub(crate) mod me;
pub(crate) mod notices;
pub(crate) mod payments;
pub(crate) mod referrals;
pub(crate) mod relatives;
pub(crate) mod reviews;
pub(crate) mod sent;
pub(crate) mod sign_in;
pub(crate) mod simulations;
pub(crate) mod tokens;
pub(crate) mod unified;
pub(crate) mod users;
pub(crate) mod voices;
pub(crate) mod work;
