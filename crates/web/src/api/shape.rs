//! What the API takes and gives: a type is declared once, and reading it, writing it and its published schema follow.

use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// The most entries of any list that is taken or given.
pub(crate) const MOST: usize = 1_000;
/// The longest text, in characters.
pub(crate) const LONGEST: usize = 2_000;

/// The named schemas of a document.
#[derive(Default)]
pub(crate) struct Schemas {
    /// By their names.
    pub(crate) forms: BTreeMap<String, Json>,
    homes: BTreeMap<String, &'static str>,
    /// Names that two types bear: one of them would be published as the other.
    pub(crate) clashes: Vec<String>,
}

/// A type whose JSON has a published form.
pub(crate) trait Shape {
    /// Whether a property of this type must be there.
    const NEEDED: bool = true;

    /// The form, with what it names put among `all`.
    fn schema(all: &mut Schemas) -> Json;
}

/// A property: name, form, whether it must be there, what it is.
pub(crate) type Property = (&'static str, Json, bool, &'static str);

impl Schemas {
    /// A reference to a form that is made at its first use.
    pub(crate) fn named(
        &mut self,
        home: &'static str,
        name: &'static str,
        make: impl FnOnce(&mut Self) -> Json,
    ) -> Json {
        match self.homes.insert(name.into(), home) {
            None => {
                let made = make(self);
                self.forms.insert(name.into(), made);
            }
            Some(other) if other != home => self.clashes.push(name.into()),
            Some(_) => {}
        }
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }
}

/// An object with these properties and no others.
pub(crate) fn object(about: &str, properties: Vec<Property>) -> Json {
    let needed: Vec<&str> = properties.iter().filter(|it| it.2).map(|it| it.0).collect();
    let told = |(name, mut form, _, said): Property| {
        if let Json::Object(form) = &mut form {
            form.insert("description".into(), said.trim().into());
        }
        (name.to_owned(), form)
    };
    let mut made = json!({
        "type": "object",
        "description": about.trim(),
        "required": needed,
        "additionalProperties": false,
    });
    made["properties"] = Json::Object(properties.into_iter().map(told).collect());
    made
}

/// Declares a type of the API: an object, one of several objects told apart by a property, or one of several words.
macro_rules! shape {
    ($(#[doc = $about:literal])+ struct $name:ident { $($(#[doc = $said:literal])+ $field:ident: $of:ty,)* }) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $name { $($(#[doc = $said])+ pub(crate) $field: $of,)* }

        impl $crate::api::shape::Shape for $name {
            fn schema(all: &mut $crate::api::shape::Schemas) -> serde_json::Value {
                all.named(module_path!(), stringify!($name), |_all| {
                    $crate::api::shape::object(concat!($($about),+), vec![$((
                        stringify!($field),
                        <$of as $crate::api::shape::Shape>::schema(_all),
                        <$of as $crate::api::shape::Shape>::NEEDED,
                        concat!($($said),+),
                    )),*])
                })
            }
        }
    };
    ($(#[doc = $about:literal])+ enum $name:ident by $tag:literal {
        $($(#[doc = $told:literal])+ $item:ident = $word:literal { $($(#[doc = $said:literal])+ $field:ident: $of:ty,)* })+
    }) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
        #[serde(tag = $tag, deny_unknown_fields)]
        pub(crate) enum $name {
            $($(#[doc = $told])+ #[serde(rename = $word)] $item { $($(#[doc = $said])+ $field: $of,)* },)+
        }

        impl $crate::api::shape::Shape for $name {
            fn schema(all: &mut $crate::api::shape::Schemas) -> serde_json::Value {
                all.named(module_path!(), stringify!($name), |_all| {
                    let one = vec![$($crate::api::shape::object(concat!($($told),+), vec![
                        ($tag, serde_json::json!({ "const": $word }), true, concat!($($told),+)),
                        $((
                            stringify!($field),
                            <$of as $crate::api::shape::Shape>::schema(_all),
                            <$of as $crate::api::shape::Shape>::NEEDED,
                            concat!($($said),+),
                        )),*
                    ])),+];
                    serde_json::json!({ "description": concat!($($about),+).trim(), "oneOf": one })
                })
            }
        }
    };
    ($(#[doc = $about:literal])+ word $name:ident { $($(#[doc = $told:literal])+ $item:ident = $word:literal,)+ }) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
        pub(crate) enum $name { $($(#[doc = $told])+ #[serde(rename = $word)] $item,)+ }

        impl $crate::api::shape::Shape for $name {
            fn schema(all: &mut $crate::api::shape::Schemas) -> serde_json::Value {
                let about = concat!($($about),+).trim();
                all.named(module_path!(), stringify!($name), |_| {
                    serde_json::json!({ "type": "string", "description": about, "enum": [$($word),+] })
                })
            }
        }
    };
}
pub(crate) use shape;

impl Shape for bool {
    fn schema(_: &mut Schemas) -> Json {
        json!({ "type": "boolean" })
    }
}

impl Shape for String {
    fn schema(_: &mut Schemas) -> Json {
        json!({ "type": "string" })
    }
}

impl Shape for i64 {
    fn schema(_: &mut Schemas) -> Json {
        json!({ "type": "integer", "format": "int64" })
    }
}

impl Shape for u32 {
    fn schema(_: &mut Schemas) -> Json {
        json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX })
    }
}

/// Absent or null: nobody knows, or there is none.
impl<T: Shape> Shape for Option<T> {
    const NEEDED: bool = false;

    fn schema(all: &mut Schemas) -> Json {
        json!({ "anyOf": [T::schema(all), { "type": "null" }] })
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn schema(all: &mut Schemas) -> Json {
        json!({ "type": "array", "items": T::schema(all), "maxItems": MOST })
    }
}

impl<T: Shape> Shape for BTreeMap<String, T> {
    fn schema(all: &mut Schemas) -> Json {
        json!({ "type": "object", "additionalProperties": T::schema(all), "maxProperties": MOST })
    }
}
