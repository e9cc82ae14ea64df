//! A file added to `policy/` must reach the binary: the macro that embeds the folder notices changed files, not new ones.

fn main() {
    println!("cargo:rerun-if-changed=../../policy");
}
