//! `/desk/numbers`: counts that tell of nobody, by periods that funders have. There is no free filter, by which one evening or
//! one person could be cut out.

mod attendance;
mod file;
mod frozen;

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use forms::{Definition, Html};
use maud::html;
use serde_json::Value;

use super::refused::Refused;
use super::visitor::Visitor;
use crate::accounts::Right;
use crate::app::App;
use crate::decode::Query;
use crate::desk::{AnswerCounts, Row};
use crate::export::Words;
use crate::export::csv::{self, Separator};
use crate::office::{EventNumbers, Numbers, Period, Shown, Sum};

pub(super) use frozen::{ask as ask_for_report, freeze, show as show_report, table as report_table};

const PERIOD: &str = "period";

/// GET `/desk/numbers`
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    query: Query,
) -> Result<Response, Refused> {
    let numbers = counted(&app, &visitor, &query).await?;
    let title = visitor.t("numbers.title");
    let main = html! {
        h1 { (title) } "\n"
        p { (visitor.t("numbers.intro")) } "\n"
        (periods(&visitor, &numbers))
        h2 { (in_words(&visitor, numbers.period)) } "\n"
        @if numbers.events.is_empty() {
            p { (visitor.t("numbers.nothing")) } "\n"
        } @else {
            (figures(&visitor, &numbers, &BTreeSet::new()))
            p { a href=(format!("/desk/numbers.csv?{PERIOD}={}", numbers.period)) { (visitor.t("numbers.csv")) } } "\n"
        }
        p { a href="/desk/reports" { (visitor.t("reports.title")) } } "\n"
        (funding(&visitor))
    };
    Ok(visitor.page(&title, &main))
}

/// GET `/desk/numbers.csv`: the same as cells.
pub(super) async fn table(
    State(app): State<App>,
    visitor: Visitor,
    query: Query,
) -> Result<Response, Refused> {
    let numbers = counted(&app, &visitor, &query).await?;
    let project = visitor.asker.folder.manifest().project_number.clone().unwrap_or_default();
    Ok(as_file(&visitor, &numbers, &project))
}

/// Cells between semicolons, as spreadsheets of the Nordic countries read them.
fn as_file(visitor: &Visitor, numbers: &Numbers, project: &str) -> Response {
    let bytes = csv::write(&file::table(visitor, numbers, project), Separator::Semicolon);
    let name = format!("attachment; filename=\"{}-{}.csv\"", visitor.t("numbers.file"), numbers.period);
    let headers = [(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)];
    (headers, bytes).into_response()
}

/// All that is told of a period, now or in a report.
fn figures(visitor: &Visitor, numbers: &Numbers, as_told: &BTreeSet<String>) -> Html {
    html! {
        (sums(visitor, numbers))
        (attendance::section(visitor, &numbers.attendance))
        h2 { (visitor.t("numbers.events")) } "\n"
        ul class="desk-cards" {
            @for event in &numbers.events { li { (one(visitor, event, as_told)) } "\n" }
        } "\n"
    }
}

async fn counted(app: &App, visitor: &Visitor, query: &Query) -> Result<Numbers, Refused> {
    let period = query.get(PERIOD).and_then(Period::parse);
    let access = visitor.access(Right::Numbers, &visitor.t("why.numbers"))?;
    Ok(visitor.office(app).numbers(&access, period).await?.take().await?.0)
}

fn in_words(visitor: &Visitor, period: Period) -> String {
    let year = period.year().to_string();
    match period {
        Period::Year(_) => year,
        Period::Half(_, half) => {
            visitor.with("numbers.half", &[("year", &year), ("half", &half.to_string())])
        }
        Period::Quarter(_, quarter) => {
            visitor.with("numbers.quarter", &[("year", &year), ("quarter", &quarter.to_string())])
        }
    }
}

/// The years in which there are events, and the parts of the one that is shown.
fn periods(visitor: &Visitor, numbers: &Numbers) -> Html {
    let is_shown =
        |period: &&Period| matches!(period, Period::Year(_)) || period.year() == numbers.period.year();
    html! {
        nav class="desk-languages" aria-label=(visitor.t("numbers.periods")) {
            ul {
                @for period in numbers.periods.iter().filter(is_shown) {
                    li {
                        a href=(format!("/desk/numbers?{PERIOD}={period}"))
                            aria-current=[(*period == numbers.period).then_some("true")] { (in_words(visitor, *period)) }
                    } "\n"
                }
            }
        } "\n"
    }
}

fn sums(visitor: &Visitor, numbers: &Numbers) -> Html {
    let by: [(&BTreeMap<String, Sum>, Name); 3] = [
        (&numbers.countries, country_name),
        (&numbers.kinds, kind_name),
        (&numbers.organisations, organisation_name),
    ];
    html! {
        ul class="desk-cards" {
            li { (sum(visitor, &visitor.t("numbers.all"), &numbers.all)) } "\n"
            // One country is all of them.
            @for (sums, name) in by.iter().filter(|(sums, _)| sums.len() > 1) {
                @for (id, of_one) in *sums {
                    li { (sum(visitor, &name(visitor, id), of_one)) } "\n"
                }
            }
        } "\n"
        p { small { (visitor.t("numbers.sums")) } } "\n"
    }
}

