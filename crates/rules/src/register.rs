//! What a book holds, item by item, with everything that each item cites.

use crate::{
    book::{Book, Certainty, Cite, Entity, Formula, Label, Node, Type},
    lex::Span,
};

/// An item of a book by name.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    /// Its keyword: `parameter`, `variable`, `programme`, `signal`, `procedure`, `fact`.
    pub kind: &'static str,
    /// Its name.
    pub name: &'a str,
    /// Its names.
    pub label: &'a Label,
    /// Whose.
    pub entity: Option<Entity>,
    /// Of what type.
    pub ty: Option<Type>,
    /// All that it cites, its head, definitions, exceptions and rows.
    pub cites: Vec<&'a Cite>,
    /// Where it stands.
    pub span: Span,
}

impl Book {
    /// All items in the order of their kinds and places.
    ///
    /// ```
    /// let text = "parameter line: yuan/month\n  label \"线\" \"line\"\n  is 714 yuan/month\n";
    /// let book = doudi_rules::check::read(vec![("a.law".into(), text.into())]).unwrap();
    /// assert!(book.register().iter().any(|item| item.kind == "parameter" && item.name == "line"));
    /// ```
    pub fn register(&self) -> Vec<Item<'_>> {
        let facts = self.facts.iter().map(|it| {
            let (entity, ty) = (Some(it.entity), Some(it.ty));
            Item { kind: "fact", name: &it.name, label: &it.label, entity, ty, cites: Vec::new(), span: it.span }
        });
        let parameters = self.parameters.iter().map(|it| {
            let settings = it.settings.iter().flat_map(|setting| &setting.cites);
            let cites = it.cites.iter().chain(settings).collect();
            Item {
                kind: "parameter",
                name: &it.name,
                label: &it.label,
                entity: None,
                ty: Some(it.ty),
                cites,
                span: it.span,
            }
        });
        let rules = self.variables.iter().map(|it| self.variable(it));
        let programmes = self.programmes.iter().map(programme);
        let signals = self.signals.iter().map(|it| {
            let cites = it.cites.iter().collect();
            Item {
                kind: "signal",
                name: &it.name,
                label: &it.label,
                entity: Some(it.entity),
                ty: None,
                cites,
                span: it.span,
            }
        });
        let procedures = self.procedures.iter().map(|it| {
            let force = it.force.iter().flat_map(|(_, cites)| cites);
            let cites = force.chain(it.steps.iter().flat_map(|step| &step.cites)).collect();
            Item { kind: "procedure", name: &it.name, label: &it.label, entity: None, ty: None, cites, span: it.span }
        });
        facts.chain(parameters).chain(rules).chain(programmes).chain(signals).chain(procedures).collect()
    }

    fn variable<'a>(&self, it: &'a crate::book::Variable) -> Item<'a> {
        let mut cites: Vec<&Cite> = it.cites.iter().collect();
        for definition in &it.definitions {
            cites.extend(&definition.cites);
            cites.extend(row_cites(&definition.formula));
        }
        cites.extend(it.exceptions.iter().flat_map(|exception| &exception.cites));
        let (entity, ty) = (Some(it.entity), Some(it.ty));
        Item { kind: "variable", name: &it.name, label: &it.label, entity, ty, cites, span: it.span }
    }

    /// A citation as policies write it, without the letter of its certainty: `law 18`.
    pub fn cited(&self, cite: &Cite) -> String {
        let source = self.sources.get(cite.source.index()).map_or("", |source| source.name.as_str());
        match &cite.article {
            Some(article) => format!("{source} {article}"),
            None => source.into(),
        }
    }
}

fn programme(it: &crate::book::Programme) -> Item<'_> {
    let force = it.force.iter().flat_map(|(_, cites)| cites);
    let conditions = it.conditions.iter().flat_map(|condition| &condition.cites);
    let outcomes = it.amount.iter().chain(&it.tier).flat_map(|(_, cites)| cites);
    let cites = it.cites.iter().chain(force).chain(conditions).chain(outcomes).collect();
    Item {
        kind: "programme",
        name: &it.name,
        label: &it.label,
        entity: Some(it.entity),
        ty: None,
        cites,
        span: it.span,
    }
}

/// What the rows of tables in a formula cite.
fn row_cites(formula: &Formula) -> Vec<&Cite> {
    let mut cites = Vec::new();
    formula.walk(&mut |part| {
        if let Node::Choice(choice) = &part.node {
            cites.extend(choice.arms.iter().flat_map(|arm| &arm.cites).chain(&choice.rest_cites));
        }
    });
    cites
}

impl Certainty {
    /// The letter of citations.
    pub fn letter(self) -> char {
        match self {
            Self::Text => 'T',
            Self::Secondary => 'S',
            Self::Known => 'K',
            Self::Uncertain => 'U',
        }
    }
}
