//! Keys under which records meet before they are compared.

/// One word for a row of words. The same on every machine and in every run, so that keys may be stored; equal keys prove
/// nothing, they only bring two records together.
///
/// ```
/// use doudi_compare::levels::key::key;
/// assert_eq!(key([1, 2]), key([1, 2]));
/// assert_ne!(key([1, 2]), key([2, 1]));
/// ```
#[inline]
pub fn key(words: impl IntoIterator<Item = u64>) -> u64 {
    // The mixing step of SplitMix64 (Steele, Lea, Flood 2014), chained.
    words.into_iter().fold(0x9E37_79B9_7F4A_7C15, |state: u64, word| {
        let mut z = (state ^ word).wrapping_add(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    })
}
