//! What a row below the header is: a record, a total, a signature, a note.

use doudi_lake::{Cell, Merge, clean};

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// A record.
    Record,
    /// 合计, 总计, 共计.
    Total,
    /// 小计, 本页小计: stated for a part that the file does not delimit.
    Subtotal,
    /// 制表人, 审核人.
    Signature,
    /// A note below the table, or a line with nothing but its running number.
    Note,
    /// The header again, as printed pages repeat it.
    Header,
    /// Something else that is no record.
    Outside,
}

/// The columns by which a row shows itself to be a record.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    /// Columns of identity numbers and certificates.
    pub(super) ids: Vec<usize>,
    /// Columns of names.
    pub(super) names: Vec<usize>,
    /// The headings of the columns, plain.
    pub(super) headings: Vec<String>,
}

impl Marks {
    /// What a row is.
    pub(super) fn kind(&self, cells: &[Cell]) -> RowKind {
        let filled = |column: &usize| cells.get(*column).is_some_and(|cell| !cell.is_blank());
        // A signature or a count may stand in the column of numbers; a number has more digits than either.
        if self.ids.iter().any(|column| digits(cells.get(*column)) >= 10) {
            return RowKind::Record;
        }
        if self.repeats_header(cells) {
            return RowKind::Header;
        }
        if let Some(kind) = self.below_the_table(cells) {
            return kind;
        }
        let named = self.names.iter().chain(&self.ids).any(filled);
        match cells.iter().filter(|cell| !cell.is_blank()).count() {
            0 => RowKind::Note,
            1 if !named => match cells.iter().find(|cell| !cell.is_blank()) {
                Some(Cell::Text(text)) if text.trim().parse::<u32>().is_err() => RowKind::Outside,
                _ => RowKind::Note,
            },
            _ => RowKind::Record,
        }
    }

    fn repeats_header(&self, cells: &[Cell]) -> bool {
        let marks = self.ids.iter().chain(&self.names);
        let mut same = 0;
        for column in marks.take(3) {
            let text = text_of(cells, *column);
            if text.is_empty() || self.headings.get(*column).is_none_or(|heading| *heading != text) {
                return false;
            }
            same += 1;
        }
        same > 0
    }

    /// A total, a signature or a note, by the first words of the row.
    fn below_the_table(&self, cells: &[Cell]) -> Option<RowKind> {
        const SIGNATURES: [&str; 12] = [
            "制表",
            "审核人",
            "审核：",
            "审核:",
            "填表人",
            "复核",
            "经办人",
            "负责人",
            "单位负责人",
            "填报人",
            "主管",
            "分管领导",
        ];
        const NOTES: [&str; 6] = ["注:", "注：", "说明", "备注:", "附注", "填表说明"];
        let mut texts = cells.iter().filter(|cell| !cell.is_blank()).filter_map(Cell::as_text).take(3).map(squeeze);
        let first = texts.next()?;
        if let Some(kind) = total(&first).or_else(|| texts.find_map(|text| total(&text))) {
            return Some(kind);
        }
        if SIGNATURES.iter().any(|word| first.starts_with(word)) {
            return Some(RowKind::Signature);
        }
        let alone = cells.iter().filter(|cell| !cell.is_blank()).count() <= 2;
        (alone && NOTES.iter().any(|word| first.starts_with(word))).then_some(RowKind::Note)
    }
}

fn total(text: &str) -> Option<RowKind> {
    let bare = text.trim_end_matches(':');
    if ["小计", "本页小计", "本页合计"].contains(&bare) || bare.ends_with("小计") {
        return Some(RowKind::Subtotal);
    }
    is_total_word(text).then_some(RowKind::Total)
}

/// 合计, or 合计 with what follows it: a colon, a bracket, a number.
fn is_total_word(text: &str) -> bool {
    ["合计", "总计", "共计"].iter().any(|word| {
        text.strip_prefix(word).is_some_and(|rest| {
            rest.is_empty() || rest.starts_with([':', '(', ',']) || rest.starts_with(|c: char| c.is_ascii_digit())
        })
    })
}

fn digits(cell: Option<&Cell>) -> usize {
    match cell {
        Some(Cell::Text(text)) => text.chars().filter(|c| c.is_ascii_digit()).count(),
        Some(Cell::Number(number)) if *number >= 1e9 => 10,
        _ => 0,
    }
}

fn text_of(cells: &[Cell], column: usize) -> String {
    cells.get(column).and_then(Cell::as_text).map(squeeze).unwrap_or_default()
}

