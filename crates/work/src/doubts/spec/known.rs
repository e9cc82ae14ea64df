//! The names that a spec may use: feeds, fields with their kinds, codes.

use super::fault::{SpecFault, SpecFaultKind};
use crate::policy::Policy;
use std::collections::{BTreeMap, BTreeSet};

/// What kind of value a field holds; the Arrow type follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// An identity number: `UInt64`, packed, beside `…_raw`.
    Id,
    /// Text of any sort, names and certificates too: `Utf8`.
    Text,
    /// A code of a crosswalk: `Utf8`.
    Code,
    /// A day: `Date32`.
    Date,
    /// A month: `Int32`, `yyyymm`.
    Month,
    /// Fen: `Int64`.
    Money,
    /// A number: `Int64`.
    Count,
    /// Yes or no: `Boolean`.
    Flag,
    /// Twelve digits: `Utf8`.
    Division,
}

impl FieldKind {
    /// The kind of a word in `policy/fields.toml`.
    fn read(word: &str) -> Option<Self> {
        Some(match word {
            "id" => Self::Id,
            "certificate" | "name" | "text" | "address" | "phone" | "account" => Self::Text,
            "code" => Self::Code,
            "date" => Self::Date,
            "month" => Self::Month,
            "money" => Self::Money,
            "count" | "area" => Self::Count,
            "flag" => Self::Flag,
            "division" => Self::Division,
            _ => return None,
        })
    }
}

/// The vocabulary that specs are checked against.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Feeds that have a layout.
    pub feeds: BTreeSet<String>,
    /// Fields by name.
    pub fields: BTreeMap<String, FieldKind>,
    /// The codes of a field, where the crosswalks list them.
    pub codes: BTreeMap<String, BTreeSet<String>>,
}

impl Known {
    /// From the text of `policy/fields.toml`; a field whose kind has no name here is left out, and is then unknown to specs.
    ///
    /// # Errors
    /// The parser's own words.
    ///
    /// ```
    /// use doudi_work::doubts::spec::{FieldKind, Known};
    /// let known = Known::read("[death_date]\nkind = \"date\"\n").unwrap();
    /// assert_eq!(known.field("death_date"), Some(FieldKind::Date));
    /// ```
    pub fn read(fields: &str) -> Result<Self, toml::de::Error> {
        let all: BTreeMap<String, toml::Table> = toml::from_str(fields)?;
        let kind = |table: &toml::Table| FieldKind::read(table.get("kind")?.as_str()?);
        let fields = all.iter().filter_map(|(name, table)| Some((name.clone(), kind(table)?))).collect();
        Ok(Self { fields, ..Self::default() })
    }

    /// From an office's policy: feeds by their layouts, fields, and the codes of each vocabulary.
    ///
    /// # Errors
    /// A file that is not TOML, in the parser's own words.
    pub fn of(policy: &Policy) -> Result<Self, Vec<SpecFault>> {
        let fields = policy.text("fields.toml").unwrap_or_default();
        let mut known = Self::read(fields).map_err(|why| vec![form("fields.toml", fields, &why)])?;
        known.feeds = policy.folder("feeds").map(|(name, _)| name.to_owned()).collect();
        let table: BTreeMap<String, toml::Table> = toml::from_str(fields).unwrap_or_default();
        for (field, table) in table {
            let vocabulary = table.get("vocabulary").and_then(|name| name.as_str());
            let text = vocabulary.and_then(|name| policy.text(&format!("vocabularies/{name}.toml")));
            if let Some(text) = text {
                let words: toml::Table = toml::from_str(text).map_err(|why| vec![form(&field, text, &why)])?;
                known.codes.insert(field, codes(&words));
            }
        }
        Ok(known)
    }

    /// The kind of a field.
    pub fn field(&self, name: &str) -> Option<FieldKind> {
        self.fields.get(name).copied()
    }
}

fn form(file: &str, text: &str, why: &toml::de::Error) -> SpecFault {
    SpecFault::at(file, text, why.span().unwrap_or(0..0), SpecFaultKind::Form(why.message().into()))
}

fn codes(vocabulary: &toml::Table) -> BTreeSet<String> {
    let terms = vocabulary.get("terms").and_then(|terms| terms.as_array());
    let code = |term: &toml::Value| Some(term.get("code")?.as_str()?.to_owned());
    terms.into_iter().flatten().filter_map(code).collect()
}
