//! Scorecards become two variables: weighted points of bands, and whether a veto holds.

use super::{Checker, names::Thing, value};
use crate::{
    book::{Arithmetic, Definition, Formula, Node, Type, Value},
    complaint::Refusal,
    lex::Span,
    parse::tree::{Clause, IndicatorText, Item, Name, RowText},
    unit::Unit,
};
use doudi_kernel::Ratio;

impl Checker {
    pub(super) fn define_scorecard(&mut self, item: &Item, within: Option<&Name>) {
        let names = &self.names.things;
        let veto = names.get(&format!("{}_veto", item.name.text));
        let (Some(Thing::Variable(points)), Some(Thing::Variable(veto))) =
            (names.get(&item.name.text).copied(), veto.copied())
        else {
            return;
        };
        let Some(extent) = self.extent(&Default::default(), within) else { return };
        let span = item.name.span;
        let formulas = (self.points(item, span), self.vetoes(item, span));
        let (open, name) = (self.book.variables[points.index()].open, item.name.text.clone());
        self.refuse_unopened(&name, open, &extent, span);
        for (id, formula) in [(points, formulas.0), (veto, formulas.1)] {
            if let Some(formula) = formula {
                let definition = Definition { extent: extent.clone(), fixed: false, formula, cites: Vec::new(), span };
                self.book.variables[id.index()].definitions.push(definition);
            }
        }
        let cites: Vec<_> = item.clauses.iter().filter_map(|(clause, _)| clause_cites(clause)).collect();
        for cites in cites {
            let cites = self.cites(cites);
            self.book.variables[points.index()].cites.extend(cites);
        }
    }

    /// Weight times points, summed over the indicators.
    fn points(&mut self, item: &Item, span: Span) -> Option<Formula> {
        let number = Type::Number(Unit::NONE);
        let entity = item.head.entity?;
        let (mut sum, mut weights) = (None, Ratio::whole(0));
        for (indicator, rows) in indicators(item) {
            let weight = match self.take(value::literal(&self.book, number, &indicator.weight)).flatten()? {
                Value::Number(weight) => weight,
                _ => return None,
            };
            weights = weights + weight;
            let at = indicator.what.name.span;
            let points = self.rows(entity, number, std::slice::from_ref(&indicator.what.formula), &rows, at)?;
            let weight =
                Formula { node: Node::Literal(Value::Number(weight)), ty: number, span: indicator.weight.span };
            let term = arithmetic(Arithmetic::Times, weight, points, number, at);
            sum = Some(match sum {
                Some(before) => arithmetic(Arithmetic::Plus, before, term, number, span),
                None => term,
            });
        }
        if weights != Ratio::whole(1) {
            self.refuse(span, Refusal::Weights(weights.percent()));
        }
        sum
    }

    fn vetoes(&mut self, item: &Item, span: Span) -> Option<Formula> {
        let entity = item.head.entity?;
        let mut parts = Vec::new();
        for (clause, _) in &item.clauses {
            if let Clause::Veto(veto) = clause {
                parts.push(self.formula(entity, Some(Type::YesNo), &veto.formula)?);
            }
        }
        match parts.len() {
            0 => Some(Formula { node: Node::Literal(Value::YesNo(false)), ty: Type::YesNo, span }),
            1 => parts.pop(),
            _ => Some(Formula { node: Node::Or(parts), ty: Type::YesNo, span }),
        }
    }
}

fn clause_cites(clause: &Clause) -> Option<&[crate::parse::tree::CiteText]> {
    match clause {
        Clause::Indicator(indicator) => Some(&indicator.what.cites),
        Clause::Veto(veto) => Some(&veto.cites),
        _ => None,
    }
}

type Indicator<'a> = (&'a IndicatorText, Vec<(&'a RowText, Span)>);

fn indicators(item: &Item) -> Vec<Indicator<'_>> {
    let mut found: Vec<Indicator<'_>> = Vec::new();
    for (clause, span) in &item.clauses {
        match (clause, found.last_mut()) {
            (Clause::Indicator(indicator), _) => found.push((indicator, Vec::new())),
            (Clause::Row(row), Some((_, rows))) => rows.push((row, *span)),
            _ => {}
        }
    }
    found
}

fn arithmetic(sign: Arithmetic, left: Formula, right: Formula, ty: Type, span: Span) -> Formula {
    Formula { node: Node::Arithmetic(sign, Box::new(left), Box::new(right)), ty, span }
}
