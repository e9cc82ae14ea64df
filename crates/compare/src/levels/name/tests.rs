use super::*;
use proptest::prelude::*;

fn of(a: &str, b: &str) -> NameLevel {
    level(&NameForm::read(a).unwrap(), &NameForm::read(b).unwrap())
}

/// Each line: two names and the level they must have.
fn check(lines: &str) {
    let wrong: Vec<String> = lines
        .lines()
        .filter_map(|line| line.trim().split_once(" = "))
        .flat_map(|(names, expected)| {
            let (a, b) = names.split_once(" / ").unwrap();
            [of(a, b), of(b, a)].map(|found| (found.code() != expected).then(|| format!("{names}: {}", found.code())))
        })
        .flatten()
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn spaces_widths_and_dots_change_nothing_or_little() {
    check(
        "王芳 / 王　芳 = exact
        买买提・阿不都 / 买买提·阿不都 = exact
        买买提·阿不都 / 买买提阿不都 = folded
        达瓦·达瓦 / 达瓦 达瓦 = folded
        达瓦●达瓦 / 达瓦·达瓦 = exact
        张三(已故) / 张三 = exact
        Ma Li / ＭＡ　ＬＩ = exact",
    );
}

#[test]
fn other_forms_of_a_character_are_the_same_name() {
    check(
        "張偉 / 张伟 = folded
        吳豔旺 / 吴艳旺 = folded
        王均啓 / 王均启 = folded
        閆樹健 / 闫树健 = folded
        李峯 / 李峰 = folded",
    );
}

#[test]
fn same_sounds_are_found_in_all_readings() {
    check(
        "王民富 / 王珉富 = tone
        单小红 / 善小红 = tone
        查志强 / 渣志强 = tone
        韦春红 / 韦纯红 = sound
        许天 / 许恬 = sound
        李清 / 李晴 = sound
        仇英 / 求英 = tone
        仇英 / 愁英 = tone
        吕红 / 女红 = other",
    );
}

#[test]
fn what_cannot_be_read_does_not_disagree() {
    check(
        "宋歧琪 / 宋歧QI = blot
        罗吉泉 / 罗吉? = blot
        罗吉泉 / 罗吉？ = blot
        李宝红 / 李宝□ = blot
        林兰孝 / 林兰* = blot
        张强 / 张● = blot
        李肖明 / 李肖MING = blot
        李肖明 / 李XIAOMING = blot
        李肖明 / 李肖HONG = one_of_three
        王\u{E123}华 / 王喆华 = blot
        张? / 张? = blot
        张? / ?华 = other
        吕红 / 吕HONG = blot
        吕红 / LYUHONG = other
        王芳 / Wang Fang = blot
        王芳 / WANG LI = other
        单红 / SHAN HONG = blot
        吕红 / LU HONG = blot",
    );
}

#[test]
fn one_look_alike_is_a_look_alike_and_two_are_not() {
    check(
        "孙申琴 / 孙曳琴 = shape
        王瑞红 / 五瑞红 = shape
        张华定 / 张华实 = shape
        张定申 / 张实曳 = surname
        李芳 / 李芬 = shape
        Gulnar / Gulnaz = shape",
    );
}

#[test]
fn characters_change_places() {
    check(
        "刘文忠 / 刘忠文 = order
        李明 / 明李 = order
        王小芳 / 小芳王 = order
        劉文忠 / 刘忠文 = order
        John Smith / Smith John = order",
    );
}

#[test]
fn a_character_or_a_part_is_missing() {
    check(
        "姚馨仪 / 姚馨 = part
        杨艳静 / 艳静 = part
        李娟娟 / 李娟 = part
        王芳 / 王 = surname
        古丽·买买提 / 古丽 = part
        古丽·买买提 / 买买提 = part
        古丽·买买提·阿不都 / 古丽·买买提 = part
        阿依古丽 / 阿依古丽买买提 = part
        Muhammad / Muhammadjan = part",
    );
}

#[test]
fn names_of_other_languages_are_written_by_ear() {
    check(
        "阿布都热合曼 / 阿不都热合满 = sound
        阿布都热合曼 / 阿卜杜热赫曼 = sound
        阿不都热依木 / 阿布都日依木 = transliteration
        买买提·阿布都 / 麦麦提·阿不都 = sound
        吐尔逊·买买提 / 图尔荪·麦麦提 = transliteration
        阿依古丽·买买提 / 阿依古力·买买题 = tone
        努尔买买提 / 努尔艾买提 = transliteration
        欧阳小明 / 欧阳小红 = surname
        古丽·买买提 / 古丽·阿不都 = given
        古丽·买买提 / 热依汗·买买提 = surname
        扎西·丹增 / 卓玛·才让 = other",
    );
}

#[test]
fn of_three_characters_some_agree() {
    check(
        "李明华 / 李明国 = one_of_three
        李明华 / 李红花 = one_of_three
        王小芳 / 李小芳 = given
        王小芳 / 李小方 = given
        李明 / 李红 = surname
        李明 / 王红 = other
        王芳 / 李芳 = other
        張明 / 张红 = surname",
    );
}

#[test]
fn no_name_is_no_name() {
    for text in ["", " ", "　", "无", "不详", "-", "——", "？？", "□□", "null", "N/A", "·", "/"] {
        assert!(NameForm::read(text).is_none(), "{text}");
    }
    for text in ["无名", "王", "A", "王?"] {
        assert_eq!(NameForm::read(text).is_some(), text != "无名", "{text}");
    }
}

#[test]
fn a_form_is_small() {
    assert!(size_of::<NameForm>() <= 64, "{}", size_of::<NameForm>());
}

#[test]
fn every_level_has_its_own_code_and_words() {
    let codes: std::collections::BTreeSet<&str> = NameLevel::ALL.iter().map(|level| level.code()).collect();
    assert_eq!(codes.len(), NameLevel::ALL.len());
    let places = NameLevel::ALL.iter().enumerate().all(|(at, level)| *level as usize == at);
    assert!(places && NameLevel::ALL.iter().all(|level| level.say(Lang::Zh) != level.say(Lang::En)));
}

const NAME: &str = "[王汪旺张張单善小晓红洪芳芬李明□?·A-BQI]{1,6}";

proptest! {
    #[test]
    fn a_level_does_not_depend_on_the_order(a in NAME, b in NAME) {
        let (Some(x), Some(y)) = (NameForm::read(&a), NameForm::read(&b)) else { return Ok(()) };
        prop_assert_eq!(level(&x, &y), level(&y, &x), "{} {}", a, b);
    }

    #[test]
    fn a_name_is_the_same_as_itself_unless_it_has_a_blot(a in NAME) {
        let Some(x) = NameForm::read(&a) else { return Ok(()) };
        let found = level(&x, &x);
        prop_assert_eq!(found == NameLevel::Exact, x.keys().exact.is_some(), "{}", found.code());
    }

    #[test]
    fn names_that_agree_meet_under_a_key(a in NAME, b in NAME) {
        let (Some(x), Some(y)) = (NameForm::read(&a), NameForm::read(&b)) else { return Ok(()) };
        let (p, q) = (x.keys(), y.keys());
        let met = match level(&x, &y) {
            NameLevel::Exact => p.exact == q.exact && p.folded == q.folded && p.sound == q.sound,
            NameLevel::Folded => p.folded == q.folded && p.sorted == q.sorted,
            NameLevel::Order if !x.latin => p.sorted == q.sorted,
            _ => true,
        };
        prop_assert!(met, "{} {}", a, b);
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,40}") {
        if let Some(form) = NameForm::read(&text) {
            level(&form, &form);
            form.keys();
            prop_assert!(form.deletions().count() + form.holes().count() <= 16);
        }
    }
}
