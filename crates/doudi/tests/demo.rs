//! The demonstration, from the first file to the portal.

use crate::doudi;

/// Every desk that a demonstration needs somebody at.
pub(crate) const DESKS: [&str; 14] = [
    "cadre", "clerk", "clerk2", "leader", "county", "chief", "checks", "medical", "school", "finance", "analyst",
    "security", "system", "audit",
];

#[test]
fn the_demo_runs_to_its_end_and_a_second_one_replaces_it() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("demo").display().to_string();
    for _ in 0..2 {
        let done = doudi(&["demo", "--once", "--quiet", "--residents", "3000", "--out", &out]);
        let (told, wrong) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        assert!(done.status.success(), "{wrong}\n{told}");
        for desk in DESKS {
            assert_eq!(told.lines().filter(|line| line.starts_with(&format!(" {desk} "))).count(), 1, "{desk}");
        }
    }
    let verified = doudi(&["--data", &format!("{out}/data"), "journal", "verify"]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}
