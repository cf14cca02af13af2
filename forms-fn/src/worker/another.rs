//! The letter to whoever has a registration already, when the form came again with the same address: how the first one stands,
//! and how another adult takes the second one. One mailbox may be a couple's.

use super::letter::{self, Source};
use super::{Pass, about};
use crate::desk::Status;
use crate::mail::Paragraph;
use crate::secret::LinkPurpose;

/// How the record stands, in one sentence; for letters that are about something else.
pub(super) fn state(source: &Source<'_>) -> String {
    let texts = &source.language.texts;
    let key = match source.record.status() {
        Status::Confirmed => "form.statusConfirmed",
        Status::Waiting => "form.statusWaiting",
        Status::Offered => "form.statusOffered",
        Status::Held if source.record.is_in_line() => "form.statusInLine",
        Status::Held => "form.statusHeld",
        Status::Cancelled => "form.statusCancelled",
        Status::Lapsed => "form.statusLapsed",
        Status::Unconfirmed | Status::Received | Status::Closed => return String::new(),
    };
    let until = source.record.offer_until().map(|until| letter::moment(source, until));
    texts.with(key, &[("until", until.as_deref().unwrap_or_default())])
}

/// What the second registration is good for now, with its link; nothing when it is gone or done.
pub(super) fn paragraphs(pass: &Pass<'_>, source: &Source<'_>) -> Vec<Paragraph> {
    let Some(second) = source.second else { return Vec::new() };
    let texts = &source.language.texts;
    let seen_until = about::link_expires(source.happening, source.outgoing.at);
    let (words, purpose, expires) = match (second.status(), second.offer_until()) {
        (Status::Offered, Some(until)) => {
            let words = texts.with("mail.anotherOffered", &[("until", &letter::moment(source, until))]);
            (words, LinkPurpose::Accept, until)
        }
        (Status::Waiting, _) => (texts.text("mail.anotherWaiting"), LinkPurpose::See, seen_until),
        (Status::Held, _) => (texts.text("mail.anotherHeld"), LinkPurpose::See, seen_until),
        _ => return Vec::new(),
    };
    let url = letter::url(pass, source, second, purpose, expires);
    vec![Paragraph::Text(words), Paragraph::Link { url, label: texts.text("mail.anotherLink") }]
}
