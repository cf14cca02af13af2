//! Numbers for whoever watches: counted while requests are answered and letters sent, and told to Prometheus by `page`.
//! No number tells of a person: routes are patterns, forms are ids, outcomes are words of ours.

mod page;

use std::sync::Arc;

use forms_fn::{Answer, Observation, Submission, worker};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

pub(super) use page::serve;
pub(crate) use page::{bind, local};

/// Upper bounds in seconds: a page that needs no store, a registration, one that waited behind others, the limit.
const BOUNDS: [f64; 10] = [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 20.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    route: String,
    method: String,
    status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabel {
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct SubmissionLabels {
    form: String,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OutcomeLabel {
    outcome: &'static str,
}

/// All that is counted since the program started. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Metrics {
    registry: Arc<Registry>,
    requests: Family<RequestLabels, Counter>,
    durations: Family<RouteLabel, Histogram>,
    submissions: Family<SubmissionLabels, Counter>,
    letters: Family<OutcomeLabel, Counter>,
    failures: Counter,
}

impl Metrics {
    /// Begins at nothing.
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("forms");
        let (requests, submissions, letters) = (Family::default(), Family::default(), Family::default());
        let durations: Family<RouteLabel, Histogram> =
            Family::new_with_constructor(|| Histogram::new(BOUNDS));
        let failures = Counter::default();
        registry.register("requests", "Requests that were answered", Clone::clone(&requests));
        registry.register("request_duration_seconds", "How long their answers took", durations.clone());
        registry.register(
            "submissions",
            "Forms that were sent, by what became of them",
            Clone::clone(&submissions),
        );
        registry.register("letters", "Letters, by what became of a try to send them", Clone::clone(&letters));
        registry.register("work_failures", "Pieces of the worker's work that failed", failures.clone());
        let commit = forms_fn::COMMIT.unwrap_or("working copy");
        let build = Info::new([("version", env!("CARGO_PKG_VERSION")), ("commit", commit)]);
        registry.register("build", "Which program this is", build);
        Self { registry: Arc::new(registry), requests, durations, submissions, letters, failures }
    }

    /// Counts what has happened.
    pub(crate) fn count(&self, observation: &Observation<'_>) {
        match observation {
            Observation::Answered(answer) => self.answered(answer),
            Observation::Worked(report) => self.worked(report),
        }
    }

    fn answered(&self, answer: &Answer<'_>) {
        let Answer { route, method, status, took, submission } = *answer;
        let labels =
            RequestLabels { route: route.to_owned(), method: method.to_owned(), status: class(status) };
        self.requests.get_or_create(&labels).inc();
        let label = RouteLabel { route: route.to_owned() };
        self.durations.get_or_create(&label).observe(took.as_secs_f64());
        if let Some(Submission { form, outcome }) = submission {
            let form = form.unwrap_or("none").to_owned();
            self.submissions.get_or_create(&SubmissionLabels { form, outcome }).inc();
        }
    }

    fn worked(&self, report: &worker::Report) {
        let all = [("sent", report.sent), ("put_off", report.put_off), ("given_up", report.dead)];
        for (outcome, number) in all {
            self.letters.get_or_create(&OutcomeLabel { outcome }).inc_by(number as u64);
        }
        self.failures.inc_by(report.failures as u64);
    }
}

fn class(status: u16) -> &'static str {
    match status / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}
