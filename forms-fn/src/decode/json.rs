//! A flat JSON object: text, number, `true`, `false`, `null` or a list of texts and numbers for each name.
//!
//! Nothing deeper is read, so depth needs no counting. Errors of serde quote what was sent; they
//! end here and are never logged.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// The pairs in order, a list as one pair for each of its values. `None` when it is anything else,
/// or a name comes twice (RFC 8259 leaves open what that means).
pub(super) fn pairs(text: &str) -> Option<Vec<(String, String)>> {
    let Object(pairs) = serde_json::from_str(text).ok()?;
    Some(pairs)
}

struct Object(Vec<(String, String)>);

/// The values of one name, written as a browser would send them.
struct Texts(Vec<String>);

/// One value inside a list.
struct Scalar(String);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor)
    }
}

struct ObjectVisitor;

impl<'de> Visitor<'de> for ObjectVisitor {
    type Value = Object;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
        let mut names = BTreeSet::new();
        let mut pairs = Vec::new();
        while let Some((name, Texts(values))) = map.next_entry::<String, Texts>()? {
            if !names.insert(name.clone()) {
                return Err(A::Error::custom("a name twice"));
            }
            pairs.extend(values.into_iter().map(|value| (name.clone(), value)));
        }
        Ok(Object(pairs))
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextsVisitor { list: true }).map(Self)
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut values = deserializer.deserialize_any(TextsVisitor { list: false })?;
        values.pop().map(Self).ok_or_else(|| D::Error::custom("not a text or a number"))
    }
}

/// Reads a scalar and, where a list may stand, a list of scalars.
struct TextsVisitor {
    list: bool,
}

impl<'de> Visitor<'de> for TextsVisitor {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number, true, false or a list of texts")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Vec<String>, E> {
        Ok(vec![text.to_owned()])
    }

    /// A ticked box is sent as `yes`, one that isn't ticked is not sent.
    fn visit_bool<E: Error>(self, ticked: bool) -> Result<Vec<String>, E> {
        Ok(if ticked { vec!["yes".to_owned()] } else { Vec::new() })
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Vec<String>, E> {
        Ok(vec![number.to_string()])
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Vec<String>, E> {
        Ok(vec![number.to_string()])
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Vec<String>, E> {
        Ok(vec![number.to_string()])
    }

    fn visit_unit<E: Error>(self) -> Result<Vec<String>, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<String>, A::Error> {
        if !self.list {
            return Err(A::Error::custom("a list in a list"));
        }
        let mut values = Vec::new();
        while let Some(Scalar(value)) = list.next_element()? {
            values.push(value);
        }
        Ok(values)
    }
}
