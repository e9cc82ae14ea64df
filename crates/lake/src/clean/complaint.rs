//! What is wrong in a file, at one place of it.

use super::Rule;
use crate::Cell;
use doudi_kernel::{Lang, Say};
use serde::{Deserialize, Serialize};

/// A complaint about one place of a file: never a reason to refuse the rest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Complaint {
    /// The sheet's name; empty for delimited text and Parquet.
    pub sheet: String,
    /// The row as the spreadsheet numbers it, from 1; 0 when the whole sheet is meant.
    pub row: u32,
    /// The heading of the column; empty when the whole row is meant.
    pub column: String,
    /// What it breaks.
    pub rule: Rule,
    /// The value, masked by [`mask`]: never a whole identity number, phone, account or health item.
    pub shown: String,
}

impl Say for Complaint {
    fn say(&self, lang: Lang) -> String {
        let Self { sheet, row, column, shown, .. } = self;
        let (rule, remedy) = (self.rule.say(lang), self.rule.remedy(lang));
        let place = match (lang, sheet.as_str(), column.as_str()) {
            (Lang::Zh, "", "") => format!("第{row}行"),
            (Lang::Zh, "", _) => format!("第{row}行“{column}”"),
            (Lang::Zh, _, "") => format!("工作表“{sheet}”第{row}行"),
            (Lang::Zh, _, _) => format!("工作表“{sheet}”第{row}行“{column}”"),
            (Lang::En, "", "") => format!("row {row}"),
            (Lang::En, "", _) => format!("row {row}, {column}"),
            (Lang::En, _, "") => format!("sheet {sheet}, row {row}"),
            (Lang::En, _, _) => format!("sheet {sheet}, row {row}, {column}"),
        };
        let value =
            if shown.is_empty() { String::new() } else { lang.pick(format!("（{shown}）"), format!(" ({shown})")) };
        lang.pick(format!("{place}{value}：{rule}。{remedy}。"), format!("{place}{value}: {rule}; {remedy}."))
    }
}

/// A value as a complaint may show it: enough to find the cell again, not enough to know the person.
///
/// Of the digits and Latin letters, when there are more than four, the first (six of fifteen or more, two otherwise) and
/// the last two stay, wherever spaces or dots break them up; the rest become asterisks. Chinese characters stay, forty at
/// most, since a word has to be seen to be mapped. For a health item or a name give no value: complain with an empty
/// `shown`.
///
/// ```
/// use doudi_lake::{Cell, clean};
/// assert_eq!(clean::mask(&Cell::Text("41990119900307001".into())), "419901*********01");
/// assert_eq!(clean::mask(&Cell::Text("13800000000".into())), "13*******00");
/// assert_eq!(clean::mask(&Cell::Text("全额".into())), "全额");
/// ```
pub fn mask(cell: &Cell) -> String {
    let shown = match cell {
        Cell::Text(text) => super::fold(text),
        other => other.shown(),
    };
    let secret = shown.chars().filter(char::is_ascii_alphanumeric).count();
    let (head, tail) = match secret {
        0..=4 => (4, 0),
        5..=14 => (2, 2),
        _ => (6, 2),
    };
    let mut at = 0;
    let masked = shown.chars().map(|character| {
        at += usize::from(character.is_ascii_alphanumeric());
        let open = !character.is_ascii_alphanumeric() || at <= head || at > secret - tail;
        if open { character } else { '*' }
    });
    let masked: String = masked.collect();
    match masked.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &masked[..end]),
        None => masked,
    }
}
