//! The indented lines of an item.

use super::{
    Parser, Read,
    tree::{Body, Clause, ConditionText, DefinitionText, ExtentText, IndicatorText, Keyword, StepText},
};
use crate::{book::Level, complaint::Refusal, lex::Word};

/// The words that begin a clause, each with the items that may have it.
const CLAUSES: [(&str, &[Keyword]); 34] = {
    use Keyword::*;
    const DEFINED: &[Keyword] = &[Parameter, Variable, Table, Amend];
    [
        ("label", &[Codes, Fact, Parameter, Variable, Exception, Table, Scorecard, Programme, Signal, Procedure]),
        ("open", &[Parameter, Variable, Table, Scorecard]),
        ("is", &[Parameter, Variable, Table, Amend, Exception]),
        ("in", DEFINED),
        ("national", DEFINED),
        ("from", &[Parameter, Variable, Table, Amend, Source]),
        ("to", DEFINED),
        ("fixed", DEFINED),
        ("on", &[Table]),
        ("not", &[Parameter]),
        ("comes", &[Fact]),
        ("between", &[Fact]),
        ("usual", &[Fact]),
        ("before", &[Fact]),
        ("level", &[Source]),
        ("number", &[Source]),
        ("articles", &[Source]),
        ("certainty", &[Source]),
        ("when", &[Exception, Signal]),
        ("exempt", &[Signal]),
        ("indicator", &[Scorecard]),
        ("veto", &[Scorecard]),
        ("force", &[Programme, Procedure, Amend]),
        ("condition", &[Programme]),
        ("amount", &[Programme]),
        ("tier", &[Programme]),
        ("brings", &[Programme]),
        ("severity", &[Signal]),
        ("owner", &[Signal]),
        ("due", &[Signal]),
        ("rest", &[Signal]),
        ("remedy", &[Signal]),
        ("step", &[Procedure]),
        ("|", &[Table, Scorecard, Amend]),
    ]
};

/// Whether a line that begins with this word begins a clause. `in` is an operator too: a clause when a region follows; `not`
/// when `below` does. A line of citations belongs to the clause before.
pub(super) fn begins(word: &Word, next: Option<&Word>) -> bool {
    match word {
        Word::Sign("|") => true,
        Word::Name(name) if name == "in" => matches!(next, Some(Word::Digits(_))),
        Word::Name(name) if name == "not" => matches!(next, Some(Word::Name(below)) if below == "below"),
        Word::Name(name) => CLAUSES.iter().any(|(clause, _)| clause == name),
        _ => false,
    }
}

