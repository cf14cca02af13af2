//! Deletes one record and everything about it, and names the others of the same person: whoever asks for that means all of
//! them.

use super::same_person::{self, OtherRecord};
use super::work::{Subject, Work, unknown};
use super::{Access, Audited, Office, Stop};
use crate::desk::Action;
use crate::reference::Reference;

/// A record that is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// Which one.
    pub reference: Reference,
    /// Records that are still there, with the same address or telephone number.
    pub others: Vec<OtherRecord>,
}

impl Office {
    /// Deletes one record and everything about it.
    ///
    /// # Errors
    /// When it is refused, there is no such record, or the store fails.
    pub async fn erase(&self, access: &Access, reference: &Reference) -> Result<Audited<Erased>, Stop> {
        let mut work = self.begin(access, Action::Erase, Subject::record(reference)).await?;
        let erased = erase(&mut work, reference).await;
        work.end(erased).await
    }
}

async fn erase(work: &mut Work<'_>, reference: &Reference) -> Result<Erased, Stop> {
    let (stored, form) = work.record(reference).await?;
    let terms = work.needed_terms(&stored)?;
    let others = same_person::others(work, &stored, &form).await?;
    if !work.desk.erase(reference, terms.as_ref(), work.now).await? {
        return Err(unknown(reference));
    }
    work.count(1);
    work.wipe().await?;
    Ok(Erased { reference: reference.clone(), others })
}
