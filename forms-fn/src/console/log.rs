//! `/desk/log`: who did what in a month, why, and what came of it; and who read about unusually many people.

use axum::extract::State;
use axum::response::Response;
use forms::Html;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use maud::html;

use super::refused::Refused;
use super::visitor::Visitor;
use crate::accounts::Right;
use crate::app::App;
use crate::decode::Query;
use crate::desk::{Audit, AuditOutcome};
use crate::office::{Log, LogQuery};
use crate::reference::Reference;

const MONTH: &str = "month";
const ACTOR: &str = "who";
const EVENT: &str = "event";
const REFERENCE: &str = "ref";
const FROM: &str = "from";
/// Entries on one page.
const PAGE: usize = 200;

/// GET
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    query: Query,
) -> Result<Response, Refused> {
    let (wanted, is_reference_wrong) = wanted(&query, visitor.now());
    let access = visitor.access(Right::Log, &visitor.t("why.log"))?;
    let (log, _) = visitor.office(&app).log(&access, &wanted).await?.take().await?;
    let from: usize = query.get(FROM).and_then(|from| from.parse().ok()).unwrap_or_default();
    let page: Vec<&Audit> = log.entries.iter().skip(from).take(PAGE).collect();
    let title = visitor.t("log.title");
    let main = html! {
        h1 { (title) } "\n"
        (unusual(&visitor, &log))
        (filter(&visitor, &wanted, &log, is_reference_wrong))
        h2 { (month_in_words(&visitor, &wanted.month)) } "\n"
        @if page.is_empty() { p { (visitor.t("log.nothing")) } "\n" }
        ul class="desk-cards" {
            @for entry in page { li { (in_words(&visitor, entry, &log)) } "\n" }
        } "\n"
        @if log.entries.len() > from.saturating_add(PAGE) {
            p { a href=(address(&wanted, &wanted.month, from + PAGE)) { (visitor.t("log.older")) } } "\n"
        }
        (months(&visitor, &wanted))
    };
    Ok(visitor.page(&title, &main))
}

/// What is looked for, and whether what was typed as a reference is none.
fn wanted(query: &Query, now: Timestamp) -> (LogQuery, bool) {
    let filled = |name: &str| query.get(name).map(str::trim).filter(|text| !text.is_empty());
    let month = filled(MONTH).filter(|month| first_day(month).is_some()).map(str::to_owned);
    let reference = filled(REFERENCE).map(Reference::parse);
    let wanted = LogQuery {
        month: month.unwrap_or_else(|| now.strftime("%Y-%m").to_string()),
        actor: filled(ACTOR).map(str::to_owned),
        event: filled(EVENT).map(str::to_owned),
        reference: reference.clone().flatten(),
    };
    (wanted, matches!(reference, Some(None)))
}

fn first_day(month: &str) -> Option<Date> {
    format!("{month}-01").parse().ok().filter(|_| month.len() == 7)
}

fn unusual(visitor: &Visitor, log: &Log) -> Html {
    html! {
        @if !log.unusual.is_empty() {
            section class="notice" aria-labelledby="unusual" {
                h2 id="unusual" { (visitor.t("log.unusualTitle")) } "\n"
                ul {
                    @for one in &log.unusual {
                        li {
                            bdi { (visitor.actor(&one.actor)) } " · " (visitor.day(one.day)) " · "
                            (visitor.with("log.unusual", &[("people", &one.people.to_string())]))
                        } "\n"
                    }
                }
                p { (visitor.t("log.unusualText")) }
            } "\n"
        }
    }
}

