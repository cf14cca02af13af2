//! `/desk/r/REFERENCE`: what somebody sent, how it stands, what organisers did with it and why, and what can be done now. What
//! was told in confidence stays closed until somebody says why it has to be read.

mod acts;
mod address;
mod answers;
mod erase;
mod history;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use forms::{Html, Role};
use maud::html;

use super::parts::{REASON, Reason, reference};
use super::refused::Refused;
use super::visitor::Visitor;
use crate::accounts::Right;
use crate::app::App;
use crate::decode::{Posted, Query};
use crate::desk::Action;
use crate::export::names;
use crate::office::ClosedRecord;
use crate::reference::Reference;

pub(super) use acts::act;
pub(super) use address::{ask as ask_address, change as change_address};
pub(super) use erase::{ask as ask_to_erase, erase};

/// What somebody typed that can't be taken yet.
#[derive(Debug, Clone, Copy)]
struct Typed<'a> {
    /// For which act; `Show` is the opening of sensitive answers.
    action: Action,
    reason: &'a str,
    on: &'a str,
}

/// A record as a page shows it.
struct Shown<'a> {
    visitor: &'a Visitor,
    record: ClosedRecord,
    /// Its reference, for what has no name.
    title: String,
}

/// GET
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(text): Path<String>,
    query: Query,
) -> Result<Response, Refused> {
    let shown = Shown::look(&app, &visitor, &reference(&text)?, Right::Records, "why.record").await?;
    Ok(visitor.page(shown.name(), &shown.draw(&visitor.said(&query), None)))
}

/// POST `…/sealed`: what was told in confidence, once, on the page that answers.
pub(super) async fn open(
    State(app): State<App>,
    visitor: Visitor,
    Path(text): Path<String>,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let reference = reference(&text)?;
    let reason = sent.take(REASON)?.unwrap_or_default();
    if reason.trim().is_empty() {
        let typed = Typed { action: Action::Show, reason: &reason, on: "" };
        return again(&app, &visitor, &reference, typed).await;
    }
    let access = visitor.access(Right::Sealed, &reason)?;
    let (opened, _) = visitor.office(&app).show(&access, &reference).await?.take().await?;
    let (stored, form) = (&opened.dossier.stored, &opened.form);
    let name = names::name(stored, Some(form));
    let title = visitor.with("record.sealedTitle", &[("name", name)]);
    let main = html! {
        h1 { (title) } "\n"
        p { (visitor.t("record.sealedOnce")) } "\n"
        (answers::sealed(&visitor, stored, form))
        p { a href=(format!("/desk/r/{reference}")) { (visitor.t("record.back")) } } "\n"
    };
    Ok(visitor.page(&title, &main))
}

/// The page again, with what was typed and what is wrong with it.
async fn again(
    app: &App,
    visitor: &Visitor,
    reference: &Reference,
    typed: Typed<'_>,
) -> Result<Response, Refused> {
    let shown = Shown::look(app, visitor, reference, Right::Records, "why.record").await?;
    let main = shown.draw(&Html::default(), Some(typed));
    Ok(visitor.page_with(StatusCode::UNPROCESSABLE_ENTITY, shown.name(), &main))
}

impl<'a> Shown<'a> {
    /// Looks at it with a right, for a reason that is a key of ours.
    async fn look(
        app: &App,
        visitor: &'a Visitor,
        reference: &Reference,
        right: Right,
        why: &str,
    ) -> Result<Self, Refused> {
        let access = visitor.access(right, &visitor.t(why))?;
        let (record, _) = visitor.office(app).look(&access, reference).await?.take().await?;
        Ok(Self { visitor, record, title: reference.to_string() })
    }

    /// What the person is called; the reference where no name is kept.
    fn name(&self) -> &str {
        let name = names::name(&self.record.dossier.stored, Some(&self.record.form));
        if name.is_empty() { &self.title } else { name }
    }

    fn path(&self) -> String {
        format!("/desk/r/{}", self.record.dossier.stored.record.reference)
    }

    /// A moment by the clock of its event.
    fn moment(&self, at: jiff::Timestamp) -> String {
        self.visitor.moment_of(self.record.dossier.stored.record.event(), at)
    }

