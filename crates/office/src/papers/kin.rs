//! 近亲属备案表: one form a member of staff.

use crate::{
    Bureau, OfficeError, Who, case,
    staff::{self, Kin},
};
use doudi_journal::access::{Role, UserId};
use doudi_kernel::{Lang, Money, Say};
use doudi_paper::{
    Document,
    forms::{Relative, Relatives},
};

/// The form of a member of staff; none names the user's own.
///
/// # Errors
/// [`OfficeError::Denied`]; [`OfficeError::NoPaper`] where nobody is registered.
pub fn relatives(bureau: &Bureau, who: &Who, of: Option<UserId>, lang: Lang) -> Result<Document, OfficeError> {
    let staff = of.unwrap_or(who.id);
    let all = staff::relatives(bureau, who, of.is_none())?;
    let own: Vec<&Kin> = all.iter().filter(|kin| kin.account == staff).collect();
    let first = own.first().ok_or(OfficeError::NoPaper)?;
    let grants = staff::held(bureau, staff)?;
    let held = grants.iter().find(|grant| grant.holds_on(who.today()));
    let rows = own.iter().map(|kin| row(bureau, who, kin, lang)).collect::<Result<_, _>>()?;
    let paper = Relatives {
        lang,
        staff: first.name.clone(),
        unit: held.map(|grant| bureau.place(grant.area.number())).unwrap_or_default(),
        post: held.map(|grant| grant.role.say(lang)).unwrap_or_default(),
        handles: held.is_some_and(|grant| grant.role != Role::VillageCadre),
        rows,
    };
    Ok(paper.paper())
}

fn row(bureau: &Bureau, who: &Who, kin: &Kin, lang: Lang) -> Result<Relative, OfficeError> {
    let known = case::recognised(bureau, who, kin.household)?;
    let newest = known.last();
    let visited = kin.case.and_then(|(.., visited)| visited);
    let procedure = newest.and_then(|it| bureau.procedure_label(&it.procedure));
    Ok(Relative {
        name: kin.head.clone(),
        relation: kin.relation.clone(),
        address: bureau.address(kin.division),
        category: procedure.map(|label| label.pick(lang).to_owned()).unwrap_or_default(),
        since: newest.map(|it| it.since),
        amount: newest.and_then(|it| it.amount_fen).map(Money::from_fen),
        visited,
        visitors: visited.map(|_| lang.pick("县级民政部门", "the county")).unwrap_or_default().into(),
    })
}
