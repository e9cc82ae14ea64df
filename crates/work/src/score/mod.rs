//! A points model beside the signals: whom to visit first, of those on no register of dibao or tekun.
//!
//! 1. [`homes`]: a month's households with the few facts that features are made of, beside the month before.
//! 2. [`FEATURES`]: each a question about the household with a handful of answers; never a class, a register, a sex, a place.
//! 3. [`Card::fit`]: points by logistic regression over counted answers of past months; whole numbers, ten of which double
//!    the odds.
//! 4. [`Card::order`]: households by points; refused when the month's data are no longer what the card was fitted on.
//!
//! Floating point fits the card; what orders a list is a sum of whole points. The score says whom to visit first and decides
//! nothing (个人信息保护法 art. 24).

mod card;
mod drift;
mod features;
mod fit;
mod homes;
mod label;
mod measure;
mod say;
#[cfg(test)]
mod tests;

pub use card::{Band, Card, FeatureCard, Fitted, Place};
pub use drift::{DRIFT_MAX_THOUSANDTHS, Drift};
pub use features::{Answers, FEATURES, Feature};
pub use homes::{FACTS, Home, VARIABLES, homes};
pub use label::Labels;
pub use measure::{Group, Sample, Visits, first_visits};
