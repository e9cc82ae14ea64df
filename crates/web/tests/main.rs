//! The pages over a synthetic county: through the router, and in a real browser.

mod accessible;
mod api;
mod api_doors;
mod api_faults;
mod browser;
mod citizen;
mod county;
mod doubts;
mod field;
mod imports;
mod ledgers;
mod links;
mod matters;
mod register;
mod routes;
mod scan;
// The provider against which `doudi-oidc` is tested; not every lie of it is needed here.
#[allow(dead_code)]
#[path = "../../oidc/tests/standing.rs"]
mod standing;
mod texts;
mod unified;
