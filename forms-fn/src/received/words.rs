//! The page after sending in words: what was received, and what happens next. It names form and event but repeats no answer:
//! the reference is written down and told to others, so it must not open somebody's data.

use forms::Texts;

use super::{Face, Standing};
use crate::desk::{Shown, Status};
use crate::escape::escape;
use crate::folder::Event;
use crate::lookup::Target;
use crate::my::Kept;
use crate::page::{self, Page};
use crate::reader::Reader;
use crate::reference::Reference;

/// Title, text and what happens next, each in HTML but for the title.
struct Words {
    title: String,
    text: String,
    next: String,
}

/// The page.
pub(super) fn page(
    reader: &Reader<'_>,
    target: Target<'_>,
    reference: &Reference,
    shown: &Shown,
    (face, standing): (Face, Standing),
    kept: Option<&Kept>,
) -> Page {
    let texts = &reader.language.texts;
    let is_ahead = standing.0.is_none();
    let Words { title, text, next } = match standing.0 {
        Some(words) => Words {
            title: target.definition.title.get(reader.lang()).to_owned(),
            text: String::new(),
            next: escape(&words),
        },
        None => words(reader, target, reference, shown, face),
    };
    let position = match shown.position.filter(|_| is_ahead) {
        Some(position) => {
            let words = texts.with("form.waitingPosition", &[("position", &position.to_string())]);
            page::notice_line(&words)
        }
        None => String::new(),
    };
    let text = if text.is_empty() && !is_ahead { text } else { format!("<p>{text}</p>\n") };
    let main = format!(
        "<h1>{}</h1>\n{}{text}{position}<p>{}: <strong><bdi>{reference}</bdi></strong></p>\n{}\
         <h2>{}</h2>\n<p>{next}</p>\n{}",
        escape(&title),
        target.event.map(|event| page::event_line(event, texts)).unwrap_or_default(),
        escape(&texts.text("form.reference")),
        kept.map(|kept| kept_line(reader, kept)).unwrap_or_default(),
        escape(&texts.text("form.whatNext")),
        target.event.map(|event| page::back_line(reader, event)).unwrap_or_default(),
    );
    let query = kept.map_or("", |kept| &kept.query);
    let path = format!("{}{query}", page::received_path(target.definition, reference));
    Page { title, main, path }
}

fn words(reader: &Reader<'_>, target: Target<'_>, reference: &Reference, shown: &Shown, face: Face) -> Words {
    let (lang, texts) = (reader.lang(), &reader.language.texts);
    let own = |title: &str, text: &str| Words {
        title: texts.text(title),
        text: fill(&texts.text(text), reference, target.event, texts),
        next: escape(&texts.text("form.writtenNext")),
    };
    let status = match face {
        Face::Reserved => return own("form.reservedTitle", "form.reservedText"),
        Face::Written => return own("form.writtenTitle", "form.writtenText"),
        Face::Status(status) => status,
    };
    let thanks = page::thanks(&target.definition.thanks, status);
    let title = match (thanks, status) {
        (Some(thanks), _) => thanks.title.get(lang).to_owned(),
        (None, Status::Held) => texts.text("form.heldTitle"),
        (None, _) => target.definition.title.get(lang).to_owned(),
    };
    // No letter comes, so nothing that promises one is said.
    let silent = target.event.is_some() && !shown.by_mail;
    let text = thanks.filter(|_| !silent).map_or("", |thanks| thanks.text.get(lang));
    let next = match (status, shown.offer_until) {
        (Status::Confirmed, _) if silent => "form.silentConfirmed",
        (Status::Waiting, _) if silent => "form.silentWaiting",
        (Status::Offered, None) => "my.acceptOpen",
        _ => status_key(status),
    };
    let until = shown
        .offer_until
        .zip(target.event)
        .map(|(until, event)| reader.language.dates.moment(&until.to_zoned(event.zone().clone())));
    let next = texts.with(next, &[("until", until.as_deref().unwrap_or_default())]);
    Words { title, text: fill(text, reference, target.event, texts), next: escape(&next) }
}

/// What happens next, by status.
fn status_key(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "form.statusConfirmed",
        Status::Offered => "form.statusOffered",
        Status::Waiting => "form.statusWaiting",
        Status::Cancelled => "form.statusCancelled",
        Status::Lapsed => "form.statusLapsed",
        Status::Held => "form.statusHeld",
        Status::Unconfirmed => "form.statusUnconfirmed",
        Status::Received => "form.statusReceived",
        Status::Closed => "form.statusClosed",
    }
}

/// Puts reference, time and event into the words.
fn fill(text: &str, reference: &Reference, event: Option<&Event>, texts: &Texts) -> String {
    let when = event.map(|event| event.when_in(texts)).unwrap_or_default();
    escape(text)
        .replace("{reference}", &format!("<bdi>{reference}</bdi>"))
        .replace("{when}", &escape(&when))
        .replace("{event}", &escape(event.map_or("", |event| event.title(texts.lang()))))
}

/// The person's own link, for those to whom no message can carry it.
fn kept_line(reader: &Reader<'_>, kept: &Kept) -> String {
    let texts = &reader.language.texts;
    format!(
        "{}<p><a class=\"button\" href=\"{}\">{}</a></p>\n",
        page::notice_line(&texts.text("form.keepLink")),
        escape(&kept.url),
        escape(&texts.text("form.keepLinkWords")),
    )
}
