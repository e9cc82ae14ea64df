//! A document as a workbook: the same words, amounts and days as values, set up to print on A4.

use crate::{Block, Document, Grid, PaperError, Sheet, Style, Table, Value};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

/// Writes a paper as xlsx.
///
/// # Errors
/// When the workbook cannot be put together, which is a defect of the program.
///
/// ```
/// use doudi_kernel::Lang;
/// use doudi_paper::{Document, Sheet, Style, workbook};
/// let bytes = workbook(&Document::new(Lang::Zh, "通知", Sheet::Upright).text(Style::Plain, "张三：")).unwrap();
/// assert!(bytes.starts_with(b"PK"));
/// ```
pub fn workbook(paper: &Document) -> Result<Vec<u8>, PaperError> {
    let mut book = Workbook::new();
    let parts: Vec<&[Block]> = paper.blocks.split(|block| *block == Block::NewPage).collect();
    for part in &parts {
        let name = if parts.len() > 1 { heading(part) } else { None }.unwrap_or(&paper.title);
        let sheet = book.add_worksheet();
        sheet.set_name(name.chars().filter(|c| !"[]:*?/\\".contains(*c)).take(31).collect::<String>())?;
        let mut page = Writer { sheet, edges: edges(part), paper, row: 0, repeated: false };
        page.set_up()?;
        if let Some(text) = &paper.watermark {
            page.merged(text, &font(9.0).set_font_color("#808080").set_align(FormatAlign::Right), 14.0)?;
        }
        page.merged(&paper.title, &font(18.0).set_bold().set_align(FormatAlign::Center), 28.0)?;
        if !paper.subtitle.is_empty() {
            page.merged(&paper.subtitle, &font(10.5).set_align(FormatAlign::Center), 18.0)?;
        }
        part.iter().try_for_each(|block| page.block(block))?;
    }
    Ok(book.save_to_buffer()?)
}

/// A part's first heading names its sheet.
fn heading(part: &[Block]) -> Option<&str> {
    part.iter().find_map(|block| match block {
        Block::Text { style: Style::Heading, text } => Some(text.as_str()),
        _ => None,
    })
}

/// Columns stand where any grid or table of the paper has an edge, in thousandths of the width.
fn edges(blocks: &[Block]) -> Vec<u32> {
    let mut edges = vec![0, 1000];
    for block in blocks {
        match block {
            Block::Grid(grid) => edges.extend(places(grid.widths.iter().copied())),
            Block::Table(table) => edges.extend(places(table.columns.iter().map(|column| column.width))),
            _ => {}
        }
    }
    edges.sort_unstable();
    edges.dedup();
    edges
}

fn places(widths: impl Iterator<Item = u16> + Clone) -> Vec<u32> {
    let all: u32 = widths.clone().map(u32::from).sum::<u32>().max(1);
    let mut at = 0;
    let rights = widths.map(|width| {
        at += u32::from(width);
        1000 * at / all
    });
    std::iter::once(0).chain(rights).collect()
}

struct Writer<'a> {
    sheet: &'a mut Worksheet,
    paper: &'a Document,
    edges: Vec<u32>,
    row: u32,
    repeated: bool,
}

fn font(size: f64) -> Format {
    Format::new().set_font_name("宋体").set_font_size(size).set_text_wrap().set_align(FormatAlign::VerticalCenter)
}

fn boxed(size: f64) -> Format {
    font(size).set_border(FormatBorder::Thin)
}

