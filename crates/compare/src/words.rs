//! Large zeroed arrays of words.

use memmap2::MmapMut;
use std::ops::{Deref, DerefMut};

/// Below this, huge pages would waste more than they save.
const HUGE_FROM_BYTES: usize = 4 << 20;

/// A zeroed array of words, on huge pages where it is large and the system has them.
///
/// Memory that is never written to is never given out by the system, so a generous length costs nothing.
#[derive(Debug)]
pub(crate) enum Words {
    Mapped(MmapMut),
    Heap(Vec<u64>),
}

impl Words {
    pub(crate) fn zeroed(len: usize) -> Self {
        let bytes = len * size_of::<u64>();
        if bytes < HUGE_FROM_BYTES {
            return Self::Heap(vec![0; len]);
        }
        let Ok(map) = MmapMut::map_anon(bytes) else { return Self::Heap(vec![0; len]) };
        // Advice only: without huge pages everything works, a little slower.
        #[cfg(target_os = "linux")]
        map.advise(memmap2::Advice::HugePage).ok();
        Self::Mapped(map)
    }
}

impl Deref for Words {
    type Target = [u64];

    #[inline]
    fn deref(&self) -> &[u64] {
        match self {
            // A mapping begins at a page and has a length in words: the cast cannot fail.
            Self::Mapped(map) => bytemuck::cast_slice(map),
            Self::Heap(words) => words,
        }
    }
}

impl DerefMut for Words {
    #[inline]
    fn deref_mut(&mut self) -> &mut [u64] {
        match self {
            Self::Mapped(map) => bytemuck::cast_slice_mut(map),
            Self::Heap(words) => words,
        }
    }
}
