//! YAML text becomes a tree of nodes that know their place in it.
//!
//! The tree keeps duplicate and unknown keys, so that the readers above can report all of them at once.

pub(crate) mod meant;
pub(crate) mod places;
pub(crate) mod slip;

use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;
use serde_yaml::options::{DuplicateKeyPolicy, MergeKeyPolicy};

use crate::Sentence;
use crate::fault::{Fault, FaultCode};
use crate::sentence::say;

/// A value and where it stands, in bytes.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) span: Range<usize>,
}

/// What a node holds.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Integer(i64),
    /// A number with a fraction, or one too large to count with.
    Number,
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Word, Node)>),
}

/// A key or a name, and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) span: Range<usize>,
}

impl Value {
    /// What it is, in an editor's words.
    pub(crate) fn said(&self) -> Sentence {
        match self {
            Value::Null => say!("value.nothing"),
            Value::Bool(_) => say!("value.truth"),
            Value::Integer(_) | Value::Number => say!("value.number"),
            Value::Text(_) => say!("value.text"),
            Value::List(_) => say!("value.list"),
            Value::Map(_) => say!("value.keys"),
        }
    }
}

/// Reads YAML text into a tree.
pub(crate) fn parse(yaml: &str) -> Result<Node, Fault> {
    read(yaml).map_err(|at| {
        let slip = slip::yaml_slip(yaml, clamp(at..at, yaml), &|text| read(text).err());
        Fault::new(FaultCode::Yaml, slip.span, slip.message).hint(slip.hint)
    })
}

/// The tree, or the byte at which YAML stops.
fn read(yaml: &str) -> Result<Node, usize> {
    serde_yaml::from_str_with_options(yaml, options()).map_err(|error| {
        // A fault of the end has no place of its own.
        error.location().map_or(yaml.len(), |location| span(&location).start)
    })
}

/// How we read YAML everywhere: `no` is the language and the country, `0161` and `1_000` are text.
fn options() -> serde_yaml::Options {
    serde_yaml::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        // Our readers report both with their positions.
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        with_snippet: false,
    }
}

fn span(location: &serde_yaml::Location) -> Range<usize> {
    let number = |value: Option<u64>| value.and_then(|value| usize::try_from(value).ok()).unwrap_or_default();
    let start = number(location.span().byte_offset());
    start..start + number(location.span().byte_len())
}

/// An error at the end of the text may point past it.
fn clamp(span: Range<usize>, yaml: &str) -> Range<usize> {
    span.start.min(yaml.len())..span.end.min(yaml.len())
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Node, D::Error> {
        let spanned = Spanned::<Value>::deserialize(deserializer)?;
        Ok(Node { value: spanned.value, span: span(&spanned.referenced) })
    }
}

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Word, D::Error> {
        let spanned = Spanned::<String>::deserialize(deserializer)?;
        Ok(Word { text: spanned.value, span: span(&spanned.referenced) })
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str("any YAML value")
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Integer(value))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(i64::try_from(value).map_or(Value::Number, Value::Integer))
    }
    fn visit_i128<E>(self, _value: i128) -> Result<Value, E> {
        Ok(Value::Number)
    }
    fn visit_u128<E>(self, _value: u128) -> Result<Value, E> {
        Ok(Value::Number)
    }
    fn visit_f64<E>(self, _value: f64) -> Result<Value, E> {
        Ok(Value::Number)
    }
    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = seq.next_element()? {
            nodes.push(node);
        }
        Ok(Value::List(nodes))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Value::Map(entries))
    }
}
