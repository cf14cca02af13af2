//! The page after sending in words: what was received, and what happens next. It names form and event but repeats no answer:
//! the reference is written down and told to others, so it must not open somebody's data.

use forms::Texts;
use forms::html::{Html, filled};
use maud::html;

use super::{Face, Standing};
use crate::desk::{Shown, Status};
use crate::folder::Event;
use crate::lookup::Target;
use crate::my::SentForm;
use crate::page::{self, Page};
use crate::reader::Reader;
use crate::reference::Reference;
use crate::secret::Keyring;
use crate::ticket::Ticket;

/// Title, text and what happens next.
struct StatusTexts {
    title: String,
    text: Option<Html>,
    next: String,
}

/// The page.
pub(super) fn page(
    reader: &Reader,
    target: Target<'_>,
    reference: &Reference,
    shown: &Shown,
    (face, standing): (Face, Standing),
    kept: Option<&SentForm>,
    keyring: &Keyring,
) -> Page {
    let texts = &reader.language.texts;
    let position = shown.position.filter(|_| standing.0.is_none());
    let event = event(reader, target, reference, face, &standing, keyring);
    let StatusTexts { title, text, next } = match standing.0 {
        Some(next) => {
            StatusTexts { title: target.definition.title.get(reader.lang()).to_owned(), text: None, next }
        }
        None => words(reader, target, reference, shown, face),
    };
    let main = html! {
        h1 { (title) } "\n"
        @if shown.status == Status::Unconfirmed { (page::notice_line(&next)) }
        @if let Some(text) = text { p { (text) } "\n" }
        @if let Some(position) = position {
            (page::notice_line(&texts.with("form.waitingPosition", &[("position", &position.to_string())])))
        }
        @if let Some(kept) = kept { (kept_line(reader, kept)) }
        (event)
        @if shown.status != Status::Unconfirmed {
            h2 { (texts.text("form.whatNext")) } "\n"
            p { (next) } "\n"
        }
        @if let Some(event) = target.event { (page::back_line(reader, event)) }
    };
    let query = kept.map_or("", |kept| &kept.query);
    let path = format!("{}{query}", page::received_path(target.definition, reference));
    Page { title, main, path }
}

/// The ticket as long as somebody may come, or else the event in a line; and the reference, of which a ticket makes a code
/// only for a place.
fn event(
    reader: &Reader,
    target: Target<'_>,
    reference: &Reference,
    face: Face,
    standing: &Standing,
    keyring: &Keyring,
) -> Html {
    let has_place = matches!(face, Face::Reserved | Face::Status(Status::Confirmed));
    let may_come = standing.0.is_none() && (has_place || face == Face::Written);
    html! {
        @match target.event {
            Some(event) if may_come => {
                (Ticket { reader, event, reference: has_place.then_some(reference), keyring }.draw())
            }
            Some(event) => { (page::event_line(event, &reader.language.texts)) }
            None => {}
        }
        @if !(may_come && has_place) { (page::reference_line(reader, reference)) }
    }
}

fn words(
    reader: &Reader,
    target: Target<'_>,
    reference: &Reference,
    shown: &Shown,
    face: Face,
) -> StatusTexts {
    let (lang, texts) = (reader.lang(), &reader.language.texts);
    let own = |title: &str, text: &str| StatusTexts {
        title: texts.text(title),
        text: Some(fill(&texts.text(text), reference, target.event, texts)),
        next: texts.text("form.writtenNext"),
    };
    let status = match face {
        Face::Reserved => return own("form.reservedTitle", "form.reservedText"),
        Face::Written => return own("form.writtenTitle", "form.writtenText"),
        Face::InLine => {
            let (title, next) = (texts.text("form.inLineTitle"), texts.text("form.statusInLine"));
            return StatusTexts { title, text: None, next };
        }
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
    let deadlines = target.definition.deadlines.placeholders();
    let until = [("until", until.as_deref().unwrap_or_default())];
    let args = deadlines.iter().map(|(name, number)| (*name, number.as_str())).chain(until);
    let next = texts.with(next, &args.collect::<Vec<_>>());
    StatusTexts { title, text: Some(fill(text, reference, target.event, texts)), next }
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
fn fill(text: &str, reference: &Reference, event: Option<&Event>, texts: &Texts) -> Html {
    let when = event.map(|event| event.when_in(texts)).unwrap_or_default();
    let title = event.map_or("", |event| event.title(texts.lang()));
    let reference = reference.to_string();
    let args = [
        ("reference", html! { bdi { (reference) } }),
        ("when", html! { (when) }),
        ("event", html! { (title) }),
    ];
    filled(text, &args)
}

/// The person's own link, for those to whom no message can carry it.
fn kept_line(reader: &Reader, kept: &SentForm) -> Html {
    let texts = &reader.language.texts;
    html! {
        (page::notice_line(&texts.text("form.keepLink")))
        p { a class="button" href=(kept.url) { (texts.text("form.keepLinkWords")) } } "\n"
    }
}
