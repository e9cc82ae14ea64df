//! Formulas: names resolved, types and units checked, entities kept apart.

use super::names::{Names, Thing};
use crate::{
    book::{Aggregate, Arithmetic, Arm, Book, Choice, CodesId, Comparison, Entity, Formula, Node, Type, Value},
    complaint::{Complaint, Refusal, TypeName},
    lex::Span,
    parse::tree::{Expression, ExpressionKind, Name},
    unit::Unit,
};
use doudi_kernel::{Ratio, Rounding};

/// Where a formula stands.
pub(super) struct Scope<'a> {
    pub(super) book: &'a Book,
    pub(super) names: &'a Names,
    pub(super) entity: Entity,
    /// The next number of a choice.
    pub(super) choices: &'a mut u32,
}

type Made<T> = Result<T, Complaint>;

fn refuse<T>(span: Span, what: Refusal) -> Made<T> {
    Err(Complaint { span, what })
}

impl Scope<'_> {
    /// A formula of the type that its place asks for, if it asks.
    pub(super) fn formula(&mut self, e: &Expression, want: Option<Type>) -> Made<Formula> {
        let (node, ty) = self.node(e, want)?;
        let made = Formula { node, ty, span: e.span };
        match want {
            Some(wanted) if wanted != ty => refuse(e.span, self.misfit(ty, wanted)),
            _ => Ok(made),
        }
    }

    fn misfit(&self, found: Type, wanted: Type) -> Refusal {
        match (found, wanted) {
            (Type::Number(found), Type::Number(wanted)) => Refusal::Unit { found, wanted },
            _ => Refusal::Type { found: TypeName::of(self.book, found), wanted: TypeName::of(self.book, wanted) },
        }
    }

    fn boxed(&mut self, e: &Expression, want: Option<Type>) -> Made<Box<Formula>> {
        self.formula(e, want).map(Box::new)
    }

    fn all(&mut self, parts: &[Expression], want: Option<Type>) -> Made<Vec<Formula>> {
        parts.iter().map(|part| self.formula(part, want)).collect()
    }

    fn node(&mut self, e: &Expression, want: Option<Type>) -> Made<(Node, Type)> {
        match &e.kind {
            ExpressionKind::Number(number, unit) => Ok(number_of(*number, *unit, want)),
            ExpressionKind::YesNo(yes) => Ok((Node::Literal(Value::YesNo(*yes)), Type::YesNo)),
            ExpressionKind::Date(day) => Ok((Node::Literal(Value::Date(*day)), Type::Date)),
            ExpressionKind::Name(name) => self.name(name, e.span, want),
            ExpressionKind::Call(name, arguments) => self.call(name, arguments, want),
            ExpressionKind::Minus(inner) => {
                let inner = self.number(inner, want)?;
                let ty = inner.ty;
                Ok((Node::Minus(Box::new(inner)), ty))
            }
            ExpressionKind::Not(inner) => Ok((Node::Not(self.boxed(inner, Some(Type::YesNo))?), Type::YesNo)),
            ExpressionKind::And(parts) => Ok((Node::And(self.all(parts, Some(Type::YesNo))?), Type::YesNo)),
            ExpressionKind::Or(parts) => Ok((Node::Or(self.all(parts, Some(Type::YesNo))?), Type::YesNo)),
            ExpressionKind::Arithmetic(sign, left, right) => self.arithmetic(*sign, left, right, want),
            ExpressionKind::Compare(sign, left, right) => self.compare(*sign, left, right),
            ExpressionKind::In(value, codes) => self.among(value, codes),
            ExpressionKind::If(..) => self.choice(e, want),
        }
    }

    /// A part that must be a number.
    fn number(&mut self, e: &Expression, want: Option<Type>) -> Made<Formula> {
        let made = self.formula(e, want)?;
        match made.ty {
            Type::Number(_) => Ok(made),
            other => refuse(e.span, Refusal::WantNumberHere(TypeName::of(self.book, other))),
        }
    }

    fn name(&mut self, name: &str, span: Span, want: Option<Type>) -> Made<(Node, Type)> {
        let thing = self.names.things.get(name).copied();
        if let Some(Type::Code(list)) = want
            && let Some(place) = self.book.code(list, name)
        {
            // A code and a fact of the same list may share a name: then nobody can say which is meant.
            let fits = thing.and_then(|thing| self.book.kind_of(thing)).is_some_and(|(_, ty)| Some(ty) == want);
            return match fits {
                true => refuse(span, Refusal::Ambiguous(name.into())),
                false => Ok((Node::Literal(Value::Code(place)), Type::Code(list))),
            };
        }
        let Some((thing, (of, ty))) = thing.and_then(|thing| Some((thing, self.book.kind_of(thing)?))) else {
            return refuse(span, self.unknown(name, thing, want));
        };
        if let Some(of) = of.filter(|of| *of != Entity::Household && *of != self.entity) {
            return refuse(span, Refusal::Entity { name: name.into(), of, here: self.entity });
        }
        let node = match thing {
            Thing::Fact(id) => Node::Fact(id),
            Thing::Variable(id) => Node::Variable(id),
            Thing::Parameter(id) if self.book.parameters[id.index()].by.is_some() => {
                return refuse(span, Refusal::NeedsCode(name.into()));
            }
            Thing::Parameter(id) => Node::Parameter(id, None),
            Thing::Programme(_) | Thing::Other => return refuse(span, Refusal::NoValue(name.into())),
        };
        Ok((node, ty))
    }

    fn unknown(&self, name: &str, thing: Option<Thing>, want: Option<Type>) -> Refusal {
        match (thing, want) {
            (Some(_), _) => Refusal::NoValue(name.into()),
            (None, Some(Type::Code(list))) => {
                Refusal::NoCode { code: name.into(), list: self.book.codes[list.index()].name.clone() }
            }
            (None, _) => Refusal::UnknownName { name: name.into(), near: self.nearest(name) },
        }
    }

    /// The name that a misspelt one may mean: at most two letters away.
    fn nearest(&self, name: &str) -> Option<String> {
        let far = |other: &str| crate::complaint::letters_between(name, other);
        let nearest = self.names.things.keys().map(|other| (far(other), other)).min();
        nearest.filter(|(far, _)| *far <= 2).map(|(_, other)| other.clone())
    }

    fn arithmetic(
        &mut self,
        sign: Arithmetic,
        left: &Expression,
        right: &Expression,
        want: Option<Type>,
    ) -> Made<(Node, Type)> {
        let span = left.span.to(right.span);
        let shared = match sign {
            Arithmetic::Plus | Arithmetic::Minus => want.or_else(|| self.guess(left)).or_else(|| self.guess(right)),
            Arithmetic::Times | Arithmetic::Over => None,
        };
        let (left, right) = (self.number(left, shared)?, self.number(right, shared)?);
        let (Type::Number(a), Type::Number(b)) = (left.ty, right.ty) else {
            return refuse(span, Refusal::WantFormula);
        };
        let unit = match sign {
            Arithmetic::Plus | Arithmetic::Minus if a != b => {
                return refuse(right.span, Refusal::Unit { found: b, wanted: a });
            }
            Arithmetic::Plus | Arithmetic::Minus => a,
            Arithmetic::Times if a.money() > 0 && b.money() > 0 => return refuse(span, Refusal::MoneyTimesMoney),
            Arithmetic::Times => a * b,
            Arithmetic::Over => a / b,
        };
        if !(0..=1).contains(&unit.money()) {
            return refuse(span, Refusal::MoneyPower(unit));
        }
        Ok((Node::Arithmetic(sign, Box::new(left), Box::new(right)), Type::Number(unit)))
    }

    fn compare(&mut self, sign: Comparison, left: &Expression, right: &Expression) -> Made<(Node, Type)> {
        let shared = self.guess(left).or_else(|| self.guess(right));
        let (left, right) = (self.boxed(left, shared)?, self.boxed(right, shared)?);
        if left.ty != right.ty {
            return refuse(right.span, self.misfit(right.ty, left.ty));
        }
        let ordered = matches!(left.ty, Type::Number(_) | Type::Date);
        if !ordered && !matches!(sign, Comparison::Equal | Comparison::Unequal) {
            return refuse(left.span.to(right.span), Refusal::NoOrder(TypeName::of(self.book, left.ty)));
        }
        Ok((Node::Compare(sign, left, right), Type::YesNo))
    }

    fn among(&mut self, value: &Expression, codes: &[Name]) -> Made<(Node, Type)> {
        let value = self.boxed(value, None)?;
        let Type::Code(list) = value.ty else {
            return refuse(value.span, Refusal::WantCodeHere(TypeName::of(self.book, value.ty)));
        };
        let mut places = codes.iter().map(|code| self.place(list, code)).collect::<Made<Vec<u16>>>()?;
        places.sort_unstable();
        places.dedup();
        Ok((Node::In(value, places), Type::YesNo))
    }

    pub(super) fn place(&self, list: CodesId, code: &Name) -> Made<u16> {
        let what = || Refusal::NoCode { code: code.text.clone(), list: self.book.codes[list.index()].name.clone() };
        self.book.code(list, &code.text).ok_or_else(|| Complaint { span: code.span, what: what() })
    }

    /// `if a then b else if c then d else e` is one choice of two arms.
    fn choice(&mut self, e: &Expression, want: Option<Type>) -> Made<(Node, Type)> {
        let want = want.or_else(|| self.guess(e));
        let (mut arms, mut rest) = (Vec::new(), e);
        while let ExpressionKind::If(when, then, otherwise) = &rest.kind {
            let when = self.formula(when, Some(Type::YesNo))?;
            arms.push(Arm { when, value: self.formula(then, want)?, cites: Vec::new() });
            rest = otherwise;
        }
        let rest = self.boxed(rest, want)?;
        let ty = rest.ty;
        if let Some(other) = arms.iter().find(|arm| arm.value.ty != ty) {
            return refuse(other.value.span, self.misfit(other.value.ty, ty));
        }
        Ok((self.numbered(arms, rest, Vec::new()), ty))
    }

    pub(super) fn numbered(&mut self, arms: Vec<Arm>, rest: Box<Formula>, rest_cites: Vec<crate::book::Cite>) -> Node {
        let number = *self.choices;
        *self.choices += arms.len() as u32;
        Node::Choice(Choice { number, arms, rest, rest_cites })
    }

    fn call(&mut self, name: &Name, arguments: &[Expression], want: Option<Type>) -> Made<(Node, Type)> {
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
    fn rows(&self, argument: &Expression) -> Made<Entity> {
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

    /// The type that an expression has whatever its place asks for; `None` for a bare 0, a bare code, and what is wrong.
    fn guess(&self, e: &Expression) -> Option<Type> {
        match &e.kind {
            ExpressionKind::Number(number, unit) => own_unit(*number, *unit).then_some(Type::Number(*unit)),
            ExpressionKind::Date(_) => Some(Type::Date),
            ExpressionKind::Name(name) => Some(self.book.kind_of(*self.names.things.get(name)?)?.1),
            ExpressionKind::Call(name, arguments) => self.guess_call(&name.text, arguments),
            ExpressionKind::Minus(inner) => self.guess(inner),
            ExpressionKind::Arithmetic(sign, left, right) => self.guess_arithmetic(*sign, left, right),
            ExpressionKind::If(_, then, otherwise) => self.guess(then).or_else(|| self.guess(otherwise)),
            _ => Some(Type::YesNo),
        }
    }

    fn guess_arithmetic(&self, sign: Arithmetic, left: &Expression, right: &Expression) -> Option<Type> {
        let (left, right) = (self.guess(left), self.guess(right));
        match (sign, left, right) {
            (Arithmetic::Plus | Arithmetic::Minus, left, right) => left.or(right),
            (Arithmetic::Times, Some(Type::Number(a)), Some(Type::Number(b))) => Some(Type::Number(a * b)),
            (Arithmetic::Over, Some(Type::Number(a)), Some(Type::Number(b))) => Some(Type::Number(a / b)),
            _ => None,
        }
    }

    fn guess_call(&self, name: &str, arguments: &[Expression]) -> Option<Type> {
        match name {
            "min" | "max" | "round_up" | "round_down" | "round_half_up" | "sum" | "largest" | "least" => {
                arguments.iter().find_map(|argument| self.guess(argument))
            }
            "count" => arguments.first().and_then(|argument| self.rows(argument).ok()).map(counted),
            "any" | "every" => Some(Type::YesNo),
            "years_since" => Some(Type::Number(Unit::YEAR)),
            "months_since" => Some(Type::Number(Unit::MONTH)),
            _ => Some(self.book.kind_of(*self.names.things.get(name)?)?.1),
        }
    }
}

/// Members are counted in persons, obligors in plain numbers.
fn counted(of: Entity) -> Type {
    Type::Number(if of == Entity::Person { Unit::PERSON } else { Unit::NONE })
}

/// Whether a number has a unit of its own: 0 written alone has not.
fn own_unit(number: Ratio, unit: Unit) -> bool {
    unit != Unit::NONE || number != Ratio::whole(0)
}

fn number_of(number: Ratio, unit: Unit, want: Option<Type>) -> (Node, Type) {
    let unit = match want {
        Some(Type::Number(wanted)) if !own_unit(number, unit) => wanted,
        _ => unit,
    };
    (Node::Literal(Value::Number(number * Ratio::whole(unit.held()))), Type::Number(unit))
}