fn sum(visitor: &Visitor, title: &str, sum: &Sum) -> Html {
    html! {
        h3 { (title) }
        p { (visitor.with("numbers.eventCount", &[("count", &sum.events.to_string())])) }
        dl class="desk-counts" {
            @for (status, shown) in &sum.statuses {
                div { dt { (status_name(visitor, status)) } dd { (shown_in_words(visitor, *shown)) } } "\n"
            }
        }
    }
}

fn shown_in_words(visitor: &Visitor, shown: Shown) -> String {
    match (shown.count, shown.hidden) {
        (0, _) => visitor.t("numbers.hidden"),
        (count, 0) => count.to_string(),
        (count, hidden) => {
            visitor.with("numbers.partly", &[("count", &count.to_string()), ("hidden", &hidden.to_string())])
        }
    }
}

fn one(visitor: &Visitor, event: &EventNumbers, as_told: &BTreeSet<String>) -> Html {
    let id = event.statistics.event.as_deref().unwrap_or_default();
    let form = visitor.asker.folder.definition(&event.statistics.form);
    let when = visitor.asker.folder.event(id).map(|event| event.when(visitor.asker.lang).into_owned());
    html! {
        h3 { (event_name(visitor, event)) }
        @if let Some(when) = when { p { (when) } }
        @if as_told.contains(id) { p { small { (visitor.t("reports.asTold")) } } }
        dl class="desk-counts" {
            @for row in &event.statistics.statuses {
                div { dt { (status_name(visitor, &row.value)) } dd { (count(visitor, row)) } } "\n"
            }
        }
        @if event.statistics.too_early { p { small { (visitor.t("numbers.tooEarly")) } } }
        @for table in &event.statistics.answers { (answers(visitor, form, table)) }
    }
}

fn answers(visitor: &Visitor, form: Option<&Definition>, table: &AnswerCounts) -> Html {
    html! {
        details {
            summary { (question(visitor, form, &table.field)) }
            @if table.several { p { small { (visitor.t("numbers.several")) } } }
            dl class="desk-counts" {
                @for row in &table.rows {
                    div { dt { (answer(visitor, form, &table.field, &row.value)) } dd { (count(visitor, row)) } } "\n"
                }
            }
        } "\n"
    }
}

fn count(visitor: &Visitor, row: &Row) -> String {
    row.count.map_or_else(|| visitor.t("numbers.hidden"), |count| count.to_string())
}

fn status_name(visitor: &Visitor, status: &str) -> String {
    let words = visitor.asker.texts.find(&format!("numbers.status.{status}"), &[]);
    words.unwrap_or_else(|| status.to_owned())
}

/// A question in the reader's language; its name where no form of the site asks it any more.
fn question(visitor: &Visitor, form: Option<&Definition>, name: &str) -> String {
    let label = form.and_then(|form| form.field(name)).map(|field| field.label.get(visitor.asker.lang));
    label.filter(|label| !label.is_empty()).unwrap_or(name).to_owned()
}

fn answer(visitor: &Visitor, form: Option<&Definition>, field: &str, value: &str) -> String {
    if value.is_empty() {
        return visitor.t("numbers.noAnswer");
    }
    let folder = Some(&*visitor.asker.folder);
    let words = Words { lang: visitor.asker.lang, labels: true, folder, between: ", " };
    words.answer(form.and_then(|form| form.field(field)), Some(&Value::from(value)))
}

/// How something is called by its id.
type Name = fn(&Visitor, &str) -> String;

/// The title of an event as it was counted.
fn event_name(visitor: &Visitor, event: &EventNumbers) -> String {
    let title = crate::folder::in_language(&event.title, visitor.site_lang());
    title.map_or_else(|| event.statistics.event.clone().unwrap_or_default(), str::to_owned)
}

/// What happens at events of a kind, as the site says it.
fn kind_name(visitor: &Visitor, kind: &str) -> String {
    if kind.is_empty() {
        return visitor.t("numbers.noKind");
    }
    let mut key = "kind.".to_owned();
    for (at, part) in kind.split('_').enumerate() {
        let mut letters = part.chars();
        match letters.next() {
            Some(first) if at > 0 => key.extend(first.to_uppercase().chain(letters)),
            _ => key += part,
        }
    }
    let texts = visitor.asker.folder.texts(visitor.site_lang());
    texts.and_then(|texts| texts.find(&key, &[])).unwrap_or_else(|| kind.to_owned())
}

fn organisation_name(visitor: &Visitor, id: &str) -> String {
    let organisations = &visitor.asker.folder.manifest().organisations;
    organisations.get(id).map_or_else(|| id.to_owned(), |organisation| organisation.name.clone())
}

/// The country's name as the site has it.
fn country_name(visitor: &Visitor, code: &str) -> String {
    if code.is_empty() {
        return visitor.t("numbers.noCountry");
    }
    let folder = &visitor.asker.folder;
    let texts = folder.texts(visitor.asker.lang);
    let name = texts.and_then(|texts| texts.find(&format!("form.countries.{code}"), &[]));
    name.unwrap_or_else(|| code.to_owned())
}

/// What the contract with the funder asks to be said.
fn funding(visitor: &Visitor) -> Html {
    let manifest = visitor.asker.folder.manifest();
    let sentence = crate::folder::in_language(&manifest.funding, visitor.asker.lang);
    html! {
        @if let Some(sentence) = sentence { p { (sentence) } "\n" }
        @if let Some(number) = &manifest.project_number {
            p { (visitor.with("numbers.project", &[("number", number)])) } "\n"
        }
    }
}
