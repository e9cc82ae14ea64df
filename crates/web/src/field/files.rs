//! The app's own files, all from the binary. The service worker carries a digest of them all, so that a telephone takes a new
//! version as a whole.

use crate::state::State;
use axum::{
    Router,
    extract::State as Given,
    http::{HeaderName, header},
    response::IntoResponse,
    routing::get,
};
use doudi_journal::crypto::to_hex;

const SCRIPT: &str = "text/javascript; charset=utf-8";

macro_rules! files {
    ($($name:literal, $kind:expr;)+) => {
        /// Where each lies, its kind, and what it says.
        const FILES: &[(&str, &str, &str)] = &[$((
            concat!("/field/", $name), $kind, include_str!(concat!("../../static/field/", $name)),
        )),+];
    };
}

files! {
    "app.js", SCRIPT;
    "ask.js", SCRIPT;
    "became.js", SCRIPT;
    "dom.js", SCRIPT;
    "form.js", SCRIPT;
    "lock.js", SCRIPT;
    "map.js", SCRIPT;
    "photo.js", SCRIPT;
    "place.js", SCRIPT;
    "report.js", SCRIPT;
    "sign.js", SCRIPT;
    "store.js", SCRIPT;
    "sync.js", SCRIPT;
    "today.js", SCRIPT;
    "visit.js", SCRIPT;
    "words.js", SCRIPT;
    "field.css", "text/css; charset=utf-8";
    "icon.svg", "image/svg+xml";
    "manifest.webmanifest", "application/manifest+json";
}

const SHELL: &str = include_str!("../../static/field/index.html");
const WORKER: &str = include_str!("../../static/field/sw.js");

/// The page, its files, and the worker that keeps them.
pub(super) fn router() -> Router<State> {
    let page = get(async || ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], SHELL));
    let all = Router::new().route("/field", page).route("/field/sw.js", get(worker));
    FILES.iter().fold(all, |all, (path, kind, text)| {
        all.route(path, get(async move || ([(header::CONTENT_TYPE, *kind)], *text)))
    })
}

/// `GET /field/sw.js`
async fn worker(Given(state): Given<State>) -> impl IntoResponse {
    let mut parts: Vec<&[u8]> = vec![SHELL.as_bytes(), WORKER.as_bytes()];
    parts.extend(FILES.iter().map(|(.., text)| text.as_bytes()));
    let version = to_hex(&state.bureau.suite().digest(&parts)[..8]);
    let kept: Vec<&str> = std::iter::once("/field").chain(FILES.iter().map(|(path, ..)| *path)).collect();
    let text = WORKER.replace("{version}", &version).replace("{files}", &serde_json::json!(kept).to_string());
    // The page lies beside the worker's folder, not in it.
    let allowed = (HeaderName::from_static("service-worker-allowed"), "/field");
    ([(header::CONTENT_TYPE, SCRIPT), allowed], text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_load_weighs_less_than_two_hundred_kilobytes() {
        let bytes: usize = FILES.iter().map(|(.., text)| text.len()).sum::<usize>() + SHELL.len() + WORKER.len();
        assert!(bytes < 200_000, "{bytes}");
    }

    #[test]
    fn every_module_that_is_imported_is_served_and_kept() {
        for (path, _, text) in FILES.iter().filter(|(_, kind, _)| *kind == SCRIPT) {
            for import in text.split("from \"./").skip(1) {
                let name = import.split('"').next().unwrap();
                assert!(FILES.iter().any(|(path, ..)| *path == format!("/field/{name}")), "{path} wants {name}");
            }
        }
    }

    #[test]
    fn nothing_of_anybody_elses_is_asked_for() {
        for text in FILES.iter().map(|(.., text)| *text).chain([SHELL, WORKER]) {
            let places = text.replace("http://www.w3.org/2000/svg", "");
            assert!(!places.contains("http://") && !places.contains("https://") && !places.contains("eval("));
        }
    }

    /// The two texts at the head of a call, whatever they are quoted with.
    fn texts(call: &str) -> Option<[&str; 2]> {
        let one = |text: &'_ str| -> Option<(usize, usize)> {
            let from = text.find(|it: char| !it.is_whitespace() && it != ',')?;
            let quote = text[from..].chars().next().filter(|it| ['"', '`'].contains(it))?;
            Some((from + 1, from + 1 + text[from + 1..].find(quote)?))
        };
        let (from, to) = one(call)?;
        let (second, end) = one(&call[to + 1..])?;
        Some([&call[from..to], &call[to + 1 + second..to + 1 + end]])
    }

    #[test]
    fn what_the_scripts_say_they_say_in_both_languages() {
        let chinese = |text: &str| text.chars().any(|it| ('\u{4e00}'..='\u{9fff}').contains(&it));
        let mut pairs = 0;
        for (path, _, text) in FILES.iter().filter(|(_, kind, _)| *kind == SCRIPT) {
            for (at, _) in text.match_indices("t(") {
                let before = text[..at].chars().next_back().unwrap_or(' ');
                let call = !before.is_alphanumeric() && before != '.' && before != '_';
                let Some([zh, en]) = texts(&text[at + 2..]).filter(|_| call) else { continue };
                assert!(!chinese(en) && (chinese(zh) || zh == "："), "{path}: {zh} {en}");
                pairs += 1;
            }
        }
        assert!(pairs > 100, "{pairs}");
    }
}
