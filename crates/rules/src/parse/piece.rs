//! What several clauses are made of: labels, citations, extents, types.

use super::{
    Parser, Read,
    tree::{CiteText, ExtentText, Kind, Name, TypeText},
};
use crate::{
    book::{Certainty, Entity, Label, Level},
    complaint::{Complaint, Refusal},
    lex::Word,
};
use doudi_kernel::Date;

impl Parser<'_> {
    pub(super) fn text(&mut self) -> Read<String> {
        match self.peek() {
            Some(Word::Text(text)) => {
                self.skip();
                Ok(text.clone())
            }
            _ => Err(self.refuse(Refusal::WantText)),
        }
    }

    pub(super) fn label(&mut self) -> Read<Label> {
        let zh = self.text()?;
        let en = self.text().map_err(|complaint| Complaint { what: Refusal::WantEnglish, ..complaint })?;
        Ok(Label { zh, en })
    }

    pub(super) fn date(&mut self) -> Read<Date> {
        match self.peek() {
            Some(Word::Date(day)) => {
                self.skip();
                Ok(*day)
            }
            _ => Err(self.refuse(Refusal::WantDate)),
        }
    }

    pub(super) fn region(&mut self) -> Read<Name> {
        let span = self.here();
        match self.peek() {
            Some(Word::Digits(digits)) if [2, 4, 6, 9, 12].contains(&digits.len()) => {
                self.skip();
                Ok(Name { text: digits.clone(), span })
            }
            _ => Err(self.refuse(Refusal::WantRegion)),
        }
    }

    pub(super) fn level(&mut self, from: Level) -> Read<Level> {
        let levels = [
            ("law", Level::Law),
            ("ministry", Level::Ministry),
            ("province", Level::Province),
            ("city", Level::City),
            ("county", Level::County),
        ];
        let found = levels.iter().find(|(word, level)| *level >= from && self.is_name(word));
        let (_, level) = found.ok_or_else(|| {
            let words: Vec<_> = levels.iter().filter(|(_, level)| *level >= from).map(|(word, _)| *word).collect();
            self.refuse(Refusal::Want(words.join(" | ")))
        })?;
        self.skip();
        Ok(*level)
    }

    pub(super) fn entity(&mut self) -> Read<Entity> {
        let entities = [("household", Entity::Household), ("person", Entity::Person), ("obligor", Entity::Obligor)];
        let found = entities.iter().find(|(word, _)| self.keyword(word));
        found
            .map(|(_, entity)| *entity)
            .ok_or_else(|| self.refuse(Refusal::Want("household | person | obligor".into())))
    }

    /// `yes/no`, `number`, `date`, `code LIST`, or a unit.
    pub(super) fn type_text(&mut self) -> Read<TypeText> {
        let start = self.here();
        let kind = if self.keyword("number") {
            Kind::Number(crate::unit::Unit::NONE)
        } else if self.keyword("date") {
            Kind::Date
        } else if self.keyword("code") {
            Kind::Code(self.any_name()?)
        } else if self.keyword("yes") {
            self.want_sign("/")?;
            self.want_keyword("no")?;
            Kind::YesNo
        } else {
            let unit = self.unit()?;
            if unit == crate::unit::Unit::NONE {
                return Err(self.refuse(Refusal::WantType));
            }
            Kind::Number(unit)
        };
        Ok(TypeText { kind, span: start.to(self.behind()) })
    }

    /// `national`, `in 41`, `from D`, `to D`, each at most once and in this order.
    pub(super) fn extent(&mut self) -> Read<ExtentText> {
        let mut extent = ExtentText { national: self.keyword("national"), ..ExtentText::default() };
        if !extent.national && self.keyword("in") {
            extent.region = Some(self.region()?);
        }
        let start = self.here();
        if self.keyword("from") {
            extent.from = Some(self.date()?);
        }
        if self.keyword("to") {
            extent.to = Some(self.date()?);
        }
        if let (Some(from), Some(to)) = (extent.from, extent.to)
            && to < from
        {
            return Err(Complaint { span: start.to(self.behind()), what: Refusal::EndsBeforeBegins });
        }
        Ok(extent)
    }

    /// As many citations as stand here.
    pub(super) fn cites(&mut self) -> Read<Vec<CiteText>> {
        let mut cites = Vec::new();
        while matches!(self.peek(), Some(Word::Sign("["))) {
            cites.push(self.cite()?);
        }
        Ok(cites)
    }

    fn cite(&mut self) -> Read<CiteText> {
        let start = self.here();
        self.want_sign("[")?;
        let source = self.any_name()?;
        let article = self.article()?;
        let certainty = self.certainty();
        if !self.sign("]") {
            return Err(self.refuse(Refusal::CiteForm));
        }
        Ok(CiteText { source, article, certainty, span: start.to(self.behind()) })
    }

    /// `18`, `21(2)`, `16-22`, or a text.
    fn article(&mut self) -> Read<Option<String>> {
        if let Some(Word::Text(text)) = self.peek() {
            self.skip();
            return Ok(Some(text.clone()));
        }
        let start = self.here();
        while matches!(
            self.peek(),
            Some(Word::Digits(_) | Word::Number(_) | Word::Month(_) | Word::Sign("(" | ")" | "-"))
        ) {
            self.skip();
        }
        let span = start.to(self.behind());
        let written = self.text.get(span.start as usize..span.end as usize);
        Ok(written.filter(|_| self.here() != start).map(|text| text.split_whitespace().collect()))
    }

    pub(super) fn certainty(&mut self) -> Option<Certainty> {
        let letters =
            [("T", Certainty::Text), ("S", Certainty::Secondary), ("K", Certainty::Known), ("U", Certainty::Uncertain)];
        letters.iter().find(|(letter, _)| self.keyword(letter)).map(|(_, certainty)| *certainty)
    }
}
