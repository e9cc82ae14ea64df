//! How results look on a terminal: tables whose Chinese lines up, and progress bars.

use comfy_table::{Cell, CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};
use doudi_work::doubts::{Grid, Place, UNPLACED};
use indicatif::{ProgressBar, ProgressStyle};

/// Three rules and no more: above, below the headings, below.
const RULED: TableStyle = TableStyle::new()
    .top_border(LineStyle::none().fill('━').junction('━'))
    .header_separator(LineStyle::none().fill('─').junction('─'))
    .bottom_border(LineStyle::none().fill('━').junction('━'));

/// A table with a heading row. Columns whose cells are all figures are aligned to the right.
pub(crate) fn table(headings: &[&str], rows: &[Vec<String>]) -> String {
    let mut table = Table::new();
    table.load_style(RULED).set_content_arrangement(ContentArrangement::Disabled);
    let figures = |column: usize| {
        !rows.is_empty()
            && rows
                .iter()
                .filter_map(|row| row.get(column))
                .all(|cell| cell.chars().all(|c| c.is_ascii_digit() || ",.%-—≥ ".contains(c)))
    };
    let align = |column: usize| if figures(column) { CellAlignment::Right } else { CellAlignment::Left };
    table.set_header(headings.iter().enumerate().map(|(at, heading)| Cell::new(heading).set_alignment(align(at))));
    for row in rows {
        table.add_row(row.iter().enumerate().map(|(at, cell)| Cell::new(cell).set_alignment(align(at))));
    }
    table.to_string()
}

/// A grid of words as a table, without its title.
pub(crate) fn grid(grid: &Grid) -> String {
    let headings: Vec<&str> = grid.headings.iter().map(String::as_str).collect();
    table(&headings, &grid.rows)
}

/// A heading that is found again when one scrolls back.
pub(crate) fn heading(title: &str) -> String {
    format!("\n■ {title}")
}

/// A text cut to a number of characters, with an ellipsis where it was.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// A town by its name, else by its code, else the group of those that could not be placed.
pub(crate) fn town(place: &Place) -> String {
    match &place.town {
        Some(code) if place.town_name.is_empty() => code.clone(),
        Some(_) => place.town_name.clone(),
        None => UNPLACED.into(),
    }
}

/// A whole number with thousands apart.
pub(crate) fn number(n: u64) -> String {
    let digits = n.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(",")
}

/// A bar for `total` steps of work, or a hidden one.
pub(crate) fn bar(quiet: bool, total: u64, what: &str) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg:24} {bar:32} {human_pos:>10}/{human_len} {eta:>4}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(total).with_style(style.progress_chars("━╾─"));
    bar.set_message(what.to_owned());
    bar
}

/// Rows counted while their number is not known.
pub(crate) fn spinner(quiet: bool, what: &str) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{spinner} {msg} {human_pos} {elapsed}")
        .unwrap_or_else(|_| ProgressStyle::default_spinner());
    let spinner = ProgressBar::new_spinner().with_style(style);
    spinner.set_message(what.to_owned());
    spinner.enable_steady_tick(std::time::Duration::from_millis(200));
    spinner
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn figures_are_grouped_by_three() {
        assert_eq!([0, 999, 1000, 1234567].map(number), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn chinese_and_figures_line_up() {
        let rows = [vec!["柳河镇".into(), "12".into()], vec!["大石桥街道办事处".into(), "1,204".into()]];
        expect![[r#"
            ━━━━━━━━━━━━━━━━━━━━━━━━━━━
             乡镇               未参保 
            ───────────────────────────
             柳河镇                 12 
             大石桥街道办事处    1,204 
            ━━━━━━━━━━━━━━━━━━━━━━━━━━━"#]]
        .assert_eq(&table(&["乡镇", "未参保"], &rows));
    }
}
