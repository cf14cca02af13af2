//! What a person sent: names and values as they came, in their order.

use std::fmt;

mod normal;

pub use normal::is_blank;
pub(crate) use normal::{ascii_digits, digit, has_control, is_invisible, normalise, printable};

/// The values of a form as sent. A name may have several.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Values(Vec<(String, Vec<String>)>);

impl Values {
    /// No values: the form as it is first shown.
    pub fn new() -> Values {
        Values::default()
    }

    /// Adds a value to a name; several values of a name stay in their order.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let name = name.into();
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value.into()),
            None => self.0.push((name, vec![value.into()])),
        }
    }

    /// Takes a name out, with all its values: for the hidden inputs that are no answers (`event`, `nonce`).
    pub fn remove(&mut self, name: &str) -> Vec<String> {
        match self.0.iter().position(|(known, _)| known == name) {
            Some(index) => self.0.remove(index).1,
            None => Vec::new(),
        }
    }

    /// The first value of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).first().map(String::as_str)
    }

    /// All values of a name; none for a name that was not sent.
    pub fn all(&self, name: &str) -> &[String] {
        self.0.iter().find(|(known, _)| known == name).map_or(&[], |(_, values)| values)
    }

    /// The names in the order in which they came.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// Whether nothing was sent.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same names with clean values, and without the empty ones.
    pub(crate) fn normalised(&self) -> Values {
        let clean =
            |values: &[String]| values.iter().map(|v| normalise(v)).filter(|v| !v.is_empty()).collect();
        Values(self.0.iter().map(|(name, values)| (name.clone(), clean(values))).collect())
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Values {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Values {
        let mut values = Values::new();
        for (name, value) in pairs {
            values.insert(name, value);
        }
        values
    }
}

/// Names only: answers belong in no log.
impl fmt::Debug for Values {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.debug_list().entries(self.names()).finish()
    }
}
