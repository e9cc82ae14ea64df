//! Every column of every table has a class, a purpose and a retention.

use crate::county::Scene;
use doudi_journal::access::privacy::{Complaint, Privacy};

#[test]
fn no_column_is_kept_that_nobody_gave_a_reason_for() {
    let files = [include_str!("../../journal/privacy.toml"), include_str!("../privacy.toml")];
    let privacy = Privacy::read(&files).unwrap();
    let dump = Scene::new().bureau.journal.schema_dump().unwrap();
    assert_eq!(privacy.check(&dump), [] as [Complaint; 0]);
}
