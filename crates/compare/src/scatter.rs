//! Keys spread evenly over a range, without loss.

/// Bits of a packed identity key: 17 digits and four bits of check character, below 2⁶¹.
pub(crate) const BITS: u32 = 61;
const MASK: u64 = (1 << BITS) - 1;

/// A packed key as an evenly spread number of 61 bits.
///
/// Each step (an odd product modulo 2⁶¹, a shifted exclusive-or) can be undone, so two keys are equal exactly when their
/// scattered numbers are: whoever compares these compares keys, and no chance of a false match exists.
#[inline]
pub(crate) fn scatter(key: u64) -> u64 {
    debug_assert!(key <= MASK);
    let x = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) & MASK;
    let x = x ^ (x >> 31);
    x.wrapping_mul(0xD6E8_FEB8_6659_FD93) & MASK
}

/// The place among `len` of a number, by its `bits` highest bits of [`BITS`] left over after `used`.
#[inline]
pub(crate) fn place(scattered: u64, used: u32, len: u32) -> u32 {
    let rest = (scattered << (64 - BITS + used)) >> 32;
    ((rest * u64::from(len)) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The multiplicative inverse of an odd number modulo 2⁶⁴, by Newton's iteration.
    fn inverse(odd: u64) -> u64 {
        (0..6).fold(odd, |x, _| x.wrapping_mul(2u64.wrapping_sub(odd.wrapping_mul(x))))
    }

    proptest! {
        #[test]
        fn scattering_can_be_undone(key in 0..=MASK) {
            let x = scatter(key).wrapping_mul(inverse(0xD6E8_FEB8_6659_FD93)) & MASK;
            let x = x ^ (x >> 31);
            prop_assert_eq!(x.wrapping_mul(inverse(0x9E37_79B9_7F4A_7C15)) & MASK, key);
        }

        #[test]
        fn a_place_lies_in_its_range(key in 0..=MASK, used in 0u32..12, len in 1u32..1_000_000) {
            prop_assert!(place(scatter(key), used, len) < len);
        }
    }
}