fn squeeze(text: &str) -> String {
    clean::fold(text).replace(' ', "")
}

/// Fills cells that a merged range covers from above: the village's name beside each of its rows.
#[derive(Debug, Default)]
pub(super) struct FillDown {
    /// Merged ranges below the header that reach over several rows, the last first.
    waiting: Vec<Merge>,
    /// For each column, the last row (0-based) that it reaches, and the cell.
    active: Vec<Option<(u32, Cell)>>,
    filled: Vec<Cell>,
}

impl FillDown {
    /// Ranges below the header in the columns that may be filled: what is written once for several rows must not be
    /// counted several times, so amounts are not filled.
    pub(super) fn new(merged: &[Merge], header_last_row: u32, fillable: &[bool]) -> Self {
        let down = |merge: &&Merge| {
            merge.last_row > merge.first_row
                && merge.first_row >= header_last_row
                && fillable.get(merge.first_col as usize).copied().unwrap_or(false)
        };
        let mut waiting: Vec<Merge> = merged.iter().filter(down).copied().collect();
        waiting.sort_by_key(|merge| std::cmp::Reverse(merge.first_row));
        Self { waiting, active: vec![None; fillable.len()], filled: Vec::new() }
    }

    /// The cells of a row (numbered from 1) with what reaches down to it.
    pub(super) fn row<'a>(&'a mut self, number: u32, cells: &'a [Cell]) -> &'a [Cell] {
        let row = number - 1;
        while let Some(merge) = self.waiting.last().filter(|merge| merge.first_row <= row).copied() {
            self.waiting.pop();
            let cell = cells.get(merge.first_col as usize).filter(|_| merge.first_row == row);
            if let (Some(cell), Some(slot)) = (cell, self.active.get_mut(merge.first_col as usize)) {
                *slot = Some((merge.last_row, cell.clone()));
            }
        }
        if self.active.iter().all(Option::is_none) {
            return cells;
        }
        self.filled.clear();
        self.filled.extend_from_slice(cells);
        for (column, slot) in self.active.iter_mut().enumerate() {
            match slot {
                Some((last, _)) if *last < row => *slot = None,
                Some((_, cell)) => {
                    if self.filled.len() <= column {
                        self.filled.resize(column + 1, Cell::Empty);
                    }
                    if self.filled[column].is_blank() {
                        self.filled[column] = cell.clone();
                    }
                }
                None => {}
            }
        }
        &self.filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(cells: &[&str]) -> RowKind {
        let marks =
            Marks {
                ids: vec![2], names: vec![1], headings: ["序号", "姓名", "身份证号"].map(String::from).into()
            };
        marks.kind(&cells.iter().map(|text| Cell::Text((*text).into())).collect::<Vec<_>>())
    }

    #[test]
    fn totals_signatures_and_notes_are_no_records() {
        assert_eq!(kind(&["合 计", "", "", "1894.00"]), RowKind::Total);
        assert_eq!(kind(&["", "合计：", "", "3"]), RowKind::Total);
        assert_eq!(kind(&["本页小计", "", "", "3"]), RowKind::Subtotal);
        assert_eq!(kind(&["制表人：", "王五", "", "审核人："]), RowKind::Signature);
        assert_eq!(kind(&["注：本表一式两份"]), RowKind::Note);
        assert_eq!(kind(&["序号", "姓名", "身份证号"]), RowKind::Header);
        assert_eq!(kind(&["7", "", ""]), RowKind::Note, "a running number that nobody used");
    }

    #[test]
    fn a_person_without_a_number_is_a_record() {
        assert_eq!(kind(&["8", "张三", ""]), RowKind::Record);
        assert_eq!(kind(&["9", "", "419901199003070014"]), RowKind::Record);
        assert_eq!(kind(&["9", "合意", "无"]), RowKind::Record);
    }

    #[test]
    fn a_merged_village_reaches_down_and_no_further() {
        let merge = Merge { first_row: 1, first_col: 0, last_row: 2, last_col: 0 };
        let mut fill = FillDown::new(&[merge], 1, &[true, true]);
        let row = |text: &str| vec![Cell::Text(text.into()), Cell::Text("x".into())];
        assert_eq!(fill.row(2, &row("柳河村"))[0].shown(), "柳河村");
        assert_eq!(fill.row(3, &row(""))[0].shown(), "柳河村");
        assert_eq!(fill.row(4, &row(""))[0].shown(), "");
    }
}
