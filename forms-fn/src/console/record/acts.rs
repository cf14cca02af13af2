//! What can be done with a record now, each folded with its words, its reason and its button.

use axum::extract::{Path, State};
use axum::response::Response;
use forms::Html;
use jiff::civil::Date;
use maud::html;

use super::{Shown, Typed, again};
use crate::accounts::Right;
use crate::app::App;
use crate::console::parts::{REASON, Reason, reference};
use crate::console::refused::Refused;
use crate::console::visitor::Visitor;
use crate::decode::Posted;
use crate::desk::{Action, Step};
use crate::office::{Access, Acted, Audited, Office, Stop};
use crate::reference::Reference;

const ACT: &str = "act";
const ON: &str = "on";

/// What a button of this page does. Another address and erasing have pages of their own.
const BUTTONS: [Action; 9] = [
    Action::Release,
    Action::Called,
    Action::Accept,
    Action::Ahead,
    Action::Keep,
    Action::Met,
    Action::Close,
    Action::Resend,
    Action::Cancel,
];

/// All that is allowed now to this visitor.
pub(super) fn section(shown: &Shown<'_>, typed: Option<Typed<'_>>) -> Html {
    let visitor = shown.visitor;
    let allowed = &shown.record.allowed;
    let buttons = BUTTONS.iter().filter(|action| allowed.contains(action));
    html! {
        h2 { (visitor.t("record.acts")) } "\n"
        @for action in buttons { (one(shown, *action, typed.filter(|typed| typed.action == *action))) }
        ul class="desk-links" {
            @if allowed.contains(&Action::Correct) {
                li { a href=(format!("{}/address", shown.path())) { (visitor.t("act.correct")) } } "\n"
            }
            @if allowed.contains(&Action::Erase) && visitor.may(Right::Erase) {
                li { a href=(format!("{}/erase", shown.path())) { (visitor.t("act.erase")) } } "\n"
            }
        } "\n"
    }
}

fn one(shown: &Shown<'_>, action: Action, typed: Option<Typed<'_>>) -> Html {
    let (visitor, name) = (shown.visitor, action.as_str());
    let reason = typed.map_or("", |typed| typed.reason);
    let is_needed = action.needs_purpose();
    let is_missing = typed.is_some() && is_needed && reason.trim().is_empty();
    html! {
        details class="desk-act" open[typed.is_some()] {
            summary { (visitor.t(&format!("act.{name}"))) } "\n"
            form class="form" method="post" action=(shown.path()) {
                input type="hidden" name=(ACT) value=(name);
                p { (visitor.t(&format!("actText.{name}"))) } "\n"
                @if action == Action::Met { (day(visitor, typed)) }
                (visitor.reason_field(name, Reason { typed: reason, is_needed, is_missing }))
                p { button { (visitor.t(&format!("act.{name}"))) } }
            }
        } "\n"
    }
}

/// The day of a first meeting.
fn day(visitor: &Visitor, typed: Option<Typed<'_>>) -> Html {
    let is_wrong = typed.is_some();
    html! {
        p class="field" {
            label for=(ON) { (visitor.t("record.metOn")) }
            @if is_wrong { span class="field-error" id="on-error" { (visitor.t("cause.notThen")) } }
            input type="date" id=(ON) name=(ON) value=(typed.map_or("", |typed| typed.on)) required
                aria-invalid=[is_wrong.then_some("true")] aria-describedby=[is_wrong.then_some("on-error")];
        } "\n"
    }
}

/// POST
pub(in crate::console) async fn act(
    State(app): State<App>,
    visitor: Visitor,
    Path(text): Path<String>,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let reference = reference(&text)?;
    let word = sent.take(ACT)?.unwrap_or_default();
    let action = BUTTONS.into_iter().find(|action| action.as_str() == word).ok_or(Refused::Bad)?;
    let (reason, on) = (sent.take(REASON)?.unwrap_or_default(), sent.take(ON)?.unwrap_or_default());
    let typed = Typed { action, reason: &reason, on: &on };
    let day = on.trim().parse::<Date>().ok();
    let lacks_reason = action.needs_purpose() && reason.trim().is_empty();
    if lacks_reason || (action == Action::Met && day.is_none()) {
        return again(&app, &visitor, &reference, typed).await;
    }
    let access = visitor.access(Right::Records, &reason)?;
    let done = carry_out(&visitor.office(&app), &access, &reference, action, day).await;
    let path = format!("/r/{reference}");
    match done {
        Ok(()) => Ok(visitor.back_with(&path, action)),
        // Somebody else was faster, or the time is over: the page says how it stands now.
        Err(stop) => match stop.cause() {
            Some(cause) => Ok(visitor.back_without(&path, cause)),
            None => Err(stop.into()),
        },
    }
}

async fn carry_out(
    office: &Office,
    access: &Access,
    reference: &Reference,
    action: Action,
    day: Option<Date>,
) -> Result<(), Stop> {
    let done = |acted: Result<Audited<Acted>, Stop>| async { acted?.take().await.map(|_| ()) };
    if let Some(step) = Step::of_organisers(action) {
        return done(office.step(access, reference, step).await).await;
    }
    match (action, day) {
        (Action::Called, _) => office.called(access, reference).await?.take().await.map(|_| ()),
        (Action::Ahead, _) => done(office.go_ahead(access, reference).await).await,
        (Action::Met, Some(day)) => done(office.met(access, reference, day).await).await,
        (Action::Resend, _) => done(office.resend(access, reference).await).await,
        (other, _) => unreachable!("no button does {other:?}"),
    }
}
