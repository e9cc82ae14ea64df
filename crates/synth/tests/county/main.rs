//! The county as it is written to disk.

mod files;
mod read_back;
mod shocks;
mod truth;

use doudi_synth::{CountyPlan, Summary, write_county};
use std::path::Path;

fn plan(residents: u32) -> CountyPlan {
    CountyPlan::new("419901".parse().unwrap(), residents, "2026-09".parse().unwrap(), 1)
}

fn write(plan: &CountyPlan, into: &Path) -> Summary {
    write_county(plan, into, &mut |_| {}).unwrap()
}
