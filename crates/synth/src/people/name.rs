//! Names.
//!
//! Surnames in the order that the public security ministry's yearly name reports give (王 李 张 刘 陈 first, a fifth of the
//! people each hundred surnames; shares from memory). Given names, minority names and rare characters are illustrative.

use super::Role;
use crate::chance::Chance;
use doudi_kernel::Sex;

/// Surnames with their share in per mille.
const SURNAMES: [(f64, &str); 72] = [
    (72.0, "王"),
    (72.0, "李"),
    (68.0, "张"),
    (52.0, "刘"),
    (45.0, "陈"),
    (31.0, "杨"),
    (22.0, "黄"),
    (21.0, "赵"),
    (20.0, "吴"),
    (20.0, "周"),
    (14.0, "徐"),
    (14.0, "孙"),
    (13.0, "马"),
    (13.0, "朱"),
    (13.0, "胡"),
    (12.0, "郭"),
    (12.0, "何"),
    (11.0, "林"),
    (11.0, "高"),
    (10.0, "罗"),
    (9.0, "郑"),
    (9.0, "梁"),
    (8.0, "谢"),
    (8.0, "宋"),
    (8.0, "唐"),
    (7.0, "许"),
    (7.0, "韩"),
    (7.0, "邓"),
    (7.0, "冯"),
    (6.5, "曹"),
    (6.0, "彭"),
    (6.0, "曾"),
    (5.5, "肖"),
    (5.5, "田"),
    (5.0, "董"),
    (5.0, "潘"),
    (5.0, "袁"),
    (5.0, "蔡"),
    (4.5, "蒋"),
    (4.5, "余"),
    (4.5, "于"),
    (4.5, "杜"),
    (4.0, "叶"),
    (4.0, "程"),
    (4.0, "魏"),
    (4.0, "苏"),
    (4.0, "吕"),
    (4.0, "丁"),
    (3.5, "任"),
    (3.5, "卢"),
    (3.5, "姚"),
    (3.5, "沈"),
    (3.5, "钟"),
    (3.5, "姜"),
    (3.0, "崔"),
    (3.0, "谭"),
    (3.0, "陆"),
    (3.0, "范"),
    (3.0, "汪"),
    (3.0, "廖"),
    (3.0, "石"),
    (3.0, "金"),
    (2.5, "韦"),
    (2.5, "贾"),
    (2.5, "夏"),
    (2.5, "付"),
    (2.0, "方"),
    (2.0, "邹"),
    (0.9, "欧阳"),
    (0.4, "上官"),
    (0.3, "司马"),
    (0.2, "尉迟"),
];
const MALE: &str =
    "伟强军磊洋勇杰涛超明刚平辉鹏飞波斌宇浩凯健俊帆帅旭宁龙林欢国庆建华文东海峰志成德福贵生根山水金宝全有才";
const FEMALE: &str = "芳娜敏静丽艳娟霞秀英玲桂兰燕红梅琴云莲珍凤洁琳雪慧巧美香月菊萍玉春花婷倩莉欣怡淑贞爱秋翠荣银素";
const EITHER: &str = "晓小子一新永长世光天立正思雨佳嘉晨乐安和清远";
/// Characters that old encodings and input methods stumble over.
const RARE: [char; 10] = ['喆', '堃', '淼', '犇', '燊', '䶮', '㛃', '𬱖', '珺', '玥'];
/// Ethnicity, share in per mille, and whole names with a middle dot where the group writes them so.
const MINORITIES: [(f64, &str, &[&str]); 4] = [
    (8.0, "回族", &[]),
    (4.0, "土家族", &[]),
    (1.2, "维吾尔族", &["买买提", "阿依古丽", "吐尔逊", "古丽娜尔", "艾尼瓦尔", "热依拉"]),
    (0.8, "藏族", &["扎西", "卓玛", "次仁", "央金", "多吉", "白玛"]),
];

/// What the members of a household share.
pub(super) struct Family {
    surname: &'static str,
    pub(super) ethnicity: &'static str,
    dotted: &'static [&'static str],
}

