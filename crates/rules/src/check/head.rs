//! Items by name: everything that formulas may speak of, before any formula is read.

use super::{
    Checker,
    define::level_of,
    names::{FUNCTIONS, Thing},
};
use crate::{
    book::{
        Certainty, Codes, CodesId, Entity, Fact, FactId, Label, Level, Parameter, ParameterId, Programme, ProgrammeId,
        Region, Source, SourceId, Type, Variable, VariableId,
    },
    complaint::{Complaint, Refusal},
    lex::Span,
    parse::tree::{Clause, Item, Keyword, Kind, Name, Tree, TypeText},
    unit::Unit,
};

impl Checker {
    /// Declares the items of all files: sources, regions and lists first, because the others speak of them.
    pub(super) fn declare(&mut self, trees: &[Tree]) {
        self.declare_given();
        let items = || trees.iter().flat_map(|tree| tree.items.iter().map(|item| (item, tree.within.as_ref())));
        for (item, _) in items() {
            match item.keyword {
                Keyword::Source => self.declare_source(item),
                Keyword::Region => self.declare_region(item),
                Keyword::Codes => self.declare_codes(item),
                _ => {}
            }
        }
        for (item, within) in items() {
            match item.keyword {
                Keyword::Parameter => self.declare_parameter(item, within),
                Keyword::Variable | Keyword::Table => self.declare_variable(item, within),
                Keyword::Scorecard => self.declare_scorecard(item, within),
                Keyword::Programme => self.declare_programme(item),
                Keyword::Signal | Keyword::Procedure => drop(self.name(&item.name, Thing::Other)),
                _ => {}
            }
        }
        items().filter(|(item, _)| item.keyword == Keyword::Fact).for_each(|(item, _)| self.declare_fact(item));
    }

    fn declare_given(&mut self) {
        let given = |name: &str, zh: &str, en: &str, ty, between| Fact {
            name: name.into(),
            entity: Entity::Household,
            ty,
            label: Label { zh: zh.into(), en: en.into() },
            departments: Vec::new(),
            between,
            usual: None,
            before: None,
            span: Span::default(),
        };
        let members =
            given("members", "家庭成员人数", "members of the household", Type::Number(Unit::PERSON), (0, 10_000));
        let today = given("today", "审核当月最后一天", "last day of the month that is assessed", Type::Date, (0, 0));
        self.book.facts = vec![members, today];
        self.names.things.insert("members".into(), Thing::Fact(crate::book::MEMBERS));
        self.names.things.insert("today".into(), Thing::Fact(crate::book::TODAY));
    }

    /// Gives a name its meaning, once.
    fn name(&mut self, name: &Name, thing: Thing) -> bool {
        if FUNCTIONS.contains(&name.text.as_str()) {
            self.refuse(name.span, Refusal::Reserved(name.text.clone()));
            return false;
        }
        let taken = self.names.things.contains_key(&name.text);
        if taken {
            self.refuse(name.span, Refusal::Twice(name.text.clone()));
        } else {
            self.names.things.insert(name.text.clone(), thing);
        }
        !taken
    }

    fn declare_source(&mut self, item: &Item) {
        let mut source = Source {
            name: item.name.text.clone(),
            title: item.head.label.clone().unwrap_or_default(),
            number: None,
            level: Level::Law,
            articles: None,
            from: None,
            certainty: Certainty::Text,
        };
        let (mut level, mut certainty) = (false, false);
        for (clause, _) in &item.clauses {
            match clause {
                Clause::Level(of) => (source.level, level) = (*of, true),
                Clause::Number(number) => source.number = Some(number.clone()),
                Clause::Articles(articles) => source.articles = Some(*articles),
                Clause::From(from) => source.from = Some(*from),
                Clause::Certainty(of) => (source.certainty, certainty) = (*of, true),
                _ => {}
            }
        }
        for (there, clause) in [(level, "level"), (certainty, "certainty")] {
            if !there {
                self.refuse(item.name.span, Refusal::Lacks { name: source.name.clone(), clause });
            }
        }
        let id = SourceId(self.book.sources.len() as u32);
        if self.names.sources.insert(source.name.clone(), id).is_some() {
            self.refuse(item.name.span, Refusal::Twice(source.name.clone()));
        }
        self.book.sources.push(source);
    }

    fn declare_region(&mut self, item: &Item) {
        let prefix = item.name.text.clone();
        if self.book.knows_region(&prefix) {
            self.refuse(item.name.span, Refusal::Twice(prefix.clone()));
        }
        self.book.regions.push(Region { prefix, label: item.head.label.clone().unwrap_or_default() });
    }

    fn declare_codes(&mut self, item: &Item) {
        let mut words: Vec<(String, Label)> = Vec::new();
        for (clause, span) in &item.clauses {
            if let Clause::Word(word, label) = clause {
                if words.iter().any(|(code, _)| *code == word.text) {
                    self.refuse(*span, Refusal::Twice(word.text.clone()));
                }
                words.push((word.text.clone(), label.clone()));
            }
        }
        if words.is_empty() || words.len() > usize::from(u16::MAX) {
            self.refuse(item.name.span, Refusal::Lacks { name: item.name.text.clone(), clause: "a code" });
        }
        let id = CodesId(self.book.codes.len() as u32);
        if self.names.codes.insert(item.name.text.clone(), id).is_some() {
            self.refuse(item.name.span, Refusal::Twice(item.name.text.clone()));
        }
        let label = self.label(item);
        self.book.codes.push(Codes { name: item.name.text.clone(), label, words });
    }

