//! The rows of a table fit each case once: proved over the values at which their answer can change.

use super::{
    Checker,
    sign::{Sign, Signs},
    table::{Asked, Table},
    whole::Whole,
};
use crate::{
    book::{Book, Formula, Node, Type, Value},
    complaint::Refusal,
    lex::Span,
};
use doudi_kernel::{Ratio, Rounding};

/// How many cases are looked at before a table is called too large.
const MOST_CASES: u32 = 200_000;

/// An input with one value for each stretch on which all rows answer alike.
struct Axis<'a> {
    input: &'a Formula,
    values: Vec<Ratio>,
}

impl Checker {
    pub(super) fn refuse_doubtful_tables(&mut self) {
        let mut told = Vec::new();
        for table in &self.tables {
            let axes: Vec<Axis<'_>> = (0..table.inputs.len()).map(|n| axis(&self.book, table, n)).collect();
            let overlapping = overlap(&self.book, table, &axes, &mut told);
            if !table.has_else && !overlapping {
                told.extend(gap(&self.book, table, &axes));
            }
        }
        told.into_iter().for_each(|(span, what)| self.refuse(span, what));
    }
}

/// The ends of all cells of an input, what lies between them, and beyond; only what the input can be.
fn axis<'a>(book: &Book, table: &'a Table, n: usize) -> Axis<'a> {
    let input = &table.inputs[n];
    let values = match input.ty {
        Type::YesNo => vec![Ratio::whole(0), Ratio::whole(1)],
        Type::Code(list) => (0..book.codes[list.index()].words.len()).map(|place| Ratio::whole(place as i64)).collect(),
        Type::Date => vec![Ratio::whole(0)],
        Type::Number(_) => numbers(book, input, table.rows.iter().map(|(row, _)| &row[n])),
    };
    Axis { input, values }
}

fn numbers<'a>(book: &Book, input: &Formula, cells: impl Iterator<Item = &'a Asked>) -> Vec<Ratio> {
    let (low, high) = bounds(book, input);
    let mut ends: Vec<Ratio> = cells
        .flat_map(|asked| match asked {
            Asked::Range(low, high) => [*low, *high],
            _ => [None, None],
        })
        .flatten()
        .map(|(end, _)| end)
        .chain(low.map(|(end, _)| end))
        .chain(high)
        .collect();
    ends.push(Ratio::whole(0));
    ends.sort_unstable();
    ends.dedup();
    let whole = Whole::new(book).is(input);
    let one = Ratio::whole(1);
    let mut values: Vec<Ratio> = match whole {
        true => ends
            .iter()
            .map(|end| Ratio::whole(end.round(Rounding::Down)))
            .flat_map(|at| [at - one, at, at + one])
            .collect(),
        false => {
            let half = Ratio::new(1, 2).expect("two is not zero");
            let between = ends.windows(2).map(|pair| (pair[0] + pair[1]) * half);
            between.chain(ends.iter().copied()).chain([ends[0] - one, ends[ends.len() - 1] + one]).collect()
        }
    };
    let above = |value: &Ratio| low.is_none_or(|(low, taken)| *value > low || (taken && *value == low));
    values.retain(|value| above(value) && high.is_none_or(|high| *value <= high));
    values.sort_unstable();
    values.dedup();
    values
}

type Low = Option<(Ratio, bool)>;

/// What a number can be at all: a fact within its bounds, the rest by its sign.
fn bounds(book: &Book, input: &Formula) -> (Low, Option<Ratio>) {
    if let Node::Fact(id) = input.node {
        let (low, high) = book.facts[id.index()].between;
        return (Some((Ratio::whole(low), true)), Some(Ratio::whole(high)));
    }
    match Signs::new(book).of(input) {
        Sign::Any => (None, None),
        sign => (Some((Ratio::whole(0), sign == Sign::NotNegative)), None),
    }
}

impl Asked {
    /// Whether a value fits this cell.
    pub(super) fn fits(&self, value: Ratio) -> bool {
        match self {
            Self::Any => true,
            Self::Among(places) => places.iter().any(|place| Ratio::whole(i64::from(*place)) == value),
            Self::Range(low, high) => {
                low.is_none_or(|(end, taken)| value > end || (taken && value == end))
                    && high.is_none_or(|(end, taken)| value < end || (taken && value == end))
            }
        }
    }
}

