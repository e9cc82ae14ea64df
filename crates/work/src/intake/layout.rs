//! How one kind of file is laid out: a TOML file in `policy/feeds`, or one that an office accepted.

use super::{field::Fields, heading::Heading, vocabulary::Vocabulary};
use crate::policy::Policy;
use doudi_kernel::{Fault, FeedId, Lang, LayoutId, Say};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A layout as it stands in its file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// The feed whose snapshots a file of this layout becomes.
    pub feed: FeedId,
    /// Chinese name of the feed.
    pub zh: String,
    /// English name of the feed.
    pub en: String,
    /// The department that sends it.
    pub department: String,
    /// Parts of file names that speak for this feed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// Statuses that a file name carries; a file of one status is a part of the feed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<String>,
    /// Whether a file is everything or only adds.
    pub coverage: Covers,
    /// Which sheets are read.
    #[serde(default)]
    pub sheet: SheetChoice,
    /// The identity field by which a person or household joins and leaves; none where rows have no identity.
    pub key: Option<String>,
    /// What it means that a key stands on several rows.
    pub repeated: Repeated,
    /// Fields that are added up where `repeated` is `sum`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sum: Vec<String>,
    /// What the cells of a column tell about the feed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Content>,
    /// Columns in the order in which the record holds them.
    pub columns: Vec<Column>,
    /// Fields that follow from another one where they have no column or an empty cell: an identity number from a
    /// certificate, a person from the head of household.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub derive: BTreeMap<String, String>,
    /// Members in columns or cells of the household's row.
    pub members: Option<Members>,
}

impl Layout {
    /// Whether a file of this layout lists everybody.
    pub fn covers_all(&self) -> bool {
        self.coverage == Covers::Full
    }
}

/// Whether absence from a file means anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Covers {
    /// Everybody: who is absent has left, if the control totals agree.
    Full,
    /// Only what is new.
    Increment,
}

/// Which sheets of a workbook are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetChoice {
    /// The one sheet that fits best; hidden ones do not count.
    #[default]
    Best,
    /// The second, where there are several; the best otherwise.
    Second,
    /// Every sheet that fits: one a village.
    Each,
}

/// What it means that a key stands on several rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repeated {
    /// A mistake: all rows stay, each after the first is complained about.
    Error,
    /// The last row holds.
    Last,
    /// The first row holds.
    First,
    /// Amounts add up into the first row.
    Sum,
    /// Each row is a record of its own.
    Keep,
}

/// A column that a layout knows.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The field.
    pub field: String,
    /// Headings, the most telling first; the field's own when empty.
    #[serde(default)]
    pub headings: Vec<String>,
    /// Without it the file is not of this layout.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// Which of several columns with the same heading, from 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub occurrence: usize,
    /// A crosswalk other than the field's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vocabulary: Option<String>,
}

fn one() -> usize {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_one(number: &usize) -> bool {
    *number == 1
}

/// What the cells under a field must look like.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// The field.
    pub field: String,
    /// Codes of which one is expected.
    #[serde(default)]
    pub codes: Vec<String>,
    /// Or the form that most cells have.
    pub form: Option<Form>,
}

/// A form that cells have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Disability certificates of 20 or 22 characters.
    Certificate,
}

/// Where the members of a household stand in its row.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Members {
    /// How many pairs at most.
    #[serde(default = "eight")]
    pub most: usize,
    /// Without a single pair the file is not of this layout.
    #[serde(default)]
    pub required: bool,
    /// Headings of the member's name; `{n}` is the number of the member.
    #[serde(default)]
    pub name: Vec<String>,
    /// Headings of the member's identity number.
    #[serde(default)]
    pub id: Vec<String>,
    /// Headings of the member's relation to the head.
    #[serde(default)]
    pub relation: Vec<String>,
    /// Headings of a cell with all names, apart by 、
    #[serde(default)]
    pub split_name: Vec<String>,
    /// Headings of a cell with all identity numbers, apart by 、
    #[serde(default)]
    pub split_id: Vec<String>,
    /// Fields of the household that hold for every member.
    #[serde(default)]
    pub carry: Vec<String>,
}

fn eight() -> usize {
    8
}

