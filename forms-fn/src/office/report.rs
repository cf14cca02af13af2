//! What was deleted in a month, and who did what.

use super::work::{Subject, Work};
use super::{Access, Audited, Office, Stop};
use crate::desk::{Action, Audit, Deletions};

impl Office {
    /// What was deleted in a month such as `2027-01`, and what is overdue: numbers by form and field, no answers.
    ///
    /// # Errors
    /// When it is refused, for whoever sees a part of the store, or the store fails.
    pub async fn report(&self, access: &Access, month: &str) -> Result<Audited<Deletions>, Stop> {
        let work = self.begin(access, Action::Report, Subject::default()).await?;
        let deletions = deletions(&work, month).await;
        work.end(deletions).await
    }

    /// Everything that was written down in a month before this, oldest first. Whoever sees a part of the store reads what was
    /// done with the events of that part, and by those who see no more than that part.
    ///
    /// # Errors
    /// When it is refused, or the store fails.
    pub async fn audit(&self, access: &Access, month: &str) -> Result<Audited<Vec<Audit>>, Stop> {
        let mut work = self.begin(access, Action::Audit, Subject::default()).await?;
        let audits = audits(&mut work, month).await;
        work.end(audits).await
    }
}

async fn deletions(work: &Work<'_>, month: &str) -> Result<Deletions, Stop> {
    work.needs_everything()?;
    Ok(work.desk.deletions(month, work.now).await?)
}

pub(super) async fn audits(work: &mut Work<'_>, month: &str) -> Result<Vec<Audit>, Stop> {
    let mut audits = work.desk.audits(month, work.now).await?;
    let own = &work.entry.audit;
    let this = (own.at, &own.actor, own.action);
    audits.retain(|audit| (audit.at, &audit.actor, audit.action) != this && is_seen(work, audit));
    work.count(audits.len());
    Ok(audits)
}

/// Of a part is seen what was done with its events, and what those did who see that part or less of it.
fn is_seen(work: &Work<'_>, audit: &Audit) -> bool {
    let of_event = audit.event.as_deref().is_some_and(|event| work.reach().has_event(event));
    let by_own = audit.scope.as_ref().is_some_and(|scope| work.reach().has_scope(scope));
    work.reach().is_everything() || of_event || by_own
}
