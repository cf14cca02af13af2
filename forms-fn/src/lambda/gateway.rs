//! An event of the gateway → a request that the router can be asked.
//!
//! `lambda_http` panics when an event isn't as it expects, and a panic ends the process. All of it
//! can be provoked from outside, or by a gateway with a fault: a body that claims to be base64 and
//! isn't, a host or an `X-Forwarded-Proto` that makes no URL, a query with a `<` or a space in it.
//! So what would panic is put right here, before `lambda_http` sees it. Its form decoding, which
//! puts U+FFFD for what isn't UTF-8 and knows content types only in lower case, is never called:
//! `decode` reads the bytes itself.

use std::net::IpAddr;
use std::time::Duration;

use axum::http::header::{HOST, HeaderName};
use axum::http::{HeaderMap, Uri};
use axum::{Router, middleware};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lambda_http::Adapter;
use lambda_http::RequestExt;
use lambda_http::aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use lambda_http::lambda_runtime::{self, LambdaEvent};
use lambda_http::request::{LambdaRequest, RequestContext};
use lambda_http::tower::ServiceExt;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Deserialize;

use super::origin::{self, OriginSecret};
use crate::conversation::Deadline;
use crate::sender::Peer;

/// What it takes to say that there is no answer in time.
const TO_ANSWER: Duration = Duration::from_secs(1);
/// Where the host stands while `lambda_http` looks for one to parse.
const KEPT_HOST: HeaderName = HeaderName::from_static("x-kept-host");
/// Base64 of a byte that no UTF-8 has: `decode` refuses it, in the language of the reader.
const NOT_TEXT: &str = "/w==";
/// Bytes of path and query; API Gateway takes no more for the request line and the headers together.
const LONGEST: usize = 10_240;
/// What `http::Uri` refuses in a query, besides everything that isn't ASCII.
const NOT_IN_QUERY: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'`');

/// An event that `lambda_http` can turn into a request without a panic.
#[derive(Debug, Deserialize)]
#[serde(from = "LambdaRequest")]
struct GatewayEvent(LambdaRequest);

/// Asks the router with every event until Lambda ends the process.
pub(super) async fn run(router: Router, secret: Option<OriginSecret>) -> Result<(), lambda_runtime::Error> {
    let is_behind = secret.is_some();
    let router = match secret {
        Some(secret) => router
            .layer(middleware::from_fn(move |request, next| origin::guard(secret.clone(), request, next))),
        None => router,
    };
    let router = router.map_request(move |mut request: lambda_http::Request| {
        rename(request.headers_mut(), KEPT_HOST, HOST);
        // Whoever doesn't bring the secret gets no further, so these are the words of the CDN.
        let viewer = if is_behind { origin::viewer(request.headers()) } else { None };
        if let Some(address) = viewer.or_else(|| source(&request)) {
            request.extensions_mut().insert(Peer(address));
        }
        if let Some(context) = request.lambda_context_ref() {
            let end = super::deadline(context);
            let answered = end.checked_sub(TO_ANSWER).unwrap_or(end);
            request.extensions_mut().insert(Deadline(answered));
        }
        request
    });
    let service = Adapter::from(router).map_request(|event: LambdaEvent<GatewayEvent>| {
        let (GatewayEvent(request), context) = event.into_parts();
        LambdaEvent::new(request, context)
    });
    lambda_runtime::run(service).await
}

/// The address that the gateway saw; headers may say what they like.
fn source(request: &lambda_http::Request) -> Option<IpAddr> {
    match request.request_context_ref()? {
        RequestContext::ApiGatewayV2(context) => context.http.source_ip.as_deref()?.parse().ok(),
        _ => None,
    }
}

impl From<LambdaRequest> for GatewayEvent {
    fn from(request: LambdaRequest) -> Self {
        Self(match request {
            LambdaRequest::ApiGatewayV2(event) => LambdaRequest::ApiGatewayV2(tame(event)),
            // The other kinds are switched off in Cargo.toml.
            other => other,
        })
    }
}

fn tame(mut event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpRequest {
    let broken = |body: &String| STANDARD.decode(body).is_err();
    if event.is_base64_encoded && event.body.as_ref().is_some_and(broken) {
        event.body = Some(NOT_TEXT.to_owned());
    }
    rename(&mut event.headers, HOST, KEPT_HOST);
    event.request_context.domain_name = None;
    let path = path(event.raw_path.as_deref().unwrap_or_default(), event.request_context.stage.as_deref());
    let query = event.raw_query_string.unwrap_or_default();
    let query = utf8_percent_encode(&query, NOT_IN_QUERY).to_string();
    let usable = path.len() + query.len() <= LONGEST && format!("/?{query}").parse::<Uri>().is_ok();
    // What can be no address in spite of all is one that nobody knows.
    let (path, query) = if usable { (path, query) } else { ("/".to_owned(), String::new()) };
    (event.raw_path, event.raw_query_string) = (Some(path), Some(query));
    event.request_context.stage = None;
    event
}

fn rename(headers: &mut HeaderMap, from: HeaderName, to: HeaderName) {
    headers.remove(&to);
    if let Some(value) = headers.remove(from) {
        headers.insert(to, value);
    }
}

/// The path without the name of the API's stage, which would stand where the language belongs.
fn path(raw: &str, stage: Option<&str>) -> String {
    let rest = stage.and_then(|stage| raw.strip_prefix('/')?.strip_prefix(stage));
    let path = rest.filter(|rest| rest.starts_with('/')).unwrap_or(raw);
    if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}
