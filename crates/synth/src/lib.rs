//! A county that never existed, with the truth about it.
//!
//! Its division code was never assigned, so no identity number in it can be a real person's. Every village comes from a
//! stream of chance of its own, named by the county's seed and the village's place, so that ten million people can be
//! written a village at a time, and the same seed writes the same bytes.

pub mod calibration;
mod chance;
mod county;
mod fault;
mod leak;
mod life;
mod measure;
mod mess;
mod office;
mod people;
mod plan;
mod truth;

pub use county::{Progress, Summary, write_county};
pub use fault::SynthError;
pub use leak::{Leak, leaks};
pub use measure::{Measured, measure};
pub use plan::{CountyPlan, Form, PlanError};