fn filter(visitor: &Visitor, wanted: &LogQuery, log: &Log, is_reference_wrong: bool) -> Html {
    let typed = wanted.reference.as_ref().map(ToString::to_string).unwrap_or_default();
    html! {
        form class="form" method="get" action="/desk/log" {
            input type="hidden" name=(MONTH) value=(wanted.month);
            p class="field" {
                label for=(ACTOR) { (visitor.t("log.who")) }
                select id=(ACTOR) name=(ACTOR) {
                    option value="" { (visitor.t("log.everybody")) }
                    @for actor in &log.actors { option value=(actor) selected[wanted.actor.as_ref() == Some(actor)] { (visitor.actor(actor)) } }
                }
            }
            p class="field" {
                label for=(EVENT) { (visitor.t("log.event")) }
                select id=(EVENT) name=(EVENT) {
                    option value="" { (visitor.t("log.everything")) }
                    @for event in &log.events {
                        option value=(event) selected[wanted.event.as_ref() == Some(event)] { (visitor.event_title(event)) }
                    }
                }
            }
            p class="field" {
                label for=(REFERENCE) { (visitor.t("log.reference")) }
                @if is_reference_wrong { span class="field-error" id="ref-error" { (visitor.t("log.referenceWrong")) } }
                input id=(REFERENCE) name=(REFERENCE) value=(typed) autocomplete="off"
                    aria-invalid=[is_reference_wrong.then_some("true")] aria-describedby=[is_reference_wrong.then_some("ref-error")];
            }
            p { button class="quiet" { (visitor.t("log.filter")) } }
        } "\n"
    }
}

fn in_words(visitor: &Visitor, entry: &Audit, log: &Log) -> Html {
    let account = entry.account.as_ref().map(|id| log.accounts.get(id).unwrap_or(id));
    // Who came in is who did it.
    let account = account.filter(|name| **name != entry.actor);
    html! {
        p {
            small { (visitor.moment(entry.at)) } br;
            b { bdi { (visitor.actor(&entry.actor)) } } ": " (did(visitor, entry))
            @if entry.count > 1 { " · " (visitor.with("log.records", &[("count", &entry.count.to_string())])) }
        }
        @if account.is_some() || entry.event.is_some() || entry.reference.is_some() {
            p {
                @if let Some(name) = account { bdi { (visitor.actor(name)) } " " }
                @if let Some(event) = &entry.event { (visitor.event_title(event)) " " }
                @if let Some(reference) = &entry.reference { code { (reference) } }
            }
        }
        @if let Some(why) = &entry.purpose { p { (visitor.t("log.why")) " " q { bdi { (why) } } } }
        @if entry.outcome != AuditOutcome::Done {
            p { b { (visitor.t(&format!("log.outcome.{}", entry.outcome.as_str()))) } }
        }
    }
}

/// What was done. What another version of this program wrote has no words of its own.
fn did(visitor: &Visitor, entry: &Audit) -> String {
    let words = visitor.asker.texts.find(&format!("log.did.{}", entry.action.as_str()), &[]);
    words.unwrap_or_else(|| visitor.t("log.did.other"))
}

fn months(visitor: &Visitor, wanted: &LogQuery) -> Html {
    let this = visitor.now().strftime("%Y-%m").to_string();
    let near = |months: i32| {
        let day = first_day(&wanted.month)?.checked_add(months.months()).ok()?;
        Some(day.strftime("%Y-%m").to_string())
    };
    let (before, after) = (near(-1), near(1).filter(|month| *month <= this));
    html! {
        nav class="desk-languages" aria-label=(visitor.t("log.months")) {
            ul {
                @for month in [before, after].into_iter().flatten() {
                    li { a href=(address(wanted, &month, 0)) { (month_in_words(visitor, &month)) } } "\n"
                }
            }
        } "\n"
    }
}

fn address(wanted: &LogQuery, month: &str, from: usize) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair(MONTH, month);
    if let Some(actor) = &wanted.actor {
        query.append_pair(ACTOR, actor);
    }
    if let Some(event) = &wanted.event {
        query.append_pair(EVENT, event);
    }
    if let Some(reference) = &wanted.reference {
        query.append_pair(REFERENCE, &reference.to_string());
    }
    if from > 0 {
        query.append_pair(FROM, &from.to_string());
    }
    format!("/desk/log?{}", query.finish())
}

/// `01/2027`, which all our languages read.
fn month_in_words(visitor: &Visitor, month: &str) -> String {
    let (year, number) = month.split_once('-').unwrap_or((month, ""));
    visitor.with("log.month", &[("month", number.trim_start_matches('0')), ("year", year)])
}

impl Visitor {
    /// A day without its time.
    fn day(&self, day: Date) -> String {
        self.with(
            "log.day",
            &[
                ("day", &day.day().to_string()),
                ("month", &day.month().to_string()),
                ("year", &day.year().to_string()),
            ],
        )
    }
}
