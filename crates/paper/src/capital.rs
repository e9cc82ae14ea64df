//! Amounts in capital characters (大写), which nobody can alter with one stroke.

use doudi_kernel::Money;

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];
const GROUPS: [&str; 5] = ["", "万", "亿", "万亿", "亿亿"];

/// An amount of renminbi in capital characters, by the rules for filling in bills (《支付结算办法》附件一《正确填写票据和结算凭证的
/// 基本规定》): 整 after whole yuan and after jiao, 零 where digits are skipped.
///
/// ```
/// use doudi_kernel::Money;
/// use doudi_paper::capitals;
/// assert_eq!(capitals(Money::from_fen(168_032)), "人民币壹仟陆佰捌拾元零叁角贰分");
/// assert_eq!(capitals(Money::from_fen(140_950)), "人民币壹仟肆佰零玖元伍角整");
/// assert_eq!(capitals(Money::from_yuan(10_000_001)), "人民币壹仟万零壹元整");
/// assert_eq!(capitals(Money::ZERO), "人民币零元整");
/// ```
pub fn capitals(amount: Money) -> String {
    let fen = amount.fen().unsigned_abs();
    let (yuan, jiao, fen) = (fen / 100, (fen / 10 % 10) as usize, (fen % 10) as usize);
    let mut text = String::from(if amount.fen() < 0 { "人民币负" } else { "人民币" });
    if yuan > 0 || (jiao == 0 && fen == 0) {
        text.push_str(&whole(yuan));
        text.push('元');
    }
    // A yuan that ends with zero, or a missing jiao, is said as 零 before what follows.
    if yuan > 0 && (fen > 0 || jiao > 0) && (yuan.is_multiple_of(10) || jiao == 0) {
        text.push('零');
    }
    if jiao > 0 {
        text.extend([DIGITS[jiao], '角']);
    }
    if fen > 0 {
        text.extend([DIGITS[fen], '分']);
    } else {
        text.push('整');
    }
    text
}

fn whole(yuan: u64) -> String {
    if yuan == 0 {
        return "零".into();
    }
    let (mut text, mut skipped) = (String::new(), false);
    for group in (0..GROUPS.len()).rev() {
        let part = yuan / 10_000u64.pow(group as u32) % 10_000;
        if part == 0 {
            skipped |= !text.is_empty();
            continue;
        }
        for place in (0..PLACES.len()).rev() {
            let digit = (part / 10u64.pow(place as u32) % 10) as usize;
            if digit == 0 {
                skipped |= !text.is_empty();
                continue;
            }
            if std::mem::take(&mut skipped) {
                text.push('零');
            }
            text.push(DIGITS[digit]);
            text.push_str(PLACES[place]);
        }
        // 万亿 and 亿 are one unit for two groups: 壹万贰仟亿, not 壹万亿贰仟亿.
        let shared = group == 3 && !(yuan / 100_000_000).is_multiple_of(10_000);
        text.push_str(if shared { "万" } else { GROUPS[group] });
        // Zeros that a unit's name already fills are not said again: 壹拾万柒仟, not 壹拾万零柒仟.
        skipped = false;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads capitals by another way than they are written: a running total that units multiply.
    fn read(text: &str) -> i64 {
        let text = text.strip_prefix("人民币").expect("begins with the currency");
        let (sign, text) = text.strip_prefix('负').map_or((1, text), |rest| (-1, rest));
        let (yuan, small) = text.split_once('元').unwrap_or(("零", text));
        let digit = |c: char| DIGITS.iter().position(|&d| d == c).map(|d| d as i64);
        let (mut total, mut section, mut last) = (0i64, 0i64, 0i64);
        for c in yuan.chars() {
            match (c, digit(c)) {
                (_, Some(value)) => last = value,
                ('亿', _) => {
                    total = (total + section + last) * 100_000_000;
                    (section, last) = (0, 0);
                }
                ('万', _) => {
                    total += (section + last) * 10_000;
                    (section, last) = (0, 0);
                }
                (unit, _) => {
                    let place = ["拾", "佰", "仟"].iter().position(|u| u.starts_with(unit)).expect("a unit");
                    section += last * 10i64.pow(place as u32 + 1);
                    last = 0;
                }
            }
        }
        let before = |unit| small.split_once(unit).and_then(|(left, _): (&str, _)| left.chars().last()).and_then(digit);
        sign * ((total + section + last) * 100 + before('角').unwrap_or(0) * 10 + before('分').unwrap_or(0))
    }

    proptest! {
        #[test]
        fn capitals_read_back_are_the_amount(fen in -10_000_000_000_000_000i64..10_000_000_000_000_000) {
            prop_assert_eq!(read(&capitals(Money::from_fen(fen))), fen);
        }

        #[test]
        fn no_two_zeros_meet_and_none_stands_before_a_unit(fen in 1i64..10_000_000_000_000) {
            let text = capitals(Money::from_fen(fen));
            for wrong in ["零零", "零万", "零亿", "零元", "零角", "零整", "零拾", "零佰", "零仟"] {
                prop_assert!(!text.contains(wrong), "{text}");
            }
        }
    }

    #[test]
    fn the_examples_of_the_payment_rules_are_written_so() {
        for (fen, text) in [
            (140_950, "人民币壹仟肆佰零玖元伍角整"),
            (600_714, "人民币陆仟零柒元壹角肆分"),
            (168_032, "人民币壹仟陆佰捌拾元零叁角贰分"),
            (10_700_053, "人民币壹拾万柒仟元零伍角叁分"),
            (1_640_902, "人民币壹万陆仟肆佰零玖元零贰分"),
            (32_504, "人民币叁佰贰拾伍元零肆分"),
        ] {
            assert_eq!(capitals(Money::from_fen(fen)), text);
        }
    }
}
