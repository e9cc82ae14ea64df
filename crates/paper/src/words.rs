//! Dates, months and boxes as papers say them.

use doudi_kernel::{Date, Lang, Month};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day in words.
///
/// ```
/// use doudi_kernel::{Date, Lang};
/// use doudi_paper::day_words;
/// let day = Date::constant(2026, 8, 3);
/// assert_eq!(day_words(Lang::Zh, day), "2026年8月3日");
/// assert_eq!(day_words(Lang::En, day), "3 August 2026");
/// ```
pub fn day_words(lang: Lang, day: Date) -> String {
    let name = MONTHS[day.month() as usize - 1];
    lang.pick(
        format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        format!("{} {name} {}", day.day(), day.year()),
    )
}

/// A month in words.
///
/// ```
/// use doudi_kernel::{Lang, Month};
/// use doudi_paper::month_words;
/// let month = Month::new(2026, 8).unwrap();
/// assert_eq!((month_words(Lang::Zh, month).as_str(), month_words(Lang::En, month).as_str()), ("2026年8月", "August 2026"));
/// ```
pub fn month_words(lang: Lang, month: Month) -> String {
    let name = MONTHS[month.month() as usize - 1];
    lang.pick(format!("{}年{}月", month.year(), month.month()), format!("{name} {}", month.year()))
}

/// Boxes before choices, ticked where chosen.
///
/// ```
/// use doudi_paper::boxes;
/// assert_eq!(boxes([("入户调查", true), ("邻里访问", false)]), "☑入户调查　□邻里访问");
/// ```
pub fn boxes<'a>(choices: impl IntoIterator<Item = (&'a str, bool)>) -> String {
    let boxed = choices.into_iter().map(|(name, chosen)| format!("{}{name}", if chosen { '☑' } else { '□' }));
    boxed.collect::<Vec<_>>().join("　")
}
