//! The people behind keys, as a snapshot has them.

use arrow::{
    array::{Array, AsArray},
    datatypes::UInt64Type,
};
use doudi_kernel::IdKey;
use doudi_lake::{Lake, LakeError, Manifest};

/// One line of a sheet of people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Person {
    pub name: String,
    pub id: String,
    pub town: String,
    pub village: String,
}

/// The first record of each key, in the order of the file.
pub(super) fn people(lake: &Lake, manifest: &Manifest, keys: &[u64]) -> Result<Vec<Person>, LakeError> {
    const COLUMNS: [&str; 4] = ["resident_id", "name", "town_name", "village_name"];
    let there: Vec<&str> =
        COLUMNS.into_iter().filter(|column| manifest.columns.iter().any(|it| it == column)).collect();
    let mut found = vec![false; keys.len()];
    let mut people = Vec::with_capacity(keys.len());
    if keys.is_empty() || there.first() != Some(&COLUMNS[0]) {
        return Ok(people);
    }
    for batch in lake.records(&manifest.id, &there)? {
        let ids = batch.column_by_name(COLUMNS[0]).ok_or(LakeError::Schema)?.as_primitive::<UInt64Type>();
        let text = |name: &str, row: usize| {
            let array = batch.column_by_name(name).map(|array| array.as_string::<i32>());
            array.filter(|array| array.is_valid(row)).map_or_else(String::new, |array| array.value(row).to_owned())
        };
        for row in (0..batch.num_rows()).filter(|row| ids.is_valid(*row)) {
            let Ok(at) = keys.binary_search(&ids.value(row)) else { continue };
            if !std::mem::replace(&mut found[at], true) {
                people.push(Person {
                    name: text("name", row),
                    id: IdKey::from_packed(ids.value(row)).map(IdKey::reveal).unwrap_or_default(),
                    town: text("town_name", row),
                    village: text("village_name", row),
                });
            }
        }
    }
    Ok(people)
}
