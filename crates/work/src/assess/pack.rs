//! The policies that an assessment judges by: their texts, named by their hash.

use super::error::AssessError;
use crate::policy::Policy;
use doudi_rules::book::{Book, ProgrammeId};
use serde::{Deserialize, Serialize};

/// Policies as texts: paths and what stands there, in the order of paths.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pack {
    /// Paths below `policy/` with their texts: rules (`.law`), and what is assessed (`assess.toml`).
    pub files: Vec<(String, String)>,
}

/// What is assessed every month.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Assessed {
    programmes: Vec<String>,
}

const ASSESSED: &str = "assess.toml";

impl Pack {
    /// The rules of an office's policy.
    pub fn of(policy: &Policy) -> Self {
        let mut files = policy.laws();
        files.extend(policy.text(ASSESSED).map(|text| (ASSESSED.to_owned(), text.to_owned())));
        files.sort();
        Self { files }
    }

    /// BLAKE3 over paths and texts, hex: the same rules have the same name everywhere.
    pub fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new_derive_key("doudi policy pack 1");
        for part in self.files.iter().flat_map(|(path, text)| [path, text]) {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        hasher.finalize().to_hex().to_string()
    }

    /// The rules, checked.
    ///
    /// # Errors
    /// [`AssessError::Rules`]: everything that the checker complains of.
    pub fn book(&self) -> Result<Book, AssessError> {
        let rules = self.files.iter().filter(|(path, _)| path.ends_with(".law")).cloned().collect();
        doudi_rules::check::read(rules).map_err(|complaints| AssessError::Rules(Box::new(complaints)))
    }

    /// The programmes that are assessed every month, in the order of the list.
    ///
    /// # Errors
    /// [`AssessError::Assessed`]: no such list, or a name that the rules do not have.
    pub fn programmes(&self, book: &Book) -> Result<Vec<ProgrammeId>, AssessError> {
        let text = self.files.iter().find(|(path, _)| path == ASSESSED).map(|(_, text)| text.as_str());
        let list: Assessed =
            toml::from_str(text.unwrap_or_default()).map_err(|why| AssessError::Assessed(why.message().to_owned()))?;
        let id = |name: &String| {
            let place = (0..).zip(&book.programmes).find(|(_, programme)| programme.name == *name);
            place.map(|(place, _)| ProgrammeId(place)).ok_or_else(|| AssessError::Assessed(name.clone()))
        };
        list.programmes.iter().map(id).collect()
    }
}
