//! Shows everything that is held about one record, its sensitive answers too.

use std::sync::Arc;

use forms::Definition;

use super::work::{Subject, Work, unknown};
use super::{Access, Audited, Office, Stop, unusual};
use crate::desk::{Action, Dossier};
use crate::reference::Reference;

/// One record, with the form by which it was made.
#[derive(Debug)]
pub struct OpenRecord {
    /// Everything that is held about it.
    pub dossier: Dossier,
    /// Its form as it was.
    pub form: Arc<Definition>,
}

impl Office {
    /// Everything about one record.
    ///
    /// # Errors
    /// When it is refused, there is no such record, or the store fails.
    pub async fn show(&self, access: &Access, reference: &Reference) -> Result<Audited<OpenRecord>, Stop> {
        let mut work = self.begin(access, Action::Show, Subject::record(reference)).await?;
        let shown = show(&mut work, reference).await;
        work.end(shown).await
    }
}

async fn show(work: &mut Work<'_>, reference: &Reference) -> Result<OpenRecord, Stop> {
    let (_, form) = work.record(reference).await?;
    let dossier = work.desk.dossier(reference, work.now).await?;
    let mut dossier = dossier.ok_or_else(|| unknown(reference))?;
    // That it is being shown is no news to whoever reads it.
    let this = work.entry.audit.at.to_string();
    dossier.audit.retain(|entry| entry["at"] != this);
    work.count(1);
    unusual::note(work, 1).await?;
    Ok(OpenRecord { dossier, form })
}
