//! `/desk/reports`: the reports that were frozen, one of them, and the press that freezes one.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use forms::Html;
use maud::html;

use super::{PERIOD, as_file, figures, in_words};
use crate::accounts::Right;
use crate::app::App;
use crate::console::door::NONCE;
use crate::console::refused::Refused;
use crate::console::sign_in::to;
use crate::console::visitor::Visitor;
use crate::decode::Posted;
use crate::desk::FrozenReport;
use crate::office::{NewReport, Period, Report};
use crate::secret;

const NAME: &str = "name";
const PROJECT: &str = "project";
const SENTENCE: &str = "sentence";
/// The longest that a name or a sentence is.
const LONGEST: usize = 500;

/// What was typed.
#[derive(Default)]
struct Typed {
    period: String,
    name: String,
    project: String,
    sentence: String,
    /// What is missing or none.
    wrong: Vec<&'static str>,
}

/// GET `/desk/reports`
pub(in crate::console) async fn ask(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    let manifest = visitor.asker.folder.manifest();
    let sentence = crate::folder::in_language(&manifest.funding, visitor.site_lang()).unwrap_or_default();
    let typed = Typed {
        project: manifest.project_number.clone().unwrap_or_default(),
        sentence: sentence.to_owned(),
        ..Typed::default()
    };
    page(&app, &visitor, StatusCode::OK, &typed).await
}

/// POST `/desk/reports`
pub(in crate::console) async fn freeze(
    State(app): State<App>,
    visitor: Visitor,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let nonce = sent.take(NONCE)?.ok_or(Refused::Bad)?;
    let mut take = |name: &str| -> Result<String, Refused> {
        let text = sent.take(name)?.unwrap_or_default();
        Ok(text.trim().chars().filter(|c| !c.is_control()).take(LONGEST).collect())
    };
    let (period, name) = (take(PERIOD)?, take(NAME)?);
    let mut typed =
        Typed { period, name, project: take(PROJECT)?, sentence: take(SENTENCE)?, wrong: Vec::new() };
    let period = Period::parse(&typed.period);
    let wrong = [(PERIOD, period.is_none()), (NAME, typed.name.is_empty())];
    typed.wrong = wrong.into_iter().filter(|(_, is_wrong)| *is_wrong).map(|(name, _)| name).collect();
    let Some(period) = period.filter(|_| typed.wrong.is_empty()) else {
        return page(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, &typed).await;
    };
    let Typed { name, project, sentence, .. } = &typed;
    let access = visitor.access(Right::Reports, name)?;
    let new = NewReport { period, name, project, sentence, nonce: &nonce };
    let id = visitor.office(&app).freeze(&access, &new).await?.take().await?.0;
    Ok(to(&visitor.asker, &format!("/reports/{id}")))
}

/// GET `/desk/reports/{report}`
pub(in crate::console) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    let Report { about, numbers, as_told } = report(&app, &visitor, &id).await?;
    let main = html! {
        h1 { bdi { (about.name) } } "\n"
        p { (frozen_on(&visitor, &about)) } "\n"
        @if !about.project.is_empty() {
            p { (visitor.with("numbers.project", &[("number", &about.project)])) } "\n"
        }
        @if !about.sentence.is_empty() { p { bdi { (about.sentence) } } "\n" }
        p { small { (visitor.t("numbers.intro")) } } "\n"
        p { a href=(format!("/desk/reports/{}/table.csv", about.id)) { (visitor.t("numbers.csv")) } } "\n"
        h2 { (in_words(&visitor, numbers.period)) } "\n"
        (figures(&visitor, &numbers, &as_told))
        p { a href="/desk/reports" { (visitor.t("reports.title")) } } "\n"
    };
    Ok(visitor.page(&about.name, &main))
}

/// GET `/desk/reports/{report}/table.csv`
pub(in crate::console) async fn table(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    let Report { about, numbers, .. } = report(&app, &visitor, &id).await?;
    Ok(as_file(&visitor, &numbers, &about.project))
}

