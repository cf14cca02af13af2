//! `/desk/events/EVENT/register`: the form of an event, filled in for somebody who is on the telephone, with or without e-mail.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use forms::html::{FormView, form};
use forms::{FieldError, Html, Kind, Values};
use maud::html;

use super::parts::{REASON, Reason, event_path};
use super::refused::Refused;
use super::visitor::Visitor;
use crate::accounts::Right;
use crate::app::App;
use crate::decode::Posted;
use crate::desk::Action;
use crate::lookup::{self, Target};
use crate::office::{Cause, NewRegistration};

/// The language of the person, in which letters are written.
const LANG: &str = "person-language";

/// What was typed so far, and what is wrong with it.
struct Draft<'a> {
    target: Target<'a>,
    values: &'a Values,
    errors: &'a [FieldError],
    lang: &'a str,
    reason: Reason<'a>,
    cause: Option<Cause>,
}

/// GET
pub(super) async fn ask(visitor: Visitor, Path(event): Path<String>) -> Result<Response, Refused> {
    let target = target(&visitor, &event)?;
    let draft = Draft {
        target,
        values: &Values::new(),
        errors: &[],
        lang: visitor.site_lang(),
        reason: Reason { is_needed: true, ..Reason::default() },
        cause: None,
    };
    Ok(page(&visitor, StatusCode::OK, &draft))
}

/// The event and its form, for whoever sees its list.
fn target<'a>(visitor: &'a Visitor, event: &str) -> Result<Target<'a>, Refused> {
    let folder = &visitor.asker.folder;
    let known = folder.event(event).ok_or(Refused::NotThere)?;
    let form = known.info.form.as_deref().ok_or(Refused::NotThere)?;
    if !visitor.reaches(Right::Records, event) {
        return Err(Refused::NotThere);
    }
    lookup::target(folder, form, Some(event)).map_err(|_| Refused::NotThere)
}

/// POST
pub(super) async fn register(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let target = target(&visitor, &event)?;
    let reason = sent.take(REASON)?.unwrap_or_default();
    let lang = sent.take(LANG)?.unwrap_or_default();
    let lang = visitor.asker.folder.languages().find(|id| *id == lang).ok_or(Refused::Bad)?;
    if !sent.fits(target.definition) {
        return Err(Refused::Bad);
    }
    let mut values = sent.values();
    // In which language somebody wants letters was said already.
    for field in target.definition.fields.iter().filter(|field| matches!(field.kind, Kind::Language { .. })) {
        if values.all(&field.name).iter().all(String::is_empty) {
            values.remove(&field.name);
            values.insert(field.name.as_str(), lang);
        }
    }
    let is_missing = reason.trim().is_empty();
    let reason_field = Reason { typed: &reason, is_needed: true, is_missing };
    let draft = |errors, cause| Draft { target, values: &values, errors, lang, reason: reason_field, cause };
    let submission = match target.definition.check(&values, &target.facts()) {
        Ok(submission) if !is_missing => submission,
        Ok(_) => return Ok(page(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &draft(&[], None))),
        Err(errors) => return Ok(page(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &draft(&errors, None))),
    };
    let access = visitor.access(Right::Records, &reason)?;
    let new = NewRegistration { submission: &submission, event: Some(&event), lang };
    match visitor.office(&app).register(&access, new).await {
        Ok(answered) => {
            let (answered, _) = answered.take().await?;
            Ok(visitor.back_with(&format!("/r/{}", answered.reference), Action::Register))
        }
        // Nothing that was typed is lost because the event is full or has begun.
        Err(stop) => match stop.cause() {
            Some(cause) => Ok(page(&visitor, StatusCode::CONFLICT, &draft(&[], Some(cause)))),
            None => Err(stop.into()),
        },
    }
}

fn page(visitor: &Visitor, status: StatusCode, draft: &Draft<'_>) -> Response {
    let folder = &visitor.asker.folder;
    let (lang, event) = (visitor.site_lang(), draft.target.event_id().unwrap_or_default());
    let title = visitor.t("register.title");
    let Some(texts) = folder.texts(lang) else { return crate::answer::nothing_loaded() };
    let (facts, first) = (draft.target.facts(), first(visitor, draft));
    let view = FormView {
        definition: draft.target.definition,
        lang,
        texts,
        facts: &facts,
        country: draft.target.country(),
        values: draft.values,
        errors: draft.errors,
        action: &format!("{}/register", event_path(event)),
        hidden: &[],
        first: Some(&first),
        languages: folder.language_names(),
        links: &folder.links(lang),
        switched_at: None,
        heading_level: 2,
    };
    let main = html! {
        h1 { (title) } "\n"
        p { (visitor.event_link(event)) } "\n"
        @if let Some(cause) = draft.cause {
            p class="notice" role="alert" { (visitor.t("undone.title")) " " (visitor.t(&format!("cause.{}", cause.as_str()))) } "\n"
        }
        p { (visitor.t("register.text")) } "\n"
        div lang=[(lang != visitor.asker.lang).then_some(lang)] { (form(&view)) } "\n"
    };
    visitor.page_with(status, &title, &main)
}

/// What only organisers are asked: the language of the person, and why somebody else fills the form in.
fn first(visitor: &Visitor, draft: &Draft<'_>) -> Html {
    html! {
        div lang=(visitor.asker.lang) {
            p class="field" {
                label for=(LANG) { (visitor.t("register.lang")) }
                span class="field-help" id="person-language-help" { (visitor.t("register.langHelp")) }
                select id=(LANG) name=(LANG) aria-describedby="person-language-help" {
                    @for (id, name) in visitor.asker.folder.language_names() {
                        option value=(id) lang=(id) selected[id == draft.lang] { (name) }
                    }
                }
            } "\n"
            (visitor.reason_field("register", draft.reason))
        } "\n"
    }
}
