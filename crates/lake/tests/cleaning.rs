//! Cleaning: every harmless mess falls away, and nothing is ever guessed.

use crate::samples::ZHANG;
use doudi_kernel::{Date, DisabilityCertificate, DisabilityGrade, DisabilityKind, Money, Month, ResidentId};
use doudi_lake::{Cell, CleanId, DateValue, MonthValue, Rule, clean};
use proptest::prelude::*;

fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

/// A valid number of the county that was never assigned.
fn resident() -> impl Strategy<Value = ResidentId> {
    (0i32..44_000, 1u16..=999).prop_map(|(day, serial)| {
        let birth = Date::constant(1905, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap();
        ResidentId::new("419901".parse().unwrap(), birth, serial).unwrap()
    })
}

fn day() -> impl Strategy<Value = Date> {
    (0i32..100_000).prop_map(|days| Date::constant(1900, 3, 1).checked_add(jiff::Span::new().days(days)).unwrap())
}

/// Marks that typing, exporting and copying leave around and inside a number.
const MESS: [&str; 14] =
    ["", " ", "\t", "\n", "\r\n", "\u{3000}", "\u{a0}", "\u{feff}", "\u{200b}", "'", "’", "`", "  ", "\u{202c}"];

fn full_width(text: &str) -> String {
    text.chars().map(|c| char::from_u32(c as u32 + 0xfee0).unwrap()).collect()
}

proptest! {
    #[test]
    fn a_valid_number_survives_every_harmless_mess(
        id in resident(),
        mess in proptest::collection::vec((0usize..=19, proptest::sample::select(&MESS[..])), 0..6),
        wide: bool, lower: bool, student: bool,
    ) {
        let mut number = id.key().reveal();
        if student {
            number.insert(0, 'G');
        }
        if lower {
            number = number.to_ascii_lowercase();
        }
        let mut characters: Vec<String> =
            number.chars().map(|c| if wide { full_width(&c.to_string()) } else { c.to_string() }).collect();
        for (at, mark) in mess {
            characters.insert(at.min(characters.len()), mark.to_owned());
        }
        prop_assert_eq!(clean::id(&text(&characters.concat())), Ok(Some(CleanId::Resident(id))));
    }

    #[test]
    fn a_number_that_a_spreadsheet_rounded_is_reported_and_never_repaired(id in resident(), digits in 5usize..16) {
        let number: String = id.key().reveal().replace('X', "0");
        let float: f64 = number.parse().unwrap();
        prop_assert_eq!(clean::id(&Cell::Number(float)), Err(Rule::ScientificNotation));
        prop_assert_eq!(clean::account(&Cell::Number(float)), Err(Rule::ScientificNotation));
        prop_assert_eq!(clean::text(&Cell::Number(float)), Err(Rule::ScientificNotation));
        for shown in [format!("{float:.digits$e}"), format!("{float:.digits$E}").replace('E', "E+"), format!("G{float:e}")] {
            prop_assert_eq!(clean::id(&text(&shown)), Err(Rule::ScientificNotation), "{}", shown);
        }
    }

    #[test]
    fn one_wrong_digit_never_gives_a_number(id in resident(), at in 0usize..17, shift in 1u8..10) {
        let mut number = id.key().characters();
        number[at] = b'0' + (number[at] - b'0' + shift) % 10;
        let found = clean::id(&text(std::str::from_utf8(&number).unwrap()));
        prop_assert!(found.is_err(), "{:?}", found);
    }

    #[test]
    fn a_certificate_of_either_length_gives_its_holder(id in resident(), kind in 1u8..=7, grade in 1u8..=4, reissue in proptest::option::of(0u8..100)) {
        let (kind, grade) = (DisabilityKind::from_code(kind).unwrap(), DisabilityGrade::from_code(grade).unwrap());
        let certificate = DisabilityCertificate::new(id, kind, grade, reissue);
        let cell = text(&format!(" {}\t", certificate.reveal().to_ascii_lowercase()));
        prop_assert_eq!(clean::id(&cell), Ok(Some(CleanId::Certificate(certificate))));
        prop_assert_eq!(clean::certificate(&cell), Ok(Some(certificate)));
        prop_assert_eq!(clean::certificate(&text(&id.key().reveal())), Err(Rule::CertificateForm));
    }

    #[test]
    fn a_fifteen_digit_number_cell_keeps_its_digits(id in resident().prop_filter("born 1900 to 1999", |id| id.birth_date().year() < 2000 && id.serial() < 996)) {
        let full = id.key().reveal();
        let short: f64 = format!("{}{}", &full[..6], &full[8..17]).parse().unwrap();
        prop_assert_eq!(clean::id(&Cell::Number(short)), Ok(Some(CleanId::Resident(id))));
    }

    #[test]
    fn a_day_comes_back_from_every_way_of_writing_it(day in day()) {
        let (y, m, d) = (day.year(), day.month(), day.day());
        let forms = [
            format!("{y}-{m:02}-{d:02}"), format!("{y}/{m}/{d}"), format!("{y}.{m}.{d}"), format!("{y}年{m}月{d}日"),
            format!("{y}{m:02}{d:02}"), format!("{y}-{m}-{d} 00:00:00"), format!("{y}-{m:02}-{d:02}T08:30:00"),
            format!("'{y}.{m:02}.{d:02}"), full_width(&format!("{y}-{m}-{d}")), format!(" {y}年{m:02}月{d:02}号\t"),
        ];
        for form in forms {
            prop_assert_eq!(clean::date(&text(&form)), Ok(Some(DateValue::Day(day))), "{}", form);
        }
        let number = f64::from(y) * 10_000.0 + f64::from(m) * 100.0 + f64::from(d);
        prop_assert_eq!(clean::date(&Cell::Number(number)), Ok(Some(DateValue::Day(day))));
        prop_assert_eq!(clean::date(&Cell::DateTime(day.at(9, 30, 0, 0))), Ok(Some(DateValue::Day(day))));
        prop_assert_eq!(clean::month(&text(&day.to_string())), Ok(Some(MonthValue::Month(Month::of(day)))));
    }

    #[test]
    fn a_spreadsheet_serial_is_the_day_that_the_spreadsheet_shows(days in 10_000i32..90_000) {
        let (y, m, d, ..) = calamine::ExcelDateTime::new(f64::from(days), calamine::ExcelDateTimeType::DateTime, false).to_ymd_hms_milli();
        let shown = Date::new(y as i16, m as i8, d as i8).unwrap();
        prop_assert_eq!(clean::date(&Cell::Number(f64::from(days))), Ok(Some(DateValue::Day(shown))));
        prop_assert_eq!(clean::date(&text(&days.to_string())), Ok(Some(DateValue::Day(shown))));
    }

    #[test]
    fn an_amount_comes_back_from_every_way_of_writing_it(fen in -100_000_000_000i64..100_000_000_000) {
        let money = Money::from_fen(fen);
        let plain = money.to_string();
        let (whole, rest) = plain.trim_start_matches('-').split_once('.').unwrap();
        let mut grouped = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let sign = if fen < 0 { "-" } else { "" };
        for form in [plain.clone(), format!("{sign}{grouped}.{rest}"), format!("{plain}元"), full_width(&plain), format!(" {plain} 元")] {
            prop_assert_eq!(clean::money(&text(&form)), Ok(Some(money)), "{}", form);
        }
        prop_assert_eq!(clean::money(&Cell::Number(fen as f64 / 100.0)), Ok(Some(money)));
    }

    #[test]
    fn no_text_makes_a_cleaner_panic(any in "\\PC*", number in any::<f64>(), digits in "[-+0-9.,eEGXx年月日/元万 ]{0,24}") {
        for cell in [text(&any), text(&digits), Cell::Number(number), Cell::Error("#N/A".into())] {
            let _ = (clean::id(&cell), clean::certificate(&cell), clean::date(&cell), clean::month(&cell));
            let _ = (clean::money(&cell), clean::count(&cell), clean::flag(&cell), clean::division(&cell));
            let _ = (clean::text(&cell), clean::name(&cell), clean::phone(&cell), clean::account(&cell), clean::mask(&cell));
        }
    }

    #[test]
    fn a_masked_value_never_holds_five_digits_of_a_person(id in resident(), mess in proptest::collection::vec((0usize..=18, proptest::sample::select(&MESS[..])), 0..4)) {
        let number = id.key().reveal();
        let mut characters: Vec<String> = number.chars().map(String::from).collect();
        for (at, mark) in mess {
            characters.insert(at.min(characters.len()), mark.to_owned());
        }
        let shown = clean::mask(&text(&characters.concat()));
        let birth_and_serial = &number[6..16];
        prop_assert!(shown.chars().filter(|c| c.is_ascii_digit()).count() <= 8, "{}", shown);
        prop_assert!(!shown.replace(' ', "").contains(&birth_and_serial[..4]) || number[..6].contains(&birth_and_serial[..4]));
    }
}

#[test]
fn every_kind_of_bad_number_is_told_apart() {
    let cases = [
        ("999999999999999999", Rule::IdPlaceholder),
        ("999999", Rule::IdPlaceholder),
        ("000000000000000000", Rule::IdPlaceholder),
        ("无", Rule::IdPlaceholder),
        ("—", Rule::IdPlaceholder),
        ("419901199003070015", Rule::IdCheckCharacter),
        ("41990119900307001", Rule::IdForm),
        ("419901950307997", Rule::IdCentury),
        ("41990119900307001483", Rule::CertificateKind),
        ("41990119900307001449", Rule::CertificateGrade),
        ("419901199003070014、41990119850101002X", Rule::IdSeveral),
        ("G123456789012345678", Rule::IdForm),
        ("张三", Rule::IdForm),
        ("4.19901E+17", Rule::ScientificNotation),
    ];
    for (shown, rule) in cases {
        assert_eq!(clean::id(&text(shown)), Err(rule), "{shown}");
    }
    for (body, rule) in [("41990119901307001", Rule::IdBirthDate), ("41990119900307000", Rule::IdSerial)] {
        let right =
            "0123456789X".chars().filter(|check| clean::id(&text(&format!("{body}{check}"))) == Err(rule)).count();
        assert_eq!(right, 1, "of eleven check characters one is right, and then the next check speaks");
    }
    assert_eq!(clean::id(&text(" \u{3000}'")), Ok(None));
    assert_eq!(clean::id(&Cell::Error("#N/A".into())), Err(Rule::CellError));
    assert_eq!(clean::id(&text(ZHANG)).unwrap().unwrap().resident().key().reveal(), ZHANG);
}

#[test]
fn a_date_that_could_mean_two_days_means_none() {
    for (shown, rule) in [
        ("25.9.3", Rule::DateAmbiguous),
        ("3/9/2025", Rule::DateAmbiguous),
        ("2025-02-30", Rule::DateImpossible),
        ("2025-13", Rule::DateImpossible),
        ("02025.9.1", Rule::DateForm),
        ("20250230", Rule::DateImpossible),
        ("九月三日", Rule::DateForm),
        ("2025", Rule::DateForm),
        ("-", Rule::DateForm),
    ] {
        assert_eq!(clean::date(&text(shown)), Err(rule), "{shown}");
    }
    assert_eq!(clean::date(&Cell::Number(2025.0)), Err(Rule::DateForm));
    assert_eq!(clean::month(&text("2025")), Err(Rule::MonthForm));
}

#[test]
fn an_open_end_is_neither_empty_nor_a_day() {
    for shown in ["3000-12", "300012", "9999-12-31", "99991231", "2999-12-31", "长期", "3000年12月"] {
        assert_eq!(clean::date(&text(shown)), Ok(Some(DateValue::Open)), "{shown}");
        assert_eq!(clean::month(&text(shown)).unwrap().unwrap().compact(), MonthValue::OPEN);
    }
    assert_eq!(clean::date(&Cell::Number(300_012.0)), Ok(Some(DateValue::Open)));
}

#[test]
fn a_comma_that_is_no_thousands_mark_is_not_taken_away() {
    for shown in ["1,23", "12,34.5", "1,2345", ",123", "1.234,5", "一百", "1-2", "12元5角", "+5"] {
        assert!(clean::money(&text(shown)).is_err(), "{shown}");
    }
    assert_eq!(clean::money(&text("0.5万元")), Ok(Some(Money::from_yuan(5000))));
    assert_eq!(clean::money(&text("1.23456789万元")), Err(Rule::MoneyFraction));
    assert_eq!(clean::money_in(&text("1.5"), clean::MoneyUnit::TenThousandYuan), Ok(Some(Money::from_yuan(15_000))));
    assert_eq!(clean::money(&Cell::Number(1.005)), Err(Rule::MoneyFraction));
}

#[test]
fn a_cleaned_name_is_clean() {
    for shown in ["' '':''", "'张 三", " ' '阿卜杜拉 . 买买提"] {
        let once = clean::name(&text(shown)).unwrap().unwrap();
        assert_eq!(clean::name(&text(&once)), Ok(Some(once.clone())), "{shown}");
    }
}

#[test]
fn neither_yes_nor_no_is_neither() {
    for (shown, value) in [
        ("是", Ok(Some(true))),
        ("无", Ok(Some(false))),
        (" １ ", Ok(Some(true))),
        ("", Ok(None)),
        ("不详", Err(Rule::FlagForm)),
    ] {
        assert_eq!(clean::flag(&text(shown)), value, "{shown}");
    }
}
