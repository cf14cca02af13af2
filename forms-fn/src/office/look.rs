//! Looks at one record without opening what was told in confidence, and says what can be done with it now.

use std::sync::Arc;

use forms::Definition;
use serde_json::Value;

use super::work::{Subject, Work};
use super::{Access, Audited, Office, Stop};
use crate::desk::{Action, AuditOutcome, Dossier};
use crate::reference::Reference;

/// One record, its sensitive answers closed: they are named in the record's `sealed` only.
#[derive(Debug)]
pub struct ClosedRecord {
    /// What is held about it.
    pub dossier: Dossier,
    /// Its form as it was.
    pub form: Arc<Definition>,
    /// What organisers may do with it now, in the order in which pages offer it.
    pub allowed: Vec<Action>,
}

/// What is done with one record. What a visitor may do of it besides hangs on their rights.
pub const ACTS: [Action; 11] = [
    Action::Release,
    Action::Called,
    Action::Accept,
    Action::Ahead,
    Action::Keep,
    Action::Met,
    Action::Close,
    Action::Correct,
    Action::Resend,
    Action::Cancel,
    Action::Erase,
];

impl Office {
    /// One record with its sensitive answers closed.
    ///
    /// # Errors
    /// When it is refused, there is no such record, or the store fails.
    pub async fn look(&self, access: &Access, reference: &Reference) -> Result<Audited<ClosedRecord>, Stop> {
        let mut work = self.begin(access, Action::Look, Subject::record(reference)).await?;
        let seen = look(&mut work, reference).await;
        work.end(seen).await
    }
}

async fn look(work: &mut Work<'_>, reference: &Reference) -> Result<ClosedRecord, Stop> {
    let (stored, form) = work.record(reference).await?;
    let terms = work.known_terms(&stored);
    let surroundings = work.desk.surroundings(stored.record.event(), terms, work.now).await?;
    let allowed =
        ACTS.into_iter().filter(|action| surroundings.allow(*action, &stored.record, &form)).collect();
    let mut dossier = work.desk.dossier_of(stored, work.now).await?;
    // That it is being looked at is no news to whoever looks.
    let this = &work.entry.audit;
    let (at, action) = (this.at.to_string(), this.action.as_str());
    let is_this = |entry: &Value| {
        entry["at"] == at && entry["action"] == action && entry["outcome"] == AuditOutcome::Begun.as_str()
    };
    dossier.audit.retain(|entry| !is_this(entry));
    work.count(1);
    Ok(ClosedRecord { dossier, form, allowed })
}
