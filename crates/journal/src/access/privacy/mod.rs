//! What every column of every table is, why it is kept and how long: `privacy.toml`, held against the live schema.
//!
//! Personal information law art. 6 and 19 ask for a purpose and the shortest retention, art. 51 (2) for classes. The file
//! has a section a table, with the table's purpose and retention, and a word a column; a column may have its own:
//!
//! ```
//! use doudi_journal::access::privacy::{Class, Privacy};
//! let text = r#"
//! [person]
//! purpose = "members are counted and checked (Social Assistance Law art. 11, 37)"
//! retention = "10 years after closed"
//! id = "operational"
//! name = "identifies"
//! resident_id = { class = "identifies", sealed = true }
//! illness = { class = "sensitive", purpose = "deductions and category supplements", retention = "5 years after closed" }
//! "#;
//! let privacy = Privacy::read(&[text]).unwrap();
//! assert_eq!(privacy.class("person", "illness"), Some(Class::Sensitive));
//! let dump = "person.id text\nperson.name text\nperson.resident_id text\nperson.phone bytes\n";
//! let complaints: Vec<_> = privacy.check(dump).iter().map(ToString::to_string).collect();
//! assert_eq!(complaints, [
//!     "person.illness is in privacy.toml and not in the database.",
//!     "person.phone is in the database and not in privacy.toml.",
//!     "person.resident_id is said to be sealed and is not a column of bytes.",
//! ]);
//! ```

mod complaint;
mod retention;

pub use complaint::{Complaint, Wrong};
pub use retention::{Retention, Span};

use std::{collections::BTreeMap, fmt};

/// What a column tells about people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Says who somebody is: a name, a number, a blind index of one, an id that leads to one.
    Identifies,
    /// Sensitive by art. 28: health, finance, children under fourteen, whereabouts.
    Sensitive,
    /// Needed to run the office; tells nothing about a person by itself.
    Operational,
    /// May hang out in the village or stand in a statistic.
    Publishable,
}

impl Class {
    /// The class of a word in the file.
    pub fn named(word: &str) -> Option<Self> {
        Some(match word {
            "identifies" => Self::Identifies,
            "sensitive" => Self::Sensitive,
            "operational" => Self::Operational,
            "publishable" => Self::Publishable,
            _ => return None,
        })
    }
}

/// What is said about one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it tells about people.
    pub class: Class,
    /// Why it is kept.
    pub purpose: String,
    /// How long.
    pub retention: Retention,
    /// Whether it is encrypted in the database.
    pub sealed: bool,
}

/// A column by table and name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ColumnName {
    /// The table.
    pub table: String,
    /// The column.
    pub column: String,
}

impl fmt::Display for ColumnName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.table, self.column)
    }
}

/// One or several `privacy.toml`, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Privacy {
    columns: BTreeMap<ColumnName, Entry>,
    complaints: Vec<Complaint>,
}

/// The file is not TOML, or a section is not a table: line and reason.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("privacy.toml: {0}")]
pub struct NotReadable(String);

impl Privacy {
    /// Reads the files of the crates that have tables; each table stands in one of them.
    ///
    /// # Errors
    /// [`NotReadable`] for what is no TOML; all else becomes a complaint of [`Privacy::check`].
    pub fn read(texts: &[&str]) -> Result<Self, NotReadable> {
        let mut privacy = Self::default();
        for text in texts {
            let file: toml::Table = text.parse().map_err(|error: toml::de::Error| NotReadable(error.to_string()))?;
            for (table, section) in &file {
                let section = section.as_table().ok_or_else(|| NotReadable(format!("{table} is not a section")))?;
                privacy.read_table(table, section);
            }
        }
        Ok(privacy)
    }

    /// The class of a column.
    pub fn class(&self, table: &str, column: &str) -> Option<Class> {
        self.entry(table, column).map(|entry| entry.class)
    }

    /// What is said about a column.
    pub fn entry(&self, table: &str, column: &str) -> Option<&Entry> {
        self.columns.get(&ColumnName { table: table.into(), column: column.into() })
    }

    /// All columns.
    pub fn columns(&self) -> impl Iterator<Item = (&ColumnName, &Entry)> {
        self.columns.iter()
    }

    /// Holds the file against a dump of the schema: a line a column, `table.column type …`, as the journal dumps it.
    pub fn check(&self, dump: &str) -> Vec<Complaint> {
        let live = live_columns(dump);
        let spoken = |at: &ColumnName| self.columns.contains_key(at) || self.complaints.iter().any(|c| c.at == *at);
        let missing = live.keys().filter(|at| !spoken(at)).map(|at| at.complain(Wrong::Missing));
        let superfluous =
            self.columns.keys().filter(|at| !live.contains_key(at)).map(|at| at.complain(Wrong::Superfluous));
        let sealed = self.columns.iter().filter(|(_, entry)| entry.sealed).map(|(at, _)| at);
        let bare = sealed.filter(|at| live.get(at).is_some_and(|kind| *kind != "bytes"));
        let mut complaints: Vec<_> =
            missing.chain(superfluous).chain(bare.map(|at| at.complain(Wrong::NotSealed))).collect();
        complaints.extend(self.complaints.iter().cloned());
        complaints.sort();
        complaints.dedup();
        complaints
    }

