//! An organiser at work: the store behind the door, how far it may be seen, and the entry that tells of it.

use forms::Definition;
use jiff::Timestamp;

use super::audited::AuditEntry;
use super::scope::Reach;
use super::{Access, Audited, Cause, Office, Stop};
use crate::desk::{Action, Audit, AuditOutcome, Closed, Desk, Record, Scope};
use crate::folder::FormsFolder;
use crate::reference::Reference;

/// What something is about, as far as that is known before it is done.
#[derive(Debug, Default)]
pub(super) struct Subject {
    pub(super) form: Option<String>,
    pub(super) event: Option<String>,
    pub(super) reference: Option<Reference>,
}

impl Subject {
    pub(super) fn event(event: &str) -> Self {
        Self { event: Some(event.to_owned()), ..Self::default() }
    }

    pub(super) fn record(reference: &Reference) -> Self {
        Self { reference: Some(reference.clone()), ..Self::default() }
    }
}

/// The entry that an access begins.
pub(super) fn entry(access: &Access, action: Action, about: Subject) -> Result<Audit, Stop> {
    if action.needs_purpose() && access.purpose.is_none() {
        let words = "say why: the purpose goes into the audit, which the person can read";
        return Err(Stop::because(Cause::NoReason, words));
    }
    Ok(Audit {
        at: access.at,
        actor: access.organiser.name().to_owned(),
        purpose: access.purpose.as_ref().map(|purpose| purpose.words().to_owned()),
        scope: Some(access.scope.clone()),
        action,
        outcome: AuditOutcome::Begun,
        form: about.form,
        event: about.event,
        reference: about.reference,
        account: None,
        count: 0,
    })
}

/// One access that is under way. It ends by [`Work::end`], whatever comes of it.
#[derive(Debug)]
pub(super) struct Work<'a> {
    pub(super) desk: Desk,
    pub(super) site: Option<&'a FormsFolder>,
    pub(super) now: Timestamp,
    pub(super) entry: AuditEntry,
    reach: Reach,
    notes: Vec<String>,
}

impl Office {
    /// Writes down what is about to be done, and opens the door as far as the scope goes.
    pub(super) async fn begin(
        &self,
        access: &Access,
        action: Action,
        about: Subject,
    ) -> Result<Work<'_>, Stop> {
        let (desk, site) = (self.desk.with_own_notes(), self.site.as_deref());
        let entry = AuditEntry::begin(entry(access, action, about)?, desk.store()).await?;
        let now = access.at;
        match Reach::of(&access.scope, &desk, site, now).await {
            Ok(reach) => Ok(Work { desk, site, now, entry, reach, notes: Vec::new() }),
            Err(stop) => Err(entry.stop(stop, Vec::new(), &[]).await),
        }
    }
}

impl Work<'_> {
    /// Says something besides.
    pub(super) fn note(&mut self, words: impl Into<String>) {
        self.notes.push(words.into());
    }

    /// With how many records it had to do.
    pub(super) fn count(&mut self, number: usize) {
        self.entry.audit.count = number;
    }

    /// How far may be seen.
    pub(super) fn reach(&self) -> &Reach {
        &self.reach
    }

    /// Refuses what takes or changes the whole store to whoever sees a part.
    pub(super) fn needs_everything(&self) -> Result<(), Stop> {
        if self.reach.is_everything() {
            return Ok(());
        }
        Err(Stop::outside("this is about the whole store, and you may see a part of it"))
    }

    /// Refuses an event beyond the scope.
    pub(super) fn needs_event(&self, event: &str) -> Result<(), Stop> {
        if self.reach.has_event(event) {
            return Ok(());
        }
        Err(Stop::outside(format!("the event `{event}` is beyond what you may see")))
    }

    /// Refuses a role beyond the scope.
    pub(super) fn needs_scope(&self, scope: &Scope) -> Result<(), Stop> {
        if self.reach.has_scope(scope) {
            return Ok(());
        }
        Err(Stop::outside(format!("`{scope}` is beyond what you may see")))
    }

    /// Refuses a record beyond the scope.
    pub(super) fn needs(&self, record: &Record, form: &Definition) -> Result<(), Stop> {
        if self.reach.has(record, form) {
            return Ok(());
        }
        Err(Stop::outside(format!("the record `{}` is beyond what you may see", record.reference)))
    }

    /// The record of a reference, with its sensitive answers closed; refused when it is beyond the scope. The entry tells of its
    /// form and event either way.
    pub(super) async fn record(&mut self, reference: &Reference) -> Result<Closed, Stop> {
        let found = self.desk.find_closed(reference, self.now).await?;
        let (stored, form) = found.ok_or_else(|| unknown(reference))?;
        self.entry.audit.form = Some(stored.record.form.clone());
        self.entry.audit.event = stored.record.event().map(str::to_owned);
        self.needs(&stored.record, &form)?;
        Ok((stored, form))
    }

    /// Leaves no trace of what was deleted, or says where one is left.
    pub(super) async fn wipe(&mut self) -> Result<(), Stop> {
        let wiped = self.desk.wipe().await;
        if !wiped.map_err(|e| {
            Stop::failed(format!("it is done, but what was deleted may still lie in a file: {e}"))
        })? {
            self.note(
                "note: another program reads the store, so the log beside it (`-wal`) still holds what was deleted; the \
                 worker's next pass empties it once nobody reads",
            );
        }
        Ok(())
    }

    /// What came of it. Whoever reads a list must know that it isn't all, so what was passed over goes along.
    pub(super) async fn end<T>(mut self, worked: Result<T, Stop>) -> Result<Audited<T>, Stop> {
        let people = self.desk.take_without_key();
        if people > 0 {
            self.note(format!(
                "warning: sensitive answers of {people} people can't be read: their key is missing\n  \
                 hint: `forms-fn verify` tells whose; put the old `keys.sqlite` (or table of keys) back"
            ));
        }
        let passed_over = self.desk.take_unreadable();
        self.entry.settle(worked, self.notes, passed_over).await
    }
}

/// There is no such record.
pub(super) fn unknown(reference: &Reference) -> Stop {
    Stop::nothing(format!("there is no record `{reference}`"))
}
