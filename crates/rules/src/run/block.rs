//! A few hundred households at once: every operation over their lanes.

use super::{
    input::{Input, Rows as Span},
    lane::{NEAR, lane, months, rounded, rounded_narrow, rounded_near, years},
};
use crate::{
    book::{Entity, FactId},
    compile::op::{Binary, Gather, Op, Product, Reg, Rows, Src, Way, Width},
    population::Population,
};

/// The columns of a block, used again for the next.
#[derive(Default)]
pub(crate) struct Block<'p> {
    lanes: Vec<Vec<i64>>,
    /// A column that lies in the population itself.
    given: Vec<Option<&'p [i64]>>,
    known: Vec<Vec<i64>>,
    full: Vec<bool>,
    counts: [usize; 3],
    starts: [&'p [u32]; 3],
    owners: [Vec<u32>; 3],
    running: Vec<i64>,
}

/// The column and the entity of each fact that is read, by the fact's place.
pub(crate) type Inputs<'p> = [Option<(Input<'p>, Entity)>];

/// What a source holds.
#[derive(Clone, Copy)]
enum Lanes<'a> {
    Column(&'a [i64]),
    Constant(i64),
}

impl<'p> Block<'p> {
    /// Turns to other households; `slots` are the entities of the columns.
    pub(crate) fn turn_to(&mut self, population: &'p Population, span: &Span, slots: &[Rows]) {
        let entities = [Entity::Household, Entity::Person, Entity::Obligor];
        self.counts = entities.map(|entity| span.range(entity).len());
        let households = span.households.start..span.households.end + 1;
        self.starts = [&[], &population.persons[households.clone()], &population.obligors[households]];
        self.owners.iter_mut().for_each(Vec::clear);
        let slot_count = slots.len();
        for columns in [&mut self.lanes, &mut self.known] {
            columns.resize_with(slot_count, Vec::new);
            for (column, rows) in columns.iter_mut().zip(slots) {
                column.resize(self.counts[*rows as usize], 0);
            }
        }
        self.given.clear();
        self.given.resize(slot_count, None);
        self.full.clear();
        self.full.resize(slot_count, true);
    }

    #[inline(always)]
    pub(crate) fn lanes(&self, reg: Reg) -> &[i64] {
        self.given[reg.index()].unwrap_or(&self.lanes[reg.index()])
    }

    /// Which lanes are known; none if all are.
    pub(crate) fn known(&self, reg: Reg) -> Option<&[i64]> {
        (!self.full[reg.index()]).then(|| &*self.known[reg.index()])
    }

    pub(crate) fn is_known(&self, reg: Reg, row: usize) -> bool {
        self.known(reg).is_none_or(|known| known[row] != 0)
    }

    /// One lane, if it is known.
    pub(crate) fn at(&self, src: Src, row: usize) -> Option<i64> {
        match src {
            Src::Const(value) => Some(value),
            Src::Reg(reg) => self.is_known(reg, row).then(|| self.lanes(reg)[row]),
        }
    }

