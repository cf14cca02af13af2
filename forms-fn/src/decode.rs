//! The bytes of a POST → names and values as sent. Knows limits and encodings, no form.

mod content_type;
mod json;
mod urlencoded;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::error::Error;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use axum::http::request::Parts;
use forms::{Definition, Values};
use http_body_util::LengthLimitError;

use crate::problem::Problem;
use crate::refusal::Refusal;
pub(crate) use content_type::{ContentType, FORM, JSON};
use json::JsonKind;

/// The longest body of a request. The longest answers of all our forms together stay below 20 KB, in any script.
pub const MAX_BYTES: usize = 64 * 1024;
/// Names and values of one submission; a form has some thirty fields.
const MAX_PAIRS: usize = 200;
/// A phone on a bad line sends 64 KB in this time; a connection that only holds on is let go.
const PATIENCE: Duration = Duration::from_secs(30);

/// What was sent, in its order. The form's own fields and those that only carry it (event, nonce).
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Posted {
    pairs: Vec<(String, String)>,
    /// Of JSON: the shape of each name's value.
    shapes: BTreeMap<String, JsonKind>,
}

impl<S: Sync> FromRequest<S> for Posted {
    type Rejection = Problem;

    /// Reads the body of a POST to its end.
    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        Ok(decode(&parts.headers, body).await?)
    }
}

async fn decode(headers: &HeaderMap, body: Body) -> Result<Posted, Refusal> {
    let content_type = content_type::parse(headers).ok_or(Refusal::Unsupported)?;
    if headers
        .get(CONTENT_ENCODING)
        .is_some_and(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity"))
    {
        return Err(Refusal::Unsupported);
    }
    let bytes = read(headers, body).await?;
    let text = std::str::from_utf8(&bytes).map_err(|_| Refusal::BadRequest)?;
    let read = match content_type {
        ContentType::Form => urlencoded::pairs(text).map(|pairs| (pairs, BTreeMap::new())),
        ContentType::Json => json::pairs(text),
    };
    let (pairs, shapes) = read.filter(|(pairs, _)| pairs.len() <= MAX_PAIRS).ok_or(Refusal::BadRequest)?;
    Ok(Posted { pairs, shapes })
}

async fn read(headers: &HeaderMap, body: Body) -> Result<axum::body::Bytes, Refusal> {
    let announced = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: u64| length > MAX_BYTES as u64) {
        return Err(Refusal::TooLarge);
    }
    let read = tokio::time::timeout(PATIENCE, to_bytes(body, MAX_BYTES)).await;
    read.map_err(|_| Refusal::BadRequest)?.map_err(|error| {
        let too_long = error.source().is_some_and(|source| source.is::<LengthLimitError>());
        if too_long { Refusal::TooLarge } else { Refusal::BadRequest }
    })
}

impl Posted {
    /// Takes a field out that is not an answer. Sent twice, it is nobody's guess which one counts.
    pub(crate) fn take(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        let mut found = self.pairs.extract_if(.., |(key, _)| key == name);
        let first = found.next().map(|(_, value)| value);
        let more = found.next().is_some();
        drop(found);
        let is_text =
            self.shapes.remove(name).is_none_or(|shape| matches!(shape, JsonKind::Text | JsonKind::Nothing));
        if more || !is_text { Err(Refusal::BadRequest) } else { Ok(first.filter(|value| !value.is_empty())) }
    }

    /// All names and values that are left, in their order.
    #[cfg(feature = "console")]
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether every value of JSON has the shape that its field takes. Names that the form doesn't have are left to its check.
    pub(crate) fn fits(&self, definition: &Definition) -> bool {
        let fits = |(name, shape): (&String, &JsonKind)| {
            definition.field(name).is_none_or(|field| shape.fits(&field.kind))
        };
        self.shapes.iter().all(fits)
    }

    /// The rest: the answers, as sent, without the honeypot, which is nobody's answer. A field that
    /// came twice has two values, and the check refuses them unless it is one to choose several from.
    pub(crate) fn values(self) -> Values {
        let mut values = Values::new();
        for (name, value) in self.pairs.into_iter().filter(|(name, _)| name != forms::HONEYPOT) {
            values.insert(name, value);
        }
        values
    }
}

/// The names and values behind the `?` of an address. What isn't UTF-8 counts as not there: nobody typed it, and the page
/// without it is a better answer than none.
#[derive(Debug)]
pub(crate) struct Query(Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.uri.query().and_then(urlencoded::pairs).unwrap_or_default()))
    }
}

impl Query {
    /// The first value of a name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}
