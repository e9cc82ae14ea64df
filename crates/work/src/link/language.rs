//! Which columns tell who somebody is: `policy/link/zh.toml` and `policy/link/latin.toml`.

use super::LinkRefused;
use crate::{
    intake::{Fields, Heading, Vocabulary},
    policy::Policy,
};
use doudi_compare::levels::Kind;
use doudi_kernel::{Date, Lang};
use serde::Deserialize;
use std::collections::BTreeMap;

/// How lists are written, which decides what their columns are and how names are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Script {
    /// Names in Chinese characters.
    Chinese,
    /// Names in Latin letters.
    Latin,
}

impl Script {
    /// Both, the first being asked first.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::Latin];

    fn file(self) -> &'static str {
        match self {
            Self::Chinese => "link/zh.toml",
            Self::Latin => "link/latin.toml",
        }
    }
}

/// The columns of one script.
#[derive(Clone, Debug)]
pub struct Language {
    /// The script.
    pub script: Script,
    /// The day from which the file holds.
    pub from: Date,
    /// The columns in the order in which they are compared.
    pub columns: Vec<Known>,
    /// What some lists say by being such a list.
    pub says: Vec<Says>,
    vocabularies: BTreeMap<String, Vocabulary>,
}

/// A column that may be compared, or from which one may be worked out.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// What both lists' columns are called.
    pub field: String,
    kind: String,
    /// Its title in Chinese.
    pub zh: String,
    /// Its title in English.
    pub en: String,
    #[serde(default)]
    takes: Vec<String>,
    #[serde(default)]
    headings: Vec<String>,
    /// The crosswalk that makes words of one meaning one.
    pub vocabulary: Option<String>,
    /// The earlier column that this one is sometimes written into.
    pub twin: Option<String>,
    /// Whether it is compared, or only serves to work others out.
    #[serde(default = "yes")]
    pub compared: bool,
    /// Whether pictures and terminals must not show it whole.
    #[serde(default)]
    pub masked: bool,
    /// All headings that stand for it, plain, the best first.
    #[serde(skip)]
    plain: Vec<String>,
}

/// A list with one of some headings, or of some feed, says a value of everybody on it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Says {
    #[serde(default)]
    headings: Vec<String>,
    #[serde(default)]
    feeds: Vec<String>,
    /// The column that is so filled.
    pub field: String,
    /// With what.
    pub value: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    from: Date,
    #[allow(dead_code, reason = "for the reader of the file")]
    source: String,
    #[allow(dead_code, reason = "for the reader of the file")]
    zh: String,
    #[allow(dead_code, reason = "for the reader of the file")]
    en: String,
    columns: Vec<Known>,
    #[serde(default)]
    says: Vec<Says>,
}

fn yes() -> bool {
    true
}

impl Known {
    /// How values are compared. A kind that the comparison does not have is compared as the one nearest to it.
    pub fn kind(&self) -> Kind {
        kind(&self.kind).unwrap_or(Kind::Text)
    }

    /// The title in a language.
    pub fn title(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }

    /// How good a heading stands for the column: its place among all that do, 0 being the best.
    pub fn fit(&self, heading: &str) -> Option<usize> {
        let plain = plain(heading);
        let loose = Heading::new(heading).loose;
        let place = |wanted: &str| self.plain.iter().position(|known| known == wanted);
        place(&plain).or_else(|| place(&loose.to_lowercase()).map(|at| at + self.plain.len()))
    }

    /// A column that only one run knows.
    pub(super) fn of_this_run(heading: &str, kind: &str) -> Self {
        Self {
            field: heading.to_owned(),
            kind: kind.to_owned(),
            zh: heading.to_owned(),
            en: heading.to_owned(),
            takes: Vec::new(),
            headings: Vec::new(),
            vocabulary: None,
            twin: None,
            compared: true,
            masked: false,
            plain: vec![plain(heading)],
        }
    }
}

/// The comparison's kind of a code.
pub(super) fn kind(code: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.code() == code)
}

/// A heading as headings are compared here: without spaces, lines, width and case.
pub(super) fn plain(heading: &str) -> String {
    Heading::new(heading).plain.to_lowercase().replace(['_', '-', '.'], "")
}

impl Says {
    /// Whether a list of these headings and feed says so.
    pub(super) fn holds(&self, headings: &[String], feed: Option<&str>) -> bool {
        let said = |heading: &String| self.headings.iter().any(|known| plain(known) == plain(heading));
        feed.is_some_and(|feed| self.feeds.iter().any(|known| known == feed)) || headings.iter().any(said)
    }
}

