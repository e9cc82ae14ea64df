//! Finding a sealed value again without opening all: a keyed hash beside it.

use super::{Keyring, frame::frame, secret::Secret};

/// Bytes of an index value.
///
/// Sixteen are enough and half as much index: among 10⁸ values of one column, two fall together with probability below
/// 2⁻⁷⁵, and whoever finds a row opens it and compares anyway. Cutting does not weaken the key.
const BYTES: usize = 16;

/// The keyed hash of a normalised value. Equal values of one column have equal ones: for identifiers (identity number,
/// phone, account) that is the purpose; a column of few values (an illness, a tier) must have none, since counting would
/// read it.
pub type BlindIndex = [u8; BYTES];

impl Keyring {
    /// The index value of `plain` in `column`, after [`normalise`].
    ///
    /// Each column has its own key, so that equal values of two columns cannot be joined by who has the database alone;
    /// columns that shall be joined (an applicant's and a member's identity number) give the same name on purpose.
    ///
    /// ```
    /// use doudi_journal::crypto::{Keyring, Suite};
    /// # let mut fill = |bytes: &mut [u8]| bytes.fill(9);
    /// let ring = Keyring::create(Suite::International, &mut fill)?;
    /// assert_eq!(ring.blind("resident_id", "41990119900307001x"), ring.blind("resident_id", " 41990119900307001X"));
    /// assert_ne!(ring.blind("resident_id", "41990119900307001X"), ring.blind("account", "41990119900307001X"));
    /// # Ok::<(), doudi_journal::crypto::CryptoError>(())
    /// ```
    pub fn blind(&self, column: &str, plain: &str) -> BlindIndex {
        let key = self.suite().mac(self.index_key().bytes(), &[&frame("doudi blind index 1", &[column.as_bytes()])]);
        let key = Secret::new(key.to_vec());
        let whole = self.suite().mac(key.bytes(), &[normalise(plain).as_bytes()]);
        let mut index = [0; BYTES];
        index.copy_from_slice(&whole[..BYTES]);
        index
    }
}

/// One spelling of an identifier: full-width characters narrow, spaces, hyphens and control characters away, Latin
/// letters large. What was typed with another keyboard finds the same row.
///
/// ```
/// assert_eq!(doudi_journal::crypto::normalise("１３８-0000 0000").as_str(), "13800000000");
/// ```
pub fn normalise(plain: &str) -> zeroize::Zeroizing<String> {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    };
    let dropped = |c: &char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{200b}'..='\u{200f}' | '\u{feff}')
    };
    let mut spelt = String::with_capacity(plain.len());
    spelt.extend(plain.chars().map(narrow).filter(|c| !dropped(c)).map(|c| c.to_ascii_uppercase()));
    zeroize::Zeroizing::new(spelt)
}
