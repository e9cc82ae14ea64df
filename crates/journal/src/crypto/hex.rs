//! Bytes as text.

use super::CryptoError;

/// Lower-case hexadecimal digits.
///
/// ```
/// use doudi_journal::crypto::{from_hex, to_hex};
/// assert_eq!(to_hex(&[0, 255]), "00ff");
/// assert_eq!(from_hex("00ff").unwrap(), [0, 255]);
/// ```
pub fn to_hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
        .collect()
}

/// The bytes that hexadecimal digits stand for.
///
/// # Errors
/// [`CryptoError::Form`] for an odd number of characters or another character.
pub fn from_hex(text: &str) -> Result<Vec<u8>, CryptoError> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).map(|digit| digit as u8);
    let pair = |pair: &[u8]| Some(digit(pair.first()?)? << 4 | digit(pair.get(1)?)?);
    text.as_bytes().chunks(2).map(pair).collect::<Option<_>>().ok_or(CryptoError::Form("hexadecimal text"))
}
