//! `privacy.toml` and the tables that there are.

use crate::places::both;
use doudi_journal::{
    Schema,
    access::privacy::{Complaint, Privacy},
};

/// The journal's own tables; a program holds its file and this one against its whole schema.
static OWN: Schema = Schema { migrations: &[], projections: &[] };

#[test]
fn every_column_of_the_journal_has_a_class_a_purpose_and_a_retention() {
    let privacy = Privacy::read(&[include_str!("../privacy.toml")]).unwrap();
    both(|place| {
        let dump = place.open(&OWN).unwrap().schema_dump().unwrap();
        assert_eq!(privacy.check(&dump), [] as [Complaint; 0]);
        let forgotten = format!("{dump}entry.phone text\n");
        assert_eq!(privacy.check(&forgotten).len(), 1, "a column that nobody spoke of is noticed");
    });
}
