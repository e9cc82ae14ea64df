//! Where a query says its scope belongs, and what is put there.

use crate::{JournalError, Value, access::Scope};

/// `{scope}` becomes a condition on the column `division`, `{scope:h}` one on `h.division`; as often as it stands there.
/// The bounds follow the query's own values.
///
/// # Errors
/// [`JournalError::Unscoped`] for a query without the token.
pub(crate) fn scoped(sql: &str, values: &[Value], scope: &Scope) -> Result<(String, Vec<Value>), JournalError> {
    let mut values = values.to_vec();
    let first = values.len();
    for area in scope.ranges() {
        values.extend([Value::Int(area.first() as i64), Value::Int(area.last() as i64)]);
    }
    let mut pieces = sql.split("{scope");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    let mut found = false;
    for piece in pieces {
        let (alias, rest) = piece.split_once('}').ok_or(JournalError::Unscoped)?;
        text += &condition(alias, first, values.len())?;
        text += rest;
        found = true;
    }
    found.then_some((text, values)).ok_or(JournalError::Unscoped)
}

fn condition(alias: &str, first: usize, end: usize) -> Result<String, JournalError> {
    let column = match alias.strip_prefix(':') {
        None if alias.is_empty() => "division".to_owned(),
        Some(alias) if alias.bytes().all(|sign| sign.is_ascii_lowercase() || sign == b'_') => {
            format!("{alias}.division")
        }
        _ => return Err(JournalError::Unscoped),
    };
    let ranges = (first..end).step_by(2).map(|at| format!("{column} BETWEEN ${} AND ${}", at + 1, at + 2));
    Ok(format!("({})", ranges.collect::<Vec<_>>().join(" OR ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Action, Grant, Resource, Role, authorise};
    use doudi_kernel::Date;

    fn scope(areas: &[&str]) -> Scope {
        let from = Date::constant(2026, 7, 1);
        let grant = |area: &&str| Grant { role: Role::TownClerk, area: area.parse().unwrap(), from, to: None };
        let grants: Vec<_> = areas.iter().map(grant).collect();
        authorise(&grants, Resource::Household, Action::List, from).unwrap()
    }

    #[test]
    fn a_scope_of_two_towns_becomes_two_ranges_after_the_querys_own_values() {
        let sql = "SELECT 1 FROM household h JOIN tally t ON {scope:t} WHERE h.id = $1 AND {scope:h}";
        let (text, values) = scoped(sql, &["x".into()], &scope(&["419901002", "419901004"])).unwrap();
        assert_eq!(
            text,
            "SELECT 1 FROM household h JOIN tally t ON (t.division BETWEEN $2 AND $3 OR t.division BETWEEN $4 AND $5) \
             WHERE h.id = $1 AND (h.division BETWEEN $2 AND $3 OR h.division BETWEEN $4 AND $5)"
        );
        let bounds = [419_901_002_000, 419_901_002_999, 419_901_004_000, 419_901_004_999].map(Value::Int);
        assert_eq!(values[1..], bounds);
    }

    #[test]
    fn a_query_without_its_scope_is_refused() {
        for sql in ["SELECT 1 FROM household", "SELECT {scope", "SELECT {scope:h;}", "SELECT {scopes}"] {
            assert!(matches!(scoped(sql, &[], &scope(&["419901"])), Err(JournalError::Unscoped)), "{sql}");
        }
    }
}
