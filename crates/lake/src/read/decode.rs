//! Bytes of a text file as UTF-8, streaming.

use super::{Encoding, Unreadable, sniff::fill};
use encoding_rs::{DecoderResult, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
};

impl Encoding {
    fn of(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 | Self::Utf8Bom => UTF_8,
            Self::Gb18030 => GB18030,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
        }
    }
}

/// Decides the encoding of a whole file by validity: a mark is believed and examined; without one UTF-8 is tried, which
/// no other encoding imitates over a whole file, then GB18030.
///
/// # Errors
/// [`Unreadable::Encoding`] with the byte where the longer of the attempts stops, [`Unreadable::Binary`] for text with
/// NUL characters in it.
pub(super) fn decide(file: &mut File, head: &[u8]) -> Result<Encoding, Unreadable> {
    let candidates: &[Encoding] = match head {
        [0xef, 0xbb, 0xbf, ..] => &[Encoding::Utf8Bom],
        [0xff, 0xfe, ..] => &[Encoding::Utf16Le],
        [0xfe, 0xff, ..] => &[Encoding::Utf16Be],
        _ => &[Encoding::Utf8, Encoding::Gb18030],
    };
    let mut furthest = 0;
    for &encoding in candidates {
        match valid(file, encoding)? {
            None => return Ok(encoding),
            Some(byte) => furthest = furthest.max(byte),
        }
    }
    Err(Unreadable::Encoding { byte: furthest })
}

/// Where the file stops being valid in an encoding; `None` when it is valid to its end.
fn valid(file: &mut File, encoding: Encoding) -> Result<Option<u64>, Unreadable> {
    file.seek(SeekFrom::Start(0))?;
    let mut decoder = encoding.of().new_decoder_with_bom_removal();
    let (mut bytes, mut text) = (vec![0u8; 64 << 10], vec![0u8; 256 << 10]);
    let mut before = 0u64;
    loop {
        let filled = fill(file, &mut bytes)?;
        let last = filled < bytes.len();
        let mut at = 0;
        loop {
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(&bytes[at..filled], &mut text, last);
            if memchr::memchr(0, &text[..written]).is_some() {
                return Err(Unreadable::Binary);
            }
            at += read;
            match result {
                DecoderResult::Malformed(..) => return Ok(Some(before + at as u64 - 1)),
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
            }
        }
        if last {
            return Ok(None);
        }
        before += filled as u64;
    }
}

/// A reader of UTF-8 over a file in any of the encodings, the mark removed.
pub(super) struct Decoded {
    file: File,
    decoder: encoding_rs::Decoder,
    bytes: Vec<u8>,
    text: Vec<u8>,
    /// What of `text` is still to be handed out.
    ready: std::ops::Range<usize>,
    ended: bool,
}

impl Decoded {
    /// Begins at the first byte of the file.
    pub(super) fn new(mut file: File, encoding: Encoding) -> io::Result<Self> {
        file.seek(SeekFrom::Start(0))?;
        let decoder = encoding.of().new_decoder_with_bom_removal();
        let bytes = vec![0; 64 << 10];
        let longest = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(4 * bytes.len());
        Ok(Self { file, decoder, bytes, text: vec![0; longest], ready: 0..0, ended: false })
    }

    fn refill(&mut self) -> io::Result<()> {
        let filled = fill(&mut self.file, &mut self.bytes)?;
        self.ended = filled < self.bytes.len();
        // `text` is as long as the decoder asks for, so one call takes everything.
        let (_, _, written, _) = self.decoder.decode_to_utf8(&self.bytes[..filled], &mut self.text, self.ended);
        self.ready = 0..written;
        Ok(())
    }
}

impl Read for Decoded {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.ready.is_empty() && !self.ended {
            self.refill()?;
        }
        let given = self.ready.len().min(into.len());
        into[..given].copy_from_slice(&self.text[self.ready.start..][..given]);
        self.ready.start += given;
        Ok(given)
    }
}
