//! A flat JSON object: text, number, `true`, `false`, `null` or a list of texts for each name.
//!
//! Nothing deeper is read, so depth needs no counting. Errors of serde quote what was sent; they
//! end here and are never logged.

use std::collections::BTreeMap;
use std::fmt;

use forms::Kind;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// The pairs in order, a list as one pair for each of its values, and the shape of each name's value. `None` when it is
/// anything else, or a name comes twice (RFC 8259 leaves open what that means).
pub(super) fn pairs(text: &str) -> Option<(Pairs, BTreeMap<String, JsonKind>)> {
    let Object { pairs, shapes } = serde_json::from_str(text).ok()?;
    Some((pairs, shapes))
}

/// Names and values, in order.
type Pairs = Vec<(String, String)>;

/// What kind of value stood under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JsonKind {
    Text,
    Number,
    Truth,
    List,
    Nothing,
}

impl JsonKind {
    /// Whether a field takes values of this shape. Guessing would store `true` as somebody's name.
    pub(crate) fn fits(self, kind: &Kind) -> bool {
        match kind {
            _ if self == Self::Nothing => true,
            Kind::Checkbox { .. } => self == Self::Truth,
            Kind::Choices { .. } => self == Self::List,
            Kind::Integer { .. } => self == Self::Number,
            _ => self == Self::Text,
        }
    }
}

struct Object {
    pairs: Vec<(String, String)>,
    shapes: BTreeMap<String, JsonKind>,
}

/// The values of one name, written as a browser would send them.
struct Texts(Vec<String>, JsonKind);

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
        let mut shapes = BTreeMap::new();
        let mut pairs = Vec::new();
        while let Some((name, Texts(values, shape))) = map.next_entry::<String, Texts>()? {
            if shapes.insert(name.clone(), shape).is_some() {
                return Err(A::Error::custom("a name twice"));
            }
            pairs.extend(values.into_iter().map(|value| (name.clone(), value)));
        }
        Ok(Object { pairs, shapes })
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextsVisitor { list: true })
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Texts(mut values, shape) = deserializer.deserialize_any(TextsVisitor { list: false })?;
        let text = values.pop().filter(|_| shape == JsonKind::Text);
        text.map(Self).ok_or_else(|| D::Error::custom("a list holds texts"))
    }
}

/// Reads a scalar and, where a list may stand, a list of scalars.
struct TextsVisitor {
    list: bool,
}

impl<'de> Visitor<'de> for TextsVisitor {
    type Value = Texts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number, true, false or a list of texts")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Texts, E> {
        Ok(Texts(vec![text.to_owned()], JsonKind::Text))
    }

    /// A ticked box is sent as `yes`, one that isn't ticked is not sent.
    fn visit_bool<E: Error>(self, ticked: bool) -> Result<Texts, E> {
        Ok(Texts(if ticked { vec!["yes".to_owned()] } else { Vec::new() }, JsonKind::Truth))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Texts, E> {
        Ok(Texts(vec![number.to_string()], JsonKind::Number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Texts, E> {
        Ok(Texts(vec![number.to_string()], JsonKind::Number))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Texts, E> {
        Ok(Texts(vec![number.to_string()], JsonKind::Number))
    }

    fn visit_unit<E: Error>(self) -> Result<Texts, E> {
        Ok(Texts(Vec::new(), JsonKind::Nothing))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Texts, A::Error> {
        if !self.list {
            return Err(A::Error::custom("a list in a list"));
        }
        let mut values = Vec::new();
        while let Some(Scalar(value)) = list.next_element()? {
            values.push(value);
        }
        Ok(Texts(values, JsonKind::List))
    }
}
