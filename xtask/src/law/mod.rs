//! Questions to the shipped policies: does a test notice every change, do both evaluators agree.

mod mutate;
mod oracle;

pub(crate) use mutate::mutate;
pub(crate) use oracle::oracle;

use doudi_kernel::Lang;
use doudi_rules::{
    book::Book,
    cases::{self, Case},
    check,
};
use std::{fs, io, path::Path};

/// The shipped policies and their cases, with the case files.
struct Shipped {
    book: Book,
    cases: Vec<Case>,
    files: Vec<(String, String)>,
}

/// Reads `policy/national` and `policy/provinces`.
fn shipped() -> Result<Shipped, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (mut laws, mut files) = (Vec::new(), Vec::new());
    for folder in ["policy/national", "policy/provinces"] {
        gather(&root, Path::new(folder), "law", &mut laws).map_err(|error| error.to_string())?;
        gather(&root, Path::new(folder), "cases", &mut files).map_err(|error| error.to_string())?;
    }
    let book = check::read(laws).map_err(|complaints| complaints.render(Lang::En))?;
    let (cases, unreadable) = cases::read(&book, &files);
    match unreadable.is_empty() {
        true => Ok(Shipped { book, cases, files }),
        false => Err(unreadable.iter().map(|one| one.say(&files, Lang::En) + "\n").collect()),
    }
}

/// Paths below the root and texts of the files that end so, in the order of paths.
fn gather(root: &Path, folder: &Path, ending: &str, files: &mut Vec<(String, String)>) -> io::Result<()> {
    let entries = fs::read_dir(root.join(folder))?;
    let mut names = entries.map(|entry| Ok(entry?.file_name())).collect::<io::Result<Vec<_>>>()?;
    names.sort();
    for name in names {
        let path = folder.join(name);
        if root.join(&path).is_dir() {
            gather(root, &path, ending, files)?;
        } else if path.extension().is_some_and(|extension| extension == ending) {
            files.push((path.display().to_string(), fs::read_to_string(root.join(&path))?));
        }
    }
    Ok(())
}

/// The number behind a flag, or what is usual.
fn flag(words: &[String], name: &str, usual: u64) -> Result<u64, String> {
    match words.iter().position(|word| word == name) {
        Some(place) => {
            let value = words.get(place + 1).and_then(|value| value.parse().ok());
            value.ok_or_else(|| format!("{name} asks for a number"))
        }
        None => Ok(usual),
    }
}
