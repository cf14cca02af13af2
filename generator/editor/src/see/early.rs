//! A document that isn't published yet by its own words → as it will be when it is.
//!
//! Among the pages of a draft stand those that everybody has, and of what isn't published only what the draft itself is about: whoever
//! writes it wants to see it, although its head says `draft: true` or names a later day.

use std::collections::BTreeSet;

use generator::content::Kind;
use generator::write_back::{self, Edit};
use jiff::civil::Date;
use serde_json::Value;

use crate::drafts::kind_of;
use crate::repository::{Files, GitFault};

/// The keys that hold a document back, where they do so on a day.
fn holding(head: &Value, today: Date) -> Vec<&'static str> {
    let is_draft = head.get("draft") == Some(&Value::Bool(true));
    let publish = head.get("publish").and_then(Value::as_str).and_then(|day| day.parse::<Date>().ok());
    let is_later = publish.is_some_and(|day| day > today);
    [("draft", is_draft), ("publish", is_later)]
        .into_iter()
        .filter(|(_, holds)| *holds)
        .map(|(key, _)| key)
        .collect()
}

/// Whether a text says of itself that it isn't published yet.
pub(crate) fn is_early(text: &str, today: Date) -> bool {
    write_back::written(text).is_ok_and(|written| !holding(&written.head, today).is_empty())
}

/// The text without what holds it back; `None` where nothing does.
fn opened(kind: Kind, text: &str, today: Date) -> Option<String> {
    let written = write_back::written(text).ok()?;
    let edits: Vec<Edit> = holding(&written.head, today).into_iter().map(|key| Edit::remove([key])).collect();
    if edits.is_empty() {
        return None;
    }
    write_back::head(text, kind, &edits).ok()
}

/// The files of a draft with nothing that holds its documents back. `there` lists what else lies in a folder of the site and reads it.
pub(crate) fn open(
    mut files: Files,
    today: Date,
    there: impl Fn(&str) -> Result<Vec<(String, String)>, GitFault>,
) -> Result<Files, GitFault> {
    let folders: BTreeSet<String> = files
        .keys()
        .filter(|path| kind_of(path).is_some())
        .filter_map(|path| path.rsplit_once('/').map(|(folder, _)| folder.to_owned()))
        .collect();
    for folder in folders {
        for (path, text) in there(&folder)? {
            if is_early(&text, today) {
                files.entry(path).or_insert_with(|| Some(text.into_bytes()));
            }
        }
    }
    for (path, bytes) in &mut files {
        let text = bytes.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok());
        if let (Some(kind), Some(text)) = (kind_of(path), text)
            && let Some(text) = opened(kind, text, today)
        {
            *bytes = Some(text.into_bytes());
        }
    }
    Ok(files)
}