    #[inline(always)]
    fn src(&self, src: Src) -> Lanes<'_> {
        match src {
            Src::Reg(reg) => Lanes::Column(self.lanes(reg)),
            Src::Const(value) => Lanes::Constant(value),
        }
    }

    /// Carries out operations and what is to be done with their results, by the widest instructions of the machine.
    pub(crate) fn run(&mut self, ops: &[(Op, Reg)], span: &Span, facts: &Inputs<'p>, then: impl Then) {
        pulp::Arch::new().dispatch(Run { block: self, ops, span, facts, then });
    }

    /// Carries out one operation.
    #[inline(always)]
    fn execute(&mut self, op: &Op, to: Reg, span: &Span, facts: &Inputs<'p>) {
        let to = to.index();
        self.given[to] = None;
        if let Op::Load(fact) = op {
            return self.load(*fact, to, span, facts);
        }
        let mut out = std::mem::take(&mut self.lanes[to]);
        self.compute(op, &mut out);
        self.lanes[to] = out;
        self.full[to] = !matches!(op, Op::Absent | Op::Lookup(..)) && op.reads().all(|read| self.full[read.index()]);
        if !self.full[to] {
            let mut known = std::mem::take(&mut self.known[to]);
            self.learn(op, &mut known);
            self.known[to] = known;
        }
    }

    #[inline(always)]
    fn load(&mut self, fact: FactId, to: usize, span: &Span, facts: &Inputs<'p>) {
        let input = facts[fact.index()].expect("the inputs of a program's facts are looked up before it runs");
        let (input, entity) = input;
        let rows = span.range(entity);
        self.given[to] = input.as_they_are(rows.clone());
        self.full[to] = self.given[to].is_some() || input.load(rows, &mut self.lanes[to], &mut self.known[to]);
    }

    #[inline(always)]
    fn compute(&mut self, op: &Op, out: &mut [i64]) {
        match op {
            Op::Load(_) => {}
            Op::Absent => out.fill(0),
            Op::Fill(_, value) => out.fill(*value),
            Op::Members => {
                out.iter_mut().zip(self.starts[1].windows(2)).for_each(|(o, s)| *o = i64::from(s[1] - s[0]));
            }
            Op::Binary(kind, a, b) => self.binary(*kind, *a, *b, out),
            Op::Not(a) => {
                for (out, lane) in out.iter_mut().zip(self.lanes(*a)) {
                    *out = !lane;
                }
            }
            Op::Select(c, a, b, _) => select(self.lanes(*c), self.src(*a), self.src(*b), out),
            Op::Wide(kind, a, b) => self.wide(*kind, a, b, out),
            Op::Round(way, top, parts, over, width) => self.round(*way, top, *parts, *over, *width, out),
            Op::Lookup(code, table) => {
                let value = |code: &i64| table.get(*code as usize).copied().flatten().unwrap_or(0);
                out.iter_mut().zip(self.lanes(*code)).for_each(|(o, code)| *o = value(code));
            }
            Op::Shares(whole, a) => out.iter_mut().zip(self.lanes(*a)).for_each(|(o, a)| *o = whole / (*a).max(1)),
            Op::Gather(kind, rows, a) => self.gather(*kind, *rows, *a, out),
            Op::Spread(rows, a) => self.spread(*rows, *a, out),
            Op::Years(a, day) => out.iter_mut().zip(self.lanes(*a)).for_each(|(o, a)| *o = years(*a, *day)),
            Op::Months(a, day) => out.iter_mut().zip(self.lanes(*a)).for_each(|(o, a)| *o = months(*a, *day)),
        }
    }

    #[inline(always)]
    fn binary(&self, kind: Binary, a: Src, b: Src, out: &mut [i64]) {
        let (a, b) = (self.src(a), self.src(b));
        macro_rules! each {
            ($($kind:ident),*) => {
                match kind { $(Binary::$kind => zip(a, b, out, |a, b| lane(Binary::$kind, a, b)),)* }
            };
        }
        each!(Add, Subtract, Multiply, Less, AtMost, Equal, And, Or, Min, Max);
    }

    fn product(&self, product: &Product, row: usize) -> i128 {
        let lane = |src| match self.src(src) {
            Lanes::Column(column) => i128::from(column[row]),
            Lanes::Constant(value) => i128::from(value),
        };
        lane(product.top) * i128::from(product.factor) * product.by.map_or(1, |by| i128::from(self.lanes(by)[row]))
    }

    fn wide(&self, kind: Binary, a: &Product, b: &Product, out: &mut [i64]) {
        for (row, out) in out.iter_mut().enumerate() {
            let (a, b) = (self.product(a, row), self.product(b, row));
            let holds = match kind {
                Binary::Less => a < b,
                Binary::AtMost => a <= b,
                _ => a == b,
            };
            *out = -i64::from(holds);
        }
    }

    #[inline(always)]
    fn round(&self, way: Way, top: &Product, parts: i64, over: Option<Reg>, width: Width, out: &mut [i64]) {
        if let (Width::Narrow, Lanes::Column(tops), None, None) = (width, self.src(top.top), top.by, over) {
            let most = tops.iter().fold(0, |most, lane| most.max((lane * top.factor).unsigned_abs()));
            match most < NEAR && parts.unsigned_abs() < NEAR {
                true => each_rounded(way, tops, top.factor, parts, out, rounded_near),
                false => each_rounded(way, tops, top.factor, parts, out, rounded_narrow),
            }
            return;
        }
        for (row, out) in out.iter_mut().enumerate() {
            // What is not known may be divided by 0 here; the checker has proven the rest positive.
            let over = over.map_or(1, |over| self.lanes(over)[row].max(1));
            let top = self.product(top, row);
            *out = match width {
                Width::Narrow => rounded_narrow(way, top as i64, parts * over),
                Width::Wide => rounded(way, top, i128::from(parts) * i128::from(over)),
            };
        }
    }

    #[inline(always)]
    fn gather(&mut self, kind: Gather, rows: Rows, a: Reg, out: &mut [i64]) {
        let starts = self.starts[rows as usize];
        let mut running = std::mem::take(&mut self.running);
        let a = self.lanes(a);
        match kind {
            Gather::Sum => sums(a, starts, &mut running, out, |sum| sum),
            // Yes is -1.
            Gather::Count => sums(a, starts, &mut running, out, |sum| -sum),
            Gather::Any => sums(a, starts, &mut running, out, |sum| -i64::from(sum != 0)),
            Gather::Every => {
                let households = out.iter_mut().zip(starts.windows(2));
                let rows = |s: &[u32]| (s[0] - starts[0]) as usize..(s[1] - starts[0]) as usize;
                households.for_each(|(o, s)| *o = -i64::from(a[rows(s)].iter().all(|lane| *lane != 0)));
            }
            Gather::Largest | Gather::Least => {
                for (out, pair) in out.iter_mut().zip(starts.windows(2)) {
                    let lanes = a[(pair[0] - starts[0]) as usize..(pair[1] - starts[0]) as usize].iter().copied();
                    *out = if kind == Gather::Largest { lanes.max() } else { lanes.min() }.unwrap_or(0);
                }
            }
        }
        self.running = running;
    }

    #[inline(always)]
    fn spread(&mut self, rows: Rows, a: Reg, out: &mut [i64]) {
        self.own(rows);
        let (owners, a) = (&self.owners[rows as usize], self.lanes(a));
        for (out, owner) in out.iter_mut().zip(owners) {
            *out = a[*owner as usize];
        }
    }

    /// Whose each row is, found once a block.
    fn own(&mut self, rows: Rows) {
        let (owners, starts) = (&mut self.owners[rows as usize], self.starts[rows as usize]);
        if owners.is_empty() {
            for (household, pair) in starts.windows(2).enumerate() {
                owners.extend(std::iter::repeat_n(household as u32, (pair[1] - pair[0]) as usize));
            }
        }
    }

    /// Which lanes of a result are known. No and unknown is no, yes or unknown is yes.
    fn learn(&mut self, op: &Op, known: &mut [i64]) {
        match op {
            Op::Absent => known.fill(0),
            Op::Binary(kind @ (Binary::And | Binary::Or), a, b) => {
                // What decides alone: a known no for `and`, a known yes for `or`.
                let decides = |value: i64| if *kind == Binary::And { !value } else { value };
                for (row, known) in known.iter_mut().enumerate() {
                    let ((a, ka), (b, kb)) = (self.lane(*a, row), self.lane(*b, row));
                    *known = (ka & kb) | (ka & decides(a)) | (kb & decides(b));
                }
            }
            Op::Select(c, a, b, same) => {
                for (row, known) in known.iter_mut().enumerate() {
                    let ((c, kc), (a, ka)) = (self.lane(Src::Reg(*c), row), self.lane(*a, row));
                    let (b, kb) = self.lane(*b, row);
                    let alike = same.map_or((-i64::from(a == b), ka & kb), |same| self.lane(Src::Reg(same), row));
                    *known = (kc & ((c & ka) | (!c & kb))) | (alike.0 & alike.1);
                }
            }
            Op::Lookup(code, table) => {
                for (row, known) in known.iter_mut().enumerate() {
                    let (code, k) = self.lane(Src::Reg(*code), row);
                    *known = k & -i64::from(table.get(code as usize).is_some_and(Option::is_some));
                }
            }
            Op::Gather(kind, rows, a) => self.learn_gathered(*kind, *rows, *a, known),
            Op::Spread(rows, a) => {
                self.own(*rows);
                let a = self.known(*a).expect("a column that is not full has lanes that are not known");
                let owners = self.owners[*rows as usize].iter();
                known.iter_mut().zip(owners).for_each(|(known, owner)| *known = a[*owner as usize]);
            }
            _ => {
                known.fill(-1);
                for of in op.reads().filter_map(|read| self.known(read)) {
                    known.iter_mut().zip(of).for_each(|(known, of)| *known &= of);
                }
            }
        }
    }

    fn learn_gathered(&self, kind: Gather, rows: Rows, a: Reg, known: &mut [i64]) {
        let starts = self.starts[rows as usize];
        let lanes = self.lanes(a);
        let known_rows = self.known(a).expect("a column that is not full has lanes that are not known");
        for (known, pair) in known.iter_mut().zip(starts.windows(2)) {
            let range = (pair[0] - starts[0]) as usize..(pair[1] - starts[0]) as usize;
            let mut each = lanes[range.clone()].iter().zip(&known_rows[range]);
            let all = each.clone().all(|(_, known)| *known != 0);
            *known = -i64::from(match kind {
                Gather::Any => all || each.any(|(lane, known)| lane & known != 0),
                Gather::Every => all || each.any(|(lane, known)| !lane & known != 0),
                _ => all,
            });
        }
    }

    fn lane(&self, src: Src, row: usize) -> (i64, i64) {
        match src {
            Src::Const(value) => (value, -1),
            Src::Reg(reg) => (self.lanes(reg)[row], self.known(reg).map_or(-1, |known| known[row])),
        }
    }
}

