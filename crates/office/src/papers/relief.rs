//! 临时救助发放汇总表: what a town gave first in a month, filled from the cases and never retyped.

use crate::{Bureau, OfficeError, Who, case, imprest, register};
use doudi_journal::access::{Purpose, PurposeKind};
use doudi_kernel::{Date, Lang, Money, Month};
use doudi_paper::{
    Document,
    forms::{Relief, ReliefRow},
};

/// A town's list of a month. Opening each household's file for it is kept, with its case as the purpose.
///
/// # Errors
/// [`OfficeError::Denied`]; [`OfficeError::NotFound`] for a town outside of the user's area.
pub fn relief(bureau: &Bureau, who: &Who, town: u64, month: Month, lang: Lang) -> Result<Document, OfficeError> {
    let within = month.first_day()..=month.last_day();
    let given = imprest::moves(bureau, who, town)?.into_iter().filter(|it| it.fen < 0 && within.contains(&it.day));
    let given = given.filter_map(|it| Some((it.case?, it.day, -it.fen)));
    let rows = given.map(|(id, day, fen)| row(bureau, who, id, day, fen, lang)).collect::<Result<_, _>>()?;
    Ok(Relief { lang, place: bureau.place(town), month, rows }.paper())
}

fn row(bureau: &Bureau, who: &Who, id: i64, day: Date, fen: i64, lang: Lang) -> Result<ReliefRow, OfficeError> {
    let view = case::view(bureau, who, id)?;
    let purpose = Purpose::new(PurposeKind::Case, &id.to_string())?;
    let file = register::open(bureau, who, view.state.household, purpose)?;
    let head = file.members.first();
    let need = view.state.need.as_ref();
    let cause = need.map(|need| {
        let words = bureau.words_of("hardship_event").into_iter().find(|(name, _)| *name == need.cause);
        words.map_or_else(|| need.cause.clone(), |(_, label)| label.pick(lang).to_owned())
    });
    Ok(ReliefRow {
        name: head.map(|it| it.name.clone()).unwrap_or_default(),
        id: head.map(|it| it.number.clone()).unwrap_or_default(),
        age: head.and_then(|it| it.birth).map(|birth| super::looking::age(birth, day)),
        sex: match head.and_then(|it| it.male) {
            Some(true) => lang.pick("男", "male"),
            Some(false) => lang.pick("女", "female"),
            None => "",
        }
        .into(),
        persons: u32::try_from(file.members.len()).unwrap_or_default(),
        address: bureau.address(view.division),
        category: lang.pick("急难型", "emergency").into(),
        phone: String::new(),
        amount: Money::from_fen(fen),
        confirmed: day,
        reason: cause.unwrap_or_default(),
        own_cost: None,
        account: String::new(),
    })
}
