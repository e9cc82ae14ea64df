//! What a file is, by its content: the extension has no say.

use super::{Unreadable, archive::Packed};
use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
};

/// What the first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A zip archive, to be examined further.
    Zip,
    /// An OLE compound file that holds a workbook.
    Xls,
    Parquet,
    /// Perhaps text.
    Text,
}

impl From<Packed> for super::Format {
    fn from(kind: Packed) -> Self {
        match kind {
            Packed::Xlsx => Self::Xlsx,
            Packed::Ods => Self::Ods,
        }
    }
}

/// Formats that are known by their first bytes and never a table.
const NOT_TABLES: &[(&[u8], Unreadable)] = &[
    (b"\x89PNG", Unreadable::Picture("PNG")),
    (b"\xff\xd8\xff", Unreadable::Picture("JPEG")),
    (b"GIF8", Unreadable::Picture("GIF")),
    (b"BM", Unreadable::Picture("BMP")),
    (b"II*\0", Unreadable::Picture("TIFF")),
    (b"MM\0*", Unreadable::Picture("TIFF")),
    (b"RIFF", Unreadable::Picture("WebP")),
    (b"%PDF", Unreadable::Document("PDF")),
    (b"{\\rtf", Unreadable::Document("RTF")),
    (b"Rar!", Unreadable::Archive("RAR")),
    (b"7z\xbc\xaf", Unreadable::Archive("7z")),
    (b"\x1f\x8b", Unreadable::Archive("gzip")),
    (b"MIME-Version:", Unreadable::OtherSpreadsheet("MHTML")),
];

/// What a file is; `head` is its beginning, at least some kilobytes where there are as many.
pub(super) fn sniff(file: &mut File, head: &[u8], bytes: u64) -> Result<Kind, Unreadable> {
    if head.is_empty() {
        return Err(Unreadable::Empty);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(Kind::Zip);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return compound(file, bytes);
    }
    if head.starts_with(b"PAR1") {
        return Ok(Kind::Parquet);
    }
    // `BM` alone may begin a text: a bitmap goes on with binary zeros.
    let known = NOT_TABLES.iter().find(|(magic, _)| head.starts_with(magic) && (magic.len() > 2 || head.contains(&0)));
    match known {
        Some((_, why)) => Err(why.clone()),
        None => markup(head).map_or(Ok(Kind::Text), Err),
    }
}

/// A web page or an XML workbook, which offices' systems like to name `.xls`.
fn markup(head: &[u8]) -> Option<Unreadable> {
    let text = String::from_utf8_lossy(&head[..head.len().min(4096)]).replace('\0', "").to_ascii_lowercase();
    let text = text.trim_start_matches(['\u{feff}', '\u{fffd}']).trim_start();
    if !text.starts_with('<') {
        return None;
    }
    if text.contains("schemas-microsoft-com:office:spreadsheet") && !text.contains("<html") {
        return Some(Unreadable::OtherSpreadsheet("Excel 2003 XML"));
    }
    ["<html", "<!doctype html", "<table", "<meta", "<head", "<body", "<style", "<div", "<script"]
        .iter()
        .any(|tag| text.contains(tag))
        .then_some(Unreadable::Html)
}

/// Names of streams in an OLE compound file's directory (UTF-16), and what they betray.
const STREAMS: &[(&str, Result<Kind, Unreadable>)] = &[
    ("EncryptedPackage", Err(Unreadable::Encrypted)),
    ("Workbook", Ok(Kind::Xls)),
    ("Book", Ok(Kind::Xls)),
    ("WordDocument", Err(Unreadable::Document("Word"))),
    ("PowerPoint Document", Err(Unreadable::Document("PowerPoint"))),
];

/// Looks into a compound file for the stream that says what it is. Directory entries are 128 bytes and lie on sectors of
/// 512 or 4,096 bytes, each beginning with its name, so the names are found without following the sector chains, which a
/// damaged file has wrong.
fn compound(file: &mut File, bytes: u64) -> Result<Kind, Unreadable> {
    if bytes < 1536 {
        return Err(Unreadable::Truncated);
    }
    file.seek(SeekFrom::Start(512))?;
    let mut best = STREAMS.len();
    let mut sector = vec![0u8; 64 << 10];
    loop {
        let filled = fill(file, &mut sector)?;
        for entry in sector[..filled].chunks_exact(128) {
            let found = STREAMS.iter().position(|(name, _)| is_entry(entry, name));
            best = found.map_or(best, |found| best.min(found));
        }
        if filled < sector.len() {
            return STREAMS.get(best).map_or(Err(Unreadable::Damaged), |(_, kind)| kind.clone());
        }
    }
}

/// Whether a directory entry is a stream of that name: UTF-16 name, its length in bytes with the zero at 64, type 2 at 66.
fn is_entry(entry: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).chain([0, 0]).collect();
    entry.starts_with(&wide) && entry[64..66] == (wide.len() as u16).to_le_bytes() && entry[66] == 2
}

/// Reads until the buffer is full or the file ends; how much there is.
pub(super) fn fill(from: &mut impl Read, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match from.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