/// What is done with a block's results. A trait and no closure: a closure would be compiled for the oldest machine.
pub(crate) trait Then {
    fn take(self, block: &Block<'_>);
}

impl Then for () {
    #[inline(always)]
    fn take(self, _: &Block<'_>) {}
}

/// Operations on a block. Everything that it calls is compiled once for each kind of machine.
struct Run<'a, 'p, F> {
    block: &'a mut Block<'p>,
    ops: &'a [(Op, Reg)],
    span: &'a Span,
    facts: &'a Inputs<'p>,
    then: F,
}

impl<F: Then> pulp::NullaryFnOnce for Run<'_, '_, F> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        // A loop and no closure, for the same reason.
        for (op, to) in self.ops {
            self.block.execute(op, *to, self.span, self.facts);
        }
        self.then.take(self.block);
    }
}

#[inline(always)]
fn zip(a: Lanes<'_>, b: Lanes<'_>, out: &mut [i64], f: impl Fn(i64, i64) -> i64) {
    let rows = out.len();
    match (a, b) {
        (Lanes::Column(a), Lanes::Column(b)) => {
            let (a, b) = (&a[..rows], &b[..rows]);
            for row in 0..rows {
                out[row] = f(a[row], b[row]);
            }
        }
        (Lanes::Column(a), Lanes::Constant(b)) => {
            let a = &a[..rows];
            for row in 0..rows {
                out[row] = f(a[row], b);
            }
        }
        (Lanes::Constant(a), Lanes::Column(b)) => {
            let b = &b[..rows];
            for row in 0..rows {
                out[row] = f(a, b[row]);
            }
        }
        (Lanes::Constant(a), Lanes::Constant(b)) => out.fill(f(a, b)),
    }
}

