//! Formulas as operations.

use super::{
    code::{Code, TooLarge},
    number::Number,
    op::{Binary, Op, Reg, Rows, Src},
    statute::Statute,
};
use crate::book::{Comparison, Entity, FactId, Formula, MEMBERS, Node, ParameterId, TODAY, Type, Value, VariableId};
use crate::population::MOST_ROWS;
use doudi_kernel::Date;
use std::collections::BTreeMap;

/// What a formula has become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Low {
    /// A number.
    Number(Number),
    /// Yes or no, a code, a date.
    Plain(Src),
}

/// A formula that 64 bits may not hold, and the variable it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) variable: Option<VariableId>,
}

impl From<TooLarge> for Refused {
    fn from(_: TooLarge) -> Self {
        Self { variable: None }
    }
}

type Made<T = Low> = Result<T, Refused>;

/// Writes the operations of formulas, each variable once.
pub(crate) struct Lowering<'s, 'b> {
    pub(crate) statute: &'s Statute<'b>,
    pub(crate) code: Code,
    /// What each variable has become, for those that were asked for.
    pub(crate) variables: BTreeMap<VariableId, Low>,
    /// What every formula that was met has become, by where it lies: the book is borrowed for as long as anybody asks.
    pub(crate) nodes: BTreeMap<usize, Low>,
    /// The facts that are read.
    pub(crate) facts: BTreeMap<FactId, Src>,
}

impl<'s, 'b> Lowering<'s, 'b> {
    pub(crate) fn new(statute: &'s Statute<'b>) -> Self {
        let (variables, nodes, facts) = Default::default();
        Self { statute, code: Code::default(), variables, nodes, facts }
    }

    pub(crate) fn formula(&mut self, formula: &'b Formula) -> Made {
        let low = self.node(formula)?;
        self.nodes.insert(address(formula), low);
        Ok(low)
    }

    fn node(&mut self, formula: &'b Formula) -> Made {
        use Node::*;
        Ok(match &formula.node {
            Literal(value) => constant(*value)?,
            Fact(fact) => self.fact(*fact)?,
            Parameter(parameter, None) => self.parameter(*parameter)?,
            Parameter(parameter, Some(code)) => self.parameter_of(*parameter, code)?,
            Variable(variable) => self.variable(*variable)?,
            Minus(of) => {
                let of = self.number(of)?;
                let zero = Number::whole(Src::Const(0));
                Low::Number(self.code.combine(Binary::Subtract, zero, of)?)
            }
            Not(of) => {
                let of = self.plain(of)?;
                Low::Plain(self.code.not(of)?)
            }
            Arithmetic(kind, a, b) => {
                let (a, b) = (self.number(a)?, self.number(b)?);
                Low::Number(match kind {
                    crate::book::Arithmetic::Plus => self.code.combine(Binary::Add, a, b)?,
                    crate::book::Arithmetic::Minus => self.code.combine(Binary::Subtract, a, b)?,
                    crate::book::Arithmetic::Times => self.code.multiply(a, b)?,
                    crate::book::Arithmetic::Over => self.code.divide(a, b)?,
                })
            }
            Compare(kind, a, b) => Low::Plain(self.compare(*kind, a, b)?),
            In(of, codes) => {
                let of = self.plain(of)?;
                let one = |low: &mut Self, code: &u16| low.code.binary(Binary::Equal, of, Src::Const((*code).into()));
                let mut any = Src::Const(0);
                for code in codes {
                    let hit = one(self, code)?;
                    any = self.code.binary(Binary::Or, any, hit)?;
                }
                Low::Plain(any)
            }
            And(all) => Low::Plain(self.chain(Binary::And, all)?),
            Or(all) => Low::Plain(self.chain(Binary::Or, all)?),
            Choice(choice) => {
                self.choice(choice.arms.iter().map(|arm| (&arm.when, &arm.value)), Some(&choice.rest), formula.ty)?
            }
            Over(kind, entity, of) => self.over((*kind).into(), *entity, of)?,
            Min(all) => Low::Number(self.extreme(Binary::Min, all)?),
            Max(all) => Low::Number(self.extreme(Binary::Max, all)?),
            Round(way, of, step) => {
                let of = self.number(of)?;
                Low::Number(self.code.rounded(*way, of, *step)?)
            }
            YearsSince(of) => self.since(of, Op::Years)?,
            MonthsSince(of) => self.since(of, Op::Months)?,
        })
    }

