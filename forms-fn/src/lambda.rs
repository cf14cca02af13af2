//! In Lambda: an event of the gateway → the router, an event of the clock → the worker.
//!
//! One program, two functions: which of the two it is, `main.rs` reads from the environment.

mod gateway;

use std::fmt::Display;

use lambda_http::lambda_runtime::{self, LambdaEvent, service_fn};
use serde::de::IgnoredAny;

use crate::app::App;

/// Answers the events of a function URL or of an HTTP API (payload 2.0) until Lambda ends the process.
///
/// # Errors
/// When Lambda's runtime interface can't be reached.
pub async fn serve(app: App) -> Result<(), String> {
    gateway::run(crate::router::server(app)).await.map_err(stopped)
}

/// Calls `tick` for every event of a schedule; what stands in the event doesn't matter. A failure is
/// reported to Lambda, whose metrics and alarms count it.
///
/// # Errors
/// When Lambda's runtime interface can't be reached.
pub async fn on_schedule<F, E>(tick: impl Fn() -> F) -> Result<(), String>
where
    F: Future<Output = Result<(), E>>,
    E: Display,
{
    let one = |_: LambdaEvent<IgnoredAny>| {
        let tick = tick();
        async move { tick.await.map_err(|e| lambda_runtime::Error::from(e.to_string())) }
    };
    lambda_runtime::run(service_fn(one)).await.map_err(stopped)
}

fn stopped(error: lambda_runtime::Error) -> String {
    format!("the runtime stopped: {error}")
}
