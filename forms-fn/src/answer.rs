//! Answers as HTTP: pages of the site for people, JSON for programs.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LANGUAGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION,
    RETRY_AFTER,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use forms::{FieldError, addresses};
use serde_json::{Value, json as object};

use crate::decode::JSON;
use crate::desk::Answered;
use crate::folder::Filling;
use crate::lookup::{self, Target};
use crate::my::SentForm;
use crate::observation::{self, Sent};
use crate::openapi::Document;
use crate::page::{self, Page};
use crate::problem::Problem;
use crate::reader::Reader;
use crate::received::Face;
use crate::reference::Reference;

const HTML: &str = "text/html; charset=utf-8";
/// The description holds nobody's data, and which events are open changes seldom.
const MINUTE: &str = "public, max-age=60";
/// RFC 9457.
const PROBLEM: &str = "application/problem+json";
/// Seconds: "wait a few minutes", says the page.
const RETRY: &str = "180";

/// A page of the site, in the reader's language.
pub(crate) fn page(reader: &Reader, status: StatusCode, page: &Page) -> Response {
    let main = addresses::below(reader.folder.base_path(), &page.main.0);
    let filling = Filling { title: &page.title, main: &main, path: &page.path, lang: reader.lang() };
    body(reader, status, HTML, reader.language.shell.fill(filling))
}

/// It is stored: on to the page that says so, or the same as JSON. `kept` is the person's own link where no message can
/// carry it.
pub(crate) fn stored(
    reader: &Reader,
    target: Target<'_>,
    answered: &Answered,
    kept: Option<&SentForm>,
    sent: Sent,
) -> Response {
    let reference = &answered.reference;
    let query = kept.map_or("", |kept| &kept.query);
    let url = format!("/{}/{}{query}", reader.lang(), page::received_path(target.definition, reference));
    let mut response = if reader.json {
        let by_mail = target.event.is_some() && !answered.keep_link;
        let usual = || Face::of(answered.status, by_mail, answered.at, answered.at);
        let face = if answered.in_line { Face::InLine } else { usual() };
        let value = record_value(reader, reference, face.as_str(), answered.position, kept);
        json(reader, StatusCode::CREATED, &value)
    } else {
        body(reader, StatusCode::SEE_OTHER, HTML, String::new())
    };
    set(&mut response, LOCATION, &reader.folder.address(&url));
    response.extensions_mut().insert(sent);
    response
}

/// It is done: on to a page of ours, whose address begins at the root of the site.
pub(crate) fn see_other(reader: &Reader, url: &str) -> Response {
    let mut response = body(reader, StatusCode::SEE_OTHER, HTML, String::new());
    set(&mut response, LOCATION, &reader.folder.address(url));
    response
}

/// Facts for programs.
pub(crate) fn json(reader: &Reader, status: StatusCode, value: &Value) -> Response {
    body(reader, status, JSON, value.to_string())
}

/// The same as a file to keep, with line breaks for those who open it in an editor.
pub(crate) fn attachment(reader: &Reader, name: &str, value: &Value) -> Response {
    let mut response = body(reader, StatusCode::OK, JSON, format!("{value:#}\n"));
    set(&mut response, CONTENT_DISPOSITION, &format!("attachment; filename=\"{name}\""));
    response
}

/// What became of a submission, for programs; with the person's own link where they may see it.
pub(crate) fn record_value(
    reader: &Reader,
    reference: &Reference,
    status: &str,
    position: Option<u32>,
    kept: Option<&SentForm>,
) -> Value {
    let mut value = object!({ "reference": reference, "status": status });
    if let Some(position) = position {
        value["position"] = position.into();
    }
    if let Some(kept) = kept {
        value["link"] = reader.folder.address(&kept.url).into();
    }
    value
}

/// Fields to correct, as JSON. For people `page::form` shows them in the form.
pub(crate) fn invalid(reader: &Reader, target: Target<'_>, errors: &[FieldError]) -> Response {
    let texts = &reader.language.texts;
    let one = |error: &FieldError| {
        let message = error.message(target.definition, texts, reader.lang());
        object!({ "field": error.field, "code": error.code.as_str(), "message": message })
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let mut value = problem_value(reader, status, "invalid", &texts.text("form.summaryTitle"));
    value["errors"] = errors.iter().map(one).collect();
    body(reader, status, PROBLEM, value.to_string())
}

/// A problem in the reader's words. This is the one place where its private detail goes to the log.
pub(crate) fn problem(reader: &Reader, problem: &Problem) -> Response {
    let Problem { refusal, about } = problem;
    let (status, code) = (refusal.status(), refusal.code());
    if let Some(private) = refusal.private() {
        private.log(reader.request_id.as_str(), code);
    }
    let target = about.as_ref().and_then(|about| lookup::find(&reader.folder, about));
    let mut response = if reader.json {
        let event = target.and_then(|target| target.event);
        let detail = refusal.words(&reader.language.texts, event);
        body(reader, status, PROBLEM, problem_value(reader, status, code, detail.as_str()).to_string())
    } else {
        page(reader, status, &page::problem(reader, refusal, target))
    };
    if status == StatusCode::SERVICE_UNAVAILABLE {
        set(&mut response, RETRY_AFTER, RETRY);
    }
    response.extensions_mut().insert(Sent::Refused(code));
    if let Some(target) = target {
        response.extensions_mut().insert(observation::SentForm(target.definition.id.clone()));
    }
    response
}

/// `about:blank` says that the status tells the kind; `code` tells it finer (RFC 9457, sections 3.1.1 and 3.2).
fn problem_value(reader: &Reader, status: StatusCode, code: &str, detail: &str) -> Value {
    object!({
        "type": "about:blank",
        "title": status.canonical_reason(),
        "status": status.as_u16(),
        "detail": detail,
        "instance": format!("urn:request:{}", reader.request_id.as_str()),
        "code": code,
    })
}

/// What is the same for everybody and may be a little old.
pub(crate) fn for_a_minute(mut response: Response) -> Response {
    set(&mut response, CACHE_CONTROL, MINUTE);
    response
}

/// The description of the interface, or that the reader has it already (RFC 9110, section 13.1.2).
pub(crate) fn document(headers: &HeaderMap, document: Document) -> Response {
    let known = headers.get_all(IF_NONE_MATCH).iter().filter_map(|tags| tags.to_str().ok());
    let known = known.flat_map(|tags| tags.split(',')).map(|tag| tag.trim().trim_start_matches("W/"));
    let is_known = known.into_iter().any(|tag| tag == document.tag || tag == "*");
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(CONTENT_TYPE, JSON)], document.bytes).into_response()
    };
    set(&mut response, ETAG, &document.tag);
    for_a_minute(response)
}

/// Before forms are loaded that can be used, there is no language to speak and no page to show.
pub(crate) fn nothing_loaded() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, RETRY)], "no forms are loaded\n").into_response()
}

fn body(reader: &Reader, status: StatusCode, kind: &'static str, text: String) -> Response {
    let mut response = (status, [(CONTENT_TYPE, kind)], text).into_response();
    set(&mut response, CONTENT_LANGUAGE, reader.lang());
    response
}

/// Our values are ids of languages, forms and references: plain ASCII, checked when they were made.
fn set(response: &mut Response, name: axum::http::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
