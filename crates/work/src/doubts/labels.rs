//! Words for fields and codes, from the policy's own lists.

use crate::policy::Policy;
use doudi_kernel::Lang;
use std::collections::BTreeMap;

/// How sheets call fields and codes.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    fields: BTreeMap<String, (String, String)>,
    codes: BTreeMap<(String, String), String>,
}

impl Labels {
    /// From `fields.toml` and the vocabularies: a code is called by the first value that its vocabulary lists. What cannot
    /// be read is left out, and shows as its identifier; the spec checker has complained about it before.
    ///
    /// ```
    /// use doudi_kernel::Lang;
    /// use doudi_work::{doubts::Labels, policy::Policy};
    /// let labels = Labels::of(&Policy::embedded());
    /// assert_eq!(labels.field("dibao_kind", Lang::En), "full or gap dibao");
    /// assert_eq!(labels.value("dibao_kind", "full"), "全额");
    /// ```
    pub fn of(policy: &Policy) -> Self {
        let read =
            |path: &str| toml::from_str::<toml::Table>(policy.text(path).unwrap_or_default()).unwrap_or_default();
        let mut labels = Self::default();
        for (field, about) in read("fields.toml") {
            let word = |key: &str| about.get(key).and_then(toml::Value::as_str).unwrap_or(&field).to_owned();
            if let Some(vocabulary) = about.get("vocabulary").and_then(toml::Value::as_str) {
                labels.vocabulary(&field, &read(&format!("vocabularies/{vocabulary}.toml")));
            }
            labels.fields.insert(field.clone(), (word("zh"), word("en")));
        }
        labels
    }

    fn vocabulary(&mut self, field: &str, vocabulary: &toml::Table) {
        for term in vocabulary.get("terms").and_then(toml::Value::as_array).into_iter().flatten() {
            let code = term.get("code").and_then(toml::Value::as_str);
            let word = term
                .get("values")
                .and_then(|v| v.as_array()?.iter().filter_map(toml::Value::as_str).find(|w| wordy(w)));
            if let (Some(code), Some(word)) = (code, word) {
                self.codes.entry((field.into(), code.into())).or_insert_with(|| word.into());
            }
        }
    }

    /// What a field is called; its identifier when the policy does not say.
    pub fn field(&self, field: &str, lang: Lang) -> String {
        self.fields.get(field).map_or(field, |(zh, en)| lang.pick(zh, en)).to_owned()
    }

    /// What a value is called: the word for a code, 是 and 否 for flags, else the value.
    pub fn value(&self, field: &str, value: &str) -> String {
        match (self.codes.get(&(field.into(), value.into())), value) {
            (Some(word), _) => word.clone(),
            (None, "yes") => "是".into(),
            (None, "no") => "否".into(),
            (None, value) => value.into(),
        }
    }
}

/// A word, not a number: vocabularies list the numbers of the sending systems too.
fn wordy(value: &str) -> bool {
    !value.is_ascii()
}
