//! What `cargo xtask bench compare` times: comparing two lists, keeping a list's keys, comparing kept lists.
//!
//! ```text
//! pair match ASKED SOURCE OUT clean|exact|strict [THREADS]    from files to flagged rows and counts
//! pair keep LIST KEYS                                   the key file of a list
//! pair again ASKED_KEYS SOURCE_KEYS                     from key files to flagged row numbers and counts
//! ```
//! Prints one line of JSON with the counts and the seconds that the call took.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use doudi_compare::{Form, Reading};
use doudi_lake::keys::KeyFile;
use doudi_work::pair::{PairOptions, keep_keys, pair, pair_again};
use serde_json::json;
use std::error::Error;
use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut options = PairOptions::default();
    let start = Instant::now();
    let mut told = match words[..] {
        ["match", asked, source, out, reading, ref threads @ ..] => {
            options.second_chance = reading == "clean";
            options.reading = if reading == "strict" { Reading::Strict } else { Reading::Clean };
            if let [threads] = threads {
                options.threads = threads.parse()?;
            }
            matched(asked.as_ref(), source.as_ref(), out.as_ref(), &options)?
        }
        ["keep", list, keys] => {
            keep_keys(list.as_ref(), keys.as_ref(), &options)?;
            json!({ "bytes": std::fs::metadata(keys)?.len() })
        }
        ["again", asked, source] => {
            let (asked, source) = (KeyFile::open(asked.as_ref())?, KeyFile::open(source.as_ref())?);
            let again = pair_again(&asked, &source, &options.dead, options.threads)?;
            json!({
                "missing": again.missing.len(), "mismatch": again.mismatch.len(), "dead": again.dead.len(),
                "dup_ids": again.repeated.len(), "divisions": again.divisions.len(),
            })
        }
        _ => return Err("pair match|keep|again …".into()),
    };
    told["seconds"] = json!(start.elapsed().as_secs_f64());
    println!("{told}");
    Ok(())
}

fn matched(
    asked: &Path,
    source: &Path,
    out: &Path,
    options: &PairOptions,
) -> Result<serde_json::Value, Box<dyn Error>> {
    let found = pair(asked, source, out, options, &|_, _| {})?;
    let forms = |counts: [u64; Form::ALL.len()]| -> serde_json::Value {
        Form::ALL.iter().zip(counts).map(|(form, count)| (format!("{form:?}").to_lowercase(), json!(count))).collect()
    };
    Ok(json!({
        "asked": found.asked_rows, "source": found.source_rows, "pairs": found.pairs, "missing": found.missing,
        "mismatch": found.mismatch, "dead": found.dead, "dup_ids": found.repeated_ids, "dup_rows": found.repeated_rows,
        "repaired": found.repaired, "look": found.look,
        "asked_forms": forms(found.asked_forms), "missing_forms": forms(found.missing_forms),
    }))
}
