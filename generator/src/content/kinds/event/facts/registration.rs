//! How and when guests sign up.

use jiff::Zoned;

use super::time::zone;
use crate::content::validate;
use crate::diagnostic::{Code, Diagnostic, say};
use crate::event::written::WrittenRegistration;
use crate::event::{EventHeader, Registration, RegistrationMode};
use crate::front_matter::Checker;
use crate::time;

/// A registration that can be used: each mode has what it needs.
pub(super) fn check(checker: &mut Checker<'_>, event: &EventHeader) -> Option<Registration> {
    let written = checker.require("registration", event.registration.as_ref())?;
    let known = checker.known;
    if let Some(form) = &written.form {
        checker.reference(|name| say!("front.noForm", name), form, known.forms.iter().copied());
    }
    if let Some(url) = &written.url {
        checker.problems.extend(validate::web_address(checker.path, url));
    }
    if let Some(email) = &written.email {
        checker.problems.extend(validate::email_address(checker.path, email));
    }
    let lacking = match written.mode.value {
        RegistrationMode::Form => written.form.is_none().then(|| ("form", say!("event.formHint"))),
        RegistrationMode::External => written.url.is_none().then(|| ("url", say!("event.urlHint"))),
        // Without an address of its own, guests write to the first host.
        RegistrationMode::Email | RegistrationMode::None => None,
    };
    if let Some((key, hint)) = lacking {
        let mode = written.mode.value.as_str();
        checker.error(Code::FrontMissing, &written.mode, say!("event.modeNeeds", mode, key)).hint(hint);
    }
    let (opens, closes) = window(checker, event, written);
    Some(Registration {
        mode: written.mode.value,
        form: written.form.as_ref().map(|form| form.value.clone()),
        opens,
        closes,
        url: written.url.as_ref().map(|url| url.value.to_string()),
        email: written.email.as_ref().map(|email| email.value.to_string()),
    })
}

/// From when until when; a window that ends before it begins, or after the event began, is a slip.
fn window(
    checker: &mut Checker<'_>,
    event: &EventHeader,
    written: &WrittenRegistration,
) -> (Option<Zoned>, Option<Zoned>) {
    // A zone that isn't one was reported with the event's own times.
    let before = checker.problems.len();
    let Some(zone) = zone(checker, event) else {
        checker.problems.truncate(before);
        return (None, None);
    };
    let opens = written.opens.as_ref().and_then(|at| checker.take(time::zoned(checker.path, at, &zone)));
    let closes = written.closes.as_ref().and_then(|at| checker.take(time::zoned(checker.path, at, &zone)));
    let Some((closes_at, place)) = closes.as_ref().zip(written.closes.as_ref()) else {
        return (opens, closes);
    };
    if opens.as_ref().is_some_and(|opens| opens >= closes_at) {
        checker.error(Code::TimeOrder, place, say!("event.closesFirst")).hint(say!("event.closesFirstHint"));
    }
    let starts = event.starts.as_ref().and_then(|at| time::zoned(checker.path, at, &zone).ok());
    if starts.is_some_and(|starts| *closes_at > starts) {
        let message = say!("event.closesLate");
        checker
            .push(Diagnostic::warning(Code::TimeClosesLate, checker.path, place.span.clone(), message))
            .hint(say!("event.closesLateHint"));
    }
    (opens, closes)
}
