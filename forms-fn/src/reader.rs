//! Who reads the answer: in which language, as a page or as JSON.

use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};

use forms::Wording;

use crate::folder::{FormsFolder, Language};
use crate::lookup::Target;
use crate::problem::Problem;
use crate::refusal::Refusal;

/// What an answer needs to know of the request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub(crate) folder: &'a FormsFolder,
    /// The language of the address, or the site's first one when we don't have that.
    pub(crate) language: &'a Language,
    pub(crate) json: bool,
    pub(crate) request_id: &'a str,
}

impl<'a> Reader<'a> {
    pub(crate) fn lang(&self) -> &'a str {
        &self.language.id
    }

    /// The words of answers.
    pub(crate) fn wording(&self) -> Wording<'a> {
        self.folder.wording(self.lang())
    }

    /// A refusal in the reader's words.
    pub(crate) fn refuse(&self, refusal: impl Into<Refusal>) -> Problem<'a> {
        self.problem(refusal.into(), None)
    }

    /// A refusal about a form or an event that we know.
    pub(crate) fn refuse_at(&self, refusal: impl Into<Refusal>, target: Target<'a>) -> Problem<'a> {
        self.problem(refusal.into(), Some(target))
    }

    fn problem(&self, refusal: Refusal, target: Option<Target<'a>>) -> Problem<'a> {
        let texts = &self.language.texts;
        let event = target.and_then(|target| target.event);
        Problem {
            status: refusal.status(),
            code: refusal.code(),
            title: refusal.title(texts, event),
            public: refusal.words(texts, event),
            private: refusal.into_private(),
            target,
        }
    }
}

/// Whether a program asks: it sends JSON, or it would rather have JSON than a page.
pub(crate) fn wants_json(headers: &HeaderMap) -> bool {
    let sends_json = headers.get(CONTENT_TYPE).is_some_and(names_json);
    sends_json || prefers_json(headers)
}

fn names_json(content_type: &HeaderValue) -> bool {
    let kind = content_type.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
    is_json(kind.trim())
}

/// Compares the best weight of JSON with the best weight of everything else that is named (RFC 9110, 12.5.1).
fn prefers_json(headers: &HeaderMap) -> bool {
    let (mut json, mut other) = (0.0_f32, 0.0_f32);
    let headers = headers.get_all(ACCEPT).iter().filter_map(|header| header.to_str().ok());
    for range in headers.flat_map(|header| header.split(',')) {
        let mut parts = range.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default();
        let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
        if is_json(kind) {
            json = json.max(weight);
        } else if kind != "*/*" {
            other = other.max(weight);
        }
    }
    json > other
}

fn is_json(kind: &str) -> bool {
    ["application/json", "application/problem+json"].iter().any(|json| kind.eq_ignore_ascii_case(json))
}