/// The way is a constant in every loop.
#[inline(always)]
fn each_rounded(
    way: Way,
    tops: &[i64],
    factor: i64,
    parts: i64,
    out: &mut [i64],
    round: impl Fn(Way, i64, i64) -> i64,
) {
    macro_rules! each {
        ($($way:ident),*) => {
            match way {
                $(Way::$way => {
                    for (out, lane) in out.iter_mut().zip(tops) {
                        *out = round(Way::$way, lane * factor, parts);
                    }
                })*
            }
        };
    }
    each!(Down, Up, HalfUp);
}

#[inline(always)]
fn select(c: &[i64], a: Lanes<'_>, b: Lanes<'_>, out: &mut [i64]) {
    let rows = out.len();
    let c = &c[..rows];
    match (a, b) {
        (Lanes::Column(a), Lanes::Column(b)) => {
            let (a, b) = (&a[..rows], &b[..rows]);
            for row in 0..rows {
                out[row] = (c[row] & a[row]) | (!c[row] & b[row]);
            }
        }
        (Lanes::Column(a), Lanes::Constant(b)) => {
            let a = &a[..rows];
            for row in 0..rows {
                out[row] = (c[row] & a[row]) | (!c[row] & b);
            }
        }
        (Lanes::Constant(a), Lanes::Column(b)) => {
            let b = &b[..rows];
            for row in 0..rows {
                out[row] = (c[row] & a) | (!c[row] & b[row]);
            }
        }
        (Lanes::Constant(a), Lanes::Constant(b)) => {
            for row in 0..rows {
                out[row] = (c[row] & a) | (!c[row] & b);
            }
        }
    }
}

/// Sums of stretches as differences of running sums: no branch depends on how many members a household has.
#[inline(always)]
fn sums(lanes: &[i64], starts: &[u32], running: &mut Vec<i64>, out: &mut [i64], then: impl Fn(i64) -> i64) {
    running.resize(lanes.len() + 1, 0);
    let mut sum = 0i64;
    for (running, lane) in running.iter_mut().zip(lanes) {
        *running = sum;
        sum = sum.wrapping_add(*lane);
    }
    running[lanes.len()] = sum;
    let first = starts[0];
    for (out, pair) in out.iter_mut().zip(starts.windows(2)) {
        *out = then(running[(pair[1] - first) as usize].wrapping_sub(running[(pair[0] - first) as usize]));
    }
}
