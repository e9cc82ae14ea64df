use super::*;
use doudi_kernel::Date;
use proptest::prelude::*;

fn of(a: &str, b: &str) -> DateLevel {
    level(DateForm::read(a).unwrap(), DateForm::read(b).unwrap())
}

#[test]
fn each_level_is_found_in_both_directions() {
    for (a, b, expected) in [
        ("1984-02-22", "19840222", "equal"),
        ("1984-02-22", "1984-01-21", "lunar"),
        ("2014-01-09", "2013-12-09", "lunar"),
        ("2014-01-09", "2014-12-09", "lunar"),
        ("2023-04-10", "2023-02-20", "lunar"),
        ("1954-05-02", "1954-03-30", "lunar"),
        ("1955-10-01", "1955-01-10", "day_month"),
        ("1950-11-17", "1950-17-11", "day_month"),
        ("1961-05-27", "1961-01-01", "default"),
        ("1961-05-27", "1961", "default"),
        ("1999-07-15", "2000-07-15", "year"),
        ("1963-03-28", "1962-03-28", "year"),
        ("1965-05-08", "1965-01-08", "digit"),
        ("1936-02-21", "1976-02-21", "digit"),
        ("1973-04-08", "1973-04-09", "digit"),
        ("1973-04-12", "1973-04-21", "digit"),
        ("1979-05-11", "1997-05-11", "digit"),
        ("2019-09-28", "2019-09-88", "digit"),
        ("1984-02-22", "1984-01-20", "lunar_about"),
        ("2013-01-15", "2012-12-10", "lunar_about"),
        ("1984-06-22", "1984-06-13", "same_year_month"),
        ("1984-06-22", "1984-06", "same_year_month"),
        ("1984-06-22", "1984-10-17", "same_year"),
        ("1984-06-22", "1990-10-17", "other"),
        ("1984-06-22", "1972-06-22", "other"),
    ] {
        assert_eq!([of(a, b).code(), of(b, a).code()], [expected; 2], "{a} {b}");
    }
}

#[test]
fn all_writings_of_a_date_are_one_form() {
    let plain = DateForm::of(Date::constant(1984, 2, 3));
    for text in [
        "1984-02-03",
        "19840203",
        "1984/2/3",
        "1984.2.3",
        "1984年2月3日",
        "１９８４－０２－０３",
        " 1984-2-03 00:00:00",
    ] {
        assert_eq!(DateForm::read(text), Some(plain), "{text}");
    }
    for text in ["", "不详", "84-02-03", "-", "0000-00-00", "99991231", "1984-123-1", "198402031"] {
        assert_eq!(DateForm::read(text), None, "{text}");
    }
    assert_eq!(DateForm::read("1984-02").unwrap().digits(), 19840200);
    assert_eq!(DateForm::read("198402").unwrap().digits(), 19840200);
}

#[test]
fn new_years_days_and_leap_months_are_as_published() {
    let lunar = |text: &str| DateForm::read(text).unwrap().keys().as_lunar.unwrap();
    for (civil, expected) in [
        ("1900-01-31", 19000101),
        ("1949-01-29", 19490101),
        ("1954-04-03", 19540301),
        ("1976-01-31", 19760101),
        ("1984-02-02", 19840101),
        ("2000-02-05", 20000101),
        ("2010-02-14", 20100101),
        ("2020-01-25", 20200101),
        ("2023-03-22", 20230201),
        ("2026-02-16", 20251229),
        ("2026-02-17", 20260101),
        ("2033-12-22", 20331101),
        ("2100-02-09", 21000101),
    ] {
        assert_eq!(lunar(civil), expected, "{civil}");
    }
}

#[test]
fn lunar_writings_of_two_centuries_are_found_and_nearly_all_that_are_a_day_off() {
    let mut day = Date::constant(1901, 1, 1);
    let (mut all, mut lost) = (0, 0);
    while day.year() < 2100 {
        let form = DateForm::of(day);
        let lunar = form.keys().as_lunar.unwrap();
        let of = |digits: u64| level(form, DateForm::read(&digits.to_string()).unwrap());
        assert_eq!(of(lunar), DateLevel::Lunar, "{day} {lunar}");
        lost += usize::from(of(lunar + 1) > DateLevel::LunarAbout);
        all += 1;
        day = day.tomorrow().unwrap();
    }
    assert!(lost * 200 < all, "{lost} of {all}");
}

#[test]
fn a_form_is_eight_bytes() {
    assert_eq!(size_of::<DateForm>(), 8);
}

proptest! {
    #[test]
    fn a_level_does_not_depend_on_the_order(a in 1940u32..1990, b in 0u32..3, m in 0u32..14, d in 0u32..33, n in 0u32..14, e in 0u32..33) {
        let text = |y: u32, m: u32, d: u32| format!("{y:04}{m:02}{d:02}");
        let (x, y) = (DateForm::read(&text(a, m, d)).unwrap(), DateForm::read(&text(a + b, n, e)).unwrap());
        prop_assert_eq!(level(x, y), level(y, x));
        prop_assert_eq!(level(x, y) == DateLevel::Equal, x == y);
    }

    #[test]
    fn what_agrees_meets_under_a_key(year in 1940i16..2020, m in 1i8..=12, d in 1i8..=28, month in 1u32..=12, of_month in 1u32..=31) {
        let a = DateForm::of(Date::constant(year, m, d));
        let b = DateForm::read(&format!("{year:04}{month:02}{of_month:02}")).unwrap();
        let (p, q) = (a.keys(), b.keys());
        let met = match level(a, b) {
            DateLevel::Equal => p.exact == q.exact,
            DateLevel::DayMonth => p.swapped == q.exact && p.exact == q.swapped,
            DateLevel::SameYearMonth => p.year_month == q.year_month,
            DateLevel::SameYear | DateLevel::Default => p.year == q.year,
            _ => true,
        };
        prop_assert!(met);
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,20}") {
        if let Some(form) = DateForm::read(&text) {
            prop_assert_eq!(level(form, form), DateLevel::Equal);
        }
    }
}