    /// Yes or no, a code or a date.
    pub(crate) fn plain(&mut self, formula: &'b Formula) -> Made<Src> {
        match self.formula(formula)? {
            Low::Plain(src) => Ok(src),
            Low::Number(_) => unreachable!("the checker gives a {:?}", formula.ty),
        }
    }

    pub(crate) fn number(&mut self, formula: &'b Formula) -> Made<Number> {
        match self.formula(formula)? {
            Low::Number(number) => Ok(number),
            Low::Plain(_) => unreachable!("the checker gives a number"),
        }
    }

    fn fact(&mut self, fact: FactId) -> Made {
        let known = &self.statute.book.facts[fact.index()];
        let rows = Rows::from(known.entity);
        let src = match fact {
            TODAY => Src::Const(packed(self.statute.day)),
            MEMBERS => Src::Reg(self.code.put(Op::Members, rows, (0, MOST_ROWS.into()))?),
            _ => {
                let range = match known.ty {
                    Type::YesNo => (-1, 0),
                    // A lane that is not known holds 0.
                    Type::Number(_) => (i128::from(known.between.0).min(0), i128::from(known.between.1).max(0)),
                    Type::Code(_) => (0, u16::MAX.into()),
                    Type::Date => (0, 99_991_231),
                };
                Src::Reg(self.code.put(Op::Load(fact), rows, range)?)
            }
        };
        self.facts.insert(fact, src);
        Ok(typed(known.ty, src))
    }

    fn parameter(&mut self, parameter: ParameterId) -> Made {
        match self.statute.setting(parameter).and_then(|setting| setting.values[0]) {
            Some(value) => constant(value),
            None => self.absent(self.statute.book.parameters[parameter.index()].ty),
        }
    }

    fn parameter_of(&mut self, parameter: ParameterId, code: &'b Formula) -> Made {
        let ty = self.statute.book.parameters[parameter.index()].ty;
        let code = self.plain(code)?;
        let Some(setting) = self.statute.setting(parameter) else {
            return self.absent(ty);
        };
        let lows = setting.values.iter().map(|value| value.map(constant).transpose()).collect::<Made<Vec<_>>>()?;
        if let Src::Const(code) = code {
            return lows[code as usize].map_or_else(|| self.absent(ty), Ok);
        }
        let Src::Reg(code) = code else { unreachable!("no constant") };
        let scale = lows.iter().flatten().try_fold(1i64, |scale, low| match low {
            Low::Number(number) => super::number::common_multiple(scale, number.scale),
            Low::Plain(_) => Ok(scale),
        })?;
        let lane = |low: &Option<Low>| match low {
            Some(Low::Number(Number { top: Src::Const(top), scale: own, .. })) => Some(top * (scale / own)),
            Some(Low::Plain(Src::Const(value))) => Some(*value),
            _ => None,
        };
        let table: Vec<Option<i64>> = lows.iter().map(lane).collect();
        let all = || table.iter().flatten().map(|value| i128::from(*value)).chain([0]);
        let range = (all().min().unwrap_or(0), all().max().unwrap_or(0));
        let rows = self.code.rows[code.index()];
        let src = Src::Reg(self.code.put(Op::Lookup(code, table.into()), rows, range)?);
        Ok(match typed(ty, src) {
            Low::Number(number) => Low::Number(Number { scale, ..number }),
            plain => plain,
        })
    }

    /// What nobody knows.
    fn absent(&mut self, ty: Type) -> Made {
        Ok(typed(ty, Src::Reg(self.code.put(Op::Absent, Rows::Household, (-1, 1))?)))
    }

    pub(crate) fn variable(&mut self, variable: VariableId) -> Made {
        if let Some(low) = self.variables.get(&variable) {
            return Ok(*low);
        }
        let low = self.defined(variable).map_err(|why| Refused { variable: why.variable.or(Some(variable)) })?;
        self.variables.insert(variable, low);
        Ok(low)
    }

    fn defined(&mut self, variable: VariableId) -> Made {
        let exceptions: Vec<_> = self.statute.exceptions(variable).to_vec();
        let arms = exceptions.into_iter().map(|exception| (&exception.when, &exception.value));
        let rest = self.statute.definition(variable).map(|definition| &definition.formula);
        self.choice(arms, rest, self.statute.book.variables[variable.index()].ty)
    }

