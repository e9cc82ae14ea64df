//! Columns worked out from others, so that two lists that say the same otherwise can be compared.

use super::{side::Side, table::Texts};
use doudi_kernel::{Division, DivisionLevel, DivisionList, ResidentId, Sex};
use std::collections::BTreeMap;

/// Works out what one side lacks and the other has.
pub(super) fn derive(sides: &mut [Side], divisions: Option<&DivisionList>) {
    if let Some(list) = divisions {
        sides.iter_mut().for_each(|side| place(side, list));
    }
    if let [left, right] = sides {
        from_household(left, right);
        from_household(right, left);
        from_number(left, right);
        from_number(right, left);
    }
}

/// Village names as codes of the office's list. A name that several villages bear is *unknown*.
fn place(side: &mut Side, list: &DivisionList) {
    if side.has("division") || !(side.has("village_name") || side.has("town_name")) {
        return;
    }
    let counties: Vec<Division> =
        list.iter().map(|(division, _)| division).filter(|d| d.level() == DivisionLevel::County).collect();
    let towns: Vec<Division> =
        list.iter().map(|(division, _)| division).filter(|d| d.level() == DivisionLevel::Town).collect();
    let found = |town: &str, village: &str| -> Option<Division> {
        let town = match town {
            "" => None,
            town => Some(counties.iter().find_map(|county| list.named_in(*county, town))?),
        };
        match (town, village) {
            (None, "") => None,
            (Some(town), village) => list.named_in(town, village).filter(|_| !village.is_empty()).or(Some(town)),
            (None, village) => {
                let mut all = towns.iter().filter_map(|town| list.named_in(*town, village));
                let first = all.next()?;
                all.next().is_none().then_some(first)
            }
        }
    };
    let mut known: BTreeMap<(String, String), Option<String>> = BTreeMap::new();
    let texts: Vec<Option<String>> = (0..side.table.rows)
        .map(|row| {
            let word = |field| side.value(field, row).unwrap_or_default().to_owned();
            let words = (word("town_name"), word("village_name"));
            let of = |(town, village): &(String, String)| found(town, village).map(|division| division.to_string());
            known.entry(words.clone()).or_insert_with(|| of(&words)).clone()
        })
        .collect();
    side.put("division", Texts::of(texts.into_iter()));
}

/// What is read off a number.
type Part = fn(ResidentId) -> String;

/// Birth, sex and county that stand in a number, for a list that has the number and not the column, beside one that has
/// the column and no number.
fn from_number(side: &mut Side, other: &Side) {
    if !side.has("resident_id") || other.has("resident_id") {
        return;
    }
    let parts: [(&str, Part); 3] = [
        ("birth_date", |id| id.birth_date().to_string()),
        ("sex", |id| if id.sex() == Sex::Male { "男" } else { "女" }.to_owned()),
        ("county", |id| id.division().to_string()),
    ];
    for (field, part) in parts {
        if other.has(field) && !side.has(field) {
            let number = |row| side.value("resident_id", row).and_then(|text| text.parse::<ResidentId>().ok());
            let texts: Vec<Option<String>> = (0..side.table.rows).map(|row| number(row).map(part)).collect();
            side.put(field, Texts::of(texts.into_iter()));
        }
    }
}

/// How many a household has, and who its head is, in a list of persons with the number of their household.
fn from_household(side: &mut Side, other: &Side) {
    if !side.has("household_number") {
        return;
    }
    let numbers: Vec<Option<String>> =
        (0..side.table.rows).map(|row| side.value("household_number", row).map(str::to_owned)).collect();
    if other.has("household_size") && !side.has("household_size") {
        let mut sizes: BTreeMap<&str, u32> = BTreeMap::new();
        numbers.iter().flatten().for_each(|number| *sizes.entry(number).or_default() += 1);
        let texts = numbers.iter().map(|number| number.as_ref().map(|number| sizes[number.as_str()].to_string()));
        let texts = Texts::of(texts);
        side.put("household_size", texts);
    }
    if other.has("household_head_name") && !side.has("household_head_name") && side.has("relation_to_head") {
        let mut heads: BTreeMap<&str, String> = BTreeMap::new();
        for (row, number) in numbers.iter().enumerate() {
            let is_head = matches!(side.value("relation_to_head", row), Some("本人" | "户主"));
            if let (Some(number), true, Some(name)) = (number, is_head, side.value("name", row)) {
                heads.entry(number).or_insert_with(|| name.to_owned());
            }
        }
        let texts = Texts::of(numbers.iter().map(|number| heads.get(number.as_ref()?.as_str()).cloned()));
        side.put("household_head_name", texts);
    }
}
