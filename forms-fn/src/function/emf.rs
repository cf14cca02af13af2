//! The numbers that alarms look at: one line of JSON in CloudWatch's embedded metric format at the end of each pass. The log is
//! the only way out of a function that costs no further request.

use forms_fn::worker::Report;
use forms_fn::{App, RunningFacts};
use jiff::Timestamp;
use serde_json::{Value, json};

/// Where CloudWatch shows them.
const NAMESPACE: &str = "Spaces";

/// Prints the line. While the store tells nothing, a pass without numbers is told: its failures are counted.
pub(super) async fn tell(app: &App, stack: &str, report: &Report) {
    let facts = app.running().await;
    if let Err(error) = &facts {
        tracing::error!(%error, "the store tells no numbers");
    }
    println!("{}", line(facts.ok().as_ref(), stack, report, Timestamp::now()));
}

fn line(facts: Option<&RunningFacts>, stack: &str, report: &Report, now: Timestamp) -> Value {
    let mut metrics = vec![("WorkerPasses", "Count", 1), ("WorkFailures", "Count", report.failures as u64)];
    if let Some(facts) = facts {
        let waits =
            facts.oldest_letter.map_or(0, |at| now.duration_since(at).as_secs().max(0).unsigned_abs());
        metrics.push(("OldestLetterSeconds", "Seconds", waits));
        metrics.push(("DeadLetters", "Count", facts.dead_letters.into()));
    }
    let names: Vec<Value> =
        metrics.iter().map(|(name, unit, _)| json!({ "Name": name, "Unit": unit })).collect();
    let directive = json!({ "Namespace": NAMESPACE, "Dimensions": [["Stack"]], "Metrics": names });
    let mut line = json!({
        "_aws": { "Timestamp": now.as_millisecond(), "CloudWatchMetrics": [directive] },
        "Stack": stack,
    });
    for (name, _, value) in metrics {
        line[name] = value.into();
    }
    line
}
