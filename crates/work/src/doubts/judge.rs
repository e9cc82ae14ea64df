//! One person on one ladder.

use super::{
    mend::Mends,
    place::Gazetteer,
    plan::Deck,
    spec::{Against, Condition, RungKind, Source, Spec},
    truth::Truth,
    view::{View, aged, test},
};
use doudi_compare::name;
use doudi_kernel::{Month, ResidentId};

/// The sources of a spec, those that are not loaded being `None`.
pub(super) struct Bench<'t> {
    pub(super) spec: &'t Spec,
    pub(super) views: Vec<Option<View<'t>>>,
    pub(super) month: Month,
    pub(super) gazetteer: Gazetteer<'t>,
    pub(super) deck: &'t Deck,
    pub(super) mends: &'t Mends,
}

impl<'t> Bench<'t> {
    /// The number of the rung that a person stands on; the number of rungs when it cannot be told whether the person is a
    /// doubt.
    ///
    /// A rung whose conditions are unknown may be the person's. Which rung it is matters little, whether it is a doubt does:
    /// so the person is undecided exactly when one possible rung is a doubt and another is not.
    pub(super) fn rung(&self, asked: &[usize], rungs: &[super::spec::Rung], key: u64) -> usize {
        let doubt = |kind: RungKind| kind == RungKind::Doubt;
        let (mut maybe_doubt, mut maybe_not) = (false, false);
        for (at, rung) in rungs.iter().enumerate() {
            match self.all(&rung.when, asked, key) {
                Truth::No => {}
                Truth::Unknown if doubt(rung.kind) => maybe_doubt = true,
                Truth::Unknown => maybe_not = true,
                Truth::Yes if doubt(rung.kind) && maybe_not => return rungs.len(),
                Truth::Yes if !doubt(rung.kind) && maybe_doubt => return rungs.len(),
                Truth::Yes => return at,
            }
        }
        rungs.len()
    }

    /// Whether any of the conditions asks a source that is not loaded.
    pub(super) fn blocked(&self, conditions: &[Condition]) -> bool {
        sources_in(conditions).iter().any(|at| self.views[*at].is_none())
    }

    pub(super) fn all(&self, conditions: &[Condition], asked: &[usize], key: u64) -> Truth {
        Truth::all(conditions.iter().map(|one| self.holds(one, asked, key)))
    }

    fn holds(&self, condition: &Condition, asked: &[usize], key: u64) -> Truth {
        match condition {
            Condition::In { source, rows, test } => self.within(*source, *rows, test.as_ref(), key),
            Condition::Age { from, to } => aged(key, *from, *to, self.month),
            Condition::Differs { field, from } => self.differs(field, *from, asked, key),
            Condition::AtLeast(least, of) => Truth::at_least(*least, of.iter().map(|one| self.holds(one, asked, key))),
            Condition::Not(inner) => self.holds(inner, asked, key).not(),
            Condition::Row(_) => Truth::Unknown,
        }
    }

    /// Without a source that only explains, nobody is in it as far as doubts go: the findings warn of that.
    fn settled(&self, source: usize, truth: Truth) -> Truth {
        match truth {
            Truth::Unknown if !self.source(source).required => Truth::No,
            truth => truth,
        }
    }

    fn source(&self, at: usize) -> &Source {
        &self.spec.sources[at]
    }

    fn within(&self, source: usize, least: u32, asked: Option<&super::spec::Test>, key: u64) -> Truth {
        let Some(view) = &self.views[source] else { return self.settled(source, Truth::Unknown) };
        let tested = |row: &u32| asked.map_or(Truth::Yes, |asked| test(asked, view.table, *row, self.month));
        let sure = view.rows.rows(key);
        let unsure = view.unsure.rows(key).iter().map(|row| tested(row).min(Truth::Unknown));
        let truth = if least == 1 {
            Truth::at_least(1, sure.iter().map(tested).chain(unsure))
        } else {
            let mut lines: Vec<_> = sure.iter().map(|row| (view.table.line(*row), tested(row))).collect();
            lines.sort();
            lines.dedup_by_key(|line| line.0);
            Truth::at_least(least, lines.into_iter().map(|line| line.1).chain(unsure))
        };
        self.settled(source, truth)
    }

    fn differs(&self, field: &str, from: Against, asked: &[usize], key: u64) -> Truth {
        let said: Vec<String> = asked.iter().flat_map(|at| self.said(*at, field, key)).collect();
        let held: Vec<String> = match from {
            Against::Number => carried(field, key).into_iter().collect(),
            Against::Source(at) if self.views[at].is_none() => return self.settled(at, Truth::Unknown),
            Against::Source(at) => self.said(at, field, key),
        };
        if said.is_empty() || held.is_empty() {
            return Truth::Unknown;
        }
        said.iter().any(|one| !held.iter().any(|other| agree(field, one, other))).into()
    }

    /// What the rows of a source say of a person's field; unknown values say nothing. A division is also read from names.
    fn said(&self, at: usize, field: &str, key: u64) -> Vec<String> {
        let Some(view) = &self.views[at] else { return Vec::new() };
        let value = |row: &u32| match field {
            "division_code" => self.gazetteer.division(view.table, *row),
            _ => view.table.value(field, *row),
        };
        view.rows.rows(key).iter().filter_map(value).collect()
    }
}

/// The sources that conditions name.
pub(super) fn sources_in<'c>(conditions: impl IntoIterator<Item = &'c Condition>) -> Vec<usize> {
    let of = |condition: &'c Condition| match condition {
        Condition::In { source, .. } | Condition::Differs { from: Against::Source(source), .. } => vec![*source],
        Condition::AtLeast(_, of) => sources_in(of),
        Condition::Not(inner) => sources_in([&**inner]),
        Condition::Row(_) | Condition::Age { .. } | Condition::Differs { .. } => Vec::new(),
    };
    conditions.into_iter().flat_map(of).collect()
}

/// What the identity number says of a field.
fn carried(field: &str, key: u64) -> Option<String> {
    let id = ResidentId::from_packed(key)?;
    match field {
        "birth_date" => Some(id.birth_date().to_string()),
        "sex" => Some(match id.sex() {
            doudi_kernel::Sex::Male => "male".into(),
            doudi_kernel::Sex::Female => "female".into(),
        }),
        _ => None,
    }
}

/// Whether two values of a field are the same: names by the comparison's own rules, divisions when one contains the other.
fn agree(field: &str, one: &str, other: &str) -> bool {
    match field {
        "name" | "household_head_name" | "account_holder" => name::same(one, other),
        "division_code" => {
            let parse = |text: &str| text.parse::<doudi_kernel::Division>().ok();
            match (parse(one), parse(other)) {
                (Some(a), Some(b)) => a.contains(b) || b.contains(a),
                _ => one == other,
            }
        }
        _ => one == other,
    }
}
