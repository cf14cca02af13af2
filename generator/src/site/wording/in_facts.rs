//! Words that the source writes within its facts, such as a speaker's role: a translation says the roles, may say the
//! others, and translates nothing that isn't there. None of it stops the
//! other languages: the source's words are shown, or nothing.

use crate::diagnostic::{Diagnostic, nearest, quoted_list};
use crate::document::{Document, FactWords, Own};
use crate::event::EventHeader;
use crate::site::lacking;

/// The problems of a source's file: these keys are for translations.
pub(super) fn check_source(source: &Document) -> Vec<Diagnostic> {
    let places = [
        ("pictureCredit", "`credit` in `picture`"),
        ("placeName", "`name` in `place`"),
        ("speakerRoles", "`role` in `speakers`"),
    ];
    let misplaced = places.into_iter().filter_map(|(key, fact)| {
        let place = source.keys.get(key)?;
        let message = format!("`{key}` stands in the source");
        let problem = Diagnostic::error("fact/misplaced", &source.path, place.clone(), message);
        Some(problem.with_hint(format!("only a translation needs it; the source has {fact}")))
    });
    misplaced.collect()
}

/// The problems of a translation's file.
pub(super) fn check(document: &Document, source: &Document) -> Vec<Diagnostic> {
    let words = source.fact_words();
    let event = match &document.own {
        Own::Event(event) => Some(event),
        _ => None,
    };
    let credit = document.common.picture_credit.as_ref().filter(|_| words.credit.is_none());
    let place_name = event.and_then(|event| event.place_name.as_ref()).filter(|_| words.place_name.is_none());
    let idle =
        [("pictureCredit", "`credit` in `picture`", credit), ("placeName", "`name` in `place`", place_name)];
    let idle = idle.into_iter().filter_map(|(key, fact, written)| {
        let message = format!("`{key}` translates nothing");
        let problem = Diagnostic::warning("front/no-source", &document.path, written?.span.clone(), message);
        Some(problem.with_hint(format!("`{}` has no {fact}; remove it here", source.path)))
    });
    let mut problems: Vec<Diagnostic> = idle.collect();
    if let Some(event) = event {
        problems.extend(unknown_roles(document, event, &words));
        problems.extend(untranslated_roles(document, source));
    }
    problems
}

/// Roles of speakers who aren't there.
fn unknown_roles(document: &Document, event: &EventHeader, words: &FactWords<'_>) -> Vec<Diagnostic> {
    let Some(roles) = &event.speaker_roles else { return Vec::new() };
    let unknown = roles.value.keys().filter(|role| !words.roles.contains(&role.as_str()));
    let problem = |role: &String| {
        let message = format!("there is no speaker with the role `{role}`");
        let hint = match nearest(role, words.roles.iter().copied()) {
            Some(name) => format!("did you mean `{name}`?"),
            None if words.roles.is_empty() => "no speaker of the source has a `role`".to_owned(),
            None => format!("the source has {}", quoted_list(&words.roles)),
        };
        let place = roles.span.clone();
        Diagnostic::warning("front/unknown-reference", &document.path, place, message).with_hint(hint)
    };
    unknown.map(problem).collect()
}

fn untranslated_roles(document: &Document, source: &Document) -> Vec<Diagnostic> {
    let problem = |role: &&str| {
        let message = format!("the role `{role}` of a speaker is not translated");
        let problem = Diagnostic::warning("front/untranslated", &document.path, 0..3, message)
            .with_hint(format!("write `speakerRoles: {{ \"{role}\": … }}`"));
        match source.keys.get("speakers") {
            Some(there) => problem.with_see(&source.path, there.clone(), "the source has it"),
            None => problem,
        }
    };
    lacking(document, source).roles.iter().map(problem).collect()
}
