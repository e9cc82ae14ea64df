//! Rows of decision tables and scorecards.

use super::{
    Parser, Read,
    tree::{Cell, CellKind, Clause, Literal, LiteralKind, RowText},
};
use crate::{
    complaint::{Complaint, Refusal},
    lex::Word,
};

impl Parser<'_> {
    /// `| cell | cell | value | citations`
    pub(super) fn row(&mut self) -> Read<Clause> {
        self.want_sign("|")?;
        let bars = self.tokens[self.at..].iter().filter(|token| token.word == Word::Sign("|")).count();
        if bars < 2 {
            return Err(self.refuse(Refusal::RowForm));
        }
        let mut cells = Vec::new();
        for _ in 1..bars {
            cells.push(self.cell()?);
            self.want_sign("|")?;
        }
        let value = self.formula()?;
        self.want_sign("|")?;
        Ok(Clause::Row(RowText { cells, value, cites: self.cites()? }))
    }

    fn cell(&mut self) -> Read<Cell> {
        let start = self.here();
        let kind = match self.peek() {
            Some(Word::Sign("*")) => self.taken(CellKind::Any),
            Some(Word::Sign("<")) => self.half(|end| CellKind::Range(None, Some((end, false))))?,
            Some(Word::Sign("<=")) => self.half(|end| CellKind::Range(None, Some((end, true))))?,
            Some(Word::Sign(">")) => self.half(|end| CellKind::Range(Some((end, false)), None))?,
            Some(Word::Sign(">=")) => self.half(|end| CellKind::Range(Some((end, true)), None))?,
            Some(Word::Name(word)) if word == "else" => self.taken(CellKind::Else),
            Some(Word::Name(word)) if word == "yes" || word == "no" => self.taken(CellKind::YesNo(word == "yes")),
            Some(Word::Name(_)) => self.codes()?,
            _ => self.range()?,
        };
        Ok(Cell { kind, span: start.to(self.behind()) })
    }

    fn taken(&mut self, kind: CellKind) -> CellKind {
        self.skip();
        kind
    }

    fn half(&mut self, kind: impl Fn(Literal) -> CellKind) -> Read<CellKind> {
        self.skip();
        Ok(kind(self.numeral()?))
    }

    fn codes(&mut self) -> Read<CellKind> {
        let mut codes = vec![self.code()?];
        while self.keyword("or") {
            codes.push(self.code()?);
        }
        Ok(CellKind::Codes(codes))
    }

    fn range(&mut self) -> Read<CellKind> {
        let mut low = self.numeral()?;
        let closed = self.sign("..");
        if !closed && !self.sign("..<") {
            return Ok(CellKind::Range(Some((low.clone(), true)), Some((low, true))));
        }
        let high = self.numeral()?;
        // `1..3 months`: the unit stands once, behind both.
        if let (LiteralKind::Number(_, unit), LiteralKind::Number(_, behind)) = (&mut low.kind, &high.kind)
            && *unit == crate::unit::Unit::NONE
        {
            *unit = *behind;
        }
        Ok(CellKind::Range(Some((low, true)), Some((high, closed))))
    }

    fn numeral(&mut self) -> Read<Literal> {
        let literal = self.literal()?;
        match literal.kind {
            LiteralKind::Number(..) => Ok(literal),
            _ => Err(Complaint { span: literal.span, what: Refusal::WantNumber }),
        }
    }
}
