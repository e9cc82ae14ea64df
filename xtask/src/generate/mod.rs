//! Data that is derived once from its source, looked at, and committed.

mod hanzi;
mod pinyin;
mod unihan;
mod variants;

const HELP: &str = "cargo xtask generate hanzi FOLDER    the characters' table from Unihan_*.txt in FOLDER";

/// `cargo xtask generate …`
pub(crate) fn generate(words: &[String]) -> Result<(), String> {
    match words {
        [what, folder] if what == "hanzi" => hanzi::generate(folder.as_ref()),
        _ => Err(HELP.into()),
    }
}
