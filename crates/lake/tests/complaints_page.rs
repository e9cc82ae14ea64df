//! `docs/complaints.md` is made from the table of rules; this test writes it and fails when it differed.

use doudi_kernel::{Lang, Say};
use doudi_lake::{Rule, Unreadable};
use std::path::Path;

fn page() -> String {
    let mut page = String::from(
        "# Complaints: what an import says about a cell, a row or a file\n\n\
         Made from the table in `crates/lake/src/clean/rule.rs` by its test; edit there.\n\n\
         A complaint names file, sheet, row and column, shows the value masked, and never stops the import. The code is\n\
         stable; the wording may improve.\n\n\
         | code | whose | 说明 | 怎么办 | meaning | remedy |\n|---|---|---|---|---|---|\n",
    );
    for rule in Rule::ALL {
        page += &format!(
            "| `{}` | {} | {} | {} | {} | {} |\n",
            rule.code(),
            rule.fault().say(Lang::Zh),
            rule.say(Lang::Zh),
            rule.remedy(Lang::Zh),
            rule.say(Lang::En),
            rule.remedy(Lang::En)
        );
    }
    page
}

#[test]
fn the_page_of_complaints_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/complaints.md");
    let page = page();
    if std::fs::read_to_string(&path).ok().as_ref() != Some(&page) {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, page).unwrap();
        panic!("docs/complaints.md was out of date and has been rewritten; look at it and commit it");
    }
}

#[test]
fn every_code_is_its_own_and_leads_back_to_its_rule() {
    for rule in Rule::ALL {
        assert_eq!(rule.code().parse(), Ok(*rule));
        let stored = serde_json::to_string(rule).unwrap();
        assert_eq!(serde_json::from_str::<Rule>(&stored).unwrap(), *rule);
    }
    assert!(serde_json::from_str::<Rule>("\"no_such_rule\"").is_err());
    assert_eq!(Unreadable::Empty.code(), "empty");
}
