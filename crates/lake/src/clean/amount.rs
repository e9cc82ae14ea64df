//! Money and counts.

use super::{Rule, text::fold};
use crate::Cell;
use doudi_kernel::{Money, MoneyError};

/// The unit that a heading states: （元） or nothing, or （万元）.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MoneyUnit {
    /// 元
    #[default]
    Yuan,
    /// 万元
    TenThousandYuan,
}

/// The amount of a cell in yuan: `1,234.50`, `1234.5元`, `￥1234`, a number cell. `万元` only where the cell says so.
///
/// # Errors
/// [`Rule::MoneyForm`], [`Rule::MoneyFraction`] (parts of a fen are not rounded away), [`Rule::MoneySize`],
/// [`Rule::CellError`].
///
/// ```
/// use doudi_kernel::Money;
/// use doudi_lake::{Cell, Rule, clean};
/// assert_eq!(clean::money(&Cell::Text("1,234.5 元".into())), Ok(Some(Money::from_fen(123_450))));
/// assert_eq!(clean::money(&Cell::Number(0.1 + 0.2)), Ok(Some(Money::from_fen(30))));
/// assert_eq!(clean::money(&Cell::Text("1.005".into())), Err(Rule::MoneyFraction));
/// ```
pub fn money(cell: &Cell) -> Result<Option<Money>, Rule> {
    money_in(cell, MoneyUnit::Yuan)
}

/// The amount of a cell under a heading that states a unit. A unit in the cell itself goes before the heading's.
///
/// # Errors
/// As [`money`].
pub fn money_in(cell: &Cell, heading: MoneyUnit) -> Result<Option<Money>, Rule> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Error(_) => Err(Rule::CellError),
        Cell::Bool(_) | Cell::DateTime(_) => Err(Rule::MoneyForm),
        Cell::Number(number) => of_number(*number, heading).map(Some),
        Cell::Text(text) => match fold(text).as_str() {
            "" => Ok(None),
            text => of_text(text, heading).map(Some),
        },
    }
}

/// A binary fraction stands for the nearest fen when it is within a hundred-thousandth of a yuan of it: that is how a
/// spreadsheet keeps 0.3. Anything further off really has parts of a fen.
fn of_number(number: f64, unit: MoneyUnit) -> Result<Money, Rule> {
    let fen = number * if unit == MoneyUnit::Yuan { 100.0 } else { 1_000_000.0 };
    if !fen.is_finite() || fen.abs() >= 9e15 {
        return Err(Rule::MoneySize);
    }
    let whole = fen.round();
    if (fen - whole).abs() > 1e-3 { Err(Rule::MoneyFraction) } else { Ok(Money::from_fen(whole as i64)) }
}

fn of_text(text: &str, heading: MoneyUnit) -> Result<Money, Rule> {
    let text = text.trim_start_matches(['\'', '¥', '￥']).trim();
    let (digits, unit) = match text.strip_suffix("万元") {
        Some(digits) => (digits, MoneyUnit::TenThousandYuan),
        None => text.strip_suffix('元').map_or((text, heading), |digits| (digits, MoneyUnit::Yuan)),
    };
    let digits = without_separators(digits.trim()).ok_or(Rule::MoneyForm)?;
    match unit {
        MoneyUnit::Yuan => digits.parse(),
        MoneyUnit::TenThousandYuan => shifted(&digits).and_then(|digits| digits.parse()),
    }
    .map_err(money_rule)
}

/// Takes thousands commas out where they stand between groups of three; a comma anywhere else might be a decimal mark.
pub(super) fn without_separators(text: &str) -> Option<String> {
    if !text.contains(',') {
        return Some(text.to_owned());
    }
    let (whole, rest) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let mut groups = whole.trim_start_matches(['-', '+']).split(',');
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
    (first && groups.all(|group| group.len() == 3) && rest.is_none_or(|rest| !rest.contains(',')))
        .then(|| text.replace(',', ""))
}

/// Moves the point four places to the right, exactly.
fn shifted(digits: &str) -> Result<String, MoneyError> {
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    if !rest.bytes().all(|b| b.is_ascii_digit()) {
        return Err(MoneyError::Form);
    }
    let padded = format!("{rest:0<4}");
    Ok(format!("{whole}{}.{}0", &padded[..4], &padded[4..]))
}

fn money_rule(error: MoneyError) -> Rule {
    match error {
        MoneyError::Form => Rule::MoneyForm,
        MoneyError::FractionOfFen => Rule::MoneyFraction,
        MoneyError::Size => Rule::MoneySize,
    }
}

/// The whole number of a cell: `3`, `3人`, `1,234`, `3.0`.
///
/// # Errors
/// [`Rule::CountForm`], [`Rule::CellError`].
///
/// ```
/// use doudi_lake::{Cell, Rule, clean};
/// assert_eq!(clean::count(&Cell::Text("608人".into())), Ok(Some(608)));
/// assert_eq!(clean::count(&Cell::Number(2.5)), Err(Rule::CountForm));
/// ```
pub fn count(cell: &Cell) -> Result<Option<i64>, Rule> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Error(_) => Err(Rule::CellError),
        Cell::Bool(_) | Cell::DateTime(_) => Err(Rule::CountForm),
        Cell::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => Ok(Some(*number as i64)),
        Cell::Number(_) => Err(Rule::CountForm),
        Cell::Text(text) => match fold(text).as_str() {
            "" => Ok(None),
            text => of_count(text).map(Some).ok_or(Rule::CountForm),
        },
    }
}

fn of_count(text: &str) -> Option<i64> {
    let text =
        text.trim_start_matches('\'').trim_end_matches(['人', '户', '岁', '个', '名', '口', '次', '套', '月', '年']);
    let digits = without_separators(text.trim())?;
    let (whole, rest) = digits.split_once('.').unwrap_or((&digits, "0"));
    let zeros = !rest.is_empty() && rest.bytes().all(|b| b == b'0');
    if zeros { whole.parse().ok() } else { None }
}
