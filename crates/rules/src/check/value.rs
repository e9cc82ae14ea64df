//! Values written down, brought to their type: money to fen, codes to their place.

use crate::{
    book::{Book, Type, Value},
    complaint::{Complaint, Refusal, TypeName},
    parse::tree::{Expression, ExpressionKind, Literal, LiteralKind},
    unit::Unit,
};
use doudi_kernel::Ratio;

/// The value of a literal of a type; `None` for `unknown`.
pub(crate) fn literal(book: &Book, ty: Type, literal: &Literal) -> Result<Option<Value>, Complaint> {
    let refuse = |what| Err(Complaint { span: literal.span, what });
    let value = match (&literal.kind, ty) {
        (LiteralKind::Unknown, _) => return Ok(None),
        (LiteralKind::YesNo(yes), Type::YesNo) => Value::YesNo(*yes),
        (LiteralKind::Date(day), Type::Date) => Value::Date(*day),
        (LiteralKind::Number(number, unit), Type::Number(asked)) if fits(*number, *unit, asked) => {
            Value::Number(*number * Ratio::whole(asked.held()))
        }
        (LiteralKind::Number(_, unit), Type::Number(asked)) => {
            return refuse(Refusal::Unit { found: *unit, wanted: asked });
        }
        (LiteralKind::Code(word), Type::Code(list)) => match book.code(list, word) {
            Some(place) => Value::Code(place),
            None => return refuse(Refusal::NoCode { code: word.clone(), list: book.codes[list.index()].name.clone() }),
        },
        _ => return refuse(Refusal::WantValue(TypeName::of(book, ty))),
    };
    Ok(Some(value))
}

/// The number 0 without a unit fits every unit.
fn fits(number: Ratio, unit: Unit, asked: Unit) -> bool {
    unit == asked || (unit == Unit::NONE && number == Ratio::whole(0))
}

/// A formula that is only a value, as a parameter's is.
pub(super) fn constant(book: &Book, ty: Type, formula: &Expression) -> Result<Value, Complaint> {
    let kind = match &formula.kind {
        ExpressionKind::Number(number, unit) => LiteralKind::Number(*number, *unit),
        ExpressionKind::Minus(inner) => match inner.kind {
            ExpressionKind::Number(number, unit) => LiteralKind::Number(Ratio::whole(0) - number, unit),
            _ => return Err(Complaint { span: formula.span, what: Refusal::NotConstant }),
        },
        ExpressionKind::YesNo(yes) => LiteralKind::YesNo(*yes),
        ExpressionKind::Date(day) => LiteralKind::Date(*day),
        ExpressionKind::Name(word) => LiteralKind::Code(word.clone()),
        _ => return Err(Complaint { span: formula.span, what: Refusal::NotConstant }),
    };
    let value = literal(book, ty, &Literal { kind, span: formula.span })?;
    let value = value.ok_or(Complaint { span: formula.span, what: Refusal::NotConstant })?;
    match (value, ty) {
        (Value::Number(held), Type::Number(unit)) if unit.money() > 0 && !held.is_whole() => {
            Err(Complaint { span: formula.span, what: Refusal::PartOfFen })
        }
        _ => Ok(value),
    }
}
