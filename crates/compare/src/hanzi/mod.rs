//! What Chinese characters sound like, look like, and stand for.
//!
//! All of it is read from one table that is derived from Unihan (`data/README.md`). Nothing here is typed by hand but the
//! signs that people put where they could not type a character.

mod blot;
mod shape;
mod syllable;
mod table;

pub use blot::is_blot;
pub use syllable::{Syllable, Toneless};

/// The form of a character that is in general use today: traditional, variant and compatibility forms become the one that
/// 通用规范汉字表 has. Every other character stays, and no two characters of that list meet.
///
/// ```
/// use doudi_compare::hanzi::fold;
/// assert_eq!(['豔', '啓', '峯', '劉', '喆', 'a'].map(fold), ['艳', '启', '峰', '刘', '喆', 'a']);
/// ```
#[inline]
pub fn fold(c: char) -> char {
    if c.is_ascii() { c } else { table::row(c).map_or(c, |row| row.folded) }
}

/// How a character may be read, the usual reading first; empty for what is no Chinese character.
///
/// ```
/// use doudi_compare::hanzi::readings;
/// let said: Vec<String> = readings('单').iter().map(ToString::to_string).collect();
/// assert_eq!(said, ["dan1", "chan2", "shan4"]);
/// assert!(readings('A').is_empty());
/// ```
#[inline]
pub fn readings(c: char) -> &'static [Syllable] {
    table::row(c).map_or(&[], |row| table::readings(row))
}

/// Whether one character may be taken for the other on paper: the same four corners (四角号码), or written with the same parts
/// but one (仓颉) in about as many strokes. A character is not its own look-alike.
///
/// ```
/// use doudi_compare::hanzi::alike;
/// assert!(alike('申', '曳') && alike('己', '已') && alike('清', '晴') && alike('贵', '责'));
/// assert!(!alike('王', '李') && !alike('王', '王'));
/// ```
#[inline]
pub fn alike(a: char, b: char) -> bool {
    a != b && matches!((table::row(a), table::row(b)), (Some(a), Some(b)) if a.shape.alike(b.shape))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn common() -> Vec<char> {
        let lines = table::TEXT.lines().filter(|line| line.split('\t').nth(3) == Some("1"));
        lines.filter_map(|line| line.chars().next()).collect()
    }

    #[test]
    fn no_character_in_general_use_is_folded() {
        let common = common();
        assert_eq!(common.len(), 8105);
        assert!(common.iter().all(|c| fold(*c) == *c));
    }

    #[test]
    fn folding_twice_is_folding_once() {
        let all = table::TEXT.lines().skip(table::HEADING).filter_map(|line| line.chars().next());
        assert_eq!(all.filter(|c| fold(fold(*c)) != fold(*c)).collect::<String>(), "");
    }

    #[test]
    fn forms_of_one_character_meet_and_different_characters_do_not() {
        for (from, to) in
            "豔艷閆餘雲嶽鍾産羣裏後強衆啟瓊陳張國蕭葉".chars().zip("艳艳闫余云岳钟产群里后强众启琼陈张国萧叶".chars())
        {
            assert_eq!(fold(from), to, "{from}");
        }
        assert!("喆堃昇甯邨乾於徵升坤".chars().all(|c| fold(c) == c), "all of these are names in their own right");
    }

    #[test]
    fn surnames_with_a_reading_of_their_own_have_it() {
        let readings_of = [
            ("单", "dan shan chan"),
            ("解", "xie jie"),
            ("仇", "qiu chou"),
            ("查", "zha cha"),
            ("曾", "zeng ceng"),
            ("任", "ren"),
            ("盖", "ge gai"),
            ("朴", "piao pu"),
            ("区", "ou qu"),
            ("尉", "yu wei"),
            ("缪", "miao mou miu"),
            ("翟", "zhai di"),
            ("吕", "lv"),
        ];
        for (character, expected) in readings_of {
            let c = character.chars().next().unwrap();
            for letters in expected.split(' ') {
                let wanted = Syllable::toneless_of(letters).unwrap();
                assert!(readings(c).iter().any(|r| r.toneless() == wanted), "{character} {letters}");
            }
        }
    }

    #[test]
    fn look_alikes_are_a_handful_and_both_ways() {
        let common = common();
        let pairs = || common.iter().flat_map(|a| common.iter().map(move |b| (*a, *b)));
        let found: Vec<(char, char)> = pairs().filter(|(a, b)| alike(*a, *b)).collect();
        let odd: Vec<_> = found.iter().filter(|(a, b)| !alike(*b, *a)).collect();
        let mean = found.len() as f64 / common.len() as f64;
        assert!((9.0..10.0).contains(&mean) && odd.is_empty(), "{mean} look-alikes a character, {odd:?}");
    }

    #[test]
    fn characters_that_people_take_for_each_other_look_alike() {
        for pair in "申曳 王五 定实 萧荇 彩秽 羽邛 己已 已巳 未末 戊戌 戊戍 土士 芳芬 贵责 人入 大太 日曰 由甲 侯候 清晴 陈阵 李季 杨扬 涓娟 茶荼 桂佳 坤伸 治冶 徽微 崔催 汪江 汪注".split(' ')
        {
            let [a, b] = <[char; 2]>::try_from(pair.chars().collect::<Vec<_>>()).unwrap();
            assert!(alike(a, b), "{pair}");
        }
        for pair in "王李 张国 芳强 伟敏 静涛".split(' ') {
            let [a, b] = <[char; 2]>::try_from(pair.chars().collect::<Vec<_>>()).unwrap();
            assert!(!alike(a, b), "{pair}");
        }
    }
}
