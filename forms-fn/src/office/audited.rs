//! What comes out of the store, with the entry that says so.
//!
//! An entry is begun before anything is read or changed. What comes of the work is [`Audited`]: nobody else can make one, so
//! there is no way out without an entry. It is ended when the value was shown or taken; what is dropped before stays in the
//! audit as begun, since all of it may have been seen.

use super::Stop;
use crate::desk::{Audit, AuditOutcome, Begun, Unreadable};
use crate::reference::Reference;
use crate::store::{Store, StoreError};

/// A value that the audit knows of.
#[derive(Debug)]
#[must_use = "what isn't shown or taken stays in the audit as begun"]
pub struct Audited<T> {
    value: T,
    entry: AuditEntry,
    notes: Vec<String>,
    passed_over: Vec<Unreadable>,
}

impl<T> Audited<T> {
    /// What there is to say besides, a line each.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Shows the value, and writes down whether somebody got all of it.
    ///
    /// # Errors
    /// What went wrong while it was shown; that something was passed over, for whoever reads a list must know that it isn't all;
    /// or that the end could not be written down.
    pub async fn show(self, show: impl FnOnce(&T) -> Result<(), Stop>) -> Result<(), Stop> {
        let shown = complete(show(&self.value), &self.passed_over);
        self.entry.end(shown).await
    }

    /// Writes down that the value was handed out, and hands it out, with what there is to say besides: for a face that can't
    /// tell whether its answer arrives.
    ///
    /// # Errors
    /// When that can't be written down; then nothing is handed out.
    pub async fn take(self) -> Result<(T, Vec<String>), Stop> {
        let Self { value, entry, mut notes, passed_over } = self;
        notes.extend(gap(&passed_over).map(|words| format!("warning: {words}")));
        entry.end(Ok(())).await?;
        Ok((value, notes))
    }
}

/// An entry that was begun, and what it will say at its end: the work fills in what it learns.
#[derive(Debug)]
pub(super) struct AuditEntry {
    pub(super) audit: Audit,
    /// What was begun; or why it could not be written, where the work goes on all the same.
    begun: Result<Begun, StoreError>,
    records: Store,
}

impl AuditEntry {
    /// Writes down what is about to happen with these records.
    pub(super) async fn begin(audit: Audit, records: &Store) -> Result<Self, Stop> {
        let begun = audit.begin(records).await;
        let begun = begun
            .map_err(|e| Stop::failed(format!("nothing was done, because it can't be written down: {e}")))?;
        Ok(Self { audit, begun: Ok(begun), records: records.clone() })
    }

    /// The same for what must be possible with a store that can't be written any more.
    #[cfg(feature = "sqlite")]
    pub(super) async fn begin_if_possible(audit: Audit, records: &Store) -> Self {
        let begun = audit.begin(records).await;
        Self { audit, begun, records: records.clone() }
    }

    /// Writes into the history of one of many records that this was done with it.
    pub(super) async fn note_of(&self, reference: &Reference) -> Result<(), Stop> {
        let Ok(begun) = &self.begun else { return Ok(()) };
        let audit = Audit {
            outcome: AuditOutcome::Done,
            reference: Some(reference.clone()),
            count: 1,
            ..self.audit.clone()
        };
        Ok(begun.note_of(&self.records, &audit, reference).await?)
    }

    /// What came of the work.
    pub(super) async fn settle<T>(
        self,
        worked: Result<T, Stop>,
        mut notes: Vec<String>,
        passed_over: Vec<Unreadable>,
    ) -> Result<Audited<T>, Stop> {
        if let Err(error) = &self.begun {
            notes.push(format!("warning: the audit can't tell that this was done: {error}"));
        }
        match worked {
            Ok(value) => Ok(Audited { value, entry: self, notes, passed_over }),
            Err(stop) => Err(self.stop(stop, notes, &passed_over).await),
        }
    }

    pub(super) async fn stop(self, stop: Stop, notes: Vec<String>, passed_over: &[Unreadable]) -> Stop {
        let stop = stop.with(notes).with(gap(passed_over).map(|words| format!("warning: {words}")));
        self.end(Err(stop.clone())).await.err().unwrap_or(stop)
    }

    /// Writes down how it ended.
    async fn end(mut self, shown: Result<(), Stop>) -> Result<(), Stop> {
        self.audit.outcome = shown.as_ref().err().map_or(AuditOutcome::Done, Stop::outcome);
        if matches!(self.audit.outcome, AuditOutcome::Refused | AuditOutcome::Nothing) {
            self.audit.count = 0;
        }
        let written = match self.begun {
            Ok(begun) => begun.end(&self.records, &self.audit).await,
            Err(_) => Ok(()),
        };
        shown?;
        written
            .map_err(|e| Stop::failed(format!("it is done, but the audit says only that it was begun: {e}")))
    }
}

/// What was passed over is named, and makes a success none.
fn complete(shown: Result<(), Stop>, passed_over: &[Unreadable]) -> Result<(), Stop> {
    match (shown, gap(passed_over)) {
        (Ok(()), Some(words)) => Err(Stop::failed(words)),
        (Ok(()), None) => Ok(()),
        (Err(stop), words) => Err(stop.with(words.map(|words| format!("warning: {words}")))),
    }
}

/// What can't be read, in words; nothing where all can be.
fn gap(passed_over: &[Unreadable]) -> Option<String> {
    let lines: Vec<String> = passed_over.iter().map(|one| format!("\n  {one}")).collect();
    (!lines.is_empty()).then(|| {
        format!(
            "{} of the things in the store can't be read and were passed over:{}\n  \
             hint: `forms-fn verify` looks at everything; what is damaged has to come from a copy",
            lines.len(),
            lines.concat()
        )
    })
}
