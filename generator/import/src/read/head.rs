//! A head in TOML, YAML or JSON → its values, whichever it was.

use serde_json::{Map, Value};

/// The values of a head by their names as written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Head {
    values: Map<String, Value>,
    /// As it stood, to find lines in it.
    text: String,
}

/// A file cut in two.
#[derive(Debug)]
pub(crate) struct Cut {
    pub(crate) head: Head,
    pub(crate) body: String,
    /// How many lines stand before the body.
    pub(crate) lines_before: usize,
}

/// Cuts a file and reads its head.
pub(crate) fn cut(text: &str) -> Result<Cut, String> {
    let (values, head, body) = match text.trim_start() {
        start if start.starts_with("+++") => {
            between(start, "+++").map(|(head, body)| (of_toml(head), head, body))
        }
        start if start.starts_with("---") => {
            between(start, "---").map(|(head, body)| (of_yaml(head), head, body))
        }
        // `{{<` begins a shortcode.
        start if start.starts_with('{') && !start.starts_with("{{") && !start.starts_with("{%") => {
            let mut values = serde_json::Deserializer::from_str(start).into_iter::<Value>();
            let value =
                values.next().ok_or("the head is empty")?.map_err(|error| first_line(&error.to_string()))?;
            let end = values.byte_offset();
            Some((Ok(value), &start[..end], start[end..].trim_start_matches('\n')))
        }
        start => Some((Ok(Value::Object(Map::new())), "", start)),
    }
    .ok_or("nothing ends the head")?;
    let values = match values? {
        Value::Object(values) => values,
        Value::Null => Map::new(),
        _ => return Err("the head is no set of keys".to_owned()),
    };
    let lines_before = text[..text.len() - body.len()].matches('\n').count();
    Ok(Cut { head: Head { values, text: head.to_owned() }, body: body.to_owned(), lines_before })
}

fn between<'t>(text: &'t str, mark: &str) -> Option<(&'t str, &'t str)> {
    let start = text.find('\n')? + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == mark {
            return Some((&text[start..at], &text[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

/// TOML as JSON; dates become their texts.
pub(crate) fn of_toml(text: &str) -> Result<Value, String> {
    text.parse::<toml::Table>()
        .map(|table| plain(toml::Value::Table(table)))
        .map_err(|error| first_line(error.message()))
}

pub(crate) fn of_yaml(text: &str) -> Result<Value, String> {
    if text.lines().all(|line| line.trim().is_empty() || line.starts_with('#')) {
        return Ok(Value::Object(Map::new()));
    }
    let read = |text: &str| serde_yaml::from_str(text);
    // Hugo reads heads with tabs, against the standard.
    read(text)
        .or_else(|error| if text.contains('\t') { read(&text.replace('\t', "  ")) } else { Err(error) })
        .map_err(|error: serde_yaml::Error| first_line(&error.to_string()))
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

fn plain(value: toml::Value) -> Value {
    match value {
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, plain(value))).collect())
        }
        toml::Value::Array(list) => Value::Array(list.into_iter().map(plain).collect()),
        toml::Value::Datetime(time) => Value::String(time.to_string()),
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(is) => Value::Bool(is),
    }
}

impl Head {
    /// The value of the first of these names that is there. `extra.author` stands in `extra`; capitals don't matter.
    pub(crate) fn get(&self, names: &[&str]) -> Option<&Value> {
        names.iter().find_map(|name| find(&self.values, name)).filter(|value| !value.is_null())
    }

    /// One line of text.
    pub(crate) fn text(&self, names: &[&str]) -> Option<String> {
        let text = match self.get(names)? {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(text)
    }

    /// Texts, of one or of a list; of a set of keys its `name`.
    pub(crate) fn texts(&self, names: &[&str]) -> Vec<String> {
        self.get(names).map_or_else(Vec::new, texts)
    }

    /// The day of a date: the ten characters that all ways to write one begin with.
    pub(crate) fn day(&self, names: &[&str]) -> Option<String> {
        let text = self.text(names)?;
        let day = text.get(..10)?.replace('/', "-");
        let is_day = day
            .bytes()
            .enumerate()
            .all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() });
        is_day.then_some(day)
    }

    pub(crate) fn is(&self, name: &str) -> bool {
        matches!(self.get(&[name]), Some(Value::Bool(true)))
    }

    /// The names of all keys, those within `extra`, `params` and `taxonomies` with their paths.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        for (name, value) in &self.values {
            match value {
                Value::Object(inner) if ["extra", "params", "taxonomies"].contains(&name.as_str()) => {
                    names.extend(inner.keys().map(|inner| format!("{name}.{inner}")));
                }
                _ => names.push(name.clone()),
            }
        }
        names
    }

    /// The line of a key in its file, the head beginning in the second.
    pub(crate) fn line(&self, name: &str) -> usize {
        let last = name.rsplit('.').next().unwrap_or(name);
        let is_key = |line: &str| line.trim_start().trim_start_matches('"').starts_with(last);
        self.text.lines().position(is_key).map_or(1, |at| at + 2)
    }
}

/// The keys of the old site of which a key of ours is made.
const SOURCES: [(&str, &[&str]); 8] = [
    ("summary", &["description", "summary", "excerpt", "subtitle"]),
    ("menuTitle", &["linkTitle"]),
    ("order", &["weight"]),
    ("publish", &["publishDate"]),
    ("expire", &["expiryDate"]),
    ("topics", &["tags", "categories"]),
    ("picture", &["cover", "image", "images", "featured_image", "featuredImage", "thumbnail", "local_image"]),
    ("alt", &["alt", "cover", "image", "images", "featured_image", "featuredImage", "thumbnail"]),
];

impl Head {
    /// The line of what a key of ours was made of.
    pub(crate) fn line_of(&self, ours: &str) -> usize {
        let sources = SOURCES.iter().find(|(key, _)| *key == ours).map_or(&[][..], |(_, sources)| sources);
        let all = [ours].into_iter().chain(sources.iter().copied());
        all.map(|name| self.line(name)).find(|line| *line > 1).unwrap_or(1)
    }
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => vec![text.trim().to_owned()],
        Value::Array(list) => list.iter().flat_map(texts).collect(),
        Value::Object(keys) => keys.get("name").map_or_else(Vec::new, texts),
        _ => Vec::new(),
    }
}

/// A value by its path; Hugo's names are the same in capitals.
pub(crate) fn find<'v>(values: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let value = values.iter().find(|(name, _)| name.eq_ignore_ascii_case(first)).map(|(_, value)| value)?;
    if rest.is_empty() { Some(value) } else { find(value.as_object()?, rest) }
}
