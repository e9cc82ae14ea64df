//! A points model beside the signals: whom to visit first, of those on no register of dibao or tekun.
//!
//! 1. [`homes`]: a month's households with the few facts that features are made of, beside what the months before knew.
//! 2. [`FEATURES`]: each a question about the household with a handful of answers; never a class, a register, a sex, a place.
//! 3. [`Card::fit`]: points by logistic regression over counted answers of past months; whole numbers, ten of which double
//!    the odds.
//! 4. [`Card::order`]: households by points, each with what gave them; refused when the month's data are no longer what the
//!    card was fitted on.
//!
//! A card asks who is in hardship, or who falls into it within some months and is not in it ([`Labels::within`]). What it is
//! fitted on was known by the end of one month, labels of the months ahead included; it is held against later months alone.
//! Hardship of this month is what the rules compute anyway, so a card of it adds little to a plain signal; one that looks ahead
//! orders households of which no rule speaks yet, and [`Falls`] says how many of those who fall showed anything before.
//!
//! Floating point fits the card; what orders a list is a sum of whole points. The score says whom to visit first and decides
//! nothing (个人信息保护法 art. 24).

mod card;
mod drift;
mod falls;
mod features;
mod fit;
mod homes;
mod label;
mod measure;
mod say;
#[cfg(test)]
mod tests;

pub use card::{Band, Card, FeatureCard, Fitted, Fitting, Place, Placed, Reason};
pub use drift::{DRIFT_MAX_THOUSANDTHS, Drift};
pub use falls::{Falls, Sign};
pub use features::{Answers, FEATURES, Feature};
pub use homes::{FACTS, Home, LOOKS_BACK, Then, VARIABLES, homes};
pub use label::{Labels, Source};
pub use measure::{Group, Sample, Visits, first_visits};
