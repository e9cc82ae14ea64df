//! How far two written names agree.

mod form;
mod glyph;
mod keys;
mod latin;
mod level;
mod minority;

pub use form::NameForm;
pub use keys::NameKeys;
pub use level::level;

use doudi_kernel::{Lang, Say};

/// How far two names agree, from the same writing to nothing at all.
///
/// The order is that of the usual strength; what a level weighs is estimated from the data, not taken from its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum NameLevel {
    /// The same characters, after spaces, widths and kinds of middle dot ([`crate::name::normal`]).
    Exact,
    /// The same after traditional and variant forms and the dots of minority names: 張偉 and 张伟.
    Folded,
    /// Each character sounds like the other with its tone, in any of its readings: 王民富 and 王珉富.
    Tone,
    /// The same sounds without tones: 韦春红 and 韦纯红.
    Sound,
    /// They agree wherever both can be read: 宋歧琪 and 宋歧QI, 李宝红 and 李宝□, 王芳 and WANG FANG.
    Blot,
    /// One character looks like the other, the rest is the same: 李申琴 and 李曳琴. Of Latin names: one letter differs.
    Shape,
    /// The same characters in another order: 刘文忠 and 刘忠文.
    Order,
    /// One character more or less, or one part of a name with dots: 姚馨仪 and 姚馨, 古丽·买买提 and 古丽.
    Part,
    /// Long names whose sounds mostly agree, as other languages are written with characters: 阿布都热合曼 and 阿不都热合满.
    Transliteration,
    /// Of three characters the first and one of the others: 李明华 and 李明国.
    OneOfThree,
    /// The given name, but not the surname: 王小芳 and 李小芳. A woman who takes a name when she marries keeps it.
    Given,
    /// The surname only; of names with a dot, the part after it.
    Surname,
    /// Nothing of the above.
    Other,
}

impl NameLevel {
    /// All levels, strongest first.
    pub const ALL: [Self; 13] = [
        Self::Exact,
        Self::Folded,
        Self::Tone,
        Self::Sound,
        Self::Blot,
        Self::Shape,
        Self::Order,
        Self::Part,
        Self::Transliteration,
        Self::OneOfThree,
        Self::Given,
        Self::Surname,
        Self::Other,
    ];

    /// The level's name in files.
    ///
    /// ```
    /// use doudi_compare::levels::name::NameLevel;
    /// assert_eq!(NameLevel::OneOfThree.code(), "one_of_three");
    /// ```
    pub fn code(self) -> &'static str {
        self.told().0
    }

    /// Code, Chinese, English.
    pub(crate) fn told(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Exact => ("exact", "姓名相同", "same name"),
            Self::Folded => {
                ("folded", "姓名相同（繁简、异体字或间隔号不同）", "same name, other character forms or dots")
            }
            Self::Tone => ("tone", "姓名同音同调", "same sounds and tones"),
            Self::Sound => ("sound", "姓名同音", "same sounds"),
            Self::Blot => ("blot", "姓名可辨认部分一致（含生僻字替代符或拼音）", "agrees wherever it can be read"),
            Self::Shape => ("shape", "姓名有一个字形近", "one character looks alike"),
            Self::Order => ("order", "姓名字序不同", "same characters in another order"),
            Self::Part => ("part", "姓名多一字、少一字或只有其中一部分", "one character or part more or less"),
            Self::Transliteration => ("transliteration", "音译用字不同", "another transliteration"),
            Self::OneOfThree => ("one_of_three", "同姓，名有一字相同", "same surname, one given character"),
            Self::Given => ("given", "同名不同姓", "same given name, other surname"),
            Self::Surname => ("surname", "仅姓相同", "same surname only"),
            Self::Other => ("other", "姓名不同", "different names"),
        }
    }
}

impl Say for NameLevel {
    fn say(&self, lang: Lang) -> String {
        let (_, zh, en) = self.told();
        lang.pick(zh, en).into()
    }
}

#[cfg(test)]
mod tests;
