//! Facts: who could tell them, within which bounds, and what is usual.

use super::{Checker, value};
use crate::{
    book::{Entity, Fact, Type, Value},
    complaint::Refusal,
    lex::Span,
    parse::tree::{Clause, Item, Literal, Name},
    unit::Unit,
};
use doudi_kernel::{Ratio, Rounding};

impl Checker {
    pub(super) fn fact(&mut self, item: &Item, entity: Entity, ty: Type) -> Fact {
        let mut fact = Fact {
            name: item.name.text.clone(),
            entity,
            ty,
            label: self.label(item),
            departments: Vec::new(),
            between: usual_bounds(ty),
            usual: None,
            before: None,
            span: item.name.span,
        };
        let mut usual = None;
        for (clause, span) in &item.clauses {
            match clause {
                Clause::ComesFrom(departments) => fact.departments = self.places("department", departments),
                Clause::Between(low, high) => fact.between = self.bounds(ty, low, high, *span).unwrap_or(fact.between),
                Clause::Usual(literal) => usual = Some(literal),
                _ => {}
            }
        }
        fact.usual = match usual {
            Some(literal) => self.take(value::literal(&self.book, ty, literal)).flatten(),
            None => plain(ty),
        };
        if let Some(Value::Number(number)) = fact.usual
            && !(number >= Ratio::whole(fact.between.0) && number <= Ratio::whole(fact.between.1) && number.is_whole())
        {
            let at = usual.map_or(item.name.span, |literal| literal.span);
            self.refuse(at, Refusal::UsualOutside(fact.name.clone()));
        }
        fact
    }

    /// The places of codes in a list that the project's own words ask for.
    pub(super) fn places(&mut self, list: &'static str, codes: &[Name]) -> Vec<u16> {
        let Some(id) = self.names.codes.get(list).copied() else {
            if let Some(first) = codes.first() {
                self.refuse(first.span, Refusal::UnknownList(list.into()));
            }
            return Vec::new();
        };
        let mut places = Vec::new();
        for code in codes {
            match self.book.code(id, &code.text) {
                Some(place) => places.push(place),
                None => self.refuse(code.span, Refusal::NoCode { code: code.text.clone(), list: list.into() }),
            }
        }
        places
    }

    fn bounds(&mut self, ty: Type, low: &Literal, high: &Literal, span: Span) -> Option<(i64, i64)> {
        let mut end = |literal| match value::literal(&self.book, ty, literal) {
            Ok(Some(Value::Number(number))) if number.is_whole() => Some(number.round(Rounding::Down)),
            Ok(_) => None,
            Err(complaint) => {
                self.complaints.push(complaint);
                None
            }
        };
        let (low, high) = (end(low), end(high));
        match (low, high) {
            (Some(low), Some(high)) if low <= high => Some((low, high)),
            _ => {
                self.refuse(span, Refusal::Bounds);
                None
            }
        }
    }
}

/// Bounds of a fact that states none: far more than there is, far less than arithmetic holds.
fn usual_bounds(ty: Type) -> (i64, i64) {
    match ty {
        Type::Number(unit) if unit.money() > 0 => (0, 10_000_000_000),
        Type::Number(Unit::MONTH) => (0, 1_200),
        Type::Number(Unit::YEAR) => (0, 150),
        Type::Number(_) => (0, 10_000),
        _ => (0, 0),
    }
}

fn plain(ty: Type) -> Option<Value> {
    match ty {
        Type::YesNo => Some(Value::YesNo(false)),
        Type::Number(_) => Some(Value::Number(Ratio::whole(0))),
        Type::Code(_) => Some(Value::Code(0)),
        Type::Date => None,
    }
}
