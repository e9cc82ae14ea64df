//! The pages over a synthetic county: through the router, and in a real browser.

mod api;
mod api_doors;
mod api_faults;
mod browser;
mod county;
mod doubts;
mod imports;
mod ledgers;
mod links;
mod register;
mod routes;
mod texts;
