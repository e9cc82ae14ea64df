//! Decision tables become choices.

use super::{Checker, formula::Scope, value};
use crate::{
    book::{Arm, CodesId, Comparison, Entity, Formula, Node, Type, Value, VariableId},
    complaint::{Complaint, Refusal, TypeName},
    lex::Span,
    parse::tree::{Cell, CellKind, Expression, Literal, Name, RowText},
};
use doudi_kernel::Ratio;

/// What must be proved of a table: that its rows neither overlap nor leave a gap.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) inputs: Vec<Formula>,
    /// What each row asks of each input; `else` is not among them.
    pub(super) rows: Vec<(Vec<Asked>, Span)>,
    pub(super) has_else: bool,
    pub(super) span: Span,
}

/// What a cell asks of its input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Anything.
    Any,
    /// Flags (0 and 1) or codes.
    Among(Vec<u16>),
    /// Low and high end, and whether each is taken; in held units.
    Range(Option<(Ratio, bool)>, Option<(Ratio, bool)>),
}

impl Checker {
    /// The rows of a table or of a line of its definitions.
    pub(super) fn table(&mut self, id: VariableId, rows: &[(&RowText, Span)], span: Span) -> Option<Formula> {
        let variable = &self.book.variables[id.index()];
        let (entity, ty, name) = (variable.entity, variable.ty, variable.name.clone());
        let Some(inputs) = self.names.inputs.get(&id).cloned() else {
            self.refuse(span, Refusal::RowsOfNoTable(name));
            return None;
        };
        self.rows(entity, ty, &inputs, rows, span)
    }

    /// Rows over inputs; a last row of `else` takes the rest.
    pub(super) fn rows(
        &mut self,
        entity: Entity,
        ty: Type,
        inputs: &[Expression],
        rows: &[(&RowText, Span)],
        span: Span,
    ) -> Option<Formula> {
        let inputs: Option<Vec<Formula>> = inputs.iter().map(|input| self.formula(entity, None, input)).collect();
        let inputs = inputs?;
        let mut table = Table { inputs, rows: Vec::new(), has_else: false, span };
        let mut arms = Vec::new();
        let mut failed = false;
        for (n, (row, at)) in rows.iter().enumerate() {
            let value = self.formula(entity, Some(ty), &row.value);
            let asked = self.asked(&table.inputs, row, *at);
            let (Some(value), Some(asked)) = (value, asked) else {
                failed = true;
                continue;
            };
            let otherwise = matches!(row.cells[0].kind, CellKind::Else);
            if otherwise && n + 1 != rows.len() {
                self.refuse(*at, Refusal::ElseNotLast);
            }
            let when = condition(&table.inputs, &asked, *at);
            arms.push(Arm { when, value, cites: self.cites(&row.cites) });
            if otherwise {
                table.has_else = true;
            } else {
                table.rows.push((asked, *at));
            }
        }
        if failed {
            return None;
        }
        self.tables.push(table);
        self.choice(arms, ty, span)
    }

    /// The last row is the rest: what is proved later is that nothing else is left for it.
    fn choice(&mut self, mut arms: Vec<Arm>, ty: Type, span: Span) -> Option<Formula> {
        let last = arms.pop()?;
        if arms.is_empty() {
            return Some(Formula { span, ..last.value });
        }
        let mut choices = self.book.choices;
        let mut scope =
            Scope { book: &self.book, names: &self.names, entity: Entity::Household, choices: &mut choices };
        let node = scope.numbered(arms, Box::new(last.value), last.cites);
        self.book.choices = choices;
        Some(Formula { node, ty, span })
    }

    fn asked(&mut self, inputs: &[Formula], row: &RowText, span: Span) -> Option<Vec<Asked>> {
        if matches!(row.cells[0].kind, CellKind::Else) {
            let rest = row.cells[1..].iter().find(|cell| !matches!(cell.kind, CellKind::Else | CellKind::Any));
            if let Some(other) = rest {
                self.refuse(other.span, Refusal::ElseAndMore);
                return None;
            }
            return Some(vec![Asked::Any; inputs.len()]);
        }
        if row.cells.len() != inputs.len() {
            self.refuse(span, Refusal::Cells { asked: inputs.len(), found: row.cells.len() });
            return None;
        }
        let cells = inputs.iter().zip(&row.cells);
        let asked: Vec<_> = cells.map(|(input, cell)| self.cell(input.ty, cell)).collect();
        asked.into_iter().map(|asked| self.take(asked)).collect()
    }

