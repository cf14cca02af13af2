//! The interface texts that the function itself says. A folder without one of them is refused, so
//! that no reader ever meets a key.

use forms::Texts;

const KEYS: [&str; 36] = [
    "form.summaryTitle",
    "form.titlePrefix",
    "form.reference",
    "form.full",
    "form.fullWaitlist",
    "form.closed",
    "form.notOpenYet",
    "form.past",
    "form.cancelled",
    "form.eventUnknown",
    "form.formUnknown",
    "form.tooLarge",
    "form.badRequest",
    "form.unsupported",
    "form.serverError.title",
    "form.serverError.text",
    "form.waitingPosition",
    "form.busyTitle",
    "form.busyText",
    "form.forbidden",
    "form.checkTitle",
    "form.checkText",
    "form.checkSend",
    "form.honeypotLabel",
    "form.yes",
    "form.statusConfirmed",
    "form.statusOffered",
    "form.statusCancelled",
    "form.statusLapsed",
    "form.statusHeld",
    "form.statusUnconfirmed",
    "form.statusClosed",
    "form.statusWaiting",
    "form.statusReceived",
    "form.whatNext",
    "form.backToEvent",
];

/// The keys that a language lacks.
pub(super) fn missing(texts: &Texts) -> impl Iterator<Item = &'static str> + use<'_> {
    KEYS.into_iter().filter(|key| texts.get(key).is_none())
}
