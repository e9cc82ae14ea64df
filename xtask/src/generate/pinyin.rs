//! Which readings of a character a name may have, written with the tone as a digit.

use super::unihan::Unihan;

/// A reading list longer than this is a scholar's, not an office's.
const AT_MOST: usize = 6;

/// The readings of a character, the usual one first, such as `shan4`.
///
/// Modern dictionaries come first (通用规范汉字字典 2013, 现代汉语词典 1983, the frequency dictionary of 1986). 漢語大字典 also
/// has every reading of the last two thousand years, with which everything would sound like everything; it speaks only
/// where the modern ones are silent.
pub(crate) fn readings(unihan: &Unihan, c: char) -> Vec<String> {
    let mut found: Vec<String> = unihan.values(c, "kMandarin").take(1).filter_map(plain).collect();
    let usual = found.len();
    for field in ["kTGHZ2013", "kXHC1983"] {
        found.extend(
            unihan.values(c, field).filter_map(|v| v.split_once(':')).flat_map(|(_, r)| r.split(',')).filter_map(plain),
        );
    }
    let counted = unihan.values(c, "kHanyuPinlu").filter_map(|value| plain(value.split('(').next()?));
    // An unstressed syllable inside a word says nothing about a name.
    found.extend(counted.filter(|reading| !reading.ends_with('5')));
    if found.len() == usual {
        let old = unihan.values(c, "kHanyuPinyin").filter_map(|v| v.split_once(':')).flat_map(|(_, r)| r.split(','));
        found.extend(old.filter_map(plain));
    }
    let first = |at: usize| !found[..at].contains(&found[at]);
    (0..found.len()).filter(|at| first(*at)).map(|at| found[at].clone()).take(AT_MOST).collect()
}

/// `shàn` as `shan4`, `lǚ` as `lv3`. `None` for what is no syllable of letters.
fn plain(marked: &str) -> Option<String> {
    let mut tone = '5';
    let mut letters = String::new();
    for c in marked.chars() {
        match TONES.iter().find_map(|(base, marks)| Some((*base, marks.chars().position(|mark| mark == c)?))) {
            Some((base, at)) => {
                letters.push(base);
                tone = ['1', '2', '3', '4'][at];
            }
            None => match c {
                'ü' => letters.push('v'),
                'ê' => letters.push('e'),
                'a'..='z' => letters.push(c),
                // Combining marks on letters that have no precomposed form (m̀, ê̄).
                '\u{304}' => tone = '1',
                '\u{301}' => tone = '2',
                '\u{30C}' => tone = '3',
                '\u{300}' => tone = '4',
                '*' => {}
                _ => return None,
            },
        }
    }
    (!letters.is_empty()).then(|| format!("{letters}{tone}"))
}

const TONES: [(char, &str); 9] = [
    ('a', "āáǎà"),
    ('e', "ēéěè"),
    ('i', "īíǐì"),
    ('o', "ōóǒò"),
    ('u', "ūúǔù"),
    ('v', "ǖǘǚǜ"),
    ('m', "\u{0}ḿ\u{0}\u{0}"),
    ('n', "\u{0}ńňǹ"),
    ('e', "\u{0}ế\u{0}ề"),
];

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_marked_syllable_becomes_letters_and_a_digit() {
        for (marked, expected) in
            [("shàn", "shan4"), ("lǚ", "lv3"), ("nüè", "nve4"), ("de", "de5"), ("ǹg", "ng4"), ("ê̄", "e1")]
        {
            assert_eq!(plain(marked).as_deref(), Some(expected), "{marked}");
        }
        assert_eq!(plain("12"), None);
    }
}
