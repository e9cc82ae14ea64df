//! Workbooks and delimited text, row by row.

use super::{
    language::Known,
    table::{Column, Rows, Table, Texts, Wanted},
};
use crate::intake::{Heading, ListFile};
use arrow::array::StringBuilder;
use doudi_compare::levels::Kind;
use doudi_lake::{Cell, Limits, Unreadable};
use std::path::Path;

pub(super) fn read(path: &Path, wanted: &Wanted<'_>, limits: &Limits) -> Result<Table, Unreadable> {
    let wants = |heading: &Heading| !heading.is_blank() && wanted.takes(&heading.shown);
    let mut file = ListFile::open(path, limits, &wants)?;
    let name = file.name().to_owned();
    let lists = file.lists().to_vec();
    let mut headings: Vec<String> = Vec::new();
    for heading in lists.iter().flat_map(|list| list.headings()).filter(|heading| !heading.is_blank()) {
        if !headings.contains(&heading.shown) {
            headings.push(heading.shown.clone());
        }
    }
    let taken: Vec<String> = headings.iter().filter(|heading| wants(&Heading::new(heading))).cloned().collect();
    let mut builders: Vec<StringBuilder> = taken.iter().map(|_| StringBuilder::new()).collect();
    let mut rows = Vec::new();
    for (at, list) in lists.iter().enumerate() {
        let places: Vec<Option<usize>> =
            taken.iter().map(|wanted| list.headings().iter().position(|heading| heading.shown == *wanted)).collect();
        let of_kind = |kind: Kind| {
            let is = |heading: &&String| known(wanted, heading).is_some_and(|known| known.kind() == kind);
            let columns = taken.iter().zip(&places).filter(|(heading, _)| is(heading));
            columns.filter_map(|(_, place)| *place).collect::<Vec<usize>>()
        };
        let (ids, names) = (of_kind(Kind::ResidentId), of_kind(Kind::Name));
        file.for_each_record(at, ids, names, &mut |row, cells| {
            rows.push((at as u16, row));
            for (builder, place) in builders.iter_mut().zip(&places) {
                append(builder, place.and_then(|place| cells.get(place)));
            }
        })?;
    }
    let columns = taken.into_iter().zip(&mut builders);
    let columns = columns.map(|(heading, texts)| Column { heading, texts: Texts(vec![texts.finish()]) }).collect();
    let headers = lists.iter().map(|list| list.header_row()).collect();
    let sheets = lists.into_iter().map(|list| list.name).collect();
    let at = Rows::Listed { sheets, rows, headers };
    let rows = match &at {
        Rows::Listed { rows, .. } => rows.len(),
        Rows::Dense => 0,
    };
    Ok(Table { name, feed: None, month: None, rows, headings, columns, at })
}

fn known<'a>(wanted: &'a Wanted<'_>, heading: &str) -> Option<&'a Known> {
    wanted.languages.iter().find_map(|language| language.headed(heading)).map(|(known, _)| known)
}

fn append(builder: &mut StringBuilder, cell: Option<&Cell>) {
    match cell {
        Some(Cell::Text(text)) => builder.append_value(text),
        Some(cell) if !cell.is_blank() => builder.append_value(cell.shown()),
        _ => builder.append_null(),
    }
}