    fn cell(&self, ty: Type, cell: &Cell) -> Result<Asked, Complaint> {
        match (&cell.kind, ty) {
            (CellKind::Any, _) => Ok(Asked::Any),
            (CellKind::YesNo(yes), Type::YesNo) => Ok(Asked::Among(vec![u16::from(*yes)])),
            (CellKind::Codes(codes), Type::Code(list)) => self.cell_codes(list, codes),
            (CellKind::Range(low, high), Type::Number(_)) => {
                let (low, high) = (self.end(ty, low.as_ref())?, self.end(ty, high.as_ref())?);
                match (low, high) {
                    (Some((a, closed)), Some((b, also))) if b < a || (a == b && !(closed && also)) => {
                        Err(Complaint { span: cell.span, what: Refusal::EmptyRange })
                    }
                    _ => Ok(Asked::Range(low, high)),
                }
            }
            (CellKind::Else, _) => Err(Complaint { span: cell.span, what: Refusal::ElseAndMore }),
            _ => Err(Complaint { span: cell.span, what: Refusal::Cell(TypeName::of(&self.book, ty)) }),
        }
    }

    fn cell_codes(&self, list: CodesId, codes: &[Name]) -> Result<Asked, Complaint> {
        let mut choices = 0;
        let entity = Entity::Household;
        let scope = Scope { book: &self.book, names: &self.names, entity, choices: &mut choices };
        let mut places = codes.iter().map(|code| scope.place(list, code)).collect::<Result<Vec<_>, _>>()?;
        places.sort_unstable();
        places.dedup();
        Ok(Asked::Among(places))
    }

    fn end(&self, ty: Type, end: Option<&(Literal, bool)>) -> Result<Option<(Ratio, bool)>, Complaint> {
        let Some((literal, taken)) = end else { return Ok(None) };
        match value::literal(&self.book, ty, literal)? {
            Some(Value::Number(number)) => Ok(Some((number, *taken))),
            _ => Err(Complaint { span: literal.span, what: Refusal::WantNumber }),
        }
    }
}

/// The condition of a row: all of what its cells ask.
fn condition(inputs: &[Formula], asked: &[Asked], span: Span) -> Formula {
    let yes = |node| Formula { node, ty: Type::YesNo, span };
    let mut parts: Vec<Formula> =
        inputs.iter().zip(asked).flat_map(|(input, asked)| tests(input, asked)).map(yes).collect();
    match parts.len() {
        0 => yes(Node::Literal(Value::YesNo(true))),
        1 => parts.remove(0),
        _ => yes(Node::And(parts)),
    }
}

fn tests(input: &Formula, asked: &Asked) -> Vec<Node> {
    let literal = |value| Box::new(Formula { node: Node::Literal(value), ty: input.ty, span: input.span });
    let compare = |sign, value| Node::Compare(sign, Box::new(input.clone()), literal(value));
    match asked {
        Asked::Any => Vec::new(),
        Asked::Among(places) if input.ty == Type::YesNo => match places[..] {
            [0] => vec![Node::Not(Box::new(input.clone()))],
            _ => vec![input.node.clone()],
        },
        Asked::Among(places) => match places[..] {
            [place] => vec![compare(Comparison::Equal, Value::Code(place))],
            _ => vec![Node::In(Box::new(input.clone()), places.clone())],
        },
        Asked::Range(Some((low, _)), Some((high, _))) if low == high => {
            vec![compare(Comparison::Equal, Value::Number(*low))]
        }
        Asked::Range(low, high) => {
            let low = low.map(|(end, taken)| (if taken { Comparison::AtLeast } else { Comparison::More }, end));
            let high = high.map(|(end, taken)| (if taken { Comparison::AtMost } else { Comparison::Less }, end));
            low.into_iter().chain(high).map(|(sign, end)| compare(sign, Value::Number(end))).collect()
        }
    }
}
