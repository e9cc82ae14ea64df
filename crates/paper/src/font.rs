//! The Chinese faces of this machine.

use crate::{Measure, PaperError};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

/// Families for text, the best first: 仿宋 is what official papers are set in (GB/T 9704), then 宋体 and its free kin.
const TEXT: [&str; 9] = [
    "FangSong_GB2312",
    "FangSong",
    "仿宋",
    "SimSun",
    "宋体",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Serif SC",
    "Noto Sans CJK SC",
];

/// Families for titles.
const BOLD: [&str; 7] =
    ["SimHei", "黑体", "Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "Noto Sans CJK SC", "SimSun"];

/// Families that hold the rare characters of names.
const RARE: [&str; 4] = ["SimSun-ExtB", "SimSun-ExtG", "Noto Sans CJK SC", "Noto Serif CJK SC"];

/// A face, with the glyph and width of each of its characters.
pub(crate) struct Face {
    pub(crate) font: krilla::text::Font,
    /// Glyph and advance in parts of the size.
    glyphs: BTreeMap<char, (u16, f32)>,
}

impl Face {
    fn read(path: &Path, index: u32) -> Option<Self> {
        let data = Arc::new(std::fs::read(path).ok()?);
        let face = ttf_parser::Face::parse(&data, index).ok()?;
        let em = f32::from(face.units_per_em());
        let mut glyphs = BTreeMap::new();
        for table in face.tables().cmap?.subtables.into_iter().filter(|table| table.is_unicode()) {
            table.codepoints(|point| {
                let glyph = char::from_u32(point).zip(table.glyph_index(point)).filter(|(_, glyph)| glyph.0 > 0);
                if let Some((c, glyph)) = glyph {
                    glyphs.entry(c).or_insert((glyph.0, f32::from(face.glyph_hor_advance(glyph).unwrap_or(0)) / em));
                }
            });
        }
        Some(Self { font: krilla::text::Font::new(data.clone().into(), index)?, glyphs })
    }

    /// The glyph and advance of a character; a ticked box is an empty one with a tick drawn over it.
    pub(crate) fn glyph(&self, c: char) -> Option<(u16, f32)> {
        self.glyphs.get(&if c == '☑' { '□' } else { c }).copied()
    }
}

/// Where a face lies, read when it is first needed.
struct Spare {
    path: PathBuf,
    index: u32,
    face: OnceLock<Option<Face>>,
}

/// The faces with which papers are printed. Reading them costs some tens of megabytes, so a process does it once.
pub struct Fonts {
    text: Face,
    bold: Face,
    spares: Vec<Spare>,
}

impl Fonts {
    /// The best Chinese faces that the system has.
    ///
    /// # Errors
    /// When it has none.
    pub fn of_system() -> Result<Self, PaperError> {
        let mut known = fontdb::Database::new();
        known.load_system_fonts();
        Self::among(&known)
    }

    /// The faces of a file or a folder, and no others.
    ///
    /// # Errors
    /// When nothing there is a face with Chinese characters.
    ///
    /// ```
    /// # use doudi_paper::{Fonts, PaperError};
    /// assert!(matches!(Fonts::at("/nothing/here.ttf".as_ref()), Err(PaperError::NoFontAt { .. })));
    /// ```
    pub fn at(path: &Path) -> Result<Self, PaperError> {
        let mut known = fontdb::Database::new();
        if path.is_dir() {
            known.load_fonts_dir(path);
        } else if known.load_font_file(path).is_err() {
            return Err(PaperError::NoFontAt { path: path.into() });
        }
        let faces: Vec<(bool, PathBuf, u32)> =
            known.faces().filter_map(|face| Some((face.weight.0 > 500, file(&face.source)?, face.index))).collect();
        let pick = |bold: bool| {
            let wanted = faces.iter().filter(|face| face.0 == bold).chain(faces.iter().filter(|face| face.0 != bold));
            wanted.filter_map(|(_, path, index)| Face::read(path, *index)).find(|face| face.glyph('国').is_some())
        };
        let none = || PaperError::NoFontAt { path: path.into() };
        Ok(Self { text: pick(false).ok_or_else(none)?, bold: pick(true).ok_or_else(none)?, spares: Vec::new() })
    }

    fn among(known: &fontdb::Database) -> Result<Self, PaperError> {
        let place = |family: &str, weight| {
            let query = fontdb::Query { families: &[fontdb::Family::Name(family)], weight, ..Default::default() };
            let face = known.face(known.query(&query)?)?;
            Some((file(&face.source)?, face.index))
        };
        let pick = |families: &[&str], weight| {
            let places = families.iter().filter_map(|family| place(family, weight));
            places.filter_map(|(path, index)| Face::read(&path, index)).find(|face| face.glyph('国').is_some())
        };
        let text = pick(&TEXT, fontdb::Weight::NORMAL).ok_or(PaperError::NoFont)?;
        let bold = pick(&BOLD, fontdb::Weight::BOLD).ok_or(PaperError::NoFont)?;
        let spares = RARE.iter().filter_map(|family| place(family, fontdb::Weight::NORMAL));
        let spares = spares.map(|(path, index)| Spare { path, index, face: OnceLock::new() }).collect();
        Ok(Self { text, bold, spares })
    }

    /// The face that has a character, with its glyph and advance.
    pub(crate) fn face(&self, c: char, bold: bool) -> Option<(&Face, u16, f32)> {
        let own = [if bold { &self.bold } else { &self.text }, &self.text];
        let has = |face: &'_ Face| face.glyph(c);
        if let Some((face, (glyph, advance))) = own.into_iter().find_map(|face| Some((face, has(face)?))) {
            return Some((face, glyph, advance));
        }
        self.spares.iter().find_map(|spare| {
            let face = spare.face.get_or_init(|| Face::read(&spare.path, spare.index)).as_ref()?;
            face.glyph(c).map(|(glyph, advance)| (face, glyph, advance))
        })
    }
}

impl Measure for Fonts {
    fn advance(&self, c: char, bold: bool) -> f32 {
        self.face(c, bold).map_or(1.0, |(_, _, advance)| advance)
    }
}

fn file(source: &fontdb::Source) -> Option<PathBuf> {
    match source {
        fontdb::Source::File(path) | fontdb::Source::SharedFile(path, _) => Some(path.clone()),
        fontdb::Source::Binary(_) => None,
    }
}
