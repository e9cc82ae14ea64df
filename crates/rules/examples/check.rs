//! Checks the policies of some folders or files: `cargo run --release -p doudi-rules --example check -- policy/`.
#![allow(clippy::print_stdout, missing_docs)]

use doudi_kernel::Lang;
use std::{fs, path::Path, process::ExitCode};

fn main() -> ExitCode {
    let mut files = Vec::new();
    for argument in std::env::args().skip(1) {
        take(Path::new(&argument), &mut files);
    }
    files.sort();
    match doudi_rules::check::read(files) {
        Ok(book) => {
            let (parameters, variables) = (book.parameters.len(), book.variables.len());
            println!(
                "{parameters} parameters, {variables} variables, {} programmes: no complaint",
                book.programmes.len()
            );
            ExitCode::SUCCESS
        }
        Err(complaints) => {
            print!("{}", complaints.render(Lang::En));
            println!("{} complaints", complaints.list.len());
            ExitCode::FAILURE
        }
    }
}

fn take(path: &Path, files: &mut Vec<(String, String)>) {
    if path.is_dir() {
        let entries = fs::read_dir(path).expect("the folder can be read");
        entries.for_each(|entry| take(&entry.expect("the folder can be read").path(), files));
    } else if path.extension().is_some_and(|extension| extension == "law") {
        files.push((path.display().to_string(), fs::read_to_string(path).expect("the file is UTF-8 text")));
    }
}
