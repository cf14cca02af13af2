//! `/desk/events/{event}/export` and `/desk/requests/export`: chosen columns as a file, for whoever says why.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use forms::{About, Html};
use maud::html;

use super::refused::Refused;
use super::visitor::Visitor;
use crate::accounts::Right;
use crate::app::App;
use crate::decode::Posted;
use crate::export::csv::Separator;
use crate::export::{Columns, FIXED};
use crate::office::{ExportFormat, ExportQuery, Order, Question, Which};

const WHY: &str = "why";
const FORMAT: &str = "format";
/// Before the name of a column.
const COLUMN: &str = "c.";
/// What is of use on most lists; the rest is a tick away.
const USUAL: [&str; 3] = ["reference", "status", "submitted at"];

/// What was chosen and typed.
struct Chosen {
    columns: BTreeSet<String>,
    is_workbook: bool,
    why: String,
}

/// GET `/desk/events/{event}/export`
pub(super) async fn ask_of_event(
    State(app): State<App>,
    Path(event): Path<String>,
    visitor: Visitor,
) -> Result<Response, Refused> {
    ask(&app, &visitor, of_event(event)).await
}

/// POST `/desk/events/{event}/export`
pub(super) async fn of_event_as_file(
    State(app): State<App>,
    Path(event): Path<String>,
    visitor: Visitor,
    sent: Posted,
) -> Result<Response, Refused> {
    send(&app, &visitor, of_event(event), sent).await
}

/// GET `/desk/requests/export`
pub(super) async fn ask_of_requests(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    let which = of_requests(&visitor)?;
    ask(&app, &visitor, which).await
}

/// POST `/desk/requests/export`
pub(super) async fn of_requests_as_file(
    State(app): State<App>,
    visitor: Visitor,
    sent: Posted,
) -> Result<Response, Refused> {
    let which = of_requests(&visitor)?;
    send(&app, &visitor, which, sent).await
}

fn of_event(event: String) -> Which {
    Which { form: None, event: Some(event) }
}

/// The form that belongs to no event.
fn of_requests(visitor: &Visitor) -> Result<Which, Refused> {
    let mut forms = visitor.asker.folder.definitions();
    let form = forms.find(|form| form.about == About::Nothing).ok_or(Refused::NotThere)?;
    Ok(Which { form: Some(form.id.clone()), event: None })
}

async fn questions(app: &App, visitor: &Visitor, which: &Which) -> Result<Vec<Question>, Refused> {
    let access = visitor.access(Right::Export, &visitor.t("why.export"))?;
    Ok(visitor.office(app).questions(&access, which).await?.take().await?.0)
}

async fn ask(app: &App, visitor: &Visitor, which: Which) -> Result<Response, Refused> {
    let questions = questions(app, visitor, &which).await?;
    let open =
        questions.iter().filter(|question| !question.is_sealed).map(|question| question.field.name.clone());
    let columns = open.chain(USUAL.map(str::to_owned)).collect();
    let chosen = Chosen { columns, is_workbook: false, why: String::new() };
    Ok(page(visitor, StatusCode::OK, &which, &questions, &chosen, &[]))
}

async fn send(app: &App, visitor: &Visitor, which: Which, mut sent: Posted) -> Result<Response, Refused> {
    let questions = questions(app, visitor, &which).await?;
    let chosen = chosen(&questions, &mut sent)?;
    let mut faults = Vec::new();
    if chosen.columns.is_empty() {
        faults.push("export.noColumn");
    }
    if chosen.why.trim().is_empty() {
        faults.push("export.noReason");
    }
    if !faults.is_empty() {
        return Ok(page(visitor, StatusCode::UNPROCESSABLE_ENTITY, &which, &questions, &chosen, &faults));
    }
    let access = visitor.access(Right::Export, &chosen.why)?;
    let lang = visitor.lang_of_site();
    let query = ExportQuery {
        which: which.clone(),
        order: Order::Name(Some(visitor.asker.lang.to_owned())),
        labels: Some(lang.to_owned()),
        format: if chosen.is_workbook { ExportFormat::Xlsx } else { ExportFormat::Csv(Separator::Semicolon) },
        columns: Columns::Only(chosen.columns),
    };
    let (bytes, _) = visitor.office(app).export(&access, &query).await?.take().await?;
    Ok(file(visitor, &which, chosen.is_workbook, bytes))
}

