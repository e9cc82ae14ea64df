//! Signs in place of a character that could not be typed or read.

/// Whether a sign stands where a character should: a geometric sign, `?`, `*`, `〓`, a code point of private use (offices drew
/// rare characters themselves), or one that the standard assigns to nothing.
///
/// ```
/// use doudi_compare::hanzi::is_blot;
/// assert!("□?？*＊〓○●×\u{FFFD}\u{E123}".chars().all(is_blot));
/// assert!(!"王·A1".chars().any(is_blot));
/// ```
#[inline]
pub fn is_blot(c: char) -> bool {
    match c {
        '?' | '*' | '#' | '_' | '？' | '＊' | '＃' | '＿' | '×' | '✕' | '╳' | '〓' | '※' => true,
        // Squares, circles, triangles.
        '\u{25A0}'..='\u{25FF}' | '\u{2B1A}'..='\u{2B1C}' | '\u{FFFC}' | '\u{FFFD}' => true,
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' => true,
        // Planes that the standard has left empty, and code points that never will be characters.
        '\u{40000}'..='\u{DFFFF}' => true,
        _ => c as u32 & 0xFFFE == 0xFFFE,
    }
}
