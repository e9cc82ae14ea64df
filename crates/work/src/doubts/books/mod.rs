//! Workbooks that leave the office: a town's sheets to fill in, the county's summary, refused rows, visit lists.
//!
//! A town's workbook holds full identity numbers, because the town must find the people. Every sheet and every printed page
//! says so (内部资料 注意保密), and nothing of it goes anywhere else.

mod county;
mod page;
mod refused;
mod town;

pub use county::county_book;
pub(crate) use page::{Cells, HEADINGS_ROW, Page, file_name, open_format, sheet_name, to_bytes};
pub use refused::refused_book;
pub use town::{NamedBook, town_books};

/// The columns that a village fills in, in their order on the sheet.
pub(crate) const ANSWER_COLUMNS: [&str; 5] = ["核实情况类型", "说明", "12位行政区划编码", "核实人", "核实日期"];

/// The heading of the number by which a returned row is found.
pub(crate) const NUMBER: &str = "序号";
/// The heading of the name.
pub(crate) const NAME: &str = "姓名";
/// The heading of the identity number.
pub(crate) const ID: &str = "身份证号码";
/// Before the batch's name, in the second line of every sheet.
pub(crate) const BATCH: &str = "批次：";
