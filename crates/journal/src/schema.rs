//! The journal's own tables, and what a program adds to them.

use crate::{Migration, Projection};

/// What a program keeps in the journal's database beside the entries.
pub struct Schema {
    /// Tables, in numbered steps.
    pub migrations: &'static [Migration],
    /// What keeps tables in step with the entries.
    pub projections: &'static [&'static dyn Projection],
}

/// The journal's own steps.
pub(crate) const OWN: &[Migration] = &[Migration { number: 1, name: "entries", sql: ENTRIES }];

const ENTRIES: &str = "
CREATE TABLE entry (
    county BIGINT NOT NULL, seq BIGINT NOT NULL, at BIGINT NOT NULL, valid_from BIGINT NOT NULL,
    actor TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, division BIGINT NOT NULL, body TEXT NOT NULL,
    previous {bytes} NOT NULL, hash {bytes} NOT NULL,
    PRIMARY KEY (county, seq));
CREATE INDEX entry_by_subject ON entry (subject, county, seq);
CREATE INDEX entry_by_moment ON entry (at, county, seq);
{append_only:entry};
CREATE TABLE chain (county BIGINT NOT NULL PRIMARY KEY, seq BIGINT NOT NULL, hash {bytes} NOT NULL);
CREATE TABLE once (
    request TEXT NOT NULL PRIMARY KEY, fingerprint {bytes} NOT NULL, answer TEXT NOT NULL);
CREATE TABLE data_key (id BIGINT NOT NULL PRIMARY KEY, generation BIGINT NOT NULL, wrapped {bytes} NOT NULL);
";
