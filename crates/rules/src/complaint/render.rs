//! A complaint as text: place, sentence, the line, marks below it.

use super::Complaint;
use crate::lex::Span;
use doudi_kernel::{Lang, Say};
use unicode_width::UnicodeWidthStr;

pub(super) fn complaint(files: &[(String, String)], complaint: &Complaint, lang: Lang) -> String {
    let (path, line, column) = place(files, complaint.span);
    let mut sentence = complaint.say(lang);
    if let Some((other, zh, en)) = complaint.what.other_place() {
        let other = super::place(files, other);
        sentence.push_str(&format!("{}{other}{}", lang.pick("（", " ("), lang.pick(zh, en)));
        sentence.push_str(lang.pick("）", ")"));
    }
    let mut told = format!("{path}:{line}:{column}: {sentence}\n");
    let Some((_, text)) = files.get(usize::from(complaint.span.file.0)) else { return told };
    let (start, whole) = line_of(text, complaint.span.start as usize);
    let end = (complaint.span.end as usize).clamp(complaint.span.start as usize, start + whole.len());
    let before = text.get(start..complaint.span.start as usize).unwrap_or_default();
    let marked = text.get(complaint.span.start as usize..end).unwrap_or_default();
    let gap = " ".repeat(before.replace('\t', " ").width());
    told.push_str(&format!("  | {}\n  | {gap}{}\n", whole.replace('\t', " "), "^".repeat(marked.width().max(1))));
    told
}

/// Path, line, column; lines and characters are counted from 1.
pub(super) fn place(files: &[(String, String)], span: Span) -> (&str, usize, usize) {
    let Some((path, text)) = files.get(usize::from(span.file.0)) else { return ("", 1, 1) };
    let at = span.start as usize;
    let (start, _) = line_of(text, at);
    let line = text.get(..start).map_or(0, |above| above.matches('\n').count());
    (path, line + 1, text.get(start..at).map_or(0, |before| before.chars().count()) + 1)
}

/// Where the line of a byte begins, and the line without its end.
fn line_of(text: &str, at: usize) -> (usize, &str) {
    let start = text.get(..at).and_then(|above| above.rfind('\n')).map_or(0, |end| end + 1);
    let line = text[start..].split('\n').next().unwrap_or_default();
    (start, line.trim_end_matches('\r'))
}
