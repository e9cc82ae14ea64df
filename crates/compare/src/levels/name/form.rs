//! A written name, read once.

use super::glyph::Glyph;
use crate::{
    hanzi::{Syllable, is_blot},
    name::normal,
};

/// What people write where there is no name.
const NO_NAME: [&str; 16] = [
    "无",
    "空",
    "不详",
    "不明",
    "未知",
    "未填",
    "暂无",
    "无名",
    "无名氏",
    "未登记",
    "待定",
    "N/A",
    "NA",
    "NULL",
    "NONE",
    "/",
];
/// Names up to this length need no memory of their own.
const FEW: usize = 4;

/// A name as it is compared, read once from each distinct writing.
///
/// ```
/// use doudi_compare::levels::name::{NameForm, NameLevel, level};
/// let [a, b] = ["宋岐琪", "宋岐QI"].map(|name| NameForm::read(name).unwrap());
/// assert_eq!(level(&a, &b), NameLevel::Blot);
/// assert!(NameForm::read("不详").is_none() && NameForm::read("？？").is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameForm {
    glyphs: Glyphs,
    /// Bit i: a part of a name with dots begins at glyph i (from 1).
    pub(super) starts: u32,
    /// Written in Latin letters throughout.
    pub(super) latin: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Glyphs {
    Few(u8, [Glyph; FEW]),
    Many(Box<[Glyph]>),
}

impl NameForm {
    /// Reads a name. `None` for nothing, for words that say that there is no name, and for signs that none of it can be read.
    pub fn read(text: &str) -> Option<Self> {
        let name = normal(&circles(text)).into_owned();
        let name = without_note(&name);
        let blank = name.chars().all(|c| c == '·' || c == '-' || c == '—' || c == '\\' || is_blot(c));
        if blank || NO_NAME.contains(&name) {
            return None;
        }
        let latin = name.chars().all(|c| c.is_ascii() || c == '·') && name.chars().any(|c| c.is_ascii_alphabetic());
        let (glyphs, starts) = if latin { letters(name) } else { characters(name) };
        Some(Self { glyphs: Glyphs::new(&glyphs), starts, latin }).filter(|it| it.glyphs().iter().any(|g| !g.is_blot()))
    }

    #[inline]
    pub(super) fn glyphs(&self) -> &[Glyph] {
        match &self.glyphs {
            Glyphs::Few(len, glyphs) => &glyphs[..usize::from(*len)],
            Glyphs::Many(glyphs) => glyphs,
        }
    }

    /// The parts between dots; the whole name where it has none.
    pub(super) fn parts(&self) -> impl Iterator<Item = &[Glyph]> + Clone {
        let glyphs = self.glyphs();
        let starts = self.starts;
        let next = move |from: usize| (from + 1..glyphs.len()).find(|at| *at < 32 && starts >> at & 1 == 1);
        let ends = std::iter::successors(Some((0, next(0))), move |(_, to)| to.map(|from| (from, next(from))));
        ends.map(move |(from, to)| &glyphs[from..to.unwrap_or(glyphs.len())])
    }
}

impl Glyphs {
    fn new(glyphs: &[Glyph]) -> Self {
        if glyphs.len() > FEW {
            return Self::Many(glyphs.into());
        }
        let mut few = [Glyph::BLANK; FEW];
        few[..glyphs.len()].copy_from_slice(glyphs);
        Self::Few(glyphs.len() as u8, few)
    }
}

/// A filled circle is a middle dot between the parts of a long name and a blot in a short one.
fn circles(text: &str) -> std::borrow::Cow<'_, str> {
    let short = text.contains('●') && text.chars().filter(|c| !c.is_whitespace()).count() <= FEW;
    if short { text.replace('●', "□").into() } else { text.into() }
}

/// A name without a note in brackets behind it: 张三(已故).
fn without_note(name: &str) -> &str {
    match name.strip_suffix([')', ']', '】', '〕']).and_then(|open| open.rsplit_once(['(', '[', '【', '〔'])) {
        Some((bare, _)) if bare.chars().count() >= 2 => bare,
        _ => name,
    }
}

/// A name of Latin letters: each letter a glyph.
fn letters(name: &str) -> (Vec<Glyph>, u32) {
    pieces(name, |part, glyphs| glyphs.extend(part.chars().map(Glyph::plain)))
}

/// A name of characters, with what stands in their places.
fn characters(name: &str) -> (Vec<Glyph>, u32) {
    pieces(name, |part, glyphs| {
        let mut rest = part;
        while let Some(first) = rest.chars().next() {
            let run = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
            let (head, tail) = rest.split_at(run.max(first.len_utf8()));
            if run == 0 {
                glyphs.push(Glyph::of(first))
            } else {
                spelled(head, glyphs)
            }
            rest = tail;
        }
    })
}

/// Walks the parts between dots and notes where each begins.
fn pieces(name: &str, mut read: impl FnMut(&str, &mut Vec<Glyph>)) -> (Vec<Glyph>, u32) {
    let (mut glyphs, mut starts) = (Vec::new(), 0);
    for part in name.split('·').filter(|part| !part.is_empty()) {
        if (1..32).contains(&glyphs.len()) {
            starts |= 1 << glyphs.len();
        }
        read(part, &mut glyphs);
    }
    (glyphs, starts)
}

/// Latin letters among characters: one syllable, two, or something that cannot be read.
fn spelled(run: &str, glyphs: &mut Vec<Glyph>) {
    let syllable = |part: &str| Syllable::toneless_of(part).map(Glyph::syllable);
    if run.len() == 1 {
        return glyphs.push(Glyph::BLANK);
    }
    if let Some(one) = syllable(run) {
        return glyphs.push(one);
    }
    let split = (2..run.len().saturating_sub(1)).find_map(|at| Some([syllable(&run[..at])?, syllable(&run[at..])?]));
    glyphs.extend_from_slice(split.as_ref().map_or(&[Glyph::BLANK][..], |two| &two[..]));
}
