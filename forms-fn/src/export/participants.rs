//! The list for the door, on paper: who has a seat, with a column for signatures and the words that the funder wants.
//!
//! It is one HTML file that a browser prints. What people need stands on a sheet of its own: the list with the
//! signatures goes from hand to hand and is kept for years, and a diet may tell a faith or an illness.

mod sheet;

use forms::{Definition, Field, Mark, Role};
use jiff::Timestamp;

use super::{Versions, Words, guard, names};
use crate::desk::{Status, Stored};
use crate::folder::{Event, FormsFolder, Language};

/// What the list is made from.
#[derive(Debug, Clone, Copy)]
pub struct Participants<'a> {
    /// The site.
    pub folder: &'a FormsFolder,
    /// The event's id.
    pub event: &'a str,
    /// The records of the event; those who have no seat are left out.
    pub records: &'a [Stored],
    /// Their forms.
    pub versions: &'a Versions,
    /// The language of the list.
    pub lang: &'a str,
    /// When it is made.
    pub at: Timestamp,
}

/// One person on the list.
struct Guest {
    name: String,
    latin: String,
    language: String,
    /// Question and answer.
    needs: Vec<(String, String)>,
}

/// Draws the list.
///
/// # Errors
/// When the site has no such event or no such language.
pub fn write(list: Participants<'_>) -> Result<String, String> {
    let event =
        list.folder.event(list.event).ok_or_else(|| format!("the site has no event `{}`", list.event))?;
    let language =
        list.folder.language(list.lang).ok_or_else(|| format!("the site has no language `{}`", list.lang))?;
    let seated = list.records.iter().filter(|stored| stored.record.status() == Status::Confirmed);
    let between = comma(language);
    let mut guests: Vec<Guest> = seated.map(|stored| guest(&list, stored, &between)).collect();
    let alphabet = names::Alphabet::of(list.lang);
    // Whoever stands at the door looks for a name.
    guests.sort_by(|one, other| alphabet.compare(&one.name, &other.name));
    let sheet = sheet::Sheet {
        texts: &language.texts,
        lang: &language.id,
        dir: language.dir,
        facts: facts(&list, event, language),
        funding: list.folder.manifest().funding.get(list.lang).cloned().unwrap_or_default(),
        // Marks keep the date from being turned round in a text that runs from right to left.
        printed: format!("\u{2066}{}\u{2069}", event.clock(list.at)),
        with_latin: list.versions.iter().any(|definition| definition.of_role(Role::LatinName).is_some()),
        guests: &guests,
    };
    Ok(sheet.draw().into_string())
}

/// The lines above the table: the key of the words, and what it is.
fn facts(list: &Participants<'_>, event: &Event, language: &Language) -> Vec<(&'static str, String)> {
    let manifest = list.folder.manifest();
    let host =
        |id: &String| manifest.organisations.get(id).map_or_else(|| id.clone(), |host| host.name.clone());
    let hosts: Vec<String> = event.info.hosts.iter().map(host).collect();
    let facts = [
        ("list.activity", event.title(list.lang).to_owned()),
        ("list.organisation", hosts.join(&comma(language))),
        ("list.date", event.when_in(&language.texts)),
        ("list.place", event.info.place.get(list.lang).cloned().unwrap_or_default()),
        ("list.project", manifest.project_number.clone().unwrap_or_default()),
    ];
    facts.into_iter().filter(|(_, words)| !words.is_empty()).collect()
}

/// What stands between two words of a list in this language.
fn comma(language: &Language) -> String {
    match language.texts.get("list.comma") {
        Some(_) => language.texts.text("list.comma"),
        None => ", ".to_owned(),
    }
}

fn guest(list: &Participants<'_>, stored: &Stored, between: &str) -> Guest {
    let words = Words { lang: list.lang, labels: true, folder: Some(list.folder), between };
    let definition = list.versions.of(stored);
    let field = |role| definition.and_then(|definition| definition.of_role(role));
    let tell = |field: &Field| guard::in_order(&words.answer(Some(field), stored.answers.get(&field.name)));
    let own = list.folder.language_name(&stored.record.lang);
    Guest {
        name: definition.and_then(names::name_field).map(tell).unwrap_or_default(),
        latin: field(Role::LatinName).map(tell).unwrap_or_default(),
        language: field(Role::Language)
            .map(tell)
            .filter(|words| !words.is_empty())
            .or(own)
            .unwrap_or_default(),
        needs: definition.map(|definition| needs(definition, stored, list.lang, tell)).unwrap_or_default(),
    }
}

/// What the person wants the hosts to know: the sensitive answers, as long as they may be read.
fn needs(
    definition: &Definition,
    stored: &Stored,
    lang: &str,
    tell: impl Fn(&Field) -> String,
) -> Vec<(String, String)> {
    let sensitive = definition.fields.iter().filter(|field| field.mark == Mark::Sensitive);
    let answered = sensitive.filter(|field| stored.answers.contains_key(&field.name));
    answered.map(|field| (field.label.get(lang).to_owned(), tell(field))).collect()
}
