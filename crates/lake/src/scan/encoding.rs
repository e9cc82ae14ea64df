//! Which of the two encodings of office files a text is in.

use std::borrow::Cow;

/// The encoding of a delimited text file. In both, commas, tabs, quotation marks and line ends are never part of another
/// character, so rows and fields are found without decoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextEncoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// GB18030, and with it GBK and GB 2312.
    Gb18030,
}

impl TextEncoding {
    /// Tells from a piece of the text: whatever is valid UTF-8 is UTF-8.
    pub(crate) fn of(sample: &[u8]) -> Self {
        match std::str::from_utf8(sample) {
            Ok(_) => Self::Utf8,
            // A sample may end within a character.
            Err(error) if error.error_len().is_none() => Self::Utf8,
            Err(_) => Self::Gb18030,
        }
    }

    /// Bytes of this encoding as UTF-8, without a copy where they already are.
    pub fn to_utf8<'a>(self, bytes: &'a [u8]) -> Cow<'a, [u8]> {
        match self {
            Self::Gb18030 if !bytes.is_ascii() => match encoding_rs::GB18030.decode_without_bom_handling(bytes).0 {
                Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
                Cow::Owned(text) => Cow::Owned(text.into_bytes()),
            },
            _ => Cow::Borrowed(bytes),
        }
    }

    /// A text as bytes of this encoding.
    pub fn encode(self, text: &str) -> Cow<'_, [u8]> {
        match self {
            Self::Utf8 => Cow::Borrowed(text.as_bytes()),
            Self::Gb18030 => encoding_rs::GB18030.encode(text).0,
        }
    }
}
