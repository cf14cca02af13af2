//! What belongs into the fields of a section, on a page of its own: in each form it would be more than the form itself.

use forms::Html;
use generator::content::{HeadKey, Kind};
use maud::html;

use super::label::{help, label};
use super::sections::SECTIONS;
use crate::words::Words;

/// Title and text of that page; none where a kind has no such section.
pub(crate) fn meaning(words: Words, kind: Kind, section: &str) -> Option<(String, Html)> {
    let (section, _) = SECTIONS.iter().find(|(known, _)| *known == section)?;
    let all: Vec<&'static HeadKey> = kind.keys().collect();
    let (_, keys) = super::sections::of(&all).into_iter().find(|(known, _)| known == section)?;
    let mut fields = Vec::new();
    keys.iter().for_each(|key| within(key, key.name.to_owned(), &mut fields));
    let name = words.text(&format!("section.{section}"));
    let body = html! {
        dl {
            @for path in &fields {
                dt id=(path) { (label(words, kind, path)) }
                dd { (help(words, kind, path).unwrap_or_default()) }
            }
        }
    };
    Some((words.with("form.meaningTitle", &[("section", &name)]), body))
}

/// The way to a key and to those within it.
fn within(key: &HeadKey, path: String, fields: &mut Vec<String>) {
    for below in key.group() {
        within(below, format!("{path}.{}", below.name), fields);
    }
    let at = fields.iter().position(|known| known.starts_with(&format!("{path}."))).unwrap_or(fields.len());
    fields.insert(at, path);
}