fn chosen(questions: &[Question], sent: &mut Posted) -> Result<Chosen, Refused> {
    let names = FIXED.into_iter().chain(questions.iter().map(|question| question.field.name.as_str()));
    let mut columns = BTreeSet::new();
    for name in names {
        if sent.take(&format!("{COLUMN}{name}"))?.is_some() {
            columns.insert(name.to_owned());
        }
    }
    let is_workbook = sent.take(FORMAT)?.as_deref() == Some("xlsx");
    Ok(Chosen { columns, is_workbook, why: sent.take(WHY)?.unwrap_or_default() })
}

fn file(visitor: &Visitor, which: &Which, is_workbook: bool, bytes: Vec<u8>) -> Response {
    let (ending, kind) = if is_workbook {
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    } else {
        ("csv", "text/csv; charset=utf-8")
    };
    let about = which.event.as_deref().or(which.form.as_deref()).unwrap_or_default();
    let about: String = about.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let day = visitor.now().to_zoned(visitor.asker.folder.zone()).date();
    let name = format!("attachment; filename=\"{about}-{day}.{ending}\"");
    ([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response()
}

fn page(
    visitor: &Visitor,
    status: StatusCode,
    which: &Which,
    questions: &[Question],
    chosen: &Chosen,
    faults: &[&str],
) -> Response {
    let title = visitor.t("export.title");
    let address = match &which.event {
        Some(event) => format!("/desk/events/{event}/export"),
        None => "/desk/requests/export".to_owned(),
    };
    let main = html! {
        h1 { (title) } "\n"
        p { (which.event.as_ref().map_or_else(|| visitor.t("export.requests"), |event| visitor.event_title(event))) } "\n"
        p { (visitor.t("export.intro")) } "\n"
        form class="form" method="post" action=(address) novalidate {
            (columns(visitor, questions, chosen, faults))
            fieldset class="field" {
                legend { (visitor.t("export.format")) }
                @for (value, is_chosen) in [("csv", !chosen.is_workbook), ("xlsx", chosen.is_workbook)] {
                    p class="desk-choice" {
                        input type="radio" name=(FORMAT) id=(value) value=(value) checked[is_chosen];
                        label for=(value) { (visitor.t(&format!("export.{value}"))) }
                    }
                }
            } "\n"
            (reason(visitor, &chosen.why, faults))
            p { button { (visitor.t("export.send")) } }
        } "\n"
    };
    visitor.page_with(status, &title, &main)
}

fn columns(visitor: &Visitor, questions: &[Question], chosen: &Chosen, faults: &[&str]) -> Html {
    let is_missing = faults.contains(&"export.noColumn");
    let tick = |name: &str, label: &str, is_sealed: bool| {
        let id = format!("{COLUMN}{name}");
        html! {
            p class="desk-choice" {
                input type="checkbox" id=(id) name=(id) value="1" checked[chosen.columns.contains(name)];
                label for=(id) { (label) @if is_sealed { " " small { (visitor.t("export.sealed")) } } }
            }
        }
    };
    html! {
        fieldset class="field" aria-describedby=[is_missing.then_some("column-error")] {
            legend { (visitor.t("export.columns")) }
            @if is_missing { span class="field-error" id="column-error" { (visitor.t("export.noColumn")) } }
            @for name in FIXED { (tick(name, &visitor.t(&format!("export.column.{}", name.replace(' ', "_"))), false)) }
            @for question in questions {
                (tick(&question.field.name, question.field.label.get(visitor.asker.lang), question.is_sealed))
            }
        } "\n"
    }
}

fn reason(visitor: &Visitor, typed: &str, faults: &[&str]) -> Html {
    let is_missing = faults.contains(&"export.noReason");
    html! {
        p class="field" {
            label for=(WHY) { (visitor.t("export.why")) }
            span class="hint" id="why-hint" { (visitor.t("export.whyHint")) }
            @if is_missing { span class="field-error" id="why-error" { (visitor.t("export.noReason")) } }
            input id=(WHY) name=(WHY) value=(typed) required maxlength="200" aria-invalid=[is_missing.then_some("true")]
                aria-describedby=(if is_missing { "why-error why-hint" } else { "why-hint" });
        } "\n"
    }
}

impl Visitor {
    /// The reader's language, or the first of the site where it doesn't have that one.
    pub(super) fn lang_of_site(&self) -> &str {
        let folder = &self.asker.folder;
        let has_it = folder.languages().any(|lang| lang == self.asker.lang);
        if has_it { self.asker.lang } else { &folder.manifest().default_language }
    }
}
