//! A text as a square of dark and light modules (QR code, ISO/IEC 18004), so that nobody has to type it.

use qrcode::{Color, EcLevel, QrCode};

/// A square code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modules {
    /// Modules to a side, without the quiet zone.
    pub side: usize,
    dark: Vec<bool>,
}

/// Light modules that must stand around a code.
pub const QUIET: usize = 4;

impl Modules {
    /// The code of a text, with a seventh of its modules to spare; none for one that is too long for any.
    ///
    /// ```
    /// let code = doudi_paper::Modules::of("2222-2222-2222").unwrap();
    /// assert_eq!(code.side, 21);
    /// // The three corners by which a reader finds it are dark all around.
    /// assert_eq!(code.runs().next(), Some((0, 0, 7)));
    /// ```
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let dark = code.to_colors().into_iter().map(|color| color == Color::Dark).collect();
        Some(Self { side: code.width(), dark })
    }

    /// The dark modules as strips: column, row, length.
    pub fn runs(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        self.dark.chunks(self.side).enumerate().flat_map(|(row, modules)| {
            let mut column = 0;
            let strips = modules.chunk_by(|one, next| one == next).filter_map(move |strip| {
                let from = column;
                column += strip.len();
                strip[0].then_some((from, row, strip.len()))
            });
            strips.collect::<Vec<_>>()
        })
    }

    /// The same as the path of a picture whose units are modules, with the quiet zone around it.
    pub fn path(&self) -> String {
        let strip = |(x, y, long): (usize, usize, usize)| format!("M{} {}h{long}v1h-{long}z", x + QUIET, y + QUIET);
        self.runs().map(strip).collect()
    }

    /// How wide that picture is.
    pub fn width(&self) -> usize {
        self.side + 2 * QUIET
    }
}
