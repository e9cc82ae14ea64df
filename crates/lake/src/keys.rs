//! A list's keys in their order, in a file: what comparing it again needs.
//!
//! Beside a snapshot lies `keys.bin`. It is made from the snapshot when it is first compared and can be made again at any
//! time, so it is not part of the snapshot's name. The columns are little-endian arrays one after another, read piece by
//! piece into buffers that are used again; before them stands a header in JSON with their lengths and a blake3 hash.
//!
//! ```text
//! "DOUDIKEY" · header length (u32) · header · keys (u64) · names (u64) · rows (u32) · states (u16) · divisions (u16)
//! ```

use bytemuck::Pod;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

const MAGIC: &[u8; 8] = b"DOUDIKEY";
const VERSION: u32 = 1;
const LONGEST_HEADER: u32 = 256 << 20;

/// What is known about a list beside its sorted columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyHeader {
    version: u32,
    /// Rows with a key.
    pub entries: u64,
    /// All rows of the list.
    pub rows: u64,
    /// Numbers of the rows without a key, ascending.
    pub keyless: Vec<u32>,
    /// The states that entries refer to by number.
    pub states: Vec<String>,
    /// The divisions that entries refer to by number.
    pub divisions: Vec<String>,
    /// Names that do not fit into a word, by the position of their entry, ascending.
    pub long_names: Vec<(u32, String)>,
    /// Of the columns' bytes.
    blake3: String,
}

/// The columns of a list, sorted by key and then by row, for [`write_keys`].
#[derive(Clone, Copy, Debug)]
pub struct KeyColumns<'a> {
    /// Packed keys, ascending.
    pub keys: &'a [u64],
    /// Packed names.
    pub names: &'a [u64],
    /// Row numbers in the list.
    pub rows: &'a [u32],
    /// Numbers of states.
    pub states: &'a [u16],
    /// Numbers of divisions.
    pub divisions: &'a [u16],
}

/// Why a key file cannot be used. It can always be made again from its list.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The system refuses.
    #[error("the key file cannot be read or written: {0}")]
    Io(#[from] io::Error),
    /// Not such a file, of another version, cut short, or changed.
    #[error("the key file is damaged or of another version; it will be made again")]
    Damaged,
}

/// Writes a key file under a name of its own and gives it its name when it is whole.
///
/// # Errors
/// [`KeyError::Io`]; then no file of that name has come or changed.
pub fn write_keys(path: &Path, header: &KeyHeader, columns: &KeyColumns<'_>) -> Result<(), KeyError> {
    // On a big-endian machine the arrays would be of another order than the format says.
    if cfg!(target_endian = "big") {
        return Err(io::Error::from(io::ErrorKind::Unsupported).into());
    }
    let bytes: [&[u8]; 5] = [
        bytemuck::cast_slice(columns.keys),
        bytemuck::cast_slice(columns.names),
        bytemuck::cast_slice(columns.rows),
        bytemuck::cast_slice(columns.states),
        bytemuck::cast_slice(columns.divisions),
    ];
    let mut hasher = blake3::Hasher::new();
    bytes.iter().for_each(|column| _ = hasher.update(column));
    let blake3 = hasher.finalize().to_hex().to_string();
    let header = KeyHeader { version: VERSION, entries: columns.keys.len() as u64, blake3, ..header.clone() };
    let header = serde_json::to_vec(&header).map_err(io::Error::other)?;
    let draft = path.with_extension("draft");
    let mut file = BufWriter::with_capacity(1 << 20, File::create(&draft)?);
    file.write_all(MAGIC)?;
    file.write_all(&(header.len() as u32).to_le_bytes())?;
    file.write_all(&header)?;
    bytes.iter().try_for_each(|column| file.write_all(column))?;
    file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    std::fs::rename(&draft, path)?;
    Ok(())
}

/// A key file, its header read and its length checked.
#[derive(Debug)]
pub struct KeyFile {
    path: PathBuf,
    file: File,
    header: KeyHeader,
    start: u64,
}