    pub(super) fn label(&mut self, item: &Item) -> Label {
        let found = item.clauses.iter().find_map(|(clause, _)| match clause {
            Clause::Label(label, _) => Some(label.clone()),
            _ => None,
        });
        found.unwrap_or_else(|| {
            self.refuse(item.name.span, Refusal::Lacks { name: item.name.text.clone(), clause: "label" });
            Label::default()
        })
    }

    fn ty(&mut self, ty: Option<&TypeText>) -> Option<Type> {
        let ty = ty?;
        Some(match &ty.kind {
            Kind::YesNo => Type::YesNo,
            Kind::Date => Type::Date,
            Kind::Number(unit) if !(0..=1).contains(&unit.money()) => {
                self.refuse(ty.span, Refusal::MoneyPower(*unit));
                return None;
            }
            Kind::Number(unit) => Type::Number(*unit),
            Kind::Code(list) => Type::Code(self.codes_of(list)?),
        })
    }

    fn codes_of(&mut self, list: &Name) -> Option<CodesId> {
        let found = self.names.codes.get(&list.text).copied();
        if found.is_none() {
            self.refuse(list.span, Refusal::UnknownList(list.text.clone()));
        }
        found
    }

    /// The lowest level that may set it: what a region's own file declares is that region's to set.
    fn open(item: &Item, within: Option<&Name>) -> Level {
        let open = item.clauses.iter().find_map(|(clause, _)| match clause {
            Clause::Open(level, _) => Some(*level),
            _ => None,
        });
        open.or(within.and_then(|within| level_of(&within.text))).unwrap_or(Level::Law)
    }

    /// What is cited at the head: on the first line, the label's, the opening's.
    pub(super) fn head_cites(&mut self, item: &Item) -> Vec<crate::book::Cite> {
        let mut cites = self.cites(&item.head.cites);
        for (clause, _) in &item.clauses {
            if let Clause::Label(_, more) | Clause::Open(_, more) = clause {
                cites.extend(self.cites(more));
            }
        }
        cites
    }

    fn declare_fact(&mut self, item: &Item) {
        let id = FactId(self.book.facts.len() as u32);
        let (Some(ty), Some(entity)) = (self.ty(item.head.ty.as_ref()), item.head.entity) else {
            return self.shadow(item);
        };
        if self.name(&item.name, Thing::Fact(id)) {
            let fact = self.fact(item, entity, ty);
            self.book.facts.push(fact);
        }
    }

    fn declare_parameter(&mut self, item: &Item, within: Option<&Name>) {
        let id = ParameterId(self.book.parameters.len() as u32);
        let by = item.head.by.as_ref().map(|list| self.codes_of(list));
        let (Some(ty), false) = (self.ty(item.head.ty.as_ref()), by == Some(None)) else {
            return self.shadow(item);
        };
        if self.name(&item.name, Thing::Parameter(id)) {
            if item.clauses.iter().any(|(clause, _)| matches!(clause, Clause::NotBelowUpper)) {
                self.names.not_below.insert(item.name.text.clone());
            }
            let (label, cites) = (self.label(item), self.head_cites(item));
            self.book.parameters.push(Parameter {
                name: item.name.text.clone(),
                ty,
                by: by.flatten(),
                label,
                open: Self::open(item, within),
                cites,
                settings: Vec::new(),
                span: item.name.span,
            });
        }
    }

    /// An item that has no type is named all the same, so that its name is not called unknown.
    fn shadow(&mut self, item: &Item) {
        self.name(&item.name, Thing::Other);
    }

    fn declare_variable(&mut self, item: &Item, within: Option<&Name>) {
        let (Some(ty), Some(entity)) = (self.ty(item.head.ty.as_ref()), item.head.entity) else {
            return self.shadow(item);
        };
        let label = self.label(item);
        self.declare_as(item, within, &item.name, label, entity, ty);
    }

    fn declare_scorecard(&mut self, item: &Item, within: Option<&Name>) {
        let Some(entity) = item.head.entity else { return };
        let label = self.label(item);
        let name = Name { text: format!("{}_veto", item.name.text), span: item.name.span };
        let veto = Label { zh: format!("{}：一票否决", label.zh), en: format!("{}: veto", label.en) };
        self.declare_as(item, within, &item.name, label, entity, Type::Number(Unit::NONE));
        self.declare_as(item, within, &name, veto, entity, Type::YesNo);
    }

    fn declare_as(&mut self, item: &Item, within: Option<&Name>, name: &Name, label: Label, entity: Entity, ty: Type) {
        let id = VariableId(self.book.variables.len() as u32);
        if !self.name(name, Thing::Variable(id)) {
            return;
        }
        if let Some(inputs) = item.clauses.iter().find_map(|(clause, _)| match clause {
            Clause::On(inputs) => Some(inputs.clone()),
            _ => None,
        }) {
            self.names.inputs.insert(id, inputs);
        }
        let cites = self.head_cites(item);
        self.book.variables.push(Variable {
            name: name.text.clone(),
            entity,
            ty,
            label,
            open: Self::open(item, within),
            cites,
            definitions: Vec::new(),
            exceptions: Vec::new(),
            span: name.span,
        });
    }

    fn declare_programme(&mut self, item: &Item) {
        let id = ProgrammeId(self.book.programmes.len() as u32);
        let Some(entity) = item.head.entity else { return };
        if entity == Entity::Obligor {
            return self.complaints.push(Complaint { span: item.name.span, what: Refusal::ObligorClaims });
        }
        if self.name(&item.name, Thing::Programme(id)) {
            let (label, cites) = (self.label(item), self.head_cites(item));
            self.book.programmes.push(Programme {
                name: item.name.text.clone(),
                entity,
                label,
                cites,
                force: Vec::new(),
                conditions: Vec::new(),
                amount: None,
                tier: None,
                brings: Vec::new(),
                span: item.name.span,
            });
        }
    }
}