    fn read_table(&mut self, table: &str, section: &toml::Table) {
        for (column, said) in section.iter().filter(|(key, _)| !matches!(key.as_str(), "purpose" | "retention")) {
            let at = ColumnName { table: table.into(), column: column.clone() };
            if said.as_table().is_some_and(|said| !said.iter().all(is_known)) {
                self.complaints.push(at.complain(Wrong::Key));
            }
            let wrong = match entry(section, said) {
                Ok(entry) => self.columns.insert(at.clone(), entry).map(|_| Wrong::Twice),
                Err(wrong) => Some(wrong),
            };
            self.complaints.extend(wrong.map(|wrong| at.complain(wrong)));
        }
    }
}

/// What is said of a column, by itself or by its table.
fn entry(section: &toml::Table, said: &toml::Value) -> Result<Entry, Wrong> {
    let own = |key: &str| said.get(key).and_then(toml::Value::as_str);
    let of_either = |key: &str| own(key).or_else(|| section.get(key).and_then(toml::Value::as_str));
    Ok(Entry {
        class: said.as_str().or(own("class")).and_then(Class::named).ok_or(Wrong::Class)?,
        purpose: of_either("purpose").filter(|purpose| !purpose.trim().is_empty()).ok_or(Wrong::Purpose)?.into(),
        retention: of_either("retention").and_then(Retention::read).ok_or(Wrong::Retention)?,
        sealed: said.get("sealed").and_then(toml::Value::as_bool).unwrap_or(false),
    })
}

fn is_known((key, value): (&String, &toml::Value)) -> bool {
    match key.as_str() {
        "class" | "purpose" | "retention" => value.is_str(),
        "sealed" => value.is_bool(),
        _ => false,
    }
}

impl ColumnName {
    fn complain(&self, what: Wrong) -> Complaint {
        Complaint { at: self.clone(), what }
    }
}

/// Columns of a dump with the word after them, their type.
fn live_columns(dump: &str) -> BTreeMap<ColumnName, &str> {
    let column = |line: &'_ str| {
        let (table, column) = line.split_whitespace().next()?.split_once('.')?;
        Some(ColumnName { table: table.into(), column: column.into() })
    };
    dump.lines().filter_map(|line| Some((column(line)?, line.split_whitespace().nth(1).unwrap_or("")))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrongs(text: &str, dump: &str) -> Vec<(String, Wrong)> {
        let complaints = Privacy::read(&[text]).unwrap().check(dump);
        complaints.into_iter().map(|complaint| (complaint.at.to_string(), complaint.what)).collect()
    }

    #[test]
    fn a_file_that_speaks_of_every_column_has_no_complaint() {
        let text = "[a]\npurpose = 'p'\nretention = 'permanent'\nx = 'operational'\ny = { class = 'identifies', sealed = true }";
        assert_eq!(wrongs(text, "a.x bigint not null key 1\na.y bytes\n"), []);
    }

    #[test]
    fn each_fault_is_told_at_its_column() {
        let faults = [
            ("x = 'secret'", Wrong::Class),
            ("x = 3", Wrong::Class),
            ("x = { purpose = 'q' }", Wrong::Class),
            ("x = { class = 'sensitive', retention = 'a while' }", Wrong::Retention),
            ("x = { class = 'sensitive', retention = '0 years after closed' }", Wrong::Retention),
            ("x = { class = 'sensitive', purpose = ' ' }", Wrong::Purpose),
            ("x = { class = 'sensitive', sealed = true }", Wrong::NotSealed),
            ("x = { class = 'sensitive', saeled = true }", Wrong::Key),
            ("x = { class = 'sensitive', sealed = 'yes' }", Wrong::Key),
        ];
        for (line, what) in faults {
            let text = format!("[a]\npurpose = 'p'\nretention = '3 years after recorded'\n{line}");
            assert_eq!(wrongs(&text, "a.x text"), [("a.x".into(), what)], "{line}");
        }
        assert_eq!(
            wrongs("[a]\nretention = 'permanent'\nx = 'operational'", "a.x text"),
            [("a.x".into(), Wrong::Purpose)]
        );
        assert_eq!(wrongs("[a]\npurpose = 'p'\nx = 'operational'", "a.x text"), [("a.x".into(), Wrong::Retention)]);
        let other = "[a]\npurpose = 'p'\nretention = 'permanent'\ny = 'operational'";
        let both = [("a.x".into(), Wrong::Missing), ("a.y".into(), Wrong::Superfluous)];
        assert_eq!(wrongs(other, "a.x text"), both);
    }

    #[test]
    fn a_column_in_two_files_and_a_file_that_is_none_are_told() {
        let text = "[a]\npurpose = 'p'\nretention = 'permanent'\nx = 'operational'";
        let twice = Privacy::read(&[text, text]).unwrap().check("a.x text");
        assert_eq!(twice.iter().map(|complaint| complaint.what).collect::<Vec<_>>(), [Wrong::Twice]);
        assert!(Privacy::read(&["["]).is_err() && Privacy::read(&["x = 1"]).is_err());
    }
}