impl KeyFile {
    /// Opens a file and checks its header and its length, not its content: that is [`KeyFile::verify`]'s, which reads
    /// everything.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn open(path: &Path) -> Result<Self, KeyError> {
        let mut file = File::open(path)?;
        let mut head = [0; 12];
        file.read_exact(&mut head).map_err(cut_short)?;
        let len = u32::from_le_bytes([head[8], head[9], head[10], head[11]]);
        if &head[..8] != MAGIC || len > LONGEST_HEADER {
            return Err(KeyError::Damaged);
        }
        let mut json = vec![0; len as usize];
        file.read_exact(&mut json).map_err(cut_short)?;
        let header: KeyHeader = serde_json::from_slice(&json).map_err(|_| KeyError::Damaged)?;
        let start = 12 + u64::from(len);
        let whole = header.entries.checked_mul(24).and_then(|bytes| bytes.checked_add(start));
        if header.version != VERSION || cfg!(target_endian = "big") || whole != Some(file.metadata()?.len()) {
            return Err(KeyError::Damaged);
        }
        Ok(Self { path: path.to_owned(), file, header, start })
    }

    /// What is known beside the columns.
    pub fn header(&self) -> &KeyHeader {
        &self.header
    }

    /// Rows with a key.
    pub fn entries(&self) -> usize {
        self.header.entries as usize
    }

    /// Packed keys of a range of entries.
    ///
    /// # Errors
    /// [`KeyError`]; the same for the other columns.
    pub fn keys(&self, range: &Range<usize>, into: &mut Vec<u64>) -> Result<(), KeyError> {
        self.column(0, range, into)
    }

    /// Packed names.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn names(&self, range: &Range<usize>, into: &mut Vec<u64>) -> Result<(), KeyError> {
        self.column(8, range, into)
    }

    /// Row numbers.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn rows(&self, range: &Range<usize>, into: &mut Vec<u32>) -> Result<(), KeyError> {
        self.column(16, range, into)
    }

    /// Numbers of states.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn states(&self, range: &Range<usize>, into: &mut Vec<u16>) -> Result<(), KeyError> {
        self.column(20, range, into)
    }

    /// Numbers of divisions.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn divisions(&self, range: &Range<usize>, into: &mut Vec<u16>) -> Result<(), KeyError> {
        self.column(22, range, into)
    }

    /// Reads a column that stands after columns of `before` bytes an entry.
    fn column<T: Pod>(&self, before: u64, range: &Range<usize>, into: &mut Vec<T>) -> Result<(), KeyError> {
        into.resize(range.len(), T::zeroed());
        let offset = self.start + before * self.header.entries + (range.start * size_of::<T>()) as u64;
        let bytes: &mut [u8] = bytemuck::cast_slice_mut(into);
        let wanted = bytes.len();
        if crate::scan::fill(&self.file, bytes, offset)? < wanted { Err(KeyError::Damaged) } else { Ok(()) }
    }

    /// The first entry whose key is not below `key`.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn position(&self, key: u64) -> Result<usize, KeyError> {
        let (mut low, mut high) = (0, self.entries());
        let mut word = Vec::with_capacity(1);
        while low < high {
            let middle = low.midpoint(high);
            self.keys(&(middle..middle + 1), &mut word)?;
            if word[0] < key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }

    /// Reads everything and compares it with the hash in the header.
    ///
    /// # Errors
    /// [`KeyError::Damaged`] when a byte has changed.
    pub fn verify(&self) -> Result<(), KeyError> {
        let mut file = File::open(&self.path)?;
        io::copy(&mut (&mut file).take(self.start), &mut io::sink())?;
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(file)?;
        if hasher.finalize().to_hex().as_str() == self.header.blake3 { Ok(()) } else { Err(KeyError::Damaged) }
    }
}

fn cut_short(error: io::Error) -> KeyError {
    if error.kind() == io::ErrorKind::UnexpectedEof { KeyError::Damaged } else { KeyError::Io(error) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path) {
        let columns = KeyColumns {
            keys: &[3, 5, 5],
            names: &[7, 8, 9],
            rows: &[2, 0, 1],
            states: &[0, 1, 0],
            divisions: &[0, 0, 0],
        };
        let header = KeyHeader { rows: 4, keyless: vec![3], states: vec!["参保".into()], ..KeyHeader::default() };
        write_keys(path, &header, &columns).unwrap();
    }

    #[test]
    fn columns_come_back_whole_and_in_pieces() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("keys.bin");
        write(&path);
        let file = KeyFile::open(&path).unwrap();
        let (mut words, mut rows, mut small) = (Vec::new(), Vec::new(), Vec::new());
        file.keys(&(1..3), &mut words).unwrap();
        assert_eq!(words, [5, 5]);
        file.names(&(0..3), &mut words).unwrap();
        assert_eq!(words, [7, 8, 9]);
        file.rows(&(0..2), &mut rows).unwrap();
        assert_eq!(rows, [2, 0]);
        file.states(&(1..2), &mut small).unwrap();
        assert_eq!((small, file.header().keyless.clone(), file.header().rows), (vec![1], vec![3], 4));
        assert_eq!([0, 4, 5, 6].map(|key| file.position(key).unwrap()), [0, 1, 1, 3]);
        file.verify().unwrap();
    }

    #[test]
    fn a_file_that_was_cut_short_or_changed_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("keys.bin");
        write(&path);
        let whole = std::fs::read(&path).unwrap();
        for len in 0..whole.len() {
            std::fs::write(&path, &whole[..len]).unwrap();
            assert!(matches!(KeyFile::open(&path), Err(KeyError::Damaged)), "cut to {len} bytes");
        }
        let mut changed = whole.clone();
        *changed.last_mut().unwrap() ^= 1;
        std::fs::write(&path, &changed).unwrap();
        assert!(matches!(KeyFile::open(&path).unwrap().verify(), Err(KeyError::Damaged)));
    }
}
