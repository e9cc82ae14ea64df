//! A condition as written becomes a condition that can be asked.

use super::{
    check::{Checker, Names},
    fault::SpecFaultKind as Kind,
    known::FieldKind,
    raw::{Name, RawCondition},
    types::{Against, Ask, Condition, Test},
};
use toml::Spanned;

/// Where a condition stands: about one row of a source, or about a person among all sources.
pub(super) enum Place<'n, 'a> {
    Filter,
    Person(&'n mut Names<'a>),
}

impl Checker<'_> {
    pub(super) fn conditions(&mut self, all: &[Spanned<RawCondition>], place: &mut Place<'_, '_>) -> Vec<Condition> {
        all.iter().filter_map(|one| self.condition(one, place)).collect()
    }

    fn condition(&mut self, at: &Spanned<RawCondition>, place: &mut Place<'_, '_>) -> Option<Condition> {
        let raw = at.as_ref();
        match raw.form() {
            Some(Form::Row) => self.row(at, place),
            Some(Form::In) => self.presence(raw, place, at),
            Some(Form::Age) => {
                let (from, to) = (raw.age_from.unwrap_or(i16::MIN), raw.age_to.unwrap_or(i16::MAX));
                Some(Condition::Age { from, to })
            }
            Some(Form::Differs) => self.differs(raw, place, at),
            Some(Form::Many(least, of)) => {
                let of = self.conditions(of, place);
                let least = least.unwrap_or(of.len() as u32);
                Some(Condition::AtLeast(least, of))
            }
            Some(Form::Not(inner)) => Some(Condition::Not(Box::new(self.condition(inner, place)?))),
            None => self.fault(at.span(), Kind::NoCondition),
        }
    }

    fn row(&mut self, at: &Spanned<RawCondition>, place: &Place<'_, '_>) -> Option<Condition> {
        match place {
            Place::Filter => self.test(at).map(Condition::Row),
            Place::Person(_) => self.fault(at.span(), Kind::WrongPlace),
        }
    }

    fn presence(
        &mut self,
        raw: &RawCondition,
        place: &mut Place<'_, '_>,
        at: &Spanned<RawCondition>,
    ) -> Option<Condition> {
        let Place::Person(names) = place else { return self.fault(at.span(), Kind::WrongPlace) };
        let source = self.source(raw.source.as_ref()?, names)?;
        let test = if raw.field.is_some() { Some(self.test(at)?) } else { None };
        Some(Condition::In { source, rows: raw.rows.unwrap_or(1), test })
    }

    fn differs(
        &mut self,
        raw: &RawCondition,
        place: &mut Place<'_, '_>,
        at: &Spanned<RawCondition>,
    ) -> Option<Condition> {
        let Place::Person(names) = place else { return self.fault(at.span(), Kind::WrongPlace) };
        let field = raw.differs.as_ref()?;
        self.field(field)?;
        let from = match raw.from.as_ref() {
            None => return self.fault(at.span(), Kind::NoCondition),
            Some(number) if number.as_ref() == "number" => {
                if !matches!(field.as_ref().as_str(), "birth_date" | "sex") {
                    return self.fault(field.span(), Kind::WrongKind(field.as_ref().clone(), "from = \"number\""));
                }
                Against::Number
            }
            Some(source) => Against::Source(self.source(source, names)?),
        };
        Some(Condition::Differs { field: field.as_ref().clone(), from })
    }

    fn test(&mut self, at: &Spanned<RawCondition>) -> Option<Test> {
        let raw = at.as_ref();
        let field = raw.field.as_ref()?;
        let kind = self.field(field)?;
        let ask = match &raw.is {
            Some(values) => self.values(field, kind, values)?,
            None if raw.from.is_some() || raw.before.is_some() => self.within(field, kind, raw)?,
            None => return self.fault(at.span(), Kind::NoCondition),
        };
        Some(Test { field: field.as_ref().clone(), ask })
    }

    fn values(&mut self, field: &Name, kind: FieldKind, values: &[Name]) -> Option<Ask> {
        let name = field.as_ref().clone();
        if !matches!(kind, FieldKind::Code | FieldKind::Flag | FieldKind::Text | FieldKind::Division) {
            return self.fault(field.span(), Kind::WrongKind(name, "is"));
        }
        if values.is_empty() {
            return self.fault(field.span(), Kind::Empty("is"));
        }
        let known: Option<Vec<String>> = match kind {
            FieldKind::Flag => Some(vec!["yes".into(), "no".into()]),
            _ => self.known.codes.get(&name).map(|codes| codes.iter().cloned().collect()),
        };
        if let Some(known) = known
            && let Some(bad) = values.iter().find(|value| !known.contains(value.as_ref()))
        {
            return self.fault(bad.span(), Kind::UnknownCode(name, bad.as_ref().clone(), known));
        }
        Some(Ask::Is(values.iter().map(|value| value.as_ref().clone()).collect()))
    }

    fn within(&mut self, field: &Name, kind: FieldKind, raw: &RawCondition) -> Option<Ask> {
        if kind != FieldKind::Date {
            return self.fault(field.span(), Kind::WrongKind(field.as_ref().clone(), "from/before"));
        }
        let mut day = |name: &Option<Name>| match name {
            None => Some(None),
            Some(text) => match text.as_ref().parse() {
                Ok(day) => Some(Some(day)),
                Err(()) => self.fault(text.span(), Kind::NoDay(text.as_ref().clone())),
            },
        };
        let (from, before) = (day(&raw.from), day(&raw.before));
        Some(Ask::Within { from: from?, before: before? })
    }
}

enum Form<'r> {
    Row,
    In,
    Age,
    Differs,
    Many(Option<u32>, &'r [Spanned<RawCondition>]),
    Not(&'r Spanned<RawCondition>),
}

impl RawCondition {
    /// Which form the keys make; `None` when they make none or two.
    fn form(&self) -> Option<Form<'_>> {
        let test = self.is.is_some() || self.before.is_some() || self.from.is_some();
        let tested = self.field.is_some() && test;
        let mut forms = Vec::new();
        if self.source.is_some() && tested == self.field.is_some() && (tested || !test) {
            forms.push(Form::In);
        }
        if self.source.is_none() && tested && self.rows.is_none() {
            forms.push(Form::Row);
        }
        if self.age_from.is_some() || self.age_to.is_some() {
            forms.push(Form::Age);
        }
        if self.differs.is_some() && self.field.is_none() && self.is.is_none() && self.before.is_none() {
            forms.push(Form::Differs);
        }
        if let Some(any) = &self.any {
            forms.push(Form::Many(Some(1), any));
        }
        if let Some(all) = &self.all {
            forms.push(Form::Many(None, all));
        }
        if let (Some(least), Some(of)) = (self.at_least, &self.of) {
            forms.push(Form::Many(Some(least), of));
        }
        if let Some(inner) = &self.not {
            forms.push(Form::Not(inner));
        }
        let only = forms.pop()?;
        let whole = self.at_least.is_some() == self.of.is_some();
        (forms.is_empty() && whole).then_some(only)
    }
}