fn overlap(book: &Book, table: &Table, axes: &[Axis<'_>], told: &mut Vec<(Span, Refusal)>) -> bool {
    let before = told.len();
    for (n, (row, span)) in table.rows.iter().enumerate() {
        for (other, line) in &table.rows[..n] {
            let common = axes
                .iter()
                .zip(row.iter().zip(other))
                .map(|(axis, (a, b))| axis.values.iter().copied().find(|value| a.fits(*value) && b.fits(*value)));
            if let Some(case) = common.collect::<Option<Vec<Ratio>>>() {
                let example = example(book, axes, &case);
                told.push((*span, Refusal::RowsOverlap { line: *line, example }));
                break;
            }
        }
    }
    told.len() > before
}

fn gap(book: &Book, table: &Table, axes: &[Axis<'_>]) -> Option<(Span, Refusal)> {
    let live: Vec<&[Asked]> = table.rows.iter().map(|(row, _)| row.as_slice()).collect();
    let mut budget = MOST_CASES;
    match uncovered(axes, &live, 0, &mut budget) {
        _ if budget == 0 => Some((table.span, Refusal::RowsTooMany)),
        Some(mut case) => {
            case.reverse();
            Some((table.span, Refusal::RowsGap { example: example(book, axes, &case) }))
        }
        None => None,
    }
}

/// A case that no row fits, the last input first.
fn uncovered(axes: &[Axis<'_>], live: &[&[Asked]], at: usize, budget: &mut u32) -> Option<Vec<Ratio>> {
    let Some(axis) = axes.get(at) else {
        return live.is_empty().then(Vec::new);
    };
    for value in &axis.values {
        *budget = budget.saturating_sub(1);
        if *budget == 0 {
            return None;
        }
        let fitting: Vec<&[Asked]> = live.iter().copied().filter(|row| row[at].fits(*value)).collect();
        if let Some(mut case) = uncovered(axes, &fitting, at + 1, budget) {
            case.push(*value);
            return Some(case);
        }
    }
    None
}

/// `members = 3 person, urban = yes`
fn example(book: &Book, axes: &[Axis<'_>], case: &[Ratio]) -> String {
    let one = |(axis, value): (&Axis<'_>, &Ratio)| {
        let written = match axis.input.ty {
            Type::Code(list) => {
                let word = book.codes[list.index()].words.get(value.round(Rounding::Down) as usize);
                word.map(|(word, _)| word.clone()).unwrap_or_default()
            }
            Type::YesNo if *value == Ratio::whole(1) => "yes".into(),
            Type::YesNo => "no".into(),
            ty => book.written(ty, Value::Number(*value)),
        };
        format!("{} = {written}", book.source_text(axis.input.span))
    };
    axes.iter().zip(case).map(one).collect::<Vec<_>>().join(", ")
}

impl Book {
    /// A value as policies write it: `714 yuan/month`, `1/3`, `yes`, a code, a day.
    pub fn written(&self, ty: Type, value: Value) -> String {
        match (value, ty) {
            (Value::YesNo(yes), _) => if yes { "yes" } else { "no" }.into(),
            (Value::Date(day), _) => day.to_string(),
            (Value::Code(place), Type::Code(list)) => {
                let word = self.codes.get(list.index()).and_then(|codes| codes.words.get(usize::from(place)));
                word.map(|(word, _)| word.clone()).unwrap_or_default()
            }
            (Value::Number(held), Type::Number(unit)) => {
                let number = held * Ratio::new(1, unit.held()).expect("a held unit is at least one");
                if unit == crate::unit::Unit::NONE { number.to_string() } else { format!("{number} {unit}") }
            }
            _ => String::new(),
        }
    }

    /// What stands at a place of the files.
    pub fn source_text(&self, span: Span) -> &str {
        let text = self.files.get(usize::from(span.file.0)).map_or("", |(_, text)| text.as_str());
        text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }
}
