//! What is written with brackets: extremes, roundings, aggregates, spans of time, parameters by codes.

use super::{
    formula::{Made, Scope, refuse},
    guess::counted,
    names::Thing,
};
use crate::{
    book::{Aggregate, Entity, Node, Type, Value},
    complaint::Refusal,
    parse::tree::{Expression, ExpressionKind, Name},
    unit::Unit,
};
use doudi_kernel::{Ratio, Rounding};

impl Scope<'_> {
    pub(super) fn call(&mut self, name: &Name, arguments: &[Expression], want: Option<Type>) -> Made<(Node, Type)> {
        let one = |of: usize| match arguments.len() == of {
            true => Ok(()),
            false => {
                refuse(name.span, Refusal::Arguments { name: name.text.clone(), asked: of, found: arguments.len() })
            }
        };
        match name.text.as_str() {
            "min" | "max" => self.extreme(name, arguments, want),
            "round_up" | "round_down" | "round_half_up" => {
                one(2).and_then(|()| self.round(&name.text, arguments, want))
            }
            "sum" | "largest" | "least" => one(1).and_then(|()| self.over(&name.text, &arguments[0], want)),
            "count" | "any" | "every" => one(1).and_then(|()| self.over(&name.text, &arguments[0], Some(Type::YesNo))),
            "years_since" | "months_since" => one(1).and_then(|()| self.since(&name.text, &arguments[0])),
            _ => one(1).and_then(|()| self.coded(name, &arguments[0])),
        }
    }

    fn extreme(&mut self, name: &Name, arguments: &[Expression], want: Option<Type>) -> Made<(Node, Type)> {
        let shared = want.or_else(|| arguments.iter().find_map(|argument| self.guess(argument)));
        let parts = arguments.iter().map(|argument| self.number(argument, shared)).collect::<Made<Vec<_>>>()?;
        let ty = parts[0].ty;
        if let Some(other) = parts.iter().find(|part| part.ty != ty) {
            return refuse(other.span, self.misfit(other.ty, ty));
        }
        Ok((if name.text == "min" { Node::Min(parts) } else { Node::Max(parts) }, ty))
    }

    fn round(&mut self, name: &str, arguments: &[Expression], want: Option<Type>) -> Made<(Node, Type)> {
        let shared = want.or_else(|| self.guess(&arguments[0])).or_else(|| self.guess(&arguments[1]));
        let value = self.number(&arguments[0], shared)?;
        let step = match super::value::constant(self.book, value.ty, &arguments[1])? {
            Value::Number(step) if step > Ratio::whole(0) => step,
            _ => return refuse(arguments[1].span, Refusal::Step),
        };
        let rounding = match name {
            "round_up" => Rounding::Up,
            "round_down" => Rounding::Down,
            _ => Rounding::HalfUp,
        };
        let ty = value.ty;
        Ok((Node::Round(rounding, Box::new(value), step), ty))
    }

    fn over(&mut self, name: &str, argument: &Expression, want: Option<Type>) -> Made<(Node, Type)> {
        let of = self.rows(argument)?;
        let mut inner = Scope { book: self.book, names: self.names, entity: of, choices: self.choices };
        let aggregate = match name {
            "sum" => Aggregate::Sum,
            "largest" => Aggregate::Largest,
            "least" => Aggregate::Least,
            "count" => Aggregate::Count,
            "any" => Aggregate::Any,
            _ => Aggregate::Every,
        };
        let numeric = matches!(aggregate, Aggregate::Sum | Aggregate::Largest | Aggregate::Least);
        let argument = if numeric { inner.number(argument, want)? } else { inner.formula(argument, want)? };
        let ty = if aggregate == Aggregate::Count { counted(of) } else { argument.ty };
        Ok((Node::Over(aggregate, of, Box::new(argument)), ty))
    }

    /// Whose rows the argument of an aggregate speaks of.
    pub(super) fn rows(&self, argument: &Expression) -> Made<Entity> {
        let mut of = Vec::new();
        self.entities(argument, &mut of);
        let other = of.iter().find(|entity| **entity != of[0]);
        match (of.first(), other) {
            (None, _) => refuse(argument.span, Refusal::NobodyMeant),
            (_, Some(_)) => refuse(argument.span, Refusal::BothMeant),
            (Some(entity), None) => Ok(*entity),
        }
    }

    fn entities(&self, e: &Expression, found: &mut Vec<Entity>) {
        if let ExpressionKind::Name(name) = &e.kind
            && let Some((Some(of), _)) = self.names.things.get(name).and_then(|thing| self.book.kind_of(*thing))
            && of != Entity::Household
        {
            found.push(of);
        }
        let aggregate = |name: &str| ["sum", "largest", "least", "count", "any", "every"].contains(&name);
        match &e.kind {
            ExpressionKind::Call(name, _) if aggregate(&name.text) => {}
            _ => e.parts().into_iter().for_each(|part| self.entities(part, found)),
        }
    }

    fn since(&mut self, name: &str, argument: &Expression) -> Made<(Node, Type)> {
        let date = self.boxed(argument, Some(Type::Date))?;
        Ok(match name {
            "years_since" => (Node::YearsSince(date), Type::Number(Unit::YEAR)),
            _ => (Node::MonthsSince(date), Type::Number(Unit::MONTH)),
        })
    }

    fn coded(&mut self, name: &Name, argument: &Expression) -> Made<(Node, Type)> {
        match self.names.things.get(&name.text) {
            Some(Thing::Parameter(id)) => {
                let (id, parameter) = (*id, &self.book.parameters[id.index()]);
                let Some(list) = parameter.by else {
                    return refuse(name.span, Refusal::TakesNoCode(name.text.clone()));
                };
                let code = self.boxed(argument, Some(Type::Code(list)))?;
                Ok((Node::Parameter(id, Some(code)), parameter.ty))
            }
            Some(_) => refuse(name.span, Refusal::TakesNoCode(name.text.clone())),
            None => refuse(name.span, Refusal::UnknownName { name: name.text.clone(), near: self.nearest(&name.text) }),
        }
    }
}
