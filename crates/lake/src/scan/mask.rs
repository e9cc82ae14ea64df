//! Where a byte occurs among 64 bytes, as one word.
//!
//! `memchr` finds one occurrence at a time, which costs more than the search itself when fields are six bytes long. All
//! occurrences in 64 bytes at once take four comparisons, and the next one is then the lowest bit.

use wide::u8x16;

/// Bit `i` is set where `bytes[i]` is `wanted`.
#[inline]
pub(crate) fn mask(bytes: &[u8; 64], wanted: u8) -> u64 {
    let wanted = u8x16::splat(wanted);
    let lanes = bytes.as_chunks::<16>().0.iter().zip([0, 16, 32, 48]);
    lanes.fold(0, |mask, (lane, at)| mask | u64::from(u8x16::new(*lane).simd_eq(wanted).to_bitmask()) << at)
}

/// Calls `each` with every position of `wanted`, ascending.
#[inline]
pub(crate) fn positions(bytes: &[u8], wanted: u8, mut each: impl FnMut(usize)) {
    let (chunks, rest) = bytes.as_chunks::<64>();
    for (chunk, base) in chunks.iter().zip((0..).step_by(64)) {
        let mut found = mask(chunk, wanted);
        while found != 0 {
            each(base + found.trailing_zeros() as usize);
            found &= found - 1;
        }
    }
    let base = bytes.len() - rest.len();
    rest.iter().zip(base..).filter(|(byte, _)| **byte == wanted).for_each(|(_, at)| each(at));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn positions_are_those_that_a_look_at_every_byte_finds(bytes in prop::collection::vec(0u8..4, 0..300), wanted in 0u8..5) {
            let mut found = Vec::new();
            positions(&bytes, wanted, |at| found.push(at));
            let naive: Vec<usize> = (0..bytes.len()).filter(|&at| bytes[at] == wanted).collect();
            prop_assert_eq!(found, naive);
        }
    }
}
