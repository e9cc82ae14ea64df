//! The fields that layouts may name: `policy/fields.toml`.

use super::heading::Heading;
use crate::policy::Policy;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What kind of value a field holds, which decides how a cell is cleaned and which Arrow columns the lake gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Identity number: `X: UInt64` packed, `X_raw: Utf8` where it is not valid.
    Id,
    /// Disability certificate: `X: Utf8` of 20 or 22 characters.
    Certificate,
    /// A person's name: `X: Utf8`.
    Name,
    /// Any text: `X: Utf8`.
    Text,
    /// An address: `X: Utf8`.
    Address,
    /// Telephone numbers: `X: Utf8`, digits.
    Phone,
    /// A bank account: `X: Utf8`, digits.
    Account,
    /// A word of a vocabulary: `X: Utf8` code, `X_raw: Utf8` where the crosswalk does not know the word.
    Code,
    /// A day: `X: Date32`.
    Date,
    /// A month: `X: Int32` yyyymm.
    Month,
    /// An amount: `X: Int64` fen.
    Money,
    /// An area: `X: Int64` hundredths of a mu.
    Area,
    /// A whole number: `X: Int64`.
    Count,
    /// Yes or no: `X: Boolean`.
    Flag,
    /// A division code: `X: Utf8` of 12 digits.
    Division,
}

impl Kind {
    /// Amounts of which a 合计 row may state the sum.
    pub fn adds_up(self) -> bool {
        matches!(self, Self::Money | Self::Area | Self::Count)
    }
}

/// How closely a field is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Privacy {
    /// Tells who somebody is.
    Identifies,
    /// Health, crime, ethnicity, matters of children.
    Sensitive,
    /// Needed for the work, not for publication.
    Operational,
    /// May be published.
    Publishable,
}

/// One field.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The kind of value.
    pub kind: Kind,
    /// Chinese label.
    pub zh: String,
    /// English label.
    pub en: String,
    /// What stands for it in any file.
    pub headings: Vec<String>,
    /// How closely it is kept.
    pub privacy: Privacy,
    /// The crosswalk of a code, by the name of its file in `policy/vocabularies`.
    pub vocabulary: Option<String>,
}

/// All fields by identifier.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    by_id: BTreeMap<String, Field>,
}

impl Fields {
    /// Reads `fields.toml`.
    ///
    /// # Errors
    /// What the TOML reader says.
    pub fn read(policy: &Policy) -> Result<Self, String> {
        let text = policy.text("fields.toml").ok_or("fields.toml is missing")?;
        toml::from_str(text).map(|by_id| Self { by_id }).map_err(|why| why.to_string())
    }

    /// The field of an identifier.
    pub fn get(&self, id: &str) -> Option<&Field> {
        self.by_id.get(id)
    }

    /// All fields in the order of their identifiers.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Field)> {
        self.by_id.iter().map(|(id, field)| (id.as_str(), field))
    }

    /// Fields that a heading may stand for, in any file.
    pub fn headed<'a>(&'a self, heading: &'a Heading) -> impl Iterator<Item = (&'a str, &'a Field)> {
        self.iter()
            .filter(move |(_, field)| field.headings.iter().any(|known| Heading::new(known).plain == heading.plain))
    }
}
