//! `/metrics` on a port of its own, for this machine alone: what was counted, and what the store tells at this moment.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use forms_fn::{App, RunningFacts};
use jiff::Timestamp;
use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Registry;
use tokio::net::TcpListener;

use super::super::held::Connections;
use super::Metrics;

/// The text of OpenMetrics, which Prometheus reads.
const TEXT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// An address of this machine: how many register, and for what, is nobody else's business.
///
/// # Errors
/// When it is none, or another machine's.
pub(crate) fn local(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = text.parse().map_err(|e| format!("{e}"))?;
    if address.ip().is_loopback() {
        return Ok(address);
    }
    Err(format!(
        "`{}` can be reached from other machines; take one of this machine, such as 127.0.0.1:{}",
        address.ip(),
        address.port()
    ))
}

/// Takes the address.
///
/// # Errors
/// When it can't be taken.
pub(crate) async fn bind(address: Option<SocketAddr>) -> Result<Option<TcpListener>, String> {
    let Some(address) = address else { return Ok(None) };
    TcpListener::bind(address).await.map(Some).map_err(|e| format!("cannot listen on {address}: {e}"))
}

/// Answers until the process ends.
pub(in crate::command::serve) async fn serve(
    listener: TcpListener,
    metrics: Metrics,
    app: App,
    held: Arc<Connections>,
) {
    let answer = move || {
        let (metrics, app, held) = (metrics.clone(), app.clone(), Arc::clone(&held));
        async move { answer(&metrics, &app, &held).await }
    };
    let served = axum::serve(listener, Router::new().route("/metrics", get(answer))).await;
    if let Err(error) = served {
        tracing::error!(%error, "metrics are told no more");
    }
}

async fn answer(metrics: &Metrics, app: &App, held: &Connections) -> Response {
    // What was counted is told all the same.
    let facts = app.running().await;
    if let Err(error) = &facts {
        tracing::error!(%error, "the store tells no numbers");
    }
    let mut text = String::new();
    let registry = now(facts.ok().as_ref(), held.open(), Timestamp::now());
    let encoded = encode_registry(&mut text, &metrics.registry);
    let encoded = encoded.and_then(|()| encode_registry(&mut text, &registry));
    match encoded.and_then(|()| encode_eof(&mut text)) {
        Ok(()) => ([(CONTENT_TYPE, TEXT)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// What is so at this moment. What never was has no number, and neither has what a store that fails doesn't tell.
fn now(facts: Option<&RunningFacts>, connections: usize, now: Timestamp) -> Registry {
    let mut registry = Registry::with_prefix("forms");
    let mut gauge = |name: &str, help: &str, value: Option<f64>| {
        if let Some(value) = value {
            registry.register(name, help, ConstGauge::new(value));
        }
    };
    let since = |at: Timestamp| now.duration_since(at).as_secs_f64().max(0.0);
    gauge("connections", "Connections that are open", Some(connections as f64));
    gauge("store_answers", "Whether the store could be read", Some(f64::from(u8::from(facts.is_some()))));
    let Some(facts) = facts else { return registry };
    let oldest = facts.oldest_letter.map_or(0.0, since);
    gauge("oldest_letter_seconds", "For how long the oldest letter has waited", Some(oldest));
    gauge("dead_letters", "Letters that were given up", Some(f64::from(facts.dead_letters)));
    gauge("last_pass_age_seconds", "Since the worker's last pass", facts.last_pass.map(since));
    gauge("last_copy_age_seconds", "Since the last copy", facts.copied_at(now).map(since));
    registry
}