impl Language {
    /// Both languages of a policy.
    ///
    /// # Errors
    /// [`LinkRefused::Policy`] with the file and what is wrong in it.
    pub fn all(policy: &Policy) -> Result<[Self; 2], LinkRefused> {
        let fields = Fields::read(policy).map_err(|why| LinkRefused::Policy("fields.toml".into(), why))?;
        let read = |script: Script| {
            Self::read(policy, &fields, script).map_err(|why| LinkRefused::Policy(script.file().into(), why))
        };
        Ok([read(Script::Chinese)?, read(Script::Latin)?])
    }

    fn read(policy: &Policy, fields: &Fields, script: Script) -> Result<Self, String> {
        let text = policy.text(script.file()).ok_or("missing")?;
        let mut file: File = toml::from_str(text).map_err(|why| why.to_string())?;
        let mut vocabularies = BTreeMap::new();
        let fields_before: Vec<String> = file.columns.iter().map(|column| column.field.clone()).collect();
        for (at, column) in file.columns.iter_mut().enumerate() {
            if kind(&column.kind).is_none() {
                return Err(format!("{}: no kind of comparison is called {}", column.field, column.kind));
            }
            if column.twin.as_ref().is_some_and(|twin| !fields_before[..at].contains(twin)) {
                return Err(format!("{}: the twin must stand above", column.field));
            }
            column.plain = headings(column, fields)?;
            if let Some(name) = &column.vocabulary {
                let text = policy.text(&format!("vocabularies/{name}.toml")).ok_or_else(|| format!("no {name}"))?;
                vocabularies.insert(name.clone(), Vocabulary::read(text)?);
            }
        }
        Ok(Self { script, from: file.from, columns: file.columns, says: file.says, vocabularies })
    }

    /// The column of a field.
    pub fn column(&self, field: &str) -> Option<&Known> {
        self.columns.iter().find(|known| known.field == field)
    }

    /// The column that a heading stands for, with how well it does.
    pub fn headed(&self, heading: &str) -> Option<(&Known, usize)> {
        let fits = self.columns.iter().filter_map(|known| Some((known, known.fit(heading)?)));
        fits.min_by_key(|(_, fit)| *fit)
    }

    /// The crosswalk of a column.
    pub(super) fn vocabulary(&self, known: &Known) -> Option<&Vocabulary> {
        self.vocabularies.get(known.vocabulary.as_ref()?)
    }
}

/// The field itself, the headings of the fields that it takes, and its own; each once, the best first.
fn headings(column: &Known, fields: &Fields) -> Result<Vec<String>, String> {
    let mut all = vec![plain(&column.field)];
    for field in &column.takes {
        let known = fields.get(field).ok_or_else(|| format!("{}: no field is called {field}", column.field))?;
        all.push(plain(field));
        all.extend(known.headings.iter().map(|heading| plain(heading)));
    }
    all.extend(column.headings.iter().map(|heading| plain(heading)));
    let mut once: Vec<String> = Vec::with_capacity(all.len());
    all.into_iter().for_each(|heading| {
        if !once.contains(&heading) {
            once.push(heading)
        }
    });
    Ok(once)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_heading_stands_for_two_columns_of_one_language() {
        for language in Language::all(&Policy::embedded()).unwrap() {
            let mut seen = BTreeMap::new();
            for known in &language.columns {
                for heading in &known.plain {
                    let before = seen.insert(heading.clone(), known.field.clone());
                    assert_eq!(before, None, "{heading} of {}", known.field);
                }
            }
        }
    }

    #[test]
    fn running_numbers_and_results_are_never_compared() {
        for language in Language::all(&Policy::embedded()).unwrap() {
            for heading in ["cluster", "err", "py", "rec_id", "unique_id", "id", "序号", "备注", "seq", "match"] {
                assert!(language.headed(heading).is_none(), "{heading}");
            }
        }
    }

    #[test]
    fn headings_are_found_whatever_their_spaces_width_and_case() {
        let [zh, latin] = Language::all(&Policy::embedded()).unwrap();
        let field = |language: &Language, heading: &str| language.headed(heading).map(|(known, _)| known.field.clone());
        assert_eq!(field(&zh, "身份证\n号码").as_deref(), Some("resident_id"));
        assert_eq!(field(&zh, "承包方代表姓名").as_deref(), Some("name"));
        assert_eq!(field(&latin, " Given Name").as_deref(), Some("given_name"));
        assert_eq!(field(&latin, "ADDRESS_2").as_deref(), Some("address_2"));
    }
}
