//! Words that the source writes within its facts, such as a speaker's role: a translation says the roles, may say the
//! others, and translates nothing that isn't there. None of it stops the
//! other languages: the source's words are shown, or nothing.

use crate::content::Shape;
use crate::diagnostic::{Code, Diagnostic, Names, nearest, say};
use crate::document::{Document, Own};
use crate::event::EventHeader;
use crate::site::lacking;

/// The problems of a source's file: these keys are for translations.
pub(super) fn check_source(source: &Document) -> Vec<Diagnostic> {
    let misplaced = source.kind().words_in_facts().filter_map(|(fact, within, said_as)| {
        let place = source.keys.get(said_as)?;
        let message = say!("front.inSource", said_as);
        let problem = Diagnostic::error(Code::FactMisplaced, &source.path, place.clone(), message);
        Some(problem.with_hint(say!("front.inSourceHint", key = &within.name, fact = &fact.name)))
    });
    misplaced.collect()
}

/// The problems of a translation's file.
pub(super) fn check(document: &Document, source: &Document) -> Vec<Diagnostic> {
    let words = source.fact_words();
    let idle = source.kind().words_in_facts().filter_map(|(fact, within, said_as)| {
        let is_line = document.kind().key(said_as).is_some_and(|key| key.shape == Shape::Line);
        let is_said = words.iter().any(|word| word.said_as == said_as);
        let place = document.written(said_as).filter(|_| is_line && !is_said)?.span()?;
        let message = say!("front.translatesNothing", said_as);
        let problem = Diagnostic::warning(Code::FrontNoSource, &document.path, place, message);
        Some(problem.with_hint(say!(
            "front.translatesNothingHint",
            path = &source.path,
            key = &within.name,
            fact = &fact.name
        )))
    });
    let mut problems: Vec<Diagnostic> = idle.collect();
    if let Own::Event(event) = &document.own {
        problems.extend(unknown_roles(document, event, source));
        problems.extend(untranslated_roles(document, source));
    }
    problems
}

/// Roles of speakers who aren't there.
fn unknown_roles(document: &Document, event: &EventHeader, source: &Document) -> Vec<Diagnostic> {
    let Some(roles) = &event.speaker_roles else { return Vec::new() };
    let Own::Event(of_source) = &source.own else { return Vec::new() };
    let ours: Vec<&str> = of_source.roles().collect();
    let unknown = roles.value.keys().filter(|role| !ours.contains(&role.as_str()));
    let problem = |role: &String| {
        let message = say!("front.noRole", role);
        let hint = match nearest(role, ours.iter().copied()) {
            Some(name) => say!("hint.mean", name),
            None if ours.is_empty() => say!("front.noRoles"),
            None => say!("front.roles", names = Names::of(&ours)),
        };
        let place = roles.span.clone();
        Diagnostic::warning(Code::FrontUnknownReference, &document.path, place, message).with_hint(hint)
    };
    unknown.map(problem).collect()
}

fn untranslated_roles(document: &Document, source: &Document) -> Vec<Diagnostic> {
    let problem = |role: &&str| {
        let message = say!("text.untranslatedRole", role);
        let problem = Diagnostic::warning(Code::FrontUntranslated, &document.path, 0..3, message)
            .with_hint(say!("text.untranslatedRoleHint", role))
            .of_field("speakerRoles");
        match source.keys.get("speakers") {
            Some(there) => problem.with_see(&source.path, there.clone(), say!("see.sourceHas")),
            None => problem,
        }
    };
    lacking(document, source).roles.iter().map(problem).collect()
}
