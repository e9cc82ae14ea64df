//! When and where: no two at once, nothing missing in between, no region over what an upper one fixed.

use super::Checker;
use crate::{
    book::{Book, Exception, Extent, Value},
    complaint::Refusal,
    lex::Span,
};
use doudi_kernel::Date;

/// A definition or value with what decides whether it is taken.
struct Held {
    extent: Extent,
    fixed: bool,
    values: Vec<Option<Value>>,
    span: Span,
}

type Told = Vec<(Span, Refusal)>;

impl Checker {
    pub(super) fn refuse_clashing_dates(&mut self) {
        let mut told = Told::new();
        for parameter in &self.book.parameters {
            let held: Vec<Held> = parameter
                .settings
                .iter()
                .map(|it| Held { extent: it.extent.clone(), fixed: it.fixed, values: it.values.clone(), span: it.span })
                .collect();
            clashes(&parameter.name, &held, &[], &mut told);
            if self.names.not_below.contains(&parameter.name) {
                below_upper(&parameter.name, &held, &mut told);
            }
        }
        for variable in &self.book.variables {
            let held: Vec<Held> = variable
                .definitions
                .iter()
                .map(|it| Held { extent: it.extent.clone(), fixed: it.fixed, values: Vec::new(), span: it.span })
                .collect();
            clashes(&variable.name, &held, &variable.exceptions, &mut told);
        }
        self.forces(&mut told);
        told.into_iter().for_each(|(span, what)| self.refuse(span, what));
    }

    fn forces(&self, told: &mut Told) {
        let book: &Book = &self.book;
        for programme in &book.programmes {
            for (n, (extent, _)) in programme.force.iter().enumerate() {
                if programme.force[..n].iter().any(|(other, _)| other.region == extent.region && meet(other, extent)) {
                    told.push((programme.span, Refusal::BothApply { name: programme.name.clone(), line: None }));
                }
            }
        }
    }
}

fn clashes(name: &str, held: &[Held], exceptions: &[Exception], told: &mut Told) {
    for (n, one) in held.iter().enumerate() {
        if let Some(other) =
            held[..n].iter().find(|other| other.extent.region == one.extent.region && meet(&other.extent, &one.extent))
        {
            told.push((one.span, Refusal::BothApply { name: name.into(), line: Some(other.span) }));
        }
        if let Some(upper) = held.iter().find(|upper| upper.fixed && under(&one.extent, &upper.extent)) {
            told.push((one.span, Refusal::Fixed { name: name.into(), line: upper.span }));
        }
    }
    for exception in exceptions {
        if let Some(upper) = held.iter().find(|upper| upper.fixed && under(&exception.extent, &upper.extent)) {
            told.push((exception.span, Refusal::Fixed { name: name.into(), line: upper.span }));
        }
    }
    gaps(name, held, told);
}

/// For each region that has definitions: nothing may be uncovered between two days that are covered there.
fn gaps(name: &str, held: &[Held], told: &mut Told) {
    let mut regions: Vec<&str> = held.iter().map(|one| one.extent.region.as_str()).collect();
    regions.sort_unstable();
    regions.dedup();
    for region in regions {
        let mut here: Vec<&Held> = held.iter().filter(|one| region.starts_with(&one.extent.region)).collect();
        here.sort_by_key(|one| one.extent.from);
        let mut covered: Option<Option<Date>> = None;
        for one in here {
            if let (Some(Some(until)), Some(from)) = (covered, one.extent.from)
                && until.tomorrow().is_ok_and(|next| next < from)
            {
                let until = until.tomorrow().unwrap_or(until);
                told.push((
                    one.span,
                    Refusal::Gap { name: name.into(), from: until, to: from.yesterday().unwrap_or(from) },
                ));
            }
            covered = Some(match covered {
                Some(before) => before.and_then(|before| one.extent.to.map(|to| before.max(to))),
                None => one.extent.to,
            });
        }
    }
    told.dedup_by(|a, b| a.0 == b.0 && matches!((&a.1, &b.1), (Refusal::Gap { .. }, Refusal::Gap { .. })));
}

/// A lower region's value is not less than any upper one's that holds on a common day.
fn below_upper(name: &str, held: &[Held], told: &mut Told) {
    for one in held {
        for upper in held.iter().filter(|upper| under(&one.extent, &upper.extent)) {
            let less = one.values.iter().zip(&upper.values).any(|(lower, upper)| match (lower, upper) {
                (Some(Value::Number(lower)), Some(Value::Number(upper))) => lower < upper,
                _ => false,
            });
            if less {
                told.push((one.span, Refusal::BelowUpper { name: name.into(), line: upper.span }));
            }
        }
    }
}

/// Whether two extents have a day in common.
pub(super) fn meet(a: &Extent, b: &Extent) -> bool {
    let before = |a: &Extent, b: &Extent| matches!((a.to, b.from), (Some(to), Some(from)) if to < from);
    !before(a, b) && !before(b, a)
}

/// Whether one extent's region lies strictly in another's, with a day in common.
fn under(lower: &Extent, upper: &Extent) -> bool {
    lower.region.len() > upper.region.len() && lower.region.starts_with(&upper.region) && meet(lower, upper)
}
