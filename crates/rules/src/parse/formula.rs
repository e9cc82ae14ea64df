//! Formulas, by binding powers: `or`, `and`, `not`, comparisons, `+ -`, `* /`, unary `-`.

use super::{
    Parser, Read,
    tree::{Expression, ExpressionKind, Name},
};
use crate::{
    book::{Arithmetic, Comparison},
    complaint::{Complaint, Refusal},
    lex::{Span, Word},
};

/// How deep a formula may nest: far more than anybody reads, and far less than the stack holds.
const DEEPEST: u32 = 40;
/// How many operators one formula may have: they nest too.
const MOST: u32 = 500;

impl Parser<'_> {
    /// A formula.
    ///
    /// # Errors
    /// The first word that fits no formula.
    pub fn formula(&mut self) -> Read<Expression> {
        if self.depth == 0 {
            self.links = 0;
        }
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.refuse(Refusal::TooDeep));
        }
        let made =
            self.joined("or", ExpressionKind::Or, |parser| parser.joined("and", ExpressionKind::And, Self::negated));
        self.depth -= 1;
        made
    }

    fn joined(
        &mut self,
        word: &str,
        join: fn(Vec<Expression>) -> ExpressionKind,
        part: impl Fn(&mut Self) -> Read<Expression>,
    ) -> Read<Expression> {
        let first = part(self)?;
        if !self.is_name(word) {
            return Ok(first);
        }
        let start = first.span;
        let mut parts = vec![first];
        while self.keyword(word) {
            parts.push(part(self)?);
        }
        Ok(self.since(start, join(parts)))
    }

    fn since(&self, start: Span, kind: ExpressionKind) -> Expression {
        Expression { kind, span: start.to(self.behind()) }
    }

    fn negated(&mut self) -> Read<Expression> {
        let start = self.here();
        let mut negations = 0;
        while self.keyword("not") {
            negations += 1;
            self.link()?;
        }
        let inner = self.compared()?;
        Ok((0..negations).fold(inner, |inner, _| self.since(start, ExpressionKind::Not(Box::new(inner)))))
    }

    fn compared(&mut self) -> Read<Expression> {
        let left = self.sum()?;
        if self.keyword("in") {
            self.want_sign("{")?;
            let codes = self.list(Self::code)?;
            self.want_sign("}")?;
            return Ok(self.since(left.span, ExpressionKind::In(Box::new(left), codes)));
        }
        let Some(comparison) = self.comparison() else {
            return Ok(left);
        };
        let right = self.sum()?;
        if self.comparison().is_some() {
            return Err(Complaint::at(self.behind(), Refusal::ChainedComparison));
        }
        Ok(self.since(left.span, ExpressionKind::Compare(comparison, Box::new(left), Box::new(right))))
    }

    fn sum(&mut self) -> Read<Expression> {
        self.chain(&[("+", Arithmetic::Plus), ("-", Arithmetic::Minus)], |parser| {
            parser.chain(&[("*", Arithmetic::Times), ("/", Arithmetic::Over)], Self::unary)
        })
    }

    fn comparison(&mut self) -> Option<Comparison> {
        let comparison = match self.peek()? {
            Word::Sign("<") => Comparison::Less,
            Word::Sign("<=") => Comparison::AtMost,
            Word::Sign(">") => Comparison::More,
            Word::Sign(">=") => Comparison::AtLeast,
            Word::Sign("=") => Comparison::Equal,
            Word::Sign("!=") => Comparison::Unequal,
            _ => return None,
        };
        self.skip();
        Some(comparison)
    }

    /// Left to right.
    fn chain(
        &mut self,
        signs: &[(&str, Arithmetic)],
        part: impl Fn(&mut Self) -> Read<Expression>,
    ) -> Read<Expression> {
        let mut left = part(self)?;
        while let Some((_, arithmetic)) = signs.iter().find(|(sign, _)| self.sign(sign)) {
            let right = part(self)?;
            self.link()?;
            let start = left.span;
            left = self.since(start, ExpressionKind::Arithmetic(*arithmetic, Box::new(left), Box::new(right)));
        }
        Ok(left)
    }

    fn link(&mut self) -> Read<()> {
        self.links += 1;
        if self.links > MOST { Err(self.refuse(Refusal::TooDeep)) } else { Ok(()) }
    }

    fn unary(&mut self) -> Read<Expression> {
        let start = self.here();
        if self.sign("-") {
            let inner = self.primary()?;
            return Ok(self.since(start, ExpressionKind::Minus(Box::new(inner))));
        }
        self.primary()
    }

    fn primary(&mut self) -> Read<Expression> {
        let start = self.here();
        let kind = match self.peek() {
            Some(Word::Number(_) | Word::Digits(_)) => {
                let number = self.bare_number()?;
                ExpressionKind::Number(number, self.unit()?)
            }
            Some(Word::Date(day)) => {
                self.skip();
                ExpressionKind::Date(*day)
            }
            Some(Word::Sign("(")) => return self.bracketed(),
            Some(Word::Name(word)) if word == "yes" || word == "no" => {
                self.skip();
                ExpressionKind::YesNo(word == "yes")
            }
            Some(Word::Name(word)) if word == "if" => return self.choice(),
            Some(Word::Name(_)) => self.named()?,
            _ => return Err(self.refuse(Refusal::WantFormula)),
        };
        Ok(self.since(start, kind))
    }

    fn bracketed(&mut self) -> Read<Expression> {
        self.want_sign("(")?;
        let inner = self.formula()?;
        self.want_sign(")")?;
        Ok(inner)
    }

    fn choice(&mut self) -> Read<Expression> {
        let start = self.here();
        self.want_keyword("if")?;
        let when = self.formula()?;
        self.want_keyword("then")?;
        let then = self.formula()?;
        self.want_keyword("else")?;
        let otherwise = self.formula()?;
        Ok(self.since(start, ExpressionKind::If(Box::new(when), Box::new(then), Box::new(otherwise))))
    }

    fn named(&mut self) -> Read<ExpressionKind> {
        let name: Name = self.code()?;
        if !self.sign("(") {
            return Ok(ExpressionKind::Name(name.text));
        }
        let arguments = self.list(Self::formula)?;
        self.want_sign(")")?;
        Ok(ExpressionKind::Call(name, arguments))
    }
}
