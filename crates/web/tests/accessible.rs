//! What a screen reader meets: axe-core over a page in a real browser (`browser/axe`, MPL-2.0, used by tests only).

use crate::browser::Browser;
use serde_json::Value;

const AXE: &str = include_str!("browser/axe/axe.min.js");

/// Every rule that axe-core has, WCAG 2 A and AA and its good practice; a word for each violation with what it is about.
const RUN: &str = "const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ['violations'] }).then(found => done(found.violations.map(one =>
  one.id + ': ' + one.nodes.map(node => node.html.slice(0, 120)).join(' | '))), why => done(['axe: ' + why]));";

/// Holds the page that the browser shows to it.
pub(crate) async fn without_violations(browser: &Browser, what: &str) {
    browser.client.execute(AXE, Vec::new()).await.unwrap();
    let found = browser.client.execute_async(RUN, Vec::new()).await.unwrap();
    assert_eq!(found, Value::Array(Vec::new()), "{what}");
}
