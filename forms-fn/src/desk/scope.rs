//! How far somebody may see what people sent. What that is on a site, the office works out.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// What an organiser may see and act upon. Whoever lets somebody in chooses one; there is no default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Every event and every request.
    Everything,
    /// The events that an organisation hosts, and the requests of its country.
    Organisation(String),
    /// The events that an organisation hosts, and no requests.
    EventsOf(String),
    /// One event.
    Event(String),
    /// The events that organisations of a country host, and the requests of that country: `NO`.
    Country(String),
    /// What each of these has.
    Several(Vec<Scope>),
}

/// For a table: `organisation fika`.
impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everything => f.write_str("everything"),
            Self::Organisation(id) => write!(f, "organisation {id}"),
            Self::EventsOf(id) => write!(f, "events of {id}"),
            Self::Event(id) => write!(f, "event {id}"),
            Self::Country(code) => write!(f, "country {code}"),
            Self::Several(scopes) => {
                for (at, scope) in scopes.iter().enumerate() {
                    write!(f, "{}{scope}", if at > 0 { " + " } else { "" })?;
                }
                Ok(())
            }
        }
    }
}

/// A scope that stands in an entry. One of which only a newer program knows counts as not written down: the entry has to stay
/// readable.
pub(super) fn written<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Scope>, D::Error> {
    Ok(Scope::deserialize(Value::deserialize(deserializer)?).ok())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Scope;

    #[test]
    fn a_scope_is_written_as_it_is_read() {
        for (scope, value, words) in [
            (Scope::Everything, json!("everything"), "everything"),
            (Scope::Organisation("fika".to_owned()), json!({ "organisation": "fika" }), "organisation fika"),
            (Scope::Event("ten".to_owned()), json!({ "event": "ten" }), "event ten"),
            (Scope::Country("NO".to_owned()), json!({ "country": "NO" }), "country NO"),
            (Scope::EventsOf("fika".to_owned()), json!({ "events_of": "fika" }), "events of fika"),
            (
                Scope::Several(vec![Scope::EventsOf("a".to_owned()), Scope::Event("b".to_owned())]),
                json!({ "several": [{ "events_of": "a" }, { "event": "b" }] }),
                "events of a + event b",
            ),
        ] {
            assert_eq!(serde_json::to_value(&scope).unwrap(), value);
            assert_eq!(super::written(value).unwrap(), Some(scope.clone()));
            assert_eq!(scope.to_string(), words);
        }
        assert_eq!(super::written(json!({ "region": "north" })).unwrap(), None);
    }
}
