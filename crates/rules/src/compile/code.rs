//! Operations as they are written down: each once, with the range and the rows of what it makes.

use super::op::{Binary, Gather, Op, Product, Reg, Rows, Src, Way, Width};
use crate::population::MOST_ROWS;
use std::collections::BTreeMap;

/// Least and greatest value of a register, both taken; wide enough to see 64 bits overflow.
pub(crate) type Range = (i128, i128);

/// Operations in an order in which each reads only earlier ones.
#[derive(Clone, Debug, Default)]
pub(crate) struct Code {
    pub(crate) ops: Vec<Op>,
    /// The entity of each register.
    pub(crate) rows: Vec<Rows>,
    ranges: Vec<Range>,
    known: BTreeMap<(Op, Rows), Reg>,
}

/// A value that 64 bits may not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooLarge;

type Made<T = Src> = Result<T, TooLarge>;

impl Code {
    pub(crate) fn range(&self, src: Src) -> Range {
        match src {
            Src::Reg(reg) => self.ranges[reg.index()],
            Src::Const(value) => (value.into(), value.into()),
        }
    }

    pub(crate) fn rows_of(&self, src: Src) -> Rows {
        match src {
            Src::Reg(reg) => self.rows[reg.index()],
            Src::Const(_) => Rows::Household,
        }
    }

    /// Writes an operation, or finds the same one written before.
    pub(crate) fn put(&mut self, op: Op, rows: Rows, range: Range) -> Made<Reg> {
        if range.0 < i64::MIN.into() || range.1 > i64::MAX.into() {
            return Err(TooLarge);
        }
        if let Some(reg) = self.known.get(&(op.clone(), rows)) {
            return Ok(*reg);
        }
        let reg = Reg(self.ops.len() as u32);
        self.ops.push(op.clone());
        self.rows.push(rows);
        self.ranges.push(range);
        self.known.insert((op, rows), reg);
        Ok(reg)
    }

    /// A source with one lane a row of an entity; constants stay.
    pub(crate) fn lift(&mut self, src: Src, to: Rows) -> Made {
        match src {
            Src::Reg(reg) if self.rows[reg.index()] != to => {
                let range = self.range(src);
                Ok(Src::Reg(self.put(Op::Spread(to, reg), to, range)?))
            }
            _ => Ok(src),
        }
    }

    /// A register even of a constant.
    pub(crate) fn filled(&mut self, src: Src, rows: Rows) -> Made<Reg> {
        match self.lift(src, rows)? {
            Src::Reg(reg) => Ok(reg),
            Src::Const(value) => self.put(Op::Fill(rows, value), rows, (value.into(), value.into())),
        }
    }

    /// The entity in which both have lanes.
    pub(crate) fn meet(&mut self, a: Src, b: Src) -> Made<(Src, Src, Rows)> {
        let rows = self.rows_of(a).max(self.rows_of(b));
        Ok((self.lift(a, rows)?, self.lift(b, rows)?, rows))
    }

    pub(crate) fn binary(&mut self, kind: Binary, a: Src, b: Src) -> Made {
        if let Some(short) = shortcut(kind, a, b) {
            return Ok(short);
        }
        let (a, b, rows) = self.meet(a, b)?;
        let commutes = !matches!(kind, Binary::Subtract | Binary::Less | Binary::AtMost);
        let (a, b) = if commutes && b < a { (b, a) } else { (a, b) };
        let range = range(kind, self.range(a), self.range(b));
        Ok(Src::Reg(self.put(Op::Binary(kind, a, b), rows, range)?))
    }

    pub(crate) fn not(&mut self, a: Src) -> Made {
        match a {
            Src::Const(value) => Ok(Src::Const(!value)),
            Src::Reg(reg) => match self.ops[reg.index()] {
                Op::Not(of) => Ok(Src::Reg(of)),
                _ => Ok(Src::Reg(self.put(Op::Not(reg), self.rows[reg.index()], (-1, 0))?)),
            },
        }
    }

    /// One of two by a condition; `same` says where both are the same value, if comparing lanes would not.
    pub(crate) fn select(&mut self, c: Src, a: Src, b: Src, same: Option<Src>) -> Made {
        let c = match c {
            Src::Const(0) => return Ok(b),
            Src::Const(_) => return Ok(a),
            Src::Reg(_) if a == b => return Ok(a),
            Src::Reg(c) => c,
        };
        let rows = self.rows[c.index()].max(self.rows_of(a)).max(self.rows_of(b));
        let rows = same.map_or(rows, |same| rows.max(self.rows_of(same)));
        let c = self.filled(Src::Reg(c), rows)?;
        let (a, b) = (self.lift(a, rows)?, self.lift(b, rows)?);
        let same = same.map(|same| self.filled(same, rows)).transpose()?;
        let (ra, rb) = (self.range(a), self.range(b));
        Ok(Src::Reg(self.put(Op::Select(c, a, b, same), rows, (ra.0.min(rb.0), ra.1.max(rb.1)))?))
    }

