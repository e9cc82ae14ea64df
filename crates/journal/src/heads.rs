//! Daily heads: where each chain stood, signed, to be kept where whoever runs the database cannot reach them.
//!
//! A chain alone shows what was changed inside it. Who can write to the database can also cut its tail, or write all of
//! it anew from some entry on; that shows against a head that lies elsewhere, and only up to that head.

use crate::{
    County, Journal, JournalError, chain,
    crypto::{PublicKey, Signature, from_hex, to_hex},
};
use doudi_kernel::Date;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};

/// Keeps a head's signature from being shown as another thing's.
const PURPOSE: &str = "daily head";

/// Where a county's chain stood on a day.
///
/// As JSON: `{"county":419901,"date":"2026-07-01","seq":29,"hash":"…","signature":{…}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedHead {
    /// Six digits.
    pub county: u32,
    /// The civil day at whose end it was signed.
    pub date: Date,
    /// The number of the last entry.
    pub seq: u64,
    /// Its hash, hexadecimal.
    pub hash: String,
    /// Over all of the above.
    pub signature: Signature,
}

impl SignedHead {
    fn message(county: u32, date: Date, seq: u64, hash: &str) -> String {
        format!("{county:06} {date} {seq} {hash}")
    }

    /// Whether one of these keys signed it.
    pub fn holds(&self, keys: &[PublicKey]) -> bool {
        let message = Self::message(self.county, self.date, self.seq, &self.hash);
        keys.iter().any(|key| key.verify(PURPOSE, message.as_bytes(), &self.signature))
    }

    pub(crate) fn hash_bytes(&self) -> Option<[u8; 32]> {
        from_hex(&self.hash).ok()?.try_into().ok()
    }
}

impl Journal {
    /// Where every chain stands, unsigned: county, number and hash of the last entry.
    ///
    /// # Errors
    /// What the database says.
    pub fn heads(&self) -> Result<Vec<(County, u64, [u8; 32])>, JournalError> {
        self.db.read(|session| {
            let counties = chain::counties(session)?;
            let head = |county| chain::head(session, county).map(|(seq, hash)| (county, seq, hash));
            counties.into_iter().map(head).collect()
        })
    }

    /// Where every chain stands, signed for the end of `date` with the current key.
    ///
    /// # Errors
    /// What the database says; [`JournalError::Crypto`] for a damaged key.
    pub fn sign_heads(&self, date: Date) -> Result<Vec<SignedHead>, JournalError> {
        let sign = |(county, seq, hash): (County, u64, [u8; 32])| {
            let (county, hash) = (county.number(), to_hex(&hash));
            let message = SignedHead::message(county, date, seq, &hash);
            let signature = self.shared.keys.sign(PURPOSE, message.as_bytes())?;
            Ok(SignedHead { county, date, seq, hash, signature })
        };
        self.heads()?.into_iter().map(sign).collect()
    }
}

/// Writes heads as JSON, one a line, to be added to a file that is kept elsewhere.
///
/// # Errors
/// [`JournalError::Disk`] or [`JournalError::Full`].
pub fn write_heads(heads: &[SignedHead], to: &mut dyn Write) -> Result<(), JournalError> {
    for head in heads {
        let line = serde_json::to_string(head).map_err(|_| JournalError::Value { why: "a head is not JSON" })?;
        writeln!(to, "{line}").map_err(JournalError::disk("writing heads"))?;
    }
    Ok(())
}

/// Reads what [`write_heads`] wrote. Signatures are looked at by [`Journal::verify`], not here.
///
/// # Errors
/// [`JournalError::Export`] with the line that is none; [`JournalError::Disk`].
pub fn read_heads(from: impl BufRead) -> Result<Vec<SignedHead>, JournalError> {
    let mut heads = Vec::new();
    for (at, line) in from.lines().enumerate() {
        let line = line.map_err(JournalError::disk("reading heads"))?;
        let head = serde_json::from_str(&line);
        heads.push(head.map_err(|_| JournalError::Export { line: at as u64 + 1, why: "not a signed head" })?);
    }
    Ok(heads)
}