/// A layout with its name and hash.
#[derive(Clone, Debug)]
pub struct Known {
    /// The name of its file without `.toml`.
    pub name: String,
    /// The hash of its text: what a snapshot says that it was read by.
    pub id: LayoutId,
    /// What it says.
    pub layout: Layout,
    /// For each column, its headings ready to compare.
    pub headings: Vec<Vec<Heading>>,
}

/// Everything that intake goes by: fields, layouts, vocabularies.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// Fields.
    pub fields: Fields,
    /// Layouts in the order of their names; those that the office accepted come last.
    pub layouts: Vec<Known>,
    /// Crosswalks by name.
    pub vocabularies: BTreeMap<String, Vocabulary>,
}

impl Catalogue {
    /// Reads and checks all of it.
    ///
    /// # Errors
    /// The first file that cannot be read or names what there is not.
    pub fn read(policy: &Policy) -> Result<Self, BadPolicy> {
        let fields = Fields::read(policy).map_err(|why| BadPolicy { file: "fields.toml".into(), why })?;
        let mut catalogue = Self { fields, ..Self::default() };
        for (name, text) in policy.folder("vocabularies") {
            let bad = |why| BadPolicy { file: format!("vocabularies/{name}.toml"), why };
            catalogue.vocabularies.insert(name.into(), Vocabulary::read(text).map_err(bad)?);
        }
        for folder in ["feeds", "layouts"] {
            for (name, text) in policy.folder(folder) {
                let bad = |why| BadPolicy { file: format!("{folder}/{name}.toml"), why };
                catalogue.layouts.push(catalogue.known(name, text).map_err(bad)?);
            }
        }
        Ok(catalogue)
    }

    /// Reads one layout and checks every field and vocabulary that it names.
    ///
    /// # Errors
    /// What is wrong, for the person who wrote it.
    pub fn known(&self, name: &str, text: &str) -> Result<Known, String> {
        let layout: Layout = toml::from_str(text).map_err(|why| why.to_string())?;
        self.check(&layout)?;
        let of = |column: &Column| {
            let own = &self.fields.get(&column.field).expect("checked above").headings;
            let headings = if column.headings.is_empty() { own } else { &column.headings };
            headings.iter().map(|heading| Heading::new(heading)).collect()
        };
        let headings = layout.columns.iter().map(of).collect();
        let id = LayoutId::new(blake3::hash(text.as_bytes()).to_hex()[..16].to_owned());
        Ok(Known { name: name.into(), id, layout, headings })
    }

    fn check(&self, layout: &Layout) -> Result<(), String> {
        let members = layout.members.iter().flat_map(|members| &members.carry);
        let derived = layout.derive.iter().flat_map(|(to, from)| [to, from]);
        let named = layout.columns.iter().map(|column| &column.field).chain(members).chain(derived);
        let all =
            named.chain(&layout.key).chain(&layout.sum).chain(layout.content.iter().map(|content| &content.field));
        for field in all {
            self.fields.get(field).ok_or_else(|| format!("fields.toml has no field {field}"))?;
        }
        for column in &layout.columns {
            let vocabulary = self.vocabulary_of(column);
            let missing = vocabulary.filter(|name| !self.vocabularies.contains_key(*name));
            missing.map_or(Ok(()), |name| Err(format!("there is no vocabulary {name}")))?;
        }
        Ok(())
    }

    /// The name of the crosswalk of a column, for a code.
    pub fn vocabulary_of<'a>(&'a self, column: &'a Column) -> Option<&'a str> {
        let field = self.fields.get(&column.field)?;
        column.vocabulary.as_deref().or(field.vocabulary.as_deref())
    }

    /// The layouts of a feed.
    pub fn of_feed(&self, feed: &FeedId) -> Vec<&Known> {
        self.layouts.iter().filter(|known| known.layout.feed == *feed).collect()
    }
}

/// A file of the policy that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {why}")]
pub struct BadPolicy {
    /// Its path below `policy/`.
    pub file: String,
    /// What is wrong with it.
    pub why: String,
}

impl BadPolicy {
    /// Whose it is to act: who wrote the file.
    pub fn fault(&self) -> Fault {
        Fault::User
    }
}

impl Say for BadPolicy {
    fn say(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("配置文件{}有误，请改正：{}", self.file, self.why),
            Lang::En => self.to_string(),
        }
    }
}