impl Writer<'_> {
    /// The whole width in characters of the sheet's measure.
    fn width(&self) -> f64 {
        match self.paper.sheet {
            Sheet::Upright => 86.0,
            Sheet::Lying => 132.0,
        }
    }

    fn set_up(&mut self) -> Result<(), XlsxError> {
        self.sheet.set_print_fit_to_pages(1, 0).set_paper_size(9).set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
        if self.paper.sheet == Sheet::Lying {
            self.sheet.set_landscape();
        }
        let width = self.width();
        for (index, pair) in self.edges.windows(2).enumerate() {
            self.sheet.set_column_width(index as u16, f64::from(pair[1] - pair[0]) / 1000.0 * width)?;
        }
        // The header and the footer of a sheet take `&` as a command.
        let plain = |text: &str| text.replace('&', "&&");
        let numbers = self.paper.lang.pick("第&P页　共&N页", "Page &P of &N");
        self.sheet.set_footer(format!("&L{}&R{numbers}", plain(&self.paper.footer)));
        // A header holds 255 characters.
        if let Some(text) = &self.paper.watermark {
            self.sheet.set_header(format!("&C{}", plain(text).chars().take(240).collect::<String>()));
        }
        Ok(())
    }

    /// The columns between two edges.
    fn span(&self, from: u32, to: u32) -> (u16, u16) {
        let at = |edge| self.edges.iter().position(|&known| known == edge).unwrap_or(0) as u16;
        (at(from), at(to).saturating_sub(1).max(at(from)))
    }

    fn put(&mut self, (first, last): (u16, u16), value: &Value, format: &Format) -> Result<(), XlsxError> {
        if last > first {
            self.sheet.merge_range(self.row, first, self.row, last, "", format)?;
        }
        match value {
            Value::Blank => self.sheet.write_blank(self.row, first, format)?,
            Value::Text(text) => self.sheet.write_string_with_format(self.row, first, text, format)?,
            // Below two to the fifty-third fen a double holds the amount to the fen.
            Value::Money(money) => {
                let format = format.clone().set_num_format("0.00").set_align(FormatAlign::Right);
                self.sheet.write_number_with_format(self.row, first, money.fen() as f64 / 100.0, &format)?
            }
            Value::Count(count) => self.sheet.write_number_with_format(self.row, first, *count as f64, format)?,
            Value::Day(day) => {
                let date = ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8)?;
                let format = format.clone().set_num_format("yyyy-mm-dd");
                self.sheet.write_datetime_with_format(self.row, first, date, &format)?
            }
        };
        Ok(())
    }

    /// One text over the whole width.
    fn merged(&mut self, text: &str, format: &Format, height: f64) -> Result<(), XlsxError> {
        let span = self.span(0, 1000);
        self.put(span, &text.into(), format)?;
        self.sheet.set_row_height(self.row, height)?;
        self.row += 1;
        Ok(())
    }

    /// How high a text becomes in a part of the width: merged cells do not grow by themselves.
    fn height(&self, text: &str, share: f64, size: f64) -> f64 {
        let room = (self.width() * share * 11.0 / size / 2.0).max(1.0);
        let squares = |line: &str| line.chars().map(|c| if c < '\u{2e80}' { 0.5 } else { 1.0 }).sum::<f64>();
        text.split('\n').map(|line| (squares(line) / room).ceil().max(1.0)).sum::<f64>() * size * 1.45
    }

    fn block(&mut self, block: &Block) -> Result<(), XlsxError> {
        match block {
            Block::Text { style, text } => self.paragraph(*style, text),
            Block::Code(text) => self.paragraph(Style::Plain, text),
            Block::Grid(grid) => self.grid(grid),
            Block::Table(table) => self.table(table),
            Block::Seal { office, date } => {
                let day = date.map(|day| crate::day_words(self.paper.lang, day)).unwrap_or_default();
                let format = font(12.0).set_align(FormatAlign::Right);
                self.merged(office, &format, 24.0)?;
                self.merged(&day, &format, 20.0)
            }
            Block::Sign(labels) => {
                let line = labels.iter().map(|label| format!("{label}：＿＿＿＿＿＿")).collect::<Vec<_>>().join("　");
                self.merged(&line, &font(10.5), 30.0)
            }
            // Each part has its own sheet.
            Block::NewPage => Ok(()),
        }
    }

    fn paragraph(&mut self, style: Style, text: &str) -> Result<(), XlsxError> {
        let size = if style == Style::Note { 9.0 } else { 12.0 };
        let format = match style {
            Style::Heading => font(size).set_bold(),
            Style::Right => font(size).set_align(FormatAlign::Right),
            _ => font(size),
        };
        let indent = if style == Style::Body { self.paper.lang.pick("　　", "") } else { "" };
        let text = format!("{indent}{text}");
        let height = self.height(&text, 1.0, size) + 4.0;
        self.merged(&text, &format, height)
    }

    fn grid(&mut self, grid: &Grid) -> Result<(), XlsxError> {
        let places = places(grid.widths.iter().copied());
        for cells in &grid.rows {
            let (mut column, mut height) = (0, 20.0f64);
            for cell in cells {
                let place = |at: usize| places.get(at).copied().unwrap_or(1000);
                let (from, to) = (place(column), place(column + cell.span));
                column += cell.span;
                let format = match cell.label {
                    true => boxed(10.5).set_align(FormatAlign::Center).set_background_color("#F0F0F0"),
                    false => boxed(10.5).set_align(FormatAlign::Left),
                };
                let share = f64::from(to - from) / 1000.0;
                height = height.max(self.height(&cell.text, share, 10.5) + 5.0).max(cell.lines as f64 * 15.0 + 5.0);
                let span = self.span(from, to);
                self.put(span, &cell.text.as_str().into(), &format)?;
            }
            self.sheet.set_row_height(self.row, height.min(409.0))?;
            self.row += 1;
        }
        Ok(())
    }

    fn table(&mut self, table: &Table) -> Result<(), XlsxError> {
        let headings: Vec<Value> = table.columns.iter().map(|column| column.heading.as_str().into()).collect();
        // A sheet repeats one block of rows: those of its first table.
        if !std::mem::replace(&mut self.repeated, true) {
            self.sheet.set_repeat_rows(self.row, self.row)?;
        }
        let head = boxed(9.0).set_bold().set_align(FormatAlign::Center).set_background_color("#F0F0F0");
        self.row(table, &headings, &head, 0)?;
        // How many rows a page has is the PDF's to keep: Excel forgets set breaks where it fits a sheet to its width.
        for values in &table.rows {
            self.row(table, values, &boxed(9.0).set_align(FormatAlign::Center), table.lines)?;
        }
        if let Some(total) = &table.total {
            self.row(table, total, &boxed(9.0).set_bold().set_align(FormatAlign::Center), 1)?;
        }
        Ok(())
    }

    /// A row at least so many lines high; a heading has none and is centred.
    fn row(&mut self, table: &Table, values: &[Value], format: &Format, lines: usize) -> Result<(), XlsxError> {
        let places = places(table.columns.iter().map(|column| column.width));
        let mut height = lines.max(1) as f64 * 13.0 + 4.0;
        for (value, edge) in values.iter().zip(places.windows(2)) {
            let share = f64::from(edge[1] - edge[0]) / 1000.0;
            height = height.max(self.height(&value.printed(), share, 9.0) + 4.0);
            let wide = share > 0.13 && lines > 0 && matches!(value, Value::Text(_));
            let format = if wide { format.clone().set_align(FormatAlign::Left) } else { format.clone() };
            let span = self.span(edge[0], edge[1]);
            self.put(span, value, &format)?;
        }
        self.sheet.set_row_height(self.row, height.min(409.0))?;
        self.row += 1;
        Ok(())
    }
}
