//! 每月公示名单: who is helped in a village by decisions made here. Grown persons stand there by name, since nobody can object to
//! a masked one; children are masked; numbers, phones and health have no column.

use crate::{
    Bureau, OfficeError, Who,
    case::{self, Payment},
    register, staff,
};
use doudi_journal::access::{Action, Field, Purpose, PurposeKind, Resource, Shown, Viewer, mask, shown};
use doudi_kernel::{Lang, Money, Month, Say};
use doudi_paper::{
    Document,
    forms::{Benefit, Class, Notice, NoticeRow},
};
use std::collections::BTreeSet;

/// Years below which a head's name is masked.
const CHILD: i16 = 14;

/// A village's list of a month. Opening each household's file for it is kept, with its case as the purpose.
///
/// # Errors
/// [`OfficeError::Denied`]; [`OfficeError::NotFound`] for a village outside of the user's area; [`OfficeError::Paper`] where
/// a text holds what looks like a number.
pub fn notice(bureau: &Bureau, who: &Who, village: u64, month: Month, lang: Lang) -> Result<Document, OfficeError> {
    if !who.may(Resource::PublicNotice, Action::Export)?.holds(village) {
        return Err(OfficeError::NotFound);
    }
    let kin: BTreeSet<i64> = staff::relatives(bureau, who, false)?.iter().map(|kin| kin.household).collect();
    let paid = case::payments(bureau, who, month)?.into_iter().filter(|it| it.of.division == village);
    let rows = paid.map(|it| row(bureau, who, &it, &kin)).collect::<Result<_, _>>()?;
    let list = Notice {
        lang,
        village: bureau.place(village),
        town: bureau.place(village / 1000 * 1000),
        phone: lang.pick("见办事窗口公示", "as posted at the window").into(),
        month,
        rows,
    };
    list.paper().map_err(|why| OfficeError::Paper(why.say(lang)))
}

fn row(bureau: &Bureau, who: &Who, it: &Payment, kin: &BTreeSet<i64>) -> Result<NoticeRow, OfficeError> {
    let purpose = Purpose::new(PurposeKind::Case, &it.of.case.to_string())?;
    let file = register::open(bureau, who, it.of.household, purpose)?;
    let born = file.members.first().and_then(|head| head.birth);
    let child = born.is_some_and(|born| who.today().year() - born.year() < CHILD);
    let field = if child { Field::MinorName } else { Field::Name };
    let head = match shown(Viewer::Public, field) {
        Shown::Plain => it.of.head.clone(),
        Shown::Masked => mask(field, &it.of.head),
        Shown::Absent => String::new(),
    };
    Ok(NoticeRow {
        head,
        class: class(bureau, who, it),
        address: bureau.address(it.of.division),
        persons: u32::try_from(file.members.len()).unwrap_or_default(),
        benefit: Benefit { base: Money::from_fen(it.of.amount_fen.unwrap_or(0)), ..Benefit::default() },
        remark: String::new(),
        relative: kin.contains(&it.of.household),
    })
}

/// Of a household whose residence nobody has told, the country's list takes it: most are there, and the class is no amount.
fn class(bureau: &Bureau, who: &Who, it: &Payment) -> Class {
    match (&*it.of.procedure, urban(bureau, who, it.of.household)) {
        ("tekun_application", _) => Class::Tekun,
        (_, Some(true)) => Class::UrbanDibao,
        (_, _) => Class::RuralDibao,
    }
}

fn urban(bureau: &Bureau, who: &Who, household: i64) -> Option<bool> {
    let month = bureau.month.as_ref()?;
    let it = register::dossier(bureau, who, household).ok()?;
    it.words(&month.book, "urban", 0).map(|urban| urban == "yes")
}