impl Parser<'_> {
    /// One clause of an item.
    pub(super) fn clause(&mut self, of: Keyword) -> Read<Clause> {
        let word = match self.peek() {
            Some(Word::Name(name)) => name.as_str(),
            Some(Word::Sign(sign)) => sign,
            _ => return Err(self.refuse(Refusal::NoClause(of))),
        };
        if of == Keyword::Codes && word != "label" {
            return Ok(Clause::Word(self.code()?, self.label()?));
        }
        match CLAUSES.iter().find(|(clause, _)| *clause == word) {
            None => Err(self.refuse(Refusal::NoClause(of))),
            Some((_, items)) if !items.contains(&of) => Err(self.refuse(Refusal::NoClause(of))),
            Some(_) if of == Keyword::Source && word == "from" => {
                self.skip();
                Ok(Clause::From(self.date()?))
            }
            Some(_) => self.clause_of(word),
        }
    }

    fn clause_of(&mut self, word: &str) -> Read<Clause> {
        if matches!(word, "is" | "in" | "national" | "from" | "to" | "fixed") {
            return self.definition();
        }
        if word == "|" {
            return self.row();
        }
        self.skip();
        match word {
            "label" => Ok(Clause::Label(self.label()?, self.cites()?)),
            "open" => {
                self.want_keyword("to")?;
                Ok(Clause::Open(self.level(Level::Province)?, self.cites()?))
            }
            "on" => Ok(Clause::On(self.list(Self::formula)?)),
            "not" => {
                self.want_keyword("below")?;
                self.want_keyword("upper")?;
                Ok(Clause::NotBelowUpper)
            }
            "comes" => {
                self.want_keyword("from")?;
                Ok(Clause::ComesFrom(self.list(Self::code)?))
            }
            "between" => {
                let low = self.literal()?;
                self.want_keyword("and")?;
                Ok(Clause::Between(low, self.literal()?))
            }
            "usual" => Ok(Clause::Usual(self.literal()?)),
            "before" => Ok(Clause::Before(self.name()?)),
            _ => self.source_clause(word),
        }
    }

    fn source_clause(&mut self, word: &str) -> Read<Clause> {
        match word {
            "level" => Ok(Clause::Level(self.level(Level::Law)?)),
            "number" => Ok(Clause::Number(self.text()?)),
            "articles" => {
                let articles = match self.peek() {
                    Some(Word::Digits(digits)) => digits.parse().ok(),
                    _ => None,
                };
                let articles = articles.ok_or_else(|| self.refuse(Refusal::WantNumber))?;
                self.skip();
                Ok(Clause::Articles(articles))
            }
            "certainty" => {
                let certainty = self.certainty();
                certainty.map(Clause::Certainty).ok_or_else(|| self.refuse(Refusal::Want("T | S | K | U".into())))
            }
            _ => self.rule_clause(word),
        }
    }

    fn rule_clause(&mut self, word: &str) -> Read<Clause> {
        match word {
            "when" => Ok(Clause::When(self.formula()?, self.cites()?)),
            "exempt" => {
                self.want_keyword("when")?;
                Ok(Clause::Exempt(self.formula()?, self.cites()?))
            }
            "indicator" => self.indicator(),
            "veto" => Ok(Clause::Veto(self.condition()?)),
            "force" => Ok(Clause::Force(self.extent()?, self.cites()?)),
            "condition" => Ok(Clause::Condition(self.condition()?)),
            "amount" => Ok(Clause::Amount(self.formula()?, self.cites()?)),
            "tier" => Ok(Clause::Tier(self.formula()?, self.cites()?)),
            "brings" => Ok(Clause::Brings(self.list(Self::name)?)),
            _ => self.signal_clause(word),
        }
    }

    fn signal_clause(&mut self, word: &str) -> Read<Clause> {
        match word {
            "severity" => Ok(Clause::Severity(self.code()?)),
            "owner" => Ok(Clause::Owner(self.any_name()?)),
            "due" => Ok(Clause::Due(self.literal()?)),
            "rest" => Ok(Clause::Rest(self.literal()?)),
            "remedy" => Ok(Clause::Remedy(self.label()?, self.cites()?)),
            _ => self.step(),
        }
    }

    /// `is F`; or extent, `fixed`, colon, and F or nothing.
    fn definition(&mut self) -> Read<Clause> {
        let short = self.keyword("is");
        let (extent, fixed) =
            if short { (ExtentText::default(), false) } else { (self.extent()?, self.keyword("fixed")) };
        if !short {
            self.want_sign(":")?;
        }
        let body = match self.peek() {
            None if !short => Body::Rows,
            Some(Word::Sign("{")) => self.values()?,
            _ => Body::Formula(self.formula()?),
        };
        Ok(Clause::Definition(DefinitionText { extent, fixed, body, cites: self.cites()? }))
    }

    /// `{ employed: 6 months, graduate: 12 months }`
    fn values(&mut self) -> Read<Body> {
        self.want_sign("{")?;
        let values = self.list(|parser| {
            let code = parser.code()?;
            parser.want_sign(":")?;
            Ok((code, parser.formula()?))
        })?;
        self.want_sign("}")?;
        Ok(Body::List(values))
    }

    fn condition(&mut self) -> Read<ConditionText> {
        let (name, label) = (self.name()?, self.label()?);
        self.want_sign(":")?;
        Ok(ConditionText { name, label, formula: self.formula()?, cites: self.cites()? })
    }

    fn indicator(&mut self) -> Read<Clause> {
        let (name, label) = (self.name()?, self.label()?);
        self.want_keyword("weight")?;
        let weight = self.literal()?;
        self.want_sign(":")?;
        let what = ConditionText { name, label, formula: self.formula()?, cites: self.cites()? };
        Ok(Clause::Indicator(IndicatorText { what, weight }))
    }

    fn step(&mut self) -> Read<Clause> {
        let (name, label) = (self.name()?, self.label()?);
        self.want_keyword("by")?;
        let by = self.any_name()?;
        let within = if self.keyword("within") { Some(self.name()?) } else { None };
        let when = if self.keyword("when") { Some(self.name()?) } else { None };
        Ok(Clause::Step(StepText { name, label, by, within, when, cites: self.cites()? }))
    }
}
