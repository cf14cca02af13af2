//! The one door into a store for organisers: who comes, why, and what came of it is written down, and nothing is shown or
//! changed before it is.
//!
//! A store is opened for a command by [`organise`], or by [`through`] where no keys are needed, and by nothing else.

use forms_fn::transfer::TransferError;
use forms_fn::{Audit, AuditOutcome, Desk, Store, StoreError, Unreadable};
use jiff::Timestamp;

use super::store::{StoreArguments, open_desk};

/// Why a command did not do what it was asked for.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Nothing was shown or changed.
    Refused(String),
    /// There is no such record, event or letter.
    Nothing(String),
    /// It broke; a part may have been seen.
    Failed(String),
    /// Whoever read it went away before the end, as `head` does.
    BrokenOff,
}

/// How the work behind the door ends.
pub(crate) type Ended = Result<(), Stop>;

/// How the audit calls that.
pub(crate) fn outcome(ended: &Ended) -> AuditOutcome {
    match ended {
        Ok(()) => AuditOutcome::Done,
        Err(Stop::Refused(_)) => AuditOutcome::Refused,
        Err(Stop::Nothing(_)) => AuditOutcome::Nothing,
        Err(Stop::Failed(_)) => AuditOutcome::Failed,
        Err(Stop::BrokenOff) => AuditOutcome::Begun,
    }
}

/// What is said of it. Whoever went away is told nothing.
pub(crate) fn told(ended: Ended) -> Result<(), String> {
    match ended {
        Ok(()) | Err(Stop::BrokenOff) => Ok(()),
        Err(Stop::Refused(words) | Stop::Nothing(words) | Stop::Failed(words)) => Err(words),
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        let unsure = error.is_unsure();
        let hint = "\n  hint: it may have been done all the same, because the answer was lost: look with `forms-fn show` or \
                    `list` before you try again";
        Self::Failed(format!("{error}{}", if unsure { hint } else { "" }))
    }
}

impl From<TransferError> for Stop {
    fn from(error: TransferError) -> Self {
        Self::Failed(error.to_string())
    }
}

/// An organiser at work with an open store.
pub(crate) struct Organiser {
    pub(crate) desk: Desk,
    /// What the audit will say: the work fills in what it learns.
    pub(crate) entry: Audit,
    pub(crate) now: Timestamp,
}

impl Organiser {
    /// Says when something that was deleted still lies in a file.
    pub(crate) async fn wiped(&self) -> Ended {
        if !self.desk.wipe().await? {
            eprintln!(
                "note: another program reads the store, so the log beside it (`-wal`) still holds what was deleted; \
                 the worker's next pass empties it once nobody reads"
            );
        }
        Ok(())
    }
}

/// Lets an organiser in to a store that is there already, with its keys.
pub(crate) async fn organise(
    store: &StoreArguments,
    entry: Audit,
    work: impl AsyncFnOnce(&mut Organiser) -> Ended,
) -> Result<(), String> {
    let desk = open_desk(store).await?;
    let records = desk.store().clone();
    through(&records, entry, async |entry| {
        let now = entry.at;
        let mut organiser = Organiser { desk, entry: entry.clone(), now };
        let ended = work(&mut organiser).await;
        *entry = organiser.entry;
        tell_of_missing_keys(organiser.desk.take_without_key());
        complete(ended, &organiser.desk.take_unreadable())
    })
    .await
}

/// Whoever reads a list must know that it isn't all. It is no failure: what the list is for can be done.
fn tell_of_missing_keys(people: usize) {
    if people > 0 {
        eprintln!(
            "warning: sensitive answers of {people} people can't be read: their key is missing\n  \
             hint: `forms-fn verify` tells whose; put the old `keys.sqlite` (or table of keys) back"
        );
    }
}

/// What was passed over is named, and makes a success none: whoever reads a list must know that it isn't all.
fn complete(ended: Ended, unreadable: &[Unreadable]) -> Ended {
    if unreadable.is_empty() {
        return ended;
    }
    let lines: Vec<String> = unreadable.iter().map(|one| format!("\n  {one}")).collect();
    let words = format!(
        "{} of the things in the store can't be read and were passed over:{}\n  \
         hint: `forms-fn verify` looks at everything; what is damaged has to come from a copy",
        unreadable.len(),
        lines.concat()
    );
    match ended {
        Ok(()) => Err(Stop::Failed(words)),
        Err(stop) => {
            eprintln!("warning: {words}");
            Err(stop)
        }
    }
}

/// Writes down what is about to happen in these records, lets it happen, and writes down what came of it.
pub(crate) async fn through(
    records: &Store,
    mut entry: Audit,
    work: impl AsyncFnOnce(&mut Audit) -> Ended,
) -> Result<(), String> {
    let begun = entry.begin(records).await;
    let begun = begun.map_err(|e| format!("nothing was done, because it can't be written down: {e}"))?;
    let ended = work(&mut entry).await;
    entry.outcome = outcome(&ended);
    if matches!(entry.outcome, AuditOutcome::Refused | AuditOutcome::Nothing) {
        entry.count = 0;
    }
    let written = begun.end(records, &entry).await;
    told(ended)?;
    written.map_err(|e| format!("it is done, but the audit says only that it was begun: {e}"))
}
