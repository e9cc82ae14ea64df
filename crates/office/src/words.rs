//! What the law's book calls things: labels stand there and nowhere else.

use crate::Bureau;
use doudi_kernel::Lang;
use doudi_rules::book::{Entity, Label, Programme, Type};

impl Bureau {
    /// A programme's names.
    pub fn programme_label(&self, name: &str) -> Option<&Label> {
        self.book.programmes.iter().find(|it| it.name == name).map(|it| &it.label)
    }

    /// Conditions of a programme that households claim, in words; of one that persons claim none, since they may tell of
    /// health.
    pub fn household_conditions(&self, programme: &str, names: &[String], lang: Lang) -> Vec<String> {
        let own = |it: &&Programme| it.name == programme && it.entity == Entity::Household;
        let conditions = self.book.programmes.iter().find(own).map(|it| it.conditions.as_slice()).unwrap_or_default();
        let named = conditions.iter().filter(|it| names.contains(&it.name));
        named.map(|it| it.label.pick(lang).to_owned()).collect()
    }

    /// A fact's names.
    pub fn fact_label(&self, name: &str) -> Option<&Label> {
        self.book.facts.iter().find(|it| it.name == name).map(|it| &it.label)
    }

    /// The names of a word that a fact can hold: `relation_to_head`, `spouse`.
    pub fn word_label(&self, fact: &str, word: &str) -> Option<&Label> {
        let fact = self.book.facts.iter().find(|it| it.name == fact)?;
        self.code_label(fact.ty, word)
    }

    /// Every word that a fact can hold, with its names, in the book's order.
    pub fn word_labels(&self, fact: &str) -> Vec<(String, &Label)> {
        let fact = self.book.facts.iter().find(|it| it.name == fact);
        let Some(Type::Code(list)) = fact.map(|fact| fact.ty) else { return Vec::new() };
        self.book.codes[list.index()].words.iter().map(|(name, label)| (name.clone(), label)).collect()
    }

    /// The names of a tier of a programme.
    pub fn tier_label(&self, programme: &str, tier: &str) -> Option<&Label> {
        let programme = self.book.programmes.iter().find(|it| it.name == programme)?;
        self.code_label(programme.tier.as_ref()?.0.ty, tier)
    }

    /// A condition's names.
    pub fn condition_label(&self, programme: &str, name: &str) -> Option<&Label> {
        let programme = self.book.programmes.iter().find(|it| it.name == programme)?;
        programme.conditions.iter().find(|it| it.name == name).map(|it| &it.label)
    }

    /// A procedure's names.
    pub fn procedure_label(&self, name: &str) -> Option<&Label> {
        self.book.procedures.iter().find(|it| it.name == name).map(|it| &it.label)
    }

    /// The names of a step of a procedure.
    pub fn step_label(&self, procedure: &str, step: &str) -> Option<&Label> {
        let procedure = self.book.procedures.iter().find(|it| it.name == procedure)?;
        procedure.steps.iter().find(|it| it.name == step).map(|it| &it.label)
    }

    /// The words that a fact or parameter list can hold, with their names, by the list's name: `hardship_event`.
    pub fn words_of(&self, list: &str) -> Vec<(String, Label)> {
        let codes = self.book.codes.iter().find(|codes| codes.name == list);
        codes.map(|codes| codes.words.clone()).unwrap_or_default()
    }

    fn code_label(&self, ty: Type, word: &str) -> Option<&Label> {
        let Type::Code(list) = ty else { return None };
        self.book.codes[list.index()].words.iter().find(|(name, _)| name == word).map(|(_, label)| label)
    }
}
