//! Data that is derived once from its source, looked at, and committed.

mod hanzi;
mod law_matrix;
mod pinyin;
mod unihan;
mod variants;

const HELP: &str = "\
cargo xtask generate hanzi FOLDER    the characters' table from Unihan_*.txt in FOLDER
cargo xtask generate law-matrix      docs/law-matrix.md from the policies";

/// `cargo xtask generate …`
pub(crate) fn generate(words: &[String]) -> Result<(), String> {
    match words {
        [what, folder] if what == "hanzi" => hanzi::generate(folder.as_ref()),
        [what] if what == "law-matrix" => law_matrix::generate(),
        _ => Err(HELP.into()),
    }
}