    pub(crate) fn product_range(&self, product: &Product) -> Range {
        let by = product.by.map_or((1, 1), |by| self.range(Src::Reg(by)));
        times(times(self.range(product.top), (product.factor.into(), product.factor.into())), by)
    }

    /// Two products compared in 128 bits.
    pub(crate) fn wide(&mut self, kind: Binary, a: Product, b: Product) -> Made {
        let rows = self.product_rows(&a).max(self.product_rows(&b));
        let (a, b) = (self.lift_product(a, rows)?, self.lift_product(b, rows)?);
        Ok(Src::Reg(self.put(Op::Wide(kind, a, b), rows, (-1, 0))?))
    }

    pub(crate) fn round(&mut self, way: Way, top: Product, parts: i64, over: Option<Reg>) -> Made {
        let rows = over.map_or(Rows::Household, |over| self.rows[over.index()]).max(self.product_rows(&top));
        let top = self.lift_product(top, rows)?;
        let over = over.map(|over| self.filled(Src::Reg(over), rows)).transpose()?;
        let (low, high) = self.product_range(&top);
        let range = (low.div_euclid(parts.into()) - 1, high.div_euclid(parts.into()) + 1);
        let range = (range.0.min(0), range.1.max(0));
        if top.by.is_none() && over.is_none() && matches!(top.top, Src::Const(_)) {
            let Src::Const(value) = top.top else { unreachable!() };
            return Ok(Src::Const(crate::run::rounded(way, i128::from(value) * i128::from(top.factor), parts.into())));
        }
        let under = over.map_or((1, 1), |over| self.range(Src::Reg(over)));
        let most = (low.abs().max(high.abs())).saturating_mul(4).saturating_add(under.1.saturating_mul(parts.into()));
        let width = if most <= i64::MAX.into() { Width::Narrow } else { Width::Wide };
        Ok(Src::Reg(self.put(Op::Round(way, top, parts, over, width), rows, range)?))
    }

    fn product_rows(&self, product: &Product) -> Rows {
        let by = product.by.map_or(Rows::Household, |by| self.rows[by.index()]);
        self.rows_of(product.top).max(by)
    }

    fn lift_product(&mut self, product: Product, rows: Rows) -> Made<Product> {
        let by = product.by.map(|by| self.filled(Src::Reg(by), rows)).transpose()?;
        Ok(Product { top: self.lift(product.top, rows)?, by, ..product })
    }

    /// Over the rows of a child entity.
    pub(crate) fn gather(&mut self, kind: Gather, rows: Rows, src: Src) -> Made {
        let reg = self.filled(src, rows)?;
        let range = self.range(Src::Reg(reg));
        let most = i128::from(MOST_ROWS);
        let range = match kind {
            Gather::Sum => ((range.0 * most).min(0), (range.1 * most).max(0)),
            Gather::Largest | Gather::Least => (range.0.min(0), range.1.max(0)),
            Gather::Count => (0, most),
            Gather::Any | Gather::Every => (-1, 0),
        };
        Ok(Src::Reg(self.put(Op::Gather(kind, rows, reg), Rows::Household, range)?))
    }
}

/// What needs no operation. Never where an unknown lane would become known.
fn shortcut(kind: Binary, a: Src, b: Src) -> Option<Src> {
    use Binary::*;
    use Src::Const;
    match (kind, a, b) {
        (_, Const(a), Const(b)) => crate::run::exact(kind, a, b).map(Const),
        (Add, x, Const(0)) | (Add, Const(0), x) | (Subtract, x, Const(0)) => Some(x),
        (Multiply, x, Const(1)) | (Multiply, Const(1), x) => Some(x),
        (And, x, Const(-1)) | (And, Const(-1), x) | (Or, x, Const(0)) | (Or, Const(0), x) => Some(x),
        (And, _, Const(0)) | (And, Const(0), _) => Some(Const(0)),
        (Or, _, Const(-1)) | (Or, Const(-1), _) => Some(Const(-1)),
        (And | Or | Min | Max, a, b) if a == b => Some(a),
        _ => None,
    }
}

fn range(kind: Binary, a: Range, b: Range) -> Range {
    match kind {
        Binary::Add => (a.0 + b.0, a.1 + b.1),
        Binary::Subtract => (a.0 - b.1, a.1 - b.0),
        Binary::Multiply => times(a, b),
        Binary::Min => (a.0.min(b.0), a.1.min(b.1)),
        Binary::Max => (a.0.max(b.0), a.1.max(b.1)),
        Binary::Less | Binary::AtMost | Binary::Equal | Binary::And | Binary::Or => (-1, 0),
    }
}

pub(crate) fn times(a: Range, b: Range) -> Range {
    let corners = [a.0, a.1].map(|a| [b.0, b.1].map(|b| a.saturating_mul(b)));
    let corners = corners.as_flattened();
    (*corners.iter().min().expect("four"), *corners.iter().max().expect("four"))
}