    /// What it is about.
    fn about(&self) -> Html {
        let record = &self.record.dossier.stored.record;
        match record.event() {
            Some(event) => self.visitor.event_link(event),
            None => html! {
                a href=(format!("/desk/requests?form={}", super::parts::in_address(&record.form))) {
                    (self.record.form.title.get(self.visitor.site_lang()))
                }
            },
        }
    }

    fn draw(&self, said: &Html, typed: Option<Typed<'_>>) -> Html {
        let (visitor, stored) = (self.visitor, &self.record.dossier.stored);
        let latin =
            self.record.form.of_role(Role::LatinName).and_then(|field| stored.record.text(&field.name));
        html! {
            h1 { bdi { (self.name()) } } "\n"
            @if let Some(latin) = latin { p { bdi { (latin) } } "\n" }
            (said)
            p class="desk-count" { b { (visitor.status(stored.record.status(), stored.position)) } " · " (self.about()) } "\n"
            @if stored.record.event().is_none() && visitor.may(Right::Export) { (visitor.export_of_requests()) }
            (self.facts())
            (acts::section(self, typed))
            (answers::section(self))
            (self.confidence(typed))
            (history::consents(self))
            (history::letters(self))
            (history::section(self))
        }
    }

    /// What is known besides the answers.
    fn facts(&self) -> Html {
        let (visitor, record) = (self.visitor, &self.record.dossier.stored.record);
        let languages = visitor.asker.folder.language_names();
        let lang = languages.iter().find(|(id, _)| *id == record.lang).map_or(&record.lang, |(_, name)| name);
        let moment = |at| self.moment(at);
        let doubts: Vec<String> = record.doubts().iter().map(|doubt| visitor.t(&doubt_key(doubt))).collect();
        let lines = [
            ("record.reference", Some(record.reference.to_string())),
            ("record.since", Some(moment(record.submitted_at))),
            ("record.changed", record.changed_at.map(moment)),
            ("record.offerUntil", record.offer_until().map(moment)),
            ("record.closed", record.closed_at().map(moment)),
            ("record.met", record.first_meeting().map(|at| visitor.date(at))),
            ("record.kept", record.kept_at().map(moment)),
            ("record.asked", record.asked_at().map(moment)),
            ("record.lang", Some(lang.clone())),
            ("record.doubts", (!doubts.is_empty()).then(|| doubts.join("; "))),
        ];
        html! {
            dl class="answers" {
                @for (key, value) in lines {
                    @if let Some(value) = value { div { dt { (visitor.t(key)) } dd { bdi { (value) } } } "\n" }
                }
            } "\n"
        }
    }

    /// How much was told in confidence, and the way to read it for whoever may.
    fn confidence(&self, typed: Option<Typed<'_>>) -> Html {
        let visitor = self.visitor;
        let number = self.record.dossier.stored.record.sealed.len();
        if number == 0 {
            return Html::default();
        }
        let typed = typed.filter(|typed| typed.action == Action::Show);
        let reason = Reason {
            typed: typed.map_or("", |typed| typed.reason),
            is_needed: true,
            is_missing: typed.is_some(),
        };
        html! {
            h2 { (visitor.with("record.sealed", &[("number", &number.to_string())])) } "\n"
            @if visitor.may(Right::Sealed) {
                details class="desk-act" open[typed.is_some()] {
                    summary { (visitor.t("record.open")) } "\n"
                    form class="form" method="post" action=(format!("{}/sealed", self.path())) {
                        p { (visitor.t("record.openText")) } "\n"
                        (visitor.reason_field("sealed", reason))
                        p { button { (visitor.t("record.openButton")) } }
                    }
                } "\n"
            } @else { p { (visitor.t("record.closedText")) } "\n" }
        }
    }
}

/// The words of a doubt; of one that only a newer program knows, that it is one.
fn doubt_key(doubt: &str) -> String {
    match crate::screen::Sign::named(doubt) {
        Some(sign) => format!("doubt.{}", sign.as_str()),
        None if doubt == crate::desk::line::IN_LINE => "doubt.in-line".to_owned(),
        None if doubt == crate::desk::PHONE_ONLY => "doubt.phone-only".to_owned(),
        None => "doubt.other".to_owned(),
    }
}
