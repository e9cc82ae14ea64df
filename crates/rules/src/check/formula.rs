//! Formulas: names resolved, types and units checked, entities kept apart.

use super::{
    guess::own_unit,
    names::{Names, Thing},
};
use crate::{
    book::{Arithmetic, Arm, Book, Choice, CodesId, Comparison, Entity, Formula, Node, Type, Value},
    complaint::{Complaint, Refusal, TypeName},
    lex::Span,
    parse::tree::{Expression, ExpressionKind, Name},
    unit::Unit,
};
use doudi_kernel::Ratio;

/// Where a formula stands.
pub(super) struct Scope<'a> {
    pub(super) book: &'a Book,
    pub(super) names: &'a Names,
    pub(super) entity: Entity,
    /// The next number of a choice.
    pub(super) choices: &'a mut u32,
}

pub(super) type Made<T> = Result<T, Complaint>;

pub(super) fn refuse<T>(span: Span, what: Refusal) -> Made<T> {
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

    pub(super) fn misfit(&self, found: Type, wanted: Type) -> Refusal {
        match (found, wanted) {
            (Type::Number(found), Type::Number(wanted)) => Refusal::Unit { found, wanted },
            _ => Refusal::Type { found: TypeName::of(self.book, found), wanted: TypeName::of(self.book, wanted) },
        }
    }

    pub(super) fn boxed(&mut self, e: &Expression, want: Option<Type>) -> Made<Box<Formula>> {
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
    pub(super) fn number(&mut self, e: &Expression, want: Option<Type>) -> Made<Formula> {
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
    pub(super) fn nearest(&self, name: &str) -> Option<String> {
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
}

fn number_of(number: Ratio, unit: Unit, want: Option<Type>) -> (Node, Type) {
    let unit = match want {
        Some(Type::Number(wanted)) if !own_unit(number, unit) => wanted,
        _ => unit,
    };
    (Node::Literal(Value::Number(number * Ratio::whole(unit.held()))), Type::Number(unit))
}
