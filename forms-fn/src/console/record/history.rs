//! What happened to a record: what the person agreed to, which letters went out, and what organisers did and why.

use forms::Html;
use maud::html;
use serde_json::Value;

use super::Shown;
use crate::desk::{Act, Action, AuditOutcome, Logged};

/// Each yes and each that was taken back, in the words that were read.
pub(super) fn consents(shown: &Shown<'_>) -> Html {
    let (visitor, receipts) = (shown.visitor, &shown.record.dossier.receipts);
    html! {
        @if !receipts.is_empty() {
            h2 { (visitor.t("record.consents")) } "\n"
            ul class="desk-cards" {
                @for (receipt, text) in receipts {
                    li {
                        @if let Some(text) = text { p lang=(text.lang) dir="auto" { (text.text) } }
                        @let key = if receipt.act == Act::Given { "record.given" } else { "record.takenBack" };
                        p class="desk-soft" { (visitor.with(key, &[("when", &shown.moment(receipt.at))])) }
                    } "\n"
                }
            } "\n"
        }
    }
}

/// The letters, the last one first.
pub(super) fn letters(shown: &Shown<'_>) -> Html {
    let (visitor, letters) = (shown.visitor, &shown.record.dossier.letters);
    html! {
        @if !letters.is_empty() {
            h2 { (visitor.t("record.letters")) } "\n"
            ul class="desk-cards" {
                @for letter in letters.iter().rev() {
                    li {
                        p {
                            b { (visitor.t(&format!("letter.{}", letter.occasion.as_str()))) }
                            @if let Some(subject) = &letter.subject { ": " bdi { (subject) } }
                        }
                        p class="desk-soft" { (how(shown, letter)) }
                    } "\n"
                }
            } "\n"
        }
    }
}

/// What became of a letter. Why the mail server gave up, it says in its own words.
fn how(shown: &Shown<'_>, letter: &Logged) -> Html {
    let visitor = shown.visitor;
    let when = |key: &str, at| visitor.with(key, &[("when", &shown.moment(at))]);
    match (letter.sent_at, &letter.failed) {
        (Some(at), _) => html! { (when("record.sent", at)) },
        (None, Some(_)) if letter.is_dropped() => html! { (visitor.t("record.dropped")) },
        (None, Some(reason)) => html! {
            span class="field-error" { (when("record.failed", letter.at)) } " " bdi { (reason) }
        },
        (None, None) => html! { (when("record.written", letter.at)) },
    }
}

/// One thing that an organiser did, as the store has it.
struct Done {
    action: Action,
    outcome: AuditOutcome,
    line: Html,
}

/// What organisers did, the last thing first. Who only looked stands folded below: those are most of all.
pub(super) fn section(shown: &Shown<'_>) -> Html {
    let visitor = shown.visitor;
    let done: Vec<Done> = shown.record.dossier.audit.iter().rev().map(|entry| one(shown, entry)).collect();
    let (looks, acts): (Vec<&Done>, Vec<&Done>) = done.iter().partition(|done| done.action == Action::Look);
    html! {
        h2 { (visitor.t("record.history")) } "\n"
        @if acts.is_empty() { p { (visitor.t("record.nothingDone")) } "\n" }
        (list(shown, &acts))
        @if !looks.is_empty() {
            details {
                summary { (visitor.with("record.looks", &[("number", &looks.len().to_string())])) } "\n"
                (list(shown, &looks))
            } "\n"
        }
    }
}

fn list(shown: &Shown<'_>, entries: &[&Done]) -> Html {
    html! {
        @if !entries.is_empty() {
            ul class="desk-cards" {
                @for done in entries {
                    li {
                        (done.line)
                        @if done.outcome != AuditOutcome::Done { p class="desk-soft" { (shown.visitor.t(outcome_key(done.outcome))) } }
                    } "\n"
                }
            } "\n"
        }
    }
}

fn one(shown: &Shown<'_>, entry: &Value) -> Done {
    let visitor = shown.visitor;
    let word = |name: &str| entry[name].as_str().unwrap_or_default();
    let action = serde_json::from_value(entry["action"].clone()).unwrap_or(Action::Other);
    let outcome = serde_json::from_value(entry["outcome"].clone()).unwrap_or_default();
    let at = word("at").parse().map_or_else(|_| word("at").to_owned(), |at| shown.moment(at));
    let line = html! {
        p { b { (visitor.t(history_key(action))) } " · " bdi { (visitor.actor(word("actor"))) } }
        @if !word("purpose").is_empty() { p { bdi { (word("purpose")) } } }
        p class="desk-soft" { (at) }
    };
    Done { action, outcome, line }
}

fn outcome_key(outcome: AuditOutcome) -> &'static str {
    match outcome {
        AuditOutcome::Begun => "outcome.begun",
        AuditOutcome::Nothing | AuditOutcome::Refused => "outcome.refused",
        AuditOutcome::Failed => "outcome.failed",
        AuditOutcome::Done | AuditOutcome::Unknown => "outcome.unknown",
    }
}

/// The words of what was done with one record.
fn history_key(action: Action) -> &'static str {
    match action {
        Action::Look => "history.look",
        Action::Show | Action::Open => "history.show",
        Action::Release => "history.release",
        Action::Close => "history.close",
        Action::Keep => "history.keep",
        Action::Met => "history.met",
        Action::Called => "history.called",
        Action::Accept => "history.accept",
        Action::Correct => "history.correct",
        Action::Resend => "history.resend",
        Action::Register => "history.register",
        Action::Cancel => "history.cancel",
        Action::Ahead => "history.ahead",
        // What is done with lists, events and stores leaves nothing here; a newer program may.
        _ => "history.other",
    }
}
