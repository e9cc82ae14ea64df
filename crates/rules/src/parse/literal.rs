//! Values written down.

use super::{
    Parser, Read,
    tree::{Literal, LiteralKind},
};
use crate::{complaint::Refusal, lex::Word, unit::Unit};
use doudi_kernel::Ratio;

/// The greatest number that can be written, and the finest part of one: what is held stays far inside 64 bits.
const GREATEST: i64 = 10_000_000_000_000;
const FINEST: i64 = 1_000_000;

impl Parser<'_> {
    /// `714 yuan/month`, `1894/3 yuan`, `-5`, `yes`, `a_code`, `2026-07-01`, `unknown`.
    ///
    /// # Errors
    /// The next word begins none of them.
    pub fn literal(&mut self) -> Read<Literal> {
        let start = self.here();
        let kind = match self.peek() {
            Some(Word::Date(day)) => {
                self.skip();
                LiteralKind::Date(*day)
            }
            Some(Word::Name(_)) => match self.any_name()?.text {
                word if word == "yes" || word == "no" => LiteralKind::YesNo(word == "yes"),
                word if word == "unknown" => LiteralKind::Unknown,
                word => LiteralKind::Code(word),
            },
            _ => self.signed()?,
        };
        Ok(Literal { kind, span: start.to(self.behind()) })
    }

    fn signed(&mut self) -> Read<LiteralKind> {
        let sign = if self.sign("-") { -1 } else { 1 };
        let top = self.bare_number()? * Ratio::whole(sign);
        let divided =
            matches!(self.peek(), Some(Word::Sign("/"))) && matches!(self.peek_second(), Some(Word::Digits(_)));
        let number = if divided {
            self.skip();
            let bottom = self.bare_number()?.round(doudi_kernel::Rounding::Down);
            top * Ratio::new(1, bottom).ok_or_else(|| self.refuse(Refusal::Divisor))?
        } else {
            top
        };
        Ok(LiteralKind::Number(number, self.unit()?))
    }

    /// A number without its unit.
    pub(super) fn bare_number(&mut self) -> Read<Ratio> {
        let number = match self.peek() {
            Some(Word::Number(number)) => Some(*number),
            Some(Word::Digits(digits)) => digits.parse().ok().map(Ratio::whole),
            _ => return Err(self.refuse(Refusal::WantNumber)),
        };
        let inside = number.filter(|number| *number <= Ratio::whole(GREATEST));
        let inside = inside.filter(|number| (*number * Ratio::whole(FINEST)).is_whole());
        let number = inside.ok_or_else(|| self.refuse(Refusal::OutOfReach))?;
        self.skip();
        Ok(number)
    }

    /// The unit behind a number, [`Unit::NONE`] without one.
    pub(super) fn unit(&mut self) -> Read<Unit> {
        let mut unit = match self.unit_word() {
            Some(unit) => unit,
            None => return Ok(Unit::NONE),
        };
        let word = |word: Option<&Word>| match word {
            Some(Word::Name(word)) => Unit::word(word),
            _ => None,
        };
        while let (Some(Word::Sign("/")), Some(below)) = (self.peek(), word(self.peek_second())) {
            self.at += 2;
            unit = unit / below;
        }
        Ok(unit)
    }

    pub(super) fn unit_word(&mut self) -> Option<Unit> {
        let unit = match self.peek() {
            Some(Word::Name(word)) => Unit::word(word)?,
            _ => return None,
        };
        self.skip();
        Some(unit)
    }
}
