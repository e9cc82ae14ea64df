//! The Unihan files: a character, a field, a value on each line (Unicode Standard Annex 38).

use std::{collections::BTreeMap, fs, path::Path};

/// The files that hold the fields we use.
const FILES: [&str; 5] = ["DictionaryLikeData", "IRGSources", "OtherMappings", "Readings", "Variants"];
/// The fields we use.
const FIELDS: [&str; 14] = [
    "kCangjie",
    "kCompatibilityVariant",
    "kFourCornerCode",
    "kHanyuPinlu",
    "kHanyuPinyin",
    "kMandarin",
    "kSemanticVariant",
    "kSimplifiedVariant",
    "kTGH",
    "kTGHZ2013",
    "kTotalStrokes",
    "kTraditionalVariant",
    "kXHC1983",
    "kZVariant",
];

/// What Unihan says, by character and field.
pub(crate) struct Unihan(BTreeMap<char, BTreeMap<&'static str, String>>);

impl Unihan {
    /// Reads the files of a folder.
    pub(crate) fn read(folder: &Path) -> Result<Self, String> {
        let mut all: BTreeMap<char, BTreeMap<&'static str, String>> = BTreeMap::new();
        for file in FILES {
            let path = folder.join(format!("Unihan_{file}.txt"));
            let text = fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))?;
            for (c, field, value) in text.lines().filter_map(line) {
                all.entry(c).or_default().insert(field, value.to_owned());
            }
        }
        Ok(Self(all))
    }

    /// The characters in the order of their code points.
    pub(crate) fn characters(&self) -> impl Iterator<Item = char> {
        self.0.keys().copied()
    }

    /// The parts of a field's value, which are apart by spaces; none where the character lacks the field.
    pub(crate) fn values(&self, c: char, field: &str) -> impl Iterator<Item = &str> {
        self.0.get(&c).and_then(|fields| fields.get(field)).map(String::as_str).unwrap_or_default().split_whitespace()
    }

    /// The characters that a field of variants points to; the dictionaries behind `<` do not matter here.
    pub(crate) fn pointed(&self, c: char, field: &str) -> impl Iterator<Item = char> {
        self.values(c, field).filter_map(|value| code_point(value.split('<').next()?))
    }

    /// The number in 通用规范汉字表 (2013), the list of the 8,105 characters in general use.
    pub(crate) fn common(&self, c: char) -> Option<u32> {
        self.values(c, "kTGH").find_map(|value| value.strip_prefix("2013:")?.parse().ok())
    }
}

fn line(text: &str) -> Option<(char, &'static str, &str)> {
    let mut cells = text.split('\t');
    let c = code_point(cells.next()?)?;
    let name = cells.next()?;
    let field = FIELDS.into_iter().find(|field| *field == name)?;
    Some((c, field, cells.next()?))
}

fn code_point(text: &str) -> Option<char> {
    char::from_u32(u32::from_str_radix(text.strip_prefix("U+")?, 16).ok()?)
}