async fn report(app: &App, visitor: &Visitor, id: &str) -> Result<Report, Refused> {
    let access = visitor.access(Right::Numbers, &visitor.t("why.numbers"))?;
    Ok(visitor.office(app).frozen(&access, id).await?.take().await?.0)
}

fn frozen_on(visitor: &Visitor, report: &FrozenReport) -> String {
    visitor.with("reports.frozen", &[("when", &visitor.moment(report.at)), ("who", &report.by)])
}

async fn page(app: &App, visitor: &Visitor, status: StatusCode, typed: &Typed) -> Result<Response, Refused> {
    let access = visitor.access(Right::Numbers, &visitor.t("why.numbers"))?;
    let reports = visitor.office(app).reports(&access).await?.take().await?.0;
    let title = visitor.t("reports.title");
    let main = html! {
        h1 { (title) } "\n"
        p { (visitor.t("reports.intro")) } "\n"
        @if reports.is_empty() { p { (visitor.t("reports.none")) } "\n" }
        ul class="desk-cards" {
            @for report in &reports {
                li {
                    p class="desk-card-title" { a href=(format!("/desk/reports/{}", report.id)) { bdi { (report.name) } } }
                    p {
                        @if let Some(period) = Period::parse(&report.period) { (in_words(visitor, period)) " · " }
                        (frozen_on(visitor, report))
                    }
                } "\n"
            }
        } "\n"
        @if visitor.may(Right::Reports) { (form(visitor, typed)) }
    };
    Ok(visitor.page_with(status, &title, &main))
}

fn form(visitor: &Visitor, typed: &Typed) -> Html {
    let error = |name: &str| typed.wrong.contains(&name);
    html! {
        h2 { (visitor.t("reports.new")) } "\n"
        p { (visitor.t("reports.newHelp")) } "\n"
        form class="form" method="post" action="/desk/reports" novalidate {
            input type="hidden" name=(NONCE) value=(secret::fresh_token());
            p class="field" {
                label for=(PERIOD) { (visitor.t("numbers.column.period")) }
                @if error(PERIOD) { span class="field-error" id="period-error" { (visitor.t("reports.periodWrong")) } }
                select id=(PERIOD) name=(PERIOD) aria-invalid=[error(PERIOD).then_some("true")]
                    aria-describedby=[error(PERIOD).then_some("period-error")] {
                    @for period in periods(visitor) {
                        option value=(period) selected[period.to_string() == typed.period] { (in_words(visitor, period)) }
                    }
                }
            }
            p class="field" {
                label for=(NAME) { (visitor.t("reports.name")) }
                @if error(NAME) { span class="field-error" id="name-error" { (visitor.t("reports.nameWrong")) } }
                input id=(NAME) name=(NAME) value=(typed.name) maxlength="200" required autocomplete="off"
                    aria-invalid=[error(NAME).then_some("true")] aria-describedby=[error(NAME).then_some("name-error")];
            }
            p class="field" {
                label for=(PROJECT) { (visitor.t("reports.project")) }
                input id=(PROJECT) name=(PROJECT) value=(typed.project) maxlength="100" autocomplete="off";
            }
            p class="field" {
                label for=(SENTENCE) { (visitor.t("reports.sentence")) }
                textarea id=(SENTENCE) name=(SENTENCE) maxlength=(LONGEST) rows="4" { (typed.sentence) }
            }
            p { button { (visitor.t("reports.button")) } }
        } "\n"
    }
}

/// The periods in which there are events, the newest first.
fn periods(visitor: &Visitor) -> Vec<Period> {
    let folder = &visitor.asker.folder;
    let periods: BTreeSet<Period> = folder.events().flat_map(Period::of_event).collect();
    let mut periods: Vec<Period> = periods.into_iter().collect();
    periods.sort_by_key(|period| (std::cmp::Reverse(period.year()), *period));
    periods
}