impl Family {
    pub(super) fn new(chance: &mut Chance) -> Self {
        let mut left = chance.unit() * 1_000.0;
        for (share, ethnicity, dotted) in MINORITIES {
            left -= share;
            if left < 0.0 {
                return Self { surname: surname(chance), ethnicity, dotted };
            }
        }
        Self { surname: surname(chance), ethnicity: "汉族", dotted: &[] }
    }

    /// A member's name: the children and the head's parents bear the family's surname, who married in does not.
    pub(super) fn member(&self, role: Role, sex: Sex, chance: &mut Chance) -> Box<str> {
        if !self.dotted.is_empty() {
            return format!("{}·{}", chance.pick(self.dotted), chance.pick(self.dotted)).into();
        }
        let inherits = match role {
            Role::Spouse => false,
            Role::Parent => sex == Sex::Male,
            _ => true,
        };
        let surname = if inherits { self.surname } else { surname(chance) };
        format!("{surname}{}", given(sex, chance)).into()
    }
}

/// The name that a husband gives a wife who came with none that anybody could write.
pub(crate) fn given_by_husband(chance: &mut Chance) -> Box<str> {
    let [surname, first, second] =
        [surname(chance).to_owned(), one_of(FEMALE, chance).into(), one_of(FEMALE, chance).into()];
    format!("{surname}{first}{second}").into()
}

fn surname(chance: &mut Chance) -> &'static str {
    chance.weighted(&SURNAMES)
}

fn given(sex: Sex, chance: &mut Chance) -> String {
    let own = if sex == Sex::Male { MALE } else { FEMALE };
    // One character in about one name of seven, as in the registers of those born since 1960.
    let length = if chance.happens(0.14) { 1 } else { 2 };
    (0..length)
        .map(|_| {
            if chance.happens(0.004) {
                return *chance.pick(&RARE);
            }
            let from = if chance.happens(0.25) { EITHER } else { own };
            one_of(from, chance)
        })
        .collect()
}

fn one_of(characters: &str, chance: &mut Chance) -> char {
    let at = chance.below(characters.chars().count() as u32) as usize;
    characters.chars().nth(at).unwrap_or('文')
}

/// Pairs that sound or look alike, which is how a clerk's roster and the register come to disagree.
const ALIKE: [(char, char); 14] = [
    ('伟', '玮'),
    ('静', '婧'),
    ('丽', '莉'),
    ('芳', '方'),
    ('英', '瑛'),
    ('艳', '燕'),
    ('华', '桦'),
    ('建', '健'),
    ('国', '囯'),
    ('兰', '蓝'),
    ('珍', '贞'),
    ('明', '铭'),
    ('军', '君'),
    ('红', '虹'),
];

/// The name as a clerk who only heard it would write it; never the same as the true one.
pub(crate) fn clerk_hears(name: &str, chance: &mut Chance) -> String {
    let swap = |c: char| ALIKE.iter().find_map(|(a, b)| if *a == c { Some(*b) } else { (*b == c).then_some(*a) });
    let heard: String = name.chars().map(|c| swap(c).unwrap_or(c)).collect();
    if heard != name {
        return heard;
    }
    let mut heard: Vec<char> = name.chars().collect();
    let last = heard.len() - 1;
    let wrong = one_of("平兰英国华", chance);
    heard[last] = if heard[last] == wrong { '梅' } else { wrong };
    heard.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Subject;

    #[test]
    fn names_come_with_one_two_and_three_characters_dots_and_rare_characters() {
        let mut chance = Chance::new(1, 1, Subject::People);
        let names: Vec<_> =
            (0..20_000).map(|_| Family::new(&mut chance).member(Role::Head, Sex::Female, &mut chance)).collect();
        let of = |test: &dyn Fn(&str) -> bool| names.iter().filter(|name| test(name)).count();
        assert!(of(&|name| name.contains('·')) > 10);
        assert!(of(&|name| name.chars().count() == 2) > 2_000);
        assert!(of(&|name| name.starts_with("欧阳")) > 5);
        assert!(of(&|name| name.chars().any(|c| RARE.contains(&c))) > 50);
    }

    #[test]
    fn a_misheard_name_differs() {
        let mut chance = Chance::new(1, 1, Subject::People);
        for _ in 0..2_000 {
            let name = Family::new(&mut chance).member(Role::Head, Sex::Male, &mut chance);
            assert_ne!(*clerk_hears(&name, &mut chance), *name);
        }
    }
}
