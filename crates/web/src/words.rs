//! Figures, places, and what the law's book and the register call things.

use doudi_journal::access::Area;
use doudi_kernel::{Date, Lang, county_name};
use doudi_office::{Bureau, case::Outcome, register::Basis};

/// Yuan with two decimals and separators, as books of account write them.
///
/// `123456700` fen are `1,234,567.00`.
pub(crate) fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", thousands(fen.unsigned_abs() / 100), fen.unsigned_abs() % 100)
}

fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count with separators.
pub(crate) fn count(number: i64) -> String {
    format!("{}{}", if number < 0 { "-" } else { "" }, thousands(number.unsigned_abs()))
}

/// What people call a division: the office's own list first, then the national one.
pub(crate) fn place(bureau: &Bureau, division: u64) -> String {
    let own = bureau.place(division);
    if own.parse::<u64>().is_err() {
        return own;
    }
    let national = own.parse().ok().and_then(county_name);
    national.map_or_else(|| short(division), str::to_owned)
}

/// Town and village in one.
pub(crate) fn address(bureau: &Bureau, division: u64) -> String {
    if division.is_multiple_of(1_000_000) { place(bureau, division) } else { bureau.address(division) }
}

/// A code without the zeros of the levels below.
fn short(division: u64) -> String {
    let code = division.to_string();
    let lengths = [2, 4, 6, 9].into_iter().filter(|length| *length <= code.len());
    let mut ends = lengths.filter(|length| code[*length..].bytes().all(|it| it == b'0'));
    code[..ends.next().unwrap_or(code.len())].to_owned()
}

/// The code of a division for an address, with twelve digits; the whole country without.
pub(crate) fn within(area: Area) -> String {
    area.first().to_string()
}

/// Full years on a day.
pub(crate) fn age(birth: Date, today: Date) -> i16 {
    let before = (today.month(), today.day()) < (birth.month(), birth.day());
    today.year() - birth.year() - i16::from(before)
}

pub(crate) fn programme(bureau: &Bureau, name: &str, lang: Lang) -> String {
    bureau.programme_label(name).map_or_else(|| name.to_owned(), |label| label.pick(lang).to_owned())
}

/// What somebody is helped by: a programme, or a word of the registers for it.
pub(crate) fn help(bureau: &Bureau, name: &str, lang: Lang) -> String {
    match bureau.word_label("recognised", name) {
        Some(label) => label.pick(lang).to_owned(),
        None => programme(bureau, name, lang),
    }
}

/// Why a member counts as living together, or does not.
pub(crate) fn basis(basis: Basis, lang: Lang) -> &'static str {
    match basis {
        Basis::Head => lang.pick("申请人（户主）", "applicant, head"),
        Basis::Spouse => lang.pick("配偶", "spouse"),
        Basis::MinorChild => lang.pick("未成年子女", "minor child"),
        Basis::DependentChild => {
            lang.pick("不能独立生活的成年子女（含本科及以下在读）", "adult child who cannot live alone or studies")
        }
        Basis::Duty => {
            lang.pick("有法定赡养、抚养、扶养义务并长期共同居住", "tied by a duty of support, living together for long")
        }
        Basis::NoDuty => lang.pick("无法定义务或未长期共同居住", "no duty of support, or not living together"),
        Basis::Clergy => lang.pick("脱离家庭三年以上的宗教教职人员", "clergy away for three years"),
        Basis::Prison => lang.pick("在监狱内服刑", "in prison"),
        Basis::Rehabilitation => lang.pick("强制隔离戒毒", "in compulsory rehabilitation"),
        Basis::Missing => lang.pick("宣告失踪", "declared missing"),
        Basis::Conscript => lang.pick("义务兵", "conscript"),
    }
}

pub(crate) fn fact(bureau: &Bureau, name: &str, lang: Lang) -> String {
    bureau.fact_label(name).map_or_else(|| name.to_owned(), |label| label.pick(lang).to_owned())
}

pub(crate) fn procedure(bureau: &Bureau, name: &str, lang: Lang) -> String {
    bureau.procedure_label(name).map_or_else(|| name.to_owned(), |label| label.pick(lang).to_owned())
}

pub(crate) fn step(bureau: &Bureau, procedure: &str, name: &str, lang: Lang) -> String {
    bureau.step_label(procedure, name).map_or_else(|| name.to_owned(), |label| label.pick(lang).to_owned())
}

/// One of the four answers.
pub(crate) fn answer(answer: &str, lang: Lang) -> &'static str {
    match answer {
        "eligible" => lang.pick("符合", "eligible"),
        "not_eligible" => lang.pick("不符合", "not eligible"),
        "missing" => lang.pick("资料不全", "facts missing"),
        _ => lang.pick("当地未规定", "not in the law here"),
    }
}

/// What an opinion or a decision does, with its amount.
pub(crate) fn outcome(outcome: &Outcome, lang: Lang) -> String {
    match outcome {
        Outcome::Grant { amount_fen: Some(fen) } => {
            format!("{} {} {}", lang.pick("给予救助", "grant"), yuan(*fen), lang.pick("元/月", "yuan a month"))
        }
        Outcome::Grant { amount_fen: None } => lang.pick("给予救助", "grant").into(),
        Outcome::Reduce { from_fen, to_fen } => format!(
            "{} {} → {} {}",
            lang.pick("调减", "reduce"),
            yuan(*from_fen),
            yuan(*to_fen),
            lang.pick("元/月", "yuan a month")
        ),
        Outcome::Stop => lang.pick("终止救助", "stop").into(),
        Outcome::Refuse => lang.pick("不予救助", "refuse").into(),
    }
}

/// What a department answers: its amounts are not by the month.
pub(crate) fn answered(outcome: &Outcome, lang: Lang) -> String {
    match outcome {
        Outcome::Grant { amount_fen: Some(fen) } => {
            format!("{} {} {}", lang.pick("给予救助", "grant"), yuan(*fen), lang.pick("元", "yuan"))
        }
        other => self::outcome(other, lang),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_stands_in_groups_of_three_with_two_decimals() {
        let shown = [0, 5, 100, 118_400, 123_456_700, -99_950].map(yuan);
        assert_eq!(shown, ["0.00", "0.05", "1.00", "1,184.00", "1,234,567.00", "-999.50"]);
        assert_eq!(count(60_000), "60,000");
    }

    #[test]
    fn codes_of_places_without_a_name_end_where_their_level_ends() {
        assert_eq!(
            [419_901_000_000, 419_901_002_000, 419_901_002_007].map(short),
            ["419901", "419901002", "419901002007"]
        );
    }

    #[test]
    fn a_birthday_counts_on_its_day() {
        let born = Date::constant(1950, 8, 3);
        assert_eq!([2, 3].map(|day| age(born, Date::constant(2026, 8, day))), [75, 76]);
    }
}
