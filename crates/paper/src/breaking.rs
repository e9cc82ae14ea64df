//! Lines of Chinese text: no closing mark at a line's start, no opening one at its end, numbers and words in one piece
//! (GB/T 15834, CLREQ 3.1).

/// How wide characters are.
pub trait Measure {
    /// The advance of a character, in parts of the size.
    fn advance(&self, c: char, bold: bool) -> f32;
}

const OPENING: &str = "（《〈「『【〔“‘([{¥￥□☑";
const CLOSING: &str = "、，。；：？！）》〉」』】〕”’…—～·%‰℃,.;:?!)]}";
const UNITS: &str = "年月日元岁人户项条款号个天次万亿";

/// A line that was broken.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) text: String,
    /// In points.
    pub(crate) width: f32,
    /// Whether the paragraph ends here, so that it is not spread to the right edge.
    pub(crate) last: bool,
}

/// A size and weight, measured.
#[derive(Clone, Copy)]
pub(crate) struct Hand<'a> {
    pub(crate) measure: &'a dyn Measure,
    pub(crate) size: f32,
    pub(crate) bold: bool,
}

impl Hand<'_> {
    pub(crate) fn width(self, text: &str) -> f32 {
        text.chars().map(|c| self.measure.advance(c, self.bold)).sum::<f32>() * self.size
    }

    /// Breaks a text, the first line shorter by an indent.
    pub(crate) fn lines(self, text: &str, width: f32, indent: f32) -> Vec<Line> {
        let mut lines = Vec::new();
        for paragraph in text.split('\n') {
            let mut open =
                Line { text: String::new(), width: if lines.is_empty() { indent } else { 0.0 }, last: false };
            for atom in atoms(paragraph) {
                self.add(atom, width, &mut open, &mut lines);
            }
            open.text.truncate(open.text.trim_end().len());
            lines.push(Line { last: true, ..open });
        }
        lines
    }

    fn add(self, atom: &str, width: f32, open: &mut Line, lines: &mut Vec<Line>) {
        let wide = self.width(atom);
        // A space after the last word of a line takes no room.
        if open.width + self.width(atom.trim_end()) <= width + 0.01 {
            open.text.push_str(atom);
            open.width += wide;
            return;
        }
        if !open.text.is_empty() {
            turn(open, lines);
        }
        if wide <= width {
            open.text.push_str(atom.trim_start());
            open.width += self.width(atom.trim_start());
            return;
        }
        // Wider than a whole line: torn wherever it must be.
        for c in atom.chars() {
            let advance = self.measure.advance(c, self.bold) * self.size;
            if open.width + advance > width + 0.01 && !open.text.is_empty() {
                turn(open, lines);
            }
            open.text.push(c);
            open.width += advance;
        }
    }
}

fn turn(open: &mut Line, lines: &mut Vec<Line>) {
    let mut line = std::mem::replace(open, Line { text: String::new(), width: 0.0, last: false });
    line.text.truncate(line.text.trim_end().len());
    lines.push(line);
}

/// Pieces between which a line may break: opening marks, one character or word, its unit, closing marks, spaces.
fn atoms(text: &str) -> Vec<&str> {
    let mut rest = text;
    let mut atoms = Vec::new();
    while !rest.is_empty() {
        let (atom, after) = rest.split_at(atom_length(rest));
        atoms.push(atom);
        rest = after;
    }
    atoms
}

fn atom_length(text: &str) -> usize {
    let take = |from: usize, wanted: &dyn Fn(char) -> bool| {
        from + text[from..].chars().take_while(|&c| wanted(c)).map(char::len_utf8).sum::<usize>()
    };
    let opened = take(0, &|c| OPENING.contains(c));
    let boxed = text[..opened].ends_with(['□', '☑']);
    let core = match text[opened..].chars().next() {
        None => opened,
        // A box stays with the whole of its choice.
        Some(_) if boxed => take(opened, &|c| !c.is_whitespace()),
        Some(c) if is_wordy(c) => take(opened, &is_wordy),
        Some(c) => opened + c.len_utf8(),
    };
    let number = text[opened..core].ends_with(|c: char| c.is_ascii_digit());
    let unit = text[core..].chars().next().filter(|&c| number && UNITS.contains(c)).map_or(0, char::len_utf8);
    let closed = take(core + unit, &|c| CLOSING.contains(c));
    // A sum goes on after its point or comma: 1,234.56 is one piece.
    let goes_on = closed > core
        && text[..closed].ends_with([',', '.', ':', ';', ')', ']'])
        && text[closed..].starts_with(is_wordy);
    if goes_on {
        return closed + atom_length(&text[closed..]);
    }
    take(closed, &char::is_whitespace)
}

/// Letters, digits and what stands inside words and numbers.
fn is_wordy(c: char) -> bool {
    c < '\u{2e80}' && (c.is_alphanumeric() || "-+/_*#@&=<>~^$|\\'\"".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Half a square for narrow characters, a square for the others, as SimSun has it.
    struct Squares;

    impl Measure for Squares {
        fn advance(&self, c: char, _: bool) -> f32 {
            if c < '\u{2e80}' && !"“”‘’…—".contains(c) { 0.5 } else { 1.0 }
        }
    }

    fn broken(text: &str, squares: u16) -> Vec<String> {
        let hand = Hand { measure: &Squares, size: 10.0, bold: false };
        hand.lines(text, f32::from(squares) * 10.0, 0.0).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn a_full_stop_takes_its_character_with_it_to_the_next_line() {
        assert_eq!(broken("一二三四五。六", 5), ["一二三四", "五。六"]);
        assert_eq!(broken("一二三四（五）", 5), ["一二三四", "（五）"]);
    }

    #[test]
    fn a_sum_of_money_and_its_unit_stay_together() {
        assert_eq!(broken("一二三1,234.56元。", 6), ["一二三", "1,234.56元。"]);
        assert_eq!(broken("一于2026年8月3日", 4), ["一于", "2026年", "8月3日"]);
    }

    #[test]
    fn english_breaks_between_words_and_spaces_vanish_at_the_edge() {
        assert_eq!(broken("one two three", 4), ["one two", "three"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_line_is_too_wide(text in "[一-三0-9a-c，。（）《》 .,%年元□☑]{0,80}", squares in 2u16..30) {
            let hand = Hand { measure: &Squares, size: 1.0, bold: false };
            let lines = hand.lines(&text, f32::from(squares), 0.0);
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(bare(&lines.iter().map(|line| line.text.as_str()).collect::<String>()), bare(&text));
            for line in &lines {
                prop_assert!(hand.width(&line.text) <= f32::from(squares) + 0.01, "{:?}", line);
            }
        }

        #[test]
        fn no_line_starts_with_a_closing_mark_where_characters_have_room(text in "([一-三]{1,4}[，。、）])([（《]?[一-三]{1,4}[，。、）》]?){0,20}") {
            for line in broken(&text, 8).iter().skip(1) {
                prop_assert!(!line.starts_with(|c| CLOSING.contains(c)), "{line}");
            }
        }
    }
}
