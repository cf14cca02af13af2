//! In Lambda: an event of the gateway → the router, an event of the clock → the worker.
//!
//! One program, several functions: which of them it is, `main.rs` reads from the environment.

mod gateway;
mod origin;

use std::fmt::Display;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use lambda_http::Context;
use lambda_http::lambda_runtime::{self, LambdaEvent, service_fn};
use serde::de::IgnoredAny;
use tokio::time::Instant;

use crate::app::App;

pub use origin::OriginSecret;

/// Answers the events of a function URL or of an HTTP API (payload 2.0) until Lambda ends the process. With a secret it answers
/// the CDN that sends it and nobody else, and believes what that says of the sender.
///
/// # Errors
/// When Lambda's runtime interface can't be reached.
pub async fn serve(app: App, secret: Option<OriginSecret>) -> Result<(), String> {
    gateway::run(crate::router::server(app), secret).await.map_err(stopped)
}

/// The same for the pages of organisers, and nothing else.
///
/// # Errors
/// As for [`serve`].
#[cfg(feature = "console")]
pub async fn serve_console(app: App, secret: Option<OriginSecret>) -> Result<(), String> {
    gateway::run(crate::console::server(app), secret).await.map_err(stopped)
}

/// Calls `tick` for every event of a schedule, with the moment at which Lambda ends it; what stands in the event doesn't
/// matter. A failure is reported to Lambda, whose metrics and alarms count it.
///
/// # Errors
/// When Lambda's runtime interface can't be reached.
pub async fn on_schedule<F, E>(tick: impl Fn(Instant) -> F) -> Result<(), String>
where
    F: Future<Output = Result<(), E>>,
    E: Display,
{
    let one = |event: LambdaEvent<IgnoredAny>| {
        let tick = tick(deadline(&event.context));
        async move { tick.await.map_err(|e| lambda_runtime::Error::from(e.to_string())) }
    };
    lambda_runtime::run(service_fn(one)).await.map_err(stopped)
}

/// Lambda tells the time of day, and this machine's clock is the one that it goes by.
#[expect(clippy::disallowed_methods, reason = "the edge: how long Lambda waits")]
fn deadline(context: &Context) -> Instant {
    let end = UNIX_EPOCH + Duration::from_millis(context.deadline);
    let left = end.duration_since(SystemTime::now()).unwrap_or_default();
    // A day is longer than any function lives; what is further away is no time of day.
    Instant::now() + left.min(Duration::from_secs(24 * 60 * 60))
}

fn stopped(error: lambda_runtime::Error) -> String {
    format!("the runtime stopped: {error}")
}
