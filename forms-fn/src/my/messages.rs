//! The messages that were written to somebody. What they said is not kept; what they were about is.

use super::{Visit, parts};
use crate::desk::Logged;
use crate::escape::escape;

/// A heading and every message; nothing when there is none.
pub(super) fn section(visit: &Visit<'_>) -> String {
    if visit.dossier.letters.is_empty() {
        return String::new();
    }
    let items: String = visit.dossier.letters.iter().map(|letter| item(visit, letter)).collect();
    let heading = escape(&visit.reader.language.texts.text("my.mailsTitle"));
    format!("<h2>{heading}</h2>\n<ul class=\"papers\">\n{items}</ul>\n")
}

fn item(visit: &Visit<'_>, letter: &Logged) -> String {
    let (key, at) = match (letter.sent_at, &letter.failed) {
        (Some(sent), _) => ("my.mailSent", sent),
        (None, Some(_)) if letter.is_dropped() => ("my.mailDropped", letter.at),
        (None, Some(_)) => ("my.mailFailed", letter.at),
        (None, None) => ("my.mailWritten", letter.at),
    };
    let when = visit.reader.language.texts.with(key, &[("when", &visit.moment(at))]);
    format!("<li>{}<br>{}</li>\n", subject(visit, letter), parts::meta(&when))
}

/// The subject line in the reader's language, as far as its words are still known.
fn subject(visit: &Visit<'_>, letter: &Logged) -> String {
    let lang = visit.reader.lang();
    let known = visit.definition.mails.get(letter.occasion.as_str());
    let subject = known.map_or(&visit.definition.title, |mail| &mail.subject);
    let event = visit.event;
    let texts = &visit.reader.language.texts;
    let when = event.map(|event| event.when_in(texts)).unwrap_or_default();
    parts::words(subject, lang)
        .replace("{event}", &escape(event.map_or("", |event| event.title(lang))))
        .replace("{when}", &escape(&when))
        .replace("{reference}", &format!("<bdi>{}</bdi>", visit.record().reference))
}
