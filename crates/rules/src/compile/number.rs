//! Exact numbers as columns: a whole numerator over a whole denominator, part of which is the same for all lanes.

use super::{
    code::{Code, Range, TooLarge},
    op::{Binary, Gather, Op, Product, Reg, Rows, Src, Way},
};
use doudi_kernel::{Ratio, Rounding};

/// `top / (scale * bottom)`, with `scale` and `bottom` positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    pub(crate) top: Src,
    pub(crate) scale: i64,
    pub(crate) bottom: Option<Reg>,
}

type Made<T = Number> = Result<T, TooLarge>;

impl Number {
    pub(crate) fn whole(top: Src) -> Self {
        Self { top, scale: 1, bottom: None }
    }

    pub(crate) fn constant(ratio: Ratio) -> Made {
        let (top, bottom) = ratio.parts();
        let top = i64::try_from(top).map_err(|_| TooLarge)?;
        Ok(Self { top: Src::Const(top), scale: i64::try_from(bottom).map_err(|_| TooLarge)?, bottom: None })
    }
}

pub(super) fn common_multiple(a: i64, b: i64) -> Made<i64> {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    (a / x).checked_mul(b).ok_or(TooLarge)
}

impl Code {
    fn scaled(&mut self, src: Src, by: i64) -> Result<Src, TooLarge> {
        self.binary(Binary::Multiply, src, Src::Const(by))
    }

    fn multiplied(&mut self, src: Src, by: Option<Reg>) -> Result<Src, TooLarge> {
        by.map_or(Ok(src), |by| self.binary(Binary::Multiply, src, Src::Reg(by)))
    }

    /// Both numerators over one denominator, which is the third and fourth.
    fn over_one(&mut self, a: Number, b: Number) -> Made<(Src, Src, i64, Option<Reg>)> {
        let scale = common_multiple(a.scale, b.scale)?;
        let (x, y) = (self.scaled(a.top, scale / a.scale)?, self.scaled(b.top, scale / b.scale)?);
        if a.bottom == b.bottom {
            return Ok((x, y, scale, a.bottom));
        }
        let (x, y) = (self.multiplied(x, b.bottom)?, self.multiplied(y, a.bottom)?);
        Ok((x, y, scale, self.both(a.bottom, b.bottom)?))
    }

    fn both(&mut self, a: Option<Reg>, b: Option<Reg>) -> Made<Option<Reg>> {
        match (a, b) {
            (Some(a), Some(b)) => match self.binary(Binary::Multiply, Src::Reg(a), Src::Reg(b))? {
                Src::Reg(reg) => Ok(Some(reg)),
                Src::Const(_) => unreachable!("a product of registers"),
            },
            (one, other) => Ok(one.or(other)),
        }
    }

    /// Sum, difference, least (`Min`) or greatest (`Max`).
    pub(crate) fn combine(&mut self, kind: Binary, a: Number, b: Number) -> Made {
        let (x, y, scale, bottom) = self.over_one(a, b)?;
        Ok(Number { top: self.binary(kind, x, y)?, scale, bottom })
    }

    pub(crate) fn multiply(&mut self, a: Number, b: Number) -> Made {
        let (a, b) = (shared(a, b.scale), shared(b, a.scale));
        let scale = a.0.scale.checked_mul(b.0.scale).ok_or(TooLarge)?;
        let scale = scale / a.1 / b.1;
        let bottom = self.both(a.0.bottom, b.0.bottom)?;
        Ok(Number { top: self.binary(Binary::Multiply, a.0.top, b.0.top)?, scale, bottom })
    }

    /// By what the checker has proven to be positive; an unknown lane may still hold 0.
    pub(crate) fn divide(&mut self, a: Number, b: Number) -> Made {
        if let Src::Const(b_top) = b.top {
            let inverse = Ratio::new(b.scale, b_top).ok_or(TooLarge)?;
            let quotient = self.multiply(a, Number::constant(inverse)?)?;
            let top = self.multiplied(quotient.top, b.bottom)?;
            return Ok(Number { top, ..quotient });
        }
        let top = self.scaled(a.top, b.scale)?;
        let top = self.multiplied(top, b.bottom)?;
        let Src::Reg(over) = b.top else { unreachable!("no constant") };
        let bottom = self.both(a.bottom, Some(over))?;
        Ok(Number { top, scale: a.scale, bottom })
    }

