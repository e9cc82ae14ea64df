//! Writes a county: `cargo run --release -p doudi-synth --example county -- OUT RESIDENTS [parquet] [MONTHS] [SEED]`.

use doudi_synth::{CountyPlan, Form, write_county};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let number = |at: usize, or: u32| args.get(at).and_then(|a| a.parse().ok()).unwrap_or(or);
    let mut plan = CountyPlan::new("419901".parse()?, number(2, 60_000), "2026-09".parse()?, u64::from(number(5, 1)));
    plan.form = if args.get(3).is_some_and(|form| form == "parquet") { Form::Parquet } else { Form::Office };
    plan.months = number(4, 3) as u8;
    let out = args.get(1).ok_or("a folder to write into")?;
    let summary = write_county(&plan, out.as_ref(), &mut |_| {})?;
    eprintln!("{summary:#?}");
    Ok(())
}
