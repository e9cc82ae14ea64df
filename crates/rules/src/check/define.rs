//! Parameters get their values, variables their formulas.

use super::{Checker, formula::Scope, names::Thing, value};
use crate::{
    book::{Definition, Entity, Extent, Formula, Level, ParameterId, Setting, Type, Value, VariableId},
    complaint::{Complaint, Refusal},
    lex::Span,
    parse::tree::{Body, Clause, DefinitionText, Expression, Item, Keyword, Name, RowText, Tree},
};

/// A definition line with the rows below it.
pub(super) type Lines<'a> = Vec<(Option<&'a DefinitionText>, Vec<(&'a RowText, Span)>, Span)>;

impl Checker {
    pub(super) fn define(&mut self, trees: &[Tree]) {
        for tree in trees {
            let within = tree.within.as_ref();
            for item in &tree.items {
                match item.keyword {
                    Keyword::Parameter | Keyword::Variable | Keyword::Table | Keyword::Amend => {
                        self.define_item(item, within);
                    }
                    Keyword::Scorecard => self.define_scorecard(item, within),
                    _ => {}
                }
            }
        }
    }

    fn define_item(&mut self, item: &Item, within: Option<&Name>) {
        let lines = lines(item);
        match self.names.things.get(&item.name.text).copied() {
            Some(Thing::Parameter(id)) => {
                lines.iter().for_each(|(definition, rows, span)| match (definition, rows.is_empty()) {
                    (Some(definition), true) => self.set(id, definition, item, within, *span),
                    _ => self.refuse(*span, Refusal::RowsOfNoTable(item.name.text.clone())),
                });
            }
            Some(Thing::Variable(id)) => {
                for (definition, rows, span) in &lines {
                    self.define_variable(id, *definition, rows, within, *span);
                }
            }
            Some(Thing::Programme(_)) if item.keyword == Keyword::Amend && lines.is_empty() => {}
            Some(Thing::Programme(_) | Thing::Other | Thing::Fact(_)) if item.keyword == Keyword::Amend => {
                self.refuse(item.name.span, Refusal::NotAmendable(item.name.text.clone()));
            }
            None if item.keyword == Keyword::Amend => {
                let what = Refusal::UnknownName { name: item.name.text.clone(), near: None };
                self.refuse(item.name.span, what);
            }
            _ => {}
        }
    }

    fn set(&mut self, id: ParameterId, text: &DefinitionText, item: &Item, within: Option<&Name>, span: Span) {
        let Some(extent) = self.extent(&text.extent, within) else { return };
        let parameter = &self.book.parameters[id.index()];
        let (open, name) = (parameter.open, parameter.name.clone());
        self.refuse_unopened(&name, open, &extent, span);
        let Some(values) = self.values(id, &text.body, span) else { return };
        let (fixed, cites) = (text.fixed || item.head.fixed, self.cites(&text.cites));
        self.book.parameters[id.index()].settings.push(Setting { extent, fixed, values, cites, span });
    }

    fn values(&mut self, id: ParameterId, body: &Body, span: Span) -> Option<Vec<Option<Value>>> {
        let parameter = &self.book.parameters[id.index()];
        let (ty, by, name) = (parameter.ty, parameter.by, parameter.name.clone());
        match (body, by) {
            (Body::Formula(formula), None) => {
                let made = value::constant(&self.book, ty, formula);
                self.take(made).map(|value| vec![Some(value)])
            }
            (Body::List(entries), Some(list)) => {
                let mut values = vec![None; self.book.codes[list.index()].words.len()];
                for (code, formula) in entries {
                    let place = self.place(list, code);
                    let value = value::constant(&self.book, ty, formula);
                    let (Some(place), Some(value)) = (self.take(place), self.take(value)) else { continue };
                    if values[usize::from(place)].replace(value).is_some() {
                        self.refuse(code.span, Refusal::Twice(code.text.clone()));
                    }
                }
                Some(values)
            }
            (Body::Formula(_), Some(_)) => self.nothing(span, Refusal::NeedsList(name)),
            (Body::List(_), None) => self.nothing(span, Refusal::TakesNoList(name)),
            (Body::Rows, _) => self.nothing(span, Refusal::WantFormula),
        }
    }

    fn nothing<T>(&mut self, span: Span, what: Refusal) -> Option<T> {
        self.refuse(span, what);
        None
    }

    fn place(&self, list: crate::book::CodesId, code: &Name) -> Result<u16, Complaint> {
        let what = || Refusal::NoCode { code: code.text.clone(), list: self.book.codes[list.index()].name.clone() };
        self.book.code(list, &code.text).ok_or_else(|| Complaint { span: code.span, what: what() })
    }

    /// A formula in its place; a complaint is kept.
    pub(super) fn formula(&mut self, entity: Entity, ty: Option<Type>, text: &Expression) -> Option<Formula> {
        let mut choices = self.book.choices;
        let made = Scope { book: &self.book, names: &self.names, entity, choices: &mut choices }.formula(text, ty);
        self.book.choices = choices;
        self.take(made)
    }

    fn define_variable(
        &mut self,
        id: VariableId,
        text: Option<&DefinitionText>,
        rows: &[(&RowText, Span)],
        within: Option<&Name>,
        span: Span,
    ) {
        let plain = Default::default();
        let Some(extent) = self.extent(text.map_or(&plain, |text| &text.extent), within) else { return };
        let variable = &self.book.variables[id.index()];
        let (entity, ty, open, name) = (variable.entity, variable.ty, variable.open, variable.name.clone());
        self.refuse_unopened(&name, open, &extent, span);
        let formula = match text.map(|text| &text.body) {
            Some(Body::Formula(formula)) if rows.is_empty() => self.formula(entity, Some(ty), formula),
            Some(Body::Rows) | None if !rows.is_empty() => self.table(id, rows, span),
            Some(Body::List(_)) => self.nothing(span, Refusal::TakesNoList(name)),
            _ => self.nothing(span, Refusal::WantFormula),
        };
        let Some(formula) = formula else { return };
        let cites = text.map(|text| self.cites(&text.cites)).unwrap_or_default();
        let fixed = text.is_some_and(|text| text.fixed);
        self.book.variables[id.index()].definitions.push(Definition { extent, fixed, formula, cites, span });
    }

    /// A region may define only what the law opens to its level.
    pub(super) fn refuse_unopened(&mut self, name: &str, open: Level, extent: &Extent, span: Span) {
        let level = level_of(&extent.region);
        if level.is_some_and(|level| level > open) {
            self.refuse(span, Refusal::NotOpen { name: name.into(), region: extent.region.clone(), open });
        }
    }

    /// Something without any definition would be unknown for ever.
    pub(super) fn refuse_missing_definitions(&mut self) {
        let variables = self.book.variables.iter().filter(|variable| variable.definitions.is_empty());
        let missing: Vec<_> = variables.map(|variable| (variable.name.clone(), variable.span)).collect();
        missing.into_iter().for_each(|(name, span)| self.refuse(span, Refusal::NoDefinition(name)));
    }
}

/// Whose division it is; `None` for the nation.
pub(super) fn level_of(region: &str) -> Option<Level> {
    match region.len() {
        0 => None,
        2 => Some(Level::Province),
        4 => Some(Level::City),
        _ => Some(Level::County),
    }
}

/// Definition lines in their order, each with the rows that follow it; rows before any line have none.
pub(super) fn lines(item: &Item) -> Lines<'_> {
    let mut lines: Lines<'_> = Vec::new();
    for (clause, span) in &item.clauses {
        match clause {
            Clause::Definition(definition) => lines.push((Some(definition), Vec::new(), *span)),
            Clause::Row(row) => match lines.last_mut() {
                Some((_, rows, whole)) => {
                    rows.push((row, *span));
                    *whole = whole.to(*span);
                }
                None => lines.push((None, vec![(row, *span)], *span)),
            },
            _ => {}
        }
    }
    lines
}
