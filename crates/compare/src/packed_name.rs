//! Names in one word.

/// The first and the number of the CJK unified ideographs (U+4E00 to U+9FFF); zero stands for the end of the name.
const FIRST: u32 = 0x4E00;
const BASE: u64 = 0x5200 + 1;
/// Set when the word is a digest of a name that does not fit.
const DIGEST: u64 = 1 << 62;

/// A written name in one word: exact for up to four common Chinese characters, a digest for all others.
///
/// Two equal exact words are two names of the same bytes. Two different words are two names of different bytes. Two equal
/// *digests* prove nothing, and [`PackedName::proves_same`] says so: whoever meets them looks at the names.
///
/// ```
/// use doudi_compare::PackedName;
/// let (wang, other) = (PackedName::new("王芳".as_bytes()), PackedName::new("王方".as_bytes()));
/// assert!(wang.proves_same(PackedName::new("王芳".as_bytes())));
/// assert!(!wang.proves_same(other) && wang != other);
/// let long = PackedName::new("买买提·阿不都".as_bytes());
/// assert!(long == long && !long.proves_same(long));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PackedName(u64);

impl PackedName {
    /// The empty name.
    pub const EMPTY: Self = Self(0);
    /// Bits that a packed name leaves free, the highest.
    pub(crate) const FREE: u64 = 1 << 63;

    /// Packs the bytes of a name (UTF-8; other bytes are digested).
    #[inline]
    pub fn new(name: &[u8]) -> Self {
        match name {
            [a @ .., x, y, z] if name.len() <= 12 => match (Self::exact(a), ideograph([*x, *y, *z])) {
                (Some(word), Some(last)) => Self(word * BASE + last),
                _ => Self::digest(name),
            },
            [] => Self::EMPTY,
            _ => Self::digest(name),
        }
    }

    /// Whether both words can only come from one name.
    #[inline]
    pub fn proves_same(self, other: Self) -> bool {
        self == other && self.0 & DIGEST == 0
    }

    /// Whether the word is a digest: equal ones need a look at the names.
    #[inline]
    pub fn is_digest(self) -> bool {
        self.0 & DIGEST != 0
    }

    /// The word as stored beside a snapshot.
    #[inline]
    pub fn word(self) -> u64 {
        self.0
    }

    /// A stored word.
    #[inline]
    pub fn from_word(word: u64) -> Self {
        Self(word & !Self::FREE)
    }

    #[inline]
    fn exact(name: &[u8]) -> Option<u64> {
        let chunks = name.chunks_exact(3);
        if !chunks.remainder().is_empty() {
            return None;
        }
        chunks.into_iter().try_fold(0u64, |word, c| Some(word * BASE + ideograph([c[0], c[1], c[2]])?))
    }

    /// FNV-1a with a final mix: stable across versions, because it is stored.
    fn digest(name: &[u8]) -> Self {
        let fnv = name.iter().fold(0xCBF2_9CE4_8422_2325u64, |h, &b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3));
        Self((fnv ^ (fnv >> 29)) & (DIGEST - 1) | DIGEST)
    }
}

/// The number (from 1) of the ideograph that three bytes of UTF-8 encode.
#[inline]
fn ideograph([x, y, z]: [u8; 3]) -> Option<u64> {
    let code = (u32::from(x) & 0x0F) << 12 | (u32::from(y) & 0x3F) << 6 | u32::from(z) & 0x3F;
    let form = x & 0xF0 == 0xE0 && y & 0xC0 == 0x80 && z & 0xC0 == 0x80;
    (form && (FIRST..FIRST + 0x5200).contains(&code)).then(|| u64::from(code - FIRST) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn four_characters_of_the_highest_code_leave_the_flags_free() {
        let word = PackedName::new("鿿鿿鿿鿿".as_bytes()).word();
        assert!(word < DIGEST && word > 0);
    }

    proptest! {
        #[test]
        fn exact_words_are_equal_exactly_when_names_are(a in "[一-鿿]{0,4}", b in "[一-鿿]{0,4}") {
            let (x, y) = (PackedName::new(a.as_bytes()), PackedName::new(b.as_bytes()));
            prop_assert!(!x.is_digest() && !y.is_digest());
            prop_assert_eq!(x.proves_same(y), a == b);
        }

        #[test]
        fn a_word_never_proves_two_different_names_the_same(a in prop::collection::vec(any::<u8>(), 0..14), b in prop::collection::vec(any::<u8>(), 0..14)) {
            prop_assert!(a == b || !PackedName::new(&a).proves_same(PackedName::new(&b)));
            prop_assert_eq!(PackedName::new(&a), PackedName::new(&a));
        }
    }
}
