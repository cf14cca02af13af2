//! What a translation doesn't say though its source does. The source's words then stand in its place, and the translation
//! is behind: words that came into one file stop no other language.

use crate::document::{Document, Own};

/// What the text below a head is called where keys of the head are listed.
pub(super) const BODY: &str = "body";

/// The words that a translation lacks.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Lacking<'a> {
    /// All that stands below its head.
    pub(crate) body: bool,
    /// Keys of its head.
    pub(crate) keys: Vec<&'static str>,
    /// Lines of the source's programme, by their place, of a programme that has others.
    pub(crate) steps: Vec<usize>,
    /// Roles of those who speak, as the source says them.
    pub(crate) roles: Vec<&'a str>,
}

/// Compares a translation with its source.
pub(crate) fn lacking<'a>(document: &Document, source: &'a Document) -> Lacking<'a> {
    let body = document.body.is_empty && !source.body.is_empty;
    let mut lacking = Lacking { body, ..Lacking::default() };
    if asks_for_alt(source) && is_said(source.common.alt.as_ref()) && !is_said(document.common.alt.as_ref()) {
        lacking.keys.push("alt");
    }
    let is_missing = |name: &&str| source.said(name).is_some() && document.said(name).is_none();
    lacking.keys.extend(source.kind().notes().map(|key| key.name).filter(is_missing));
    let (Own::Event(ours), Own::Event(theirs)) = (&source.own, &document.own) else { return lacking };
    match theirs.programme.is_empty() {
        true if ours.programme.is_empty() => {}
        true => lacking.keys.push("programme"),
        false => {
            let found = ours.programme_in(theirs).into_iter().enumerate();
            lacking.steps = found.filter_map(|(at, found)| found.is_none().then_some(at)).collect();
        }
    }
    let said =
        |role: &&str| theirs.speaker_roles.as_ref().is_some_and(|roles| roles.value.contains_key(*role));
    lacking.roles = ours.roles().filter(|role| !said(role)).collect();
    lacking
}

impl Lacking<'_> {
    /// Whether it says everything.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Lacking::default()
    }

    /// The keys at which something is to be written.
    pub(crate) fn all_keys(&self) -> Vec<&'static str> {
        let steps = self.steps.first().map(|_| "programme");
        let roles = self.roles.first().map(|_| "speakerRoles");
        let body = self.body.then_some(BODY);
        self.keys.iter().copied().chain(steps).chain(roles).chain(body).collect()
    }
}

/// Whether the document has a picture that says something.
fn asks_for_alt(document: &Document) -> bool {
    document.own.picture().is_some_and(|picture| !picture.decorative)
}

fn is_said(text: Option<&crate::yaml::Located<String>>) -> bool {
    text.is_some_and(|text| !text.value.trim().is_empty())
}
