//! How many households there are and what they may claim, by the divisions below one: the same rows that [`super::search`]
//! lists, counted.

use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    Value,
    access::{Action, Area, Resource},
};
use doudi_kernel::{Division, DivisionLevel};

/// A division with its numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// Twelve digits.
    pub division: u64,
    /// Households.
    pub households: i64,
    /// Members.
    pub people: i64,
    /// Households that may claim a programme, in the order asked.
    pub eligible: Vec<i64>,
    /// Cases that run.
    pub cases: i64,
}

/// Counts the divisions one level below, those without households too where the list of divisions names them.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn counts(bureau: &Bureau, who: &Who, of: Division, programmes: &[&str]) -> Result<Vec<Count>, OfficeError> {
    let scope = who.may(Resource::Household, Action::Count)?;
    let area = Area::of(of);
    let step: i64 = match of.level() {
        DivisionLevel::Town | DivisionLevel::Village => 1,
        DivisionLevel::County => 1000,
        DivisionLevel::City => 1_000_000,
        _ => 100_000_000,
    };
    let range = [Value::Int(area.first() as i64), Value::Int(area.last() as i64)];
    bureau.journal.read(|reader| {
        let sql = format!(
            "SELECT (division / {step}) * {step} AS place, COUNT(*) AS households, CAST(SUM(size) AS BIGINT) AS people \
             FROM household WHERE {{scope}} AND gone IS NULL AND division BETWEEN $1 AND $2 \
             GROUP BY (division / {step}) * {step} ORDER BY 1"
        );
        let rows = reader.rows(&scope, &sql, &range)?;
        let mut counts = Vec::new();
        for row in &rows {
            counts.push(Count {
                division: row.get("place")?,
                households: row.get("households")?,
                people: row.get("people")?,
                eligible: vec![0; programmes.len()],
                cases: 0,
            });
        }
        let place = |counts: &mut Vec<Count>, division: u64| counts.iter().position(|it| it.division == division);
        let sql = format!(
            "SELECT (division / {step}) * {step} AS place, programme, COUNT(DISTINCT household) AS households \
             FROM determination WHERE {{scope}} AND answer = 'eligible' AND division BETWEEN $1 AND $2 \
             AND EXISTS (SELECT 1 FROM household h WHERE h.id = determination.household AND h.gone IS NULL) \
             GROUP BY (division / {step}) * {step}, programme ORDER BY 1, 2"
        );
        for row in reader.rows(&scope, &sql, &range)? {
            let programme: String = row.get("programme")?;
            let at = place(&mut counts, row.get("place")?).zip(programmes.iter().position(|it| *it == programme));
            if let Some((at, programme)) = at {
                counts[at].eligible[programme] = row.get("households")?;
            }
        }
        let sql = format!(
            "SELECT (division / {step}) * {step} AS place, COUNT(*) AS cases FROM case_file \
             WHERE {{scope}} AND turn = 'open' AND division BETWEEN $1 AND $2 \
             GROUP BY (division / {step}) * {step} ORDER BY 1"
        );
        for row in reader.rows(&scope, &sql, &range)? {
            if let Some(at) = place(&mut counts, row.get("place")?) {
                counts[at].cases = row.get("cases")?;
            }
        }
        Ok(counts)
    })
}
