//! A zip archive is examined by its directory before any of it is unpacked.

use super::{Limits, Unreadable};
use std::{
    fs::File,
    io::{BufReader, Read, Seek, SeekFrom},
};
use zip::{ZipArchive, result::ZipError};

/// What kind of workbook an archive holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packed {
    Xlsx,
    Ods,
}

/// Which workbook an archive is, when it is one and stays within the limits.
///
/// Sizes are taken from the directory; the zip reader itself stops at a part that grows past its declared size, so a
/// directory that lies ends in [`Unreadable::Damaged`] and not in full memory.
pub(super) fn examine(file: &File, limits: &Limits) -> Result<Packed, Unreadable> {
    let mut zip = open(file)?;
    let parts = directory(&mut zip, limits)?;
    let kind = kind_of(&parts, &mut zip)?;
    for part in parts.iter().filter(|part| !part.name.contains("/media/")) {
        unpack(&mut zip, part, limits)?;
    }
    Ok(kind)
}

fn open(file: &File) -> Result<ZipArchive<BufReader<File>>, Unreadable> {
    let mut file = file.try_clone()?;
    file.seek(SeekFrom::Start(0))?;
    match ZipArchive::new(BufReader::new(file.try_clone()?)) {
        Ok(zip) => Ok(zip),
        Err(ZipError::Io(error)) if error.kind() != std::io::ErrorKind::UnexpectedEof => Err(error.into()),
        Err(_) if !has_end_record(&mut file)? => Err(Unreadable::Truncated),
        Err(_) => Err(Unreadable::Damaged),
    }
}

/// Whether the record that ends every zip archive (`PK\5\6`) stands in its last 64 KiB, where the format wants it.
fn has_end_record(file: &mut File) -> Result<bool, Unreadable> {
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(66_000)))?;
    let mut tail = Vec::new();
    file.take(66_000).read_to_end(&mut tail)?;
    Ok(memchr::memmem::find(&tail, b"PK\x05\x06").is_some())
}

struct Part {
    index: usize,
    /// Lower case, forward slashes.
    name: String,
}

fn directory(zip: &mut ZipArchive<BufReader<File>>, limits: &Limits) -> Result<Vec<Part>, Unreadable> {
    let mut total = 0u64;
    let mut parts = Vec::new();
    for index in 0..zip.len() {
        let part = zip.by_index_data(index).map_err(|_| Unreadable::Damaged)?;
        if part.encrypted() {
            return Err(Unreadable::Encrypted);
        }
        total = total.saturating_add(part.size());
        let name = String::from_utf8_lossy(part.name_raw()).to_ascii_lowercase().replace('\\', "/");
        let held = !name.contains("worksheets/") && (name.ends_with(".xml") || name.ends_with(".rels"));
        if total > limits.unpacked_bytes || (held && part.size() > limits.held_bytes) {
            return Err(Unreadable::Bomb { limit: if held { limits.held_bytes } else { limits.unpacked_bytes } });
        }
        parts.push(Part { index, name });
    }
    Ok(parts)
}

fn kind_of(parts: &[Part], zip: &mut ZipArchive<BufReader<File>>) -> Result<Packed, Unreadable> {
    let has = |test: fn(&str) -> bool| parts.iter().any(|part| test(&part.name));
    if has(|name| name.ends_with("workbook.bin")) {
        return Err(Unreadable::OtherSpreadsheet("xlsb"));
    }
    if has(|name| name.ends_with("workbook.xml"))
        || (has(|name| name.starts_with("xl/")) && has(|n| n == "[content_types].xml"))
    {
        return Ok(Packed::Xlsx);
    }
    match media_type(parts, zip)?.as_str() {
        "application/vnd.oasis.opendocument.spreadsheet" => return Ok(Packed::Ods),
        other if other.contains("opendocument") => return Err(Unreadable::Document("OpenDocument")),
        _ => {}
    }
    Err(match () {
        () if has(|name| name.starts_with("word/")) => Unreadable::Document("Word"),
        () if has(|name| name.starts_with("ppt/")) => Unreadable::Document("PowerPoint"),
        () if has(|name| name.starts_with("ofd.xml") || name.starts_with("doc_0/")) => Unreadable::Document("OFD"),
        () => Unreadable::Archive("ZIP"),
    })
}

/// The text of the `mimetype` part that OpenDocument files begin with; empty when there is none.
fn media_type(parts: &[Part], zip: &mut ZipArchive<BufReader<File>>) -> Result<String, Unreadable> {
    let Some(part) = parts.iter().find(|part| part.name == "mimetype") else { return Ok(String::new()) };
    let mut text = String::new();
    let part = zip.by_index(part.index).map_err(|_| Unreadable::Damaged)?;
    part.take(200).read_to_string(&mut text).map_err(|_| Unreadable::Damaged)?;
    Ok(text.trim().to_owned())
}

/// Unpacks a part into nothing: its checksum and its declared size must be right before the first row is handed over,
/// since the reader of rows stops at the end of the table, which lies before the checksum. Counts shared strings on the
/// way, which will be held in memory, some 56 bytes each beside their text.
fn unpack(zip: &mut ZipArchive<BufReader<File>>, part: &Part, limits: &Limits) -> Result<(), Unreadable> {
    let counting = part.name.ends_with("sharedstrings.xml");
    let mut part = zip.by_index(part.index).map_err(|_| Unreadable::Damaged)?;
    let finder = memchr::memmem::Finder::new(b"<si");
    let (mut buffer, mut kept, mut found) = (vec![0u8; 64 << 10], 0, 0u64);
    loop {
        let read = part.read(&mut buffer[kept..])?;
        if read == 0 {
            return Ok(());
        }
        if !counting {
            continue;
        }
        let filled = kept + read;
        found += finder.find_iter(&buffer[..filled]).count() as u64;
        if found > limits.strings {
            return Err(Unreadable::TooManyStrings { limit: limits.strings });
        }
        // Two bytes are kept, so that a tag across the border is counted once.
        kept = filled.min(2);
        buffer.copy_within(filled - kept..filled, 0);
    }
}
