//! The list with which somebody goes visiting: a village's or a town's open matters, printed or as a workbook. That it was
//! taken out is kept first.

use super::{Filter, list};
use crate::{
    Bureau, OfficeError, Who,
    ledgers::{Use, mark},
    register::keep,
};
use doudi_journal::access::{AccessRecord, Action, Area, Denied, Purpose, PurposeKind, Resource};
use doudi_kernel::{Division, Lang};
use doudi_paper::{Column, Document, Sheet, Table, Value};
use doudi_work::watch::Severity;

/// Rows of a sheet that somebody writes on.
const ROWS_A_PAGE: usize = 14;

/// The list of a place.
///
/// # Errors
/// [`OfficeError::Denied`] without the right to take all of the place out; the journal's.
pub fn visiting_list(bureau: &Bureau, who: &Who, of: Division, lang: Lang) -> Result<Document, OfficeError> {
    let (scope, area) = (who.may(Resource::ActiveDiscovery, Action::Export)?, Area::of(of));
    if !scope.ranges().iter().any(|own| own.contains(area)) {
        return Err(Denied::Area.into());
    }
    let filter = Filter { within: Some(of), whole: true, ..Filter::default() };
    let (listed, _) = list(bureau, who, &filter)?;
    keep(bureau, who, record(who, of)?)?;
    let row = |(index, it): (usize, &super::Listed)| -> Vec<Value> {
        let signals: Vec<String> = it.signals.iter().map(|name| bureau.signal_named(name, lang).label).collect();
        vec![
            (index + 1).into(),
            it.head.as_str().into(),
            bureau.address(it.division).as_str().into(),
            signals.join(lang.pick("、", ", ")).as_str().into(),
            severity(it.matter.severity, lang).into(),
            it.matter.due.map_or(Value::Blank, Value::from),
            Value::Blank,
            Value::Blank,
        ]
    };
    let rows = listed.iter().enumerate().map(row).collect();
    let title = lang.pick("预警走访清单", "Households to visit");
    let subtitle = format!("{}　{}", bureau.address(of.number()), who.today());
    let table = Table { columns: Column::all(columns(lang)), rows, total: None, rows_a_page: ROWS_A_PAGE, lines: 2 };
    let paper = Document::new(lang, title, Sheet::Lying).subtitle(subtitle).block(table);
    Ok(paper.watermark(mark(bureau, who, Use::Review, lang)))
}

fn columns(lang: Lang) -> [(&'static str, u16); 8] {
    match lang {
        Lang::Zh => [
            ("序号", 5),
            ("户主", 9),
            ("住址", 20),
            ("预警", 30),
            ("等级", 6),
            ("期限", 11),
            ("走访情况", 30),
            ("签字", 10),
        ],
        Lang::En => [
            ("No.", 5),
            ("Head", 9),
            ("Address", 20),
            ("Signals", 30),
            ("Severity", 8),
            ("Due", 11),
            ("What was found", 28),
            ("Signed", 10),
        ],
    }
}

/// How grave, in words.
pub fn severity(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Urgent => lang.pick("紧急", "urgent"),
        Severity::High => lang.pick("重要", "high"),
        Severity::Normal => lang.pick("一般", "normal"),
    }
}

fn record(who: &Who, of: Division) -> Result<AccessRecord, OfficeError> {
    Ok(AccessRecord {
        at: who.now.millis(),
        user: who.id,
        resource: Resource::ActiveDiscovery.name(),
        action: Action::Export.name(),
        division: of.number(),
        subject: format!("matters:{of}"),
        purpose: Purpose::new(PurposeKind::Task, "visiting-list")?,
        column: None,
        reason: None,
    })
}
