//! Policy texts as words.

use doudi_kernel::{Date, Ratio};

/// Which of the files given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u16);

/// A stretch of a file, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Its first byte.
    pub start: u32,
    /// The byte after its last.
    pub end: u32,
}

impl Span {
    /// From the beginning of this to the end of another.
    pub fn to(self, other: Self) -> Self {
        Self { end: other.end.max(self.end), ..self }
    }
}

/// A word and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// The word.
    pub word: Word,
    /// Where.
    pub span: Span,
    /// Characters before it on its line when it is the first word of the line: 0 begins an item.
    pub indent: Option<u32>,
}

/// A word of a policy.
#[derive(Clone, Debug, PartialEq)]
pub enum Word {
    /// `dibao_standard`, keywords among them. In case files also a Chinese name.
    Name(String),
    /// `714`, `1.5`, `6_600`, `30%`: the exact value.
    Number(Ratio),
    /// The digits of a whole number as written: regions, which may begin with any digit. Always beside a `Number` meaning.
    Digits(String),
    /// `2026-07-01`.
    Date(Date),
    /// `2026-07`: only in case files.
    Month(doudi_kernel::Month),
    /// `"…"`, without the quotation marks.
    Text(String),
    /// `:` `,` `(` `)` `[` `]` `{` `}` `|` `/` `*` `+` `-` `<` `<=` `>` `>=` `=` `!=` `..` `..<`
    Sign(&'static str),
}

/// A text that is no word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoWord {
    /// Where.
    pub span: Span,
    /// What was met.
    pub what: Strange,
}

/// What a policy text may not contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strange {
    /// A character that begins no word.
    Character(char),
    /// A text whose closing quotation mark is missing on its line.
    OpenText,
    /// A number out of reach, or a date that no calendar has.
    Value,
}

/// Longest first.
const SIGNS: [&str; 21] =
    ["..<", "<=", ">=", "!=", "..", ":", ",", "(", ")", "[", "]", "{", "}", "|", "/", "*", "+", "-", "<", ">", "="];

/// The words of a text, comments and spaces left out; what is no word beside them.
///
/// ```
/// use doudi_rules::lex::{FileId, Word, words};
/// let (words, strange) = words(FileId(0), "  is 30% * x # why");
/// assert_eq!(words.len(), 4);
/// assert_eq!(words[0].indent, Some(2));
/// assert_eq!(words[1].word, Word::Number(doudi_kernel::Ratio::new(3, 10).unwrap()));
/// assert!(strange.is_empty());
/// ```
pub fn words(file: FileId, text: &str) -> (Vec<Token>, Vec<NoWord>) {
    let mut lexer = Lexer { file, text, at: 0, tokens: Vec::new(), strange: Vec::new() };
    for line in text.split_inclusive('\n') {
        let start = lexer.at;
        lexer.line(line.trim_end_matches(['\n', '\r']));
        lexer.at = start + line.len();
    }
    (lexer.tokens, lexer.strange)
}

struct Lexer<'a> {
    file: FileId,
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    strange: Vec<NoWord>,
}

impl Lexer<'_> {
    fn line(&mut self, line: &str) {
        let (start, end) = (self.at, self.at + line.len());
        let mut first = Some(());
        while self.at < end {
            let rest = &self.text[self.at..end];
            let Some(next) = rest.chars().next().filter(|next| *next != '#') else {
                return;
            };
            if next.is_whitespace() {
                self.at += next.len_utf8();
                continue;
            }
            let indent = first.take().map(|()| self.text[start..self.at].chars().count() as u32);
            let (word, length) = word(rest, next);
            let span = Span { file: self.file, start: self.at as u32, end: (self.at + length) as u32 };
            match word {
                Ok(word) => self.tokens.push(Token { word, span, indent }),
                Err(what) => self.strange.push(NoWord { span, what }),
            }
            self.at += length;
        }
    }
}

/// The word that a text begins with, and its length in bytes.
fn word(rest: &str, next: char) -> (Result<Word, Strange>, usize) {
    let run = |more: fn(char) -> bool| rest.find(|c| !more(c)).unwrap_or(rest.len());
    if next == '"' {
        return match rest[1..].find('"') {
            Some(end) => (Ok(Word::Text(rest[1..=end].into())), end + 2),
            None => (Err(Strange::OpenText), rest.len()),
        };
    }
    if next.is_ascii_digit() {
        return number(rest);
    }
    if next.is_alphabetic() {
        let length = run(|c| c.is_alphanumeric() || c == '_');
        return (Ok(Word::Name(rest[..length].into())), length);
    }
    match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        Some(sign) => (Ok(Word::Sign(sign)), sign.len()),
        None => (Err(Strange::Character(next)), next.len_utf8()),
    }
}

fn number(rest: &str) -> (Result<Word, Strange>, usize) {
    if let Some((word, length)) = calendar(rest) {
        return (word.ok_or(Strange::Value), length);
    }
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit() && c != '_').unwrap_or(text.len());
    let whole = digits(rest);
    let decimals = match rest[whole..].strip_prefix('.') {
        Some(after) if after.starts_with(|c: char| c.is_ascii_digit()) => 1 + digits(after),
        _ => 0,
    };
    let percent = rest[whole + decimals..].starts_with('%');
    let length = whole + decimals + usize::from(percent);
    if decimals == 0 && !percent && !rest[..whole].contains('_') {
        return (Ok(Word::Digits(rest[..whole].into())), length);
    }
    let text: String = rest[..whole + decimals].chars().filter(char::is_ascii_digit).collect();
    let places = rest[whole..whole + decimals].chars().filter(char::is_ascii_digit).count() as u32;
    let bottom = 10i64.checked_pow(places).and_then(|b| b.checked_mul(if percent { 100 } else { 1 }));
    let value = text.parse().ok().zip(bottom).and_then(|(top, bottom)| Ratio::new(top, bottom));
    (value.map(Word::Number).ok_or(Strange::Value), length)
}

/// `2026-07-01` and `2026-07`, which would otherwise be differences.
fn calendar(rest: &str) -> Option<(Option<Word>, usize)> {
    let shape = |form: &str| {
        let fits = rest.len() >= form.len()
            && rest.bytes().zip(form.bytes()).all(|(c, f)| if f == b'd' { c.is_ascii_digit() } else { c == f });
        fits && !rest[form.len()..].starts_with(|c: char| c.is_ascii_digit())
    };
    if shape("dddd-dd-dd") {
        return Some((rest[..10].parse().ok().map(Word::Date), 10));
    }
    shape("dddd-dd").then(|| (rest[..7].parse().ok().map(Word::Month), 7))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<Word> {
        words(FileId(0), text).0.into_iter().map(|token| token.word).collect()
    }

    #[test]
    fn dates_and_months_are_words_and_ranges_are_three() {
        assert_eq!(said("2026-07-01"), [Word::Date(Date::constant(2026, 7, 1))]);
        assert_eq!(said("2026-07"), [Word::Month(doudi_kernel::Month::new(2026, 7).unwrap())]);
        assert_eq!(said("1..3"), [Word::Digits("1".into()), Word::Sign(".."), Word::Digits("3".into())]);
        assert_eq!(said("0.5..<1").len(), 3);
    }

    #[test]
    fn a_text_without_its_end_is_complained_of_and_the_next_line_read_on() {
        let (words, strange) = words(FileId(0), "label \"低保\nis 1");
        assert_eq!(strange.len(), 1);
        assert_eq!(strange[0].what, Strange::OpenText);
        assert_eq!(words.len(), 3);
    }
}
