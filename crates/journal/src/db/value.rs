//! Values on their way into and out of a database: four kinds, the same in both.

use crate::JournalError;
use std::sync::Arc;

/// A value of a column or of a placeholder.
///
/// Truth values are stored as 0 and 1, instants as milliseconds, dates as `yyyymmdd`, money as fen: all of them integers.
///
/// ```
/// use doudi_journal::Value;
/// assert_eq!(Value::from(true), Value::Int(1));
/// assert_eq!(Value::from(None::<&str>), Value::Null);
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Nothing known.
    Null,
    /// BIGINT.
    Int(i64),
    /// TEXT.
    Text(String),
    /// `{bytes}`.
    Bytes(Vec<u8>),
}

/// Never shows what it holds: values end in no log.
impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Null => "Null",
            Self::Int(_) => "Int(…)",
            Self::Text(_) => "Text(…)",
            Self::Bytes(_) => "Bytes(…)",
        })
    }
}

macro_rules! into_value {
    ($($from:ty => |$it:ident| $made:expr;)+) => {$(
        impl From<$from> for Value {
            fn from($it: $from) -> Self {
                $made
            }
        }
    )+};
}

into_value! {
    i64 => |it| Self::Int(it);
    i32 => |it| Self::Int(i64::from(it));
    u32 => |it| Self::Int(i64::from(it));
    bool => |it| Self::Int(i64::from(it));
    &str => |it| Self::Text(it.to_owned());
    String => |it| Self::Text(it);
    &String => |it| Self::Text(it.clone());
    Vec<u8> => |it| Self::Bytes(it);
    &[u8] => |it| Self::Bytes(it.to_vec());
    &Vec<u8> => |it| Self::Bytes(it.clone());
    [u8; 32] => |it| Self::Bytes(it.to_vec());
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(it: Option<T>) -> Self {
        it.map_or(Self::Null, Into::into)
    }
}

/// A Rust value read from a column.
pub trait FromValue: Sized {
    /// What it is called in an error.
    const WANTED: &'static str;
    /// The value, or `None` when the column holds something else.
    fn from_value(value: &Value) -> Option<Self>;
}

impl FromValue for i64 {
    const WANTED: &'static str = "an integer";
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Int(it) => Some(*it),
            _ => None,
        }
    }
}

impl FromValue for u64 {
    const WANTED: &'static str = "an integer that is not negative";
    fn from_value(value: &Value) -> Option<Self> {
        i64::from_value(value)?.try_into().ok()
    }
}

impl FromValue for u32 {
    const WANTED: &'static str = "a small integer that is not negative";
    fn from_value(value: &Value) -> Option<Self> {
        i64::from_value(value)?.try_into().ok()
    }
}

impl FromValue for bool {
    const WANTED: &'static str = "0 or 1";
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Int(0) => Some(false),
            Value::Int(1) => Some(true),
            _ => None,
        }
    }
}

impl FromValue for String {
    const WANTED: &'static str = "a text";
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Text(it) => Some(it.clone()),
            _ => None,
        }
    }
}

impl FromValue for Vec<u8> {
    const WANTED: &'static str = "bytes";
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Bytes(it) => Some(it.clone()),
            _ => None,
        }
    }
}

impl<T: FromValue> FromValue for Option<T> {
    const WANTED: &'static str = T::WANTED;
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            other => T::from_value(other).map(Some),
        }
    }
}

/// A row of an answer.
#[derive(Clone)]
pub struct Row {
    pub(super) names: Arc<[String]>,
    pub(super) values: Vec<Value>,
}

impl Row {
    /// The value of a column by its name in the answer. An error names the column, never the value.
    pub fn get<T: FromValue>(&self, name: &str) -> Result<T, JournalError> {
        let at = self.names.iter().position(|own| own == name);
        let value = at.and_then(|at| T::from_value(&self.values[at]));
        value.ok_or_else(|| JournalError::Column { name: name.into(), wanted: T::WANTED })
    }

    /// All values in the order of the columns.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// The columns' names, in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }
}

/// Shows the columns, never the values.
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Row").field(&self.names).finish()
    }
}
