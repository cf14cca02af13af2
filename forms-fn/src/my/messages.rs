//! The messages that were written to somebody. What they said is not kept; what they were about is.

use forms::html::{Html, filled};
use maud::html;

use super::{Visit, parts};
use crate::desk::Logged;

/// A heading and every message; nothing when there is none.
pub(super) fn section(visit: &Visit<'_>) -> Html {
    let items: Vec<Html> = visit.dossier.letters.iter().map(|letter| item(visit, letter)).collect();
    parts::papers(&visit.reader.language.texts.text("my.mailsTitle"), &items)
}

fn item(visit: &Visit<'_>, letter: &Logged) -> Html {
    let (key, at) = match (letter.sent_at, &letter.failed) {
        (Some(sent), _) => ("my.mailSent", sent),
        (None, Some(_)) if letter.is_dropped() => ("my.mailDropped", letter.at),
        (None, Some(_)) => ("my.mailFailed", letter.at),
        (None, None) => ("my.mailWritten", letter.at),
    };
    let when = visit.reader.language.texts.with(key, &[("when", &visit.moment(at))]);
    html! { li { (subject(visit, letter)) br; (parts::meta(&when)) } "\n" }
}

/// The subject line in the reader's language, as far as its words are still known.
fn subject(visit: &Visit<'_>, letter: &Logged) -> Html {
    if let Some(subject) = &letter.subject {
        return html! { bdi { (subject) } };
    }
    let lang = visit.reader.lang();
    let known = visit.definition.mails.get(letter.occasion.as_str());
    let subject = known.map_or(&visit.definition.title, |mail| &mail.subject);
    let event = visit.event;
    let texts = &visit.reader.language.texts;
    let when = event.map(|event| event.when_in(texts)).unwrap_or_default();
    let title = event.map_or("", |event| event.title(lang));
    let reference = visit.record().reference.to_string();
    let args = [
        ("event", html! { (title) }),
        ("when", html! { (when) }),
        ("reference", html! { bdi { (reference) } }),
    ];
    parts::marked(subject, lang, &filled(subject.get(lang), &args))
}
