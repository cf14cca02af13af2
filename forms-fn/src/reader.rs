//! Who reads the answer: in which language, as a page or as JSON.

use std::sync::Arc;

use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use forms::Wording;

use crate::envelope::RequestId;
use crate::folder::{FormsFolder, Language};

/// What an answer needs to know of the request. `conversation` makes it, and handlers take it as an extension.
#[derive(Debug, Clone)]
pub(crate) struct Reader {
    /// The forms as they were when the request came.
    pub(crate) folder: Arc<FormsFolder>,
    /// The language of the address, or the site's first one when we don't have that.
    pub(crate) language: Arc<Language>,
    pub(crate) json: bool,
    pub(crate) request_id: RequestId,
}

impl Reader {
    pub(crate) fn lang(&self) -> &str {
        &self.language.id
    }

    /// The words of answers.
    pub(crate) fn wording(&self) -> Wording<'_> {
        let languages = self.folder.language_names();
        Wording { lang: self.lang(), texts: Some(&self.language.texts), languages }
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