    pub(crate) fn compare(&mut self, kind: Binary, a: Number, b: Number) -> Result<Src, TooLarge> {
        let scale = common_multiple(a.scale, b.scale)?;
        let one = a.bottom == b.bottom;
        let x = Product { top: a.top, factor: scale / a.scale, by: b.bottom.filter(|_| !one) };
        let y = Product { top: b.top, factor: scale / b.scale, by: a.bottom.filter(|_| !one) };
        let fits = |(low, high): Range| low >= i64::MIN.into() && high <= i64::MAX.into();
        if !fits(self.product_range(&x)) || !fits(self.product_range(&y)) {
            return self.wide(kind, x, y);
        }
        let x = self.scaled(x.top, x.factor).and_then(|top| self.multiplied(top, x.by))?;
        let y = self.scaled(y.top, y.factor).and_then(|top| self.multiplied(top, y.by))?;
        self.binary(kind, x, y)
    }

    pub(crate) fn choose(&mut self, c: Src, a: Number, b: Number) -> Made {
        if let Src::Const(c) = c {
            return Ok(if c == 0 { b } else { a });
        }
        let scale = common_multiple(a.scale, b.scale)?;
        let (x, y) = (self.scaled(a.top, scale / a.scale)?, self.scaled(b.top, scale / b.scale)?);
        if a.bottom == b.bottom {
            return Ok(Number { top: self.select(c, x, y, None)?, scale, bottom: a.bottom });
        }
        let same = Some(self.compare(Binary::Equal, a, b)?);
        let bottom = |reg: Option<Reg>| reg.map_or(Src::Const(1), Src::Reg);
        let under = self.select(c, bottom(a.bottom), bottom(b.bottom), same)?;
        let Src::Reg(under) = under else { unreachable!("different denominators") };
        Ok(Number { top: self.select(c, x, y, same)?, scale, bottom: Some(under) })
    }

    /// To a multiple of a positive step.
    pub(crate) fn rounded(&mut self, way: Rounding, a: Number, step: Ratio) -> Made {
        let step = Number::constant(step)?;
        let Src::Const(step_top) = step.top else { unreachable!("a constant") };
        let parts = a.scale.checked_mul(step_top).ok_or(TooLarge)?;
        let product = Product { top: a.top, factor: step.scale, by: None };
        let times = self.round(way.into(), product, parts, a.bottom)?;
        Ok(Number { top: self.scaled(times, step_top)?, scale: step.scale, bottom: None })
    }

    /// Over the rows of a child entity. Rows may each have a small denominator of their own.
    pub(crate) fn over(&mut self, kind: Gather, rows: Rows, a: Number) -> Made {
        match a.bottom {
            Some(bottom) if self.rows[bottom.index()] != Rows::Household => {
                let (_, most) = self.range(Src::Reg(bottom));
                let whole = (1..=most.min(12) as i64).try_fold(1, common_multiple)?;
                if most > 12 {
                    return Err(TooLarge);
                }
                let shares = self.put(Op::Shares(whole, bottom), self.rows[bottom.index()], (1, whole.into()))?;
                let top = self.binary(Binary::Multiply, a.top, Src::Reg(shares))?;
                let scale = a.scale.checked_mul(whole).ok_or(TooLarge)?;
                Ok(Number { top: self.gather(kind, rows, top)?, scale, bottom: None })
            }
            bottom => Ok(Number { top: self.gather(kind, rows, a.top)?, scale: a.scale, bottom }),
        }
    }

    /// A number that is whole, as one column.
    pub(crate) fn as_whole(&mut self, a: Number) -> Result<Src, TooLarge> {
        match (a.scale, a.bottom) {
            (1, None) => Ok(a.top),
            (scale, bottom) => self.round(Way::Down, Product { top: a.top, factor: 1, by: None }, scale, bottom),
        }
    }
}

/// A constant's numerator shortened by what it shares with the other's scale, and by how much.
fn shared(a: Number, other: i64) -> (Number, i64) {
    match a.top {
        Src::Const(top) if top != 0 => {
            let by = Ratio::new(top, other).expect("a scale is not 0").parts().1;
            let by = other / i64::try_from(by).unwrap_or(1);
            (Number { top: Src::Const(top / by), ..a }, by)
        }
        _ => (a, 1),
    }
}
