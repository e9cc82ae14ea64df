//! Several texts as one, so that no two different lists give the same bytes.

/// A label and parts, each after its length: `("ab", "c")` and `("a", "bc")` differ, as do the uses of a key.
pub(super) fn frame(label: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut framed = Vec::with_capacity(16 + label.len() + parts.iter().map(|part| part.len() + 8).sum::<usize>());
    for part in std::iter::once(&label.as_bytes()).chain(parts) {
        framed.extend((part.len() as u64).to_be_bytes());
        framed.extend_from_slice(part);
    }
    framed
}

#[cfg(test)]
mod tests {
    use super::frame;

    #[test]
    fn a_boundary_that_moves_changes_the_frame() {
        assert_ne!(frame("x", &[b"ab", b"c"]), frame("x", &[b"a", b"bc"]));
        assert_ne!(frame("x", &[b"ab"]), frame("x", &[b"ab", b""]));
        assert_ne!(frame("x", &[b"ab"]), frame("xa", &[b"b"]));
    }
}
