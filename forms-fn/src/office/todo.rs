//! What is left to do for organisers: people whom no message reaches, and messages that were given up.

use forms::Role;
use jiff::Timestamp;

use super::find::answer;
use super::work::{Subject, Work};
use super::{Access, Audited, Office, Stop};
use crate::desk::{Action, Occasion};
use crate::reference::Reference;

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Todo {
    /// People whom no message reaches.
    Calls,
    /// Messages that were given up.
    Failed,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Since when.
    pub since: Timestamp,
    /// What somebody should hear.
    pub about: Occasion,
    /// The record.
    pub reference: Reference,
    /// Its event, for a form that belongs to one.
    pub event: Option<String>,
    /// The name.
    pub name: String,
    /// The telephone number; empty without one.
    pub phone: String,
    /// Why a message was given up.
    pub reason: Option<String>,
}

impl Office {
    /// What is left to do within the scope, oldest first.
    ///
    /// # Errors
    /// When it is refused, or the store fails.
    pub async fn todo(&self, access: &Access, todo: Todo) -> Result<Audited<Vec<Task>>, Stop> {
        let mut work = self.begin(access, Action::List, Subject::default()).await?;
        let tasks = tasks(&mut work, todo).await;
        work.end(tasks).await
    }
}

pub(super) async fn tasks(work: &mut Work<'_>, todo: Todo) -> Result<Vec<Task>, Stop> {
    let mut tasks = Vec::new();
    for (since, about, reference) in left(work, todo).await? {
        tasks.extend(task(work, since, about, reference).await?);
    }
    work.count(tasks.len());
    Ok(tasks)
}

async fn left(work: &Work<'_>, todo: Todo) -> Result<Vec<(Timestamp, Occasion, Reference)>, Stop> {
    let (desk, now) = (&work.desk, work.now);
    Ok(match todo {
        Todo::Calls => {
            let calls = desk.calls(now).await?.into_iter();
            calls.map(|call| (call.at, call.occasion, call.reference)).collect()
        }
        Todo::Failed => {
            let letters = desk.dead_letters(now).await?.into_iter();
            letters.map(|letter| (letter.at, letter.occasion, letter.reference)).collect()
        }
    })
}

/// The record may be gone by now, and with it the reason to call.
async fn task(
    work: &Work<'_>,
    since: Timestamp,
    about: Occasion,
    reference: Reference,
) -> Result<Option<Task>, Stop> {
    let Some((stored, form, letters)) = work.desk.with_letters(&reference, work.now).await? else {
        return Ok(None);
    };
    if !work.reach().has(&stored.record, &form) {
        return Ok(None);
    }
    let letter = letters.into_iter().find(|letter| letter.at == since && letter.occasion == about);
    Ok(Some(Task {
        since,
        about,
        name: answer(&stored, &form, Role::Name),
        phone: answer(&stored, &form, Role::Phone),
        reason: letter.and_then(|letter| letter.failed),
        event: stored.record.event().map(str::to_owned),
        reference,
    }))
}