    /// The first arm that holds, or the rest. What the law here and now never asks is not even written down.
    fn choice(
        &mut self,
        arms: impl Iterator<Item = (&'b Formula, &'b Formula)>,
        rest: Option<&'b Formula>,
        ty: Type,
    ) -> Made {
        let mut open = Vec::new();
        let mut last = None;
        for (when, value) in arms {
            match self.plain(when)? {
                Src::Const(0) => {}
                Src::Const(_) => {
                    last = Some(self.formula(value)?);
                    break;
                }
                when => open.push((when, self.formula(value)?)),
            }
        }
        let mut value = match (last, rest) {
            (Some(last), _) => last,
            (None, Some(rest)) => self.formula(rest)?,
            (None, None) => self.absent(ty)?,
        };
        for (when, then) in open.into_iter().rev() {
            value = self.choose(when, then, value)?;
        }
        Ok(value)
    }

    fn choose(&mut self, when: Src, then: Low, otherwise: Low) -> Made {
        Ok(match (then, otherwise) {
            (Low::Number(a), Low::Number(b)) => Low::Number(self.code.choose(when, a, b)?),
            (Low::Plain(a), Low::Plain(b)) => Low::Plain(self.code.select(when, a, b, None)?),
            _ => unreachable!("the checker gives both sides one type"),
        })
    }

    fn compare(&mut self, kind: Comparison, a: &'b Formula, b: &'b Formula) -> Made<Src> {
        let (a, b) = (self.formula(a)?, self.formula(b)?);
        let compare = |low: &mut Self, kind, a, b| match (a, b) {
            (Low::Number(a), Low::Number(b)) => low.code.compare(kind, a, b),
            (Low::Plain(a), Low::Plain(b)) => low.code.binary(kind, a, b),
            _ => unreachable!("the checker gives both sides one type"),
        };
        Ok(match kind {
            Comparison::Less => compare(self, Binary::Less, a, b)?,
            Comparison::AtMost => compare(self, Binary::AtMost, a, b)?,
            Comparison::More => compare(self, Binary::Less, b, a)?,
            Comparison::AtLeast => compare(self, Binary::AtMost, b, a)?,
            Comparison::Equal => compare(self, Binary::Equal, a, b)?,
            Comparison::Unequal => {
                let equal = compare(self, Binary::Equal, a, b)?;
                self.code.not(equal)?
            }
        })
    }

    pub(crate) fn chain(&mut self, kind: Binary, all: &'b [Formula]) -> Made<Src> {
        let mut chain = Src::Const(if kind == Binary::And { -1 } else { 0 });
        for one in all {
            let one = self.plain(one)?;
            chain = self.code.binary(kind, chain, one)?;
        }
        Ok(chain)
    }

    fn extreme(&mut self, kind: Binary, all: &'b [Formula]) -> Made<Number> {
        let mut extreme = self.number(&all[0])?;
        for one in &all[1..] {
            let one = self.number(one)?;
            extreme = self.code.combine(kind, extreme, one)?;
        }
        Ok(extreme)
    }

    fn over(&mut self, kind: super::op::Gather, entity: Entity, of: &'b Formula) -> Made {
        let rows = Rows::from(entity);
        Ok(match self.formula(of)? {
            Low::Number(number) => Low::Number(self.code.over(kind, rows, number)?),
            Low::Plain(src) => {
                let src = self.code.gather(kind, rows, src)?;
                let counts = kind == super::op::Gather::Count;
                if counts { Low::Number(Number::whole(src)) } else { Low::Plain(src) }
            }
        })
    }

    fn since(&mut self, of: &'b Formula, op: fn(Reg, i64) -> Op) -> Made {
        let of = self.plain(of)?;
        let rows = self.code.rows_of(of);
        let of = self.code.filled(of, rows)?;
        let op = op(of, packed(self.statute.day));
        // A date holds years from 0, as a lane does that is not known: at most so many months back.
        Ok(Low::Number(Number::whole(Src::Reg(self.code.put(op, rows, (0, 120_000))?))))
    }
}

/// Where a formula lies.
pub(crate) fn address(formula: &Formula) -> usize {
    std::ptr::from_ref(formula).addr()
}

/// A date as a number whose order is the calendar's.
pub(crate) fn packed(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

fn typed(ty: Type, src: Src) -> Low {
    match ty {
        Type::Number(_) => Low::Number(Number::whole(src)),
        _ => Low::Plain(src),
    }
}

fn constant(value: Value) -> Made {
    Ok(match value {
        Value::Number(ratio) => Low::Number(Number::constant(ratio)?),
        Value::YesNo(yes) => Low::Plain(Src::Const(-i64::from(yes))),
        Value::Code(code) => Low::Plain(Src::Const(code.into())),
        Value::Date(day) => Low::Plain(Src::Const(packed(day))),
    })
}
