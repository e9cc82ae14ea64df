//! Keys under which names meet.

use super::{NameForm, glyph::Glyph};
use crate::levels::key::key;

/// The keys of one name; each `None` where the name says nothing for it. Two names that agree at a level share the key that
/// is made for it (for sounds: in the usual readings).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameKeys {
    /// The name as written, its blots apart: none for a name with a blot.
    pub exact: Option<u64>,
    /// The folded characters without dots: none for a name with a blot.
    pub folded: Option<u64>,
    /// The usual sounds without tones: none for a name with a blot.
    pub sound: Option<u64>,
    /// The usual sound of the first character.
    pub surname_sound: Option<u64>,
    /// The usual sounds of the characters behind the first.
    pub given_sound: Option<u64>,
    /// The folded characters in the order of their codes.
    pub sorted: Option<u64>,
}

impl NameForm {
    /// The keys.
    ///
    /// ```
    /// use doudi_compare::levels::name::NameForm;
    /// let of = |name: &str| NameForm::read(name).unwrap().keys();
    /// assert_eq!(of("張 偉").folded, of("张伟").folded);
    /// assert_eq!(of("韦春红").sound, of("韦纯洪").sound);
    /// assert_eq!(of("刘文忠").sorted, of("刘忠文").sorted);
    /// assert_eq!(of("李宝□").surname_sound, of("李宝红").surname_sound);
    /// assert_eq!(of("李宝□").sound, None);
    /// ```
    pub fn keys(&self) -> NameKeys {
        let glyphs = self.glyphs();
        let read = glyphs.iter().all(|glyph| glyph.is_read());
        let mut sorted: Vec<u64> = glyphs.iter().map(|glyph| glyph.folded as u64).collect();
        sorted.sort_unstable();
        NameKeys {
            exact: read.then(|| key(glyphs.iter().map(|glyph| glyph.written as u64).chain([u64::from(self.starts)]))),
            folded: read.then(|| folded(glyphs)),
            sound: sounds(glyphs),
            surname_sound: glyphs.get(..1).and_then(sounds),
            given_sound: glyphs.get(1..).filter(|given| !given.is_empty()).and_then(sounds),
            sorted: read.then(|| key(sorted)),
        }
    }

    /// For a name of three characters and more: the [`NameKeys::folded`] of each name that is left when one character is
    /// dropped. A name and the same name with one character less meet there.
    ///
    /// ```
    /// use doudi_compare::levels::name::NameForm;
    /// let short = NameForm::read("姚馨").unwrap().keys().folded.unwrap();
    /// assert!(NameForm::read("姚馨仪").unwrap().deletions().any(|key| key == short));
    /// ```
    pub fn deletions(&self) -> impl Iterator<Item = u64> {
        let glyphs = self.glyphs();
        let many = if (3..=8).contains(&glyphs.len()) { glyphs.len() } else { 0 };
        let one = move |at: usize| key(glyphs[..at].iter().chain(&glyphs[at + 1..]).map(|glyph| glyph.folded as u64));
        (0..many).filter(move |at| glyphs.iter().enumerate().all(|(i, g)| i == *at || g.is_read())).map(one)
    }

    /// For each character the key of the rest and its place. Two names of one length that differ in one place, by a blot, a
    /// look-alike or anything else, meet there.
    ///
    /// ```
    /// use doudi_compare::levels::name::NameForm;
    /// let of = |name: &str| NameForm::read(name).unwrap();
    /// let holes: Vec<u64> = of("李宝红").holes().collect();
    /// assert!(of("李宝□").holes().any(|key| holes.contains(&key)));
    /// ```
    pub fn holes(&self) -> impl Iterator<Item = u64> {
        let glyphs = self.glyphs();
        let many = if (2..=8).contains(&glyphs.len()) { glyphs.len() } else { 0 };
        let hidden = move |at: usize| {
            key(glyphs.iter().enumerate().map(move |(i, glyph)| if i == at { 0 } else { glyph.folded as u64 }))
        };
        (0..many).filter(move |at| glyphs.iter().enumerate().all(|(i, g)| i == *at || g.is_read())).map(hidden)
    }
}

fn folded(glyphs: &[Glyph]) -> u64 {
    key(glyphs.iter().map(|glyph| glyph.folded as u64))
}

/// The usual sounds; of what has none, the folded character itself (Latin letters, rare characters).
fn sounds(glyphs: &[Glyph]) -> Option<u64> {
    let one = |glyph: &Glyph| glyph.sound().map_or(u64::from(u32::MAX) + glyph.folded as u64, |s| u64::from(s.0));
    glyphs.iter().all(|glyph| !glyph.is_blot()).then(|| key(glyphs.iter().map(one)))
}
