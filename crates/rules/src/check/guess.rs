//! The type that an expression has by itself: what the other side of a sum or a comparison is then asked for.

use super::formula::Scope;
use crate::{
    book::{Arithmetic, Entity, Type},
    parse::tree::{Expression, ExpressionKind},
    unit::Unit,
};
use doudi_kernel::Ratio;

impl Scope<'_> {
    /// The type that an expression has whatever its place asks for; `None` for a bare 0, a bare code, and what is wrong.
    pub(super) fn guess(&self, e: &Expression) -> Option<Type> {
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
pub(super) fn counted(of: Entity) -> Type {
    Type::Number(if of == Entity::Person { Unit::PERSON } else { Unit::NONE })
}

/// Whether a number has a unit of its own: 0 written alone has not.
pub(super) fn own_unit(number: Ratio, unit: Unit) -> bool {
    unit != Unit::NONE || number != Ratio::whole(0)
}
