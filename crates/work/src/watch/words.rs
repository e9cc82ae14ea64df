//! What a signal says of itself: how grave, whose task, by when.

use doudi_kernel::Lang;
use doudi_rules::{
    book::{Book, Signal},
    unit::Unit,
};

/// How grave.
pub fn severity(signal: &Signal, lang: Lang) -> &'static str {
    match signal.severity.as_str() {
        "urgent" => lang.pick("紧急", "urgent"),
        "high" => lang.pick("重要", "high"),
        _ => lang.pick("一般", "normal"),
    }
}

/// Whose task.
pub fn owner<'b>(book: &'b Book, signal: &Signal, lang: Lang) -> &'b str {
    let roles = book.codes.iter().find(|codes| codes.name == "role");
    let word = roles.and_then(|codes| codes.words.get(usize::from(signal.owner)));
    word.map_or("", |(_, label)| label.pick(lang))
}

/// By when, from the day on which it is raised.
pub fn due(signal: &Signal, lang: Lang) -> String {
    let (days, unit) = signal.due;
    let working = unit == Unit::WORKING_DAY;
    match lang {
        Lang::Zh => format!("{days}{}", if working { "个工作日" } else { "日" }),
        Lang::En => format!("{days} {}", if working { "working days" } else { "days" }),
    }
}
