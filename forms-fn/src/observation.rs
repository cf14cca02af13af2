//! What whoever counts is told of: each request when it is answered, each pass of the worker. Never who asked, or what for.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::worker::Report;

/// Something that has happened.
#[derive(Debug)]
pub enum Observation<'a> {
    /// A request was answered.
    Answered(Answer<'a>),
    /// The worker has ended a pass, or has sent what was just stored.
    Worked(&'a Report),
}

/// How a request was answered.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The pattern of its address; `none` where there is none.
    pub route: &'a str,
    /// `other` for one that HTTP doesn't know.
    pub method: &'a str,
    /// The status of the answer.
    pub status: u16,
    /// From the moment at which all of it was here.
    pub took: Duration,
    /// What became of what was sent, if the request sent a form.
    pub submission: Option<Submission<'a>>,
}

/// What became of a form that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Submission<'a> {
    /// The id of the form; none for one that the site doesn't have.
    pub form: Option<&'a str>,
    /// In one word.
    pub outcome: &'static str,
}

/// What became of a form that was sent, as a part of the response until the log has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sent {
    /// It has a seat, or its request is here.
    Stored,
    /// It is on the waiting list.
    Waiting,
    /// An organiser looks at it first.
    Held,
    /// It had been stored before.
    Duplicate,
    /// It took the place of what the same page had sent.
    Corrected,
    /// Something in it is to be corrected by the person; nothing was stored.
    Invalid,
    /// The form was shown in another language.
    Switched,
    /// The person is asked to look at it once more; nothing was stored.
    Asked,
    /// It was refused, with the code of the refusal.
    Refused(&'static str),
}

impl Sent {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Waiting => "waiting",
            Self::Held => "held",
            Self::Duplicate => "duplicate",
            Self::Corrected => "corrected",
            Self::Invalid => "invalid",
            Self::Switched => "switched",
            Self::Asked => "asked",
            Self::Refused(code) => code,
        }
    }
}

/// The form that was sent, as a part of the response.
#[derive(Debug, Clone)]
pub(crate) struct SentForm(pub(crate) String);

/// Counts what it is told of.
type Count = dyn Fn(&Observation<'_>) + Send + Sync;

/// Whoever counts. Nobody by default.
#[derive(Clone, Default)]
pub(crate) struct Observer(Option<Arc<Count>>);

impl Observer {
    pub(crate) fn new(count: impl Fn(&Observation<'_>) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(count)))
    }

    pub(crate) fn tell(&self, observation: &Observation<'_>) {
        if let Some(count) = &self.0 {
            count(observation);
        }
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Observer(somebody)" } else { "Observer(nobody)" })
    }
}
