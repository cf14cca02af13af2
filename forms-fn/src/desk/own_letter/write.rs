//! Writing a letter: a draft that its writer changes as often as they like, and which becomes a letter once. It waits for five
//! minutes, in which it can be taken back; an event has one a day.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Audience, OwnLetter, OwnWords, Pending};
use crate::desk::{Desk, keys};
use crate::reference::Reference;
use crate::secret;
use crate::store::{Operation, StoreError, Txn};

/// How long a letter can be taken back.
const LEAVES_AFTER: SignedDuration = SignedDuration::from_mins(5);
/// How long after a letter the next one can be sent.
const ONE_A_DAY: SignedDuration = SignedDuration::from_hours(24);
/// How long a draft is kept.
const DRAFT: SignedDuration = SignedDuration::from_hours(24 * 7);
/// How long after its event a letter is kept: as long as what people answered.
const AFTER_EVENT: SignedDuration = SignedDuration::from_hours(24 * 90);

/// A letter that isn't finished. Each writer has one for an event.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterDraft {
    /// Another one with each change: what is sent is what was looked at.
    pub id: String,
    /// For whom it is.
    pub audiences: BTreeSet<Audience>,
    /// The words by language.
    #[serde(default)]
    pub words: BTreeMap<String, OwnWords>,
    /// How often it was sent to its writer, to be looked at.
    #[serde(default)]
    pub trials: u8,
}

/// What the last letter of an event was.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Last {
    pub(super) id: String,
    at: Timestamp,
}

/// A draft that is to become a letter.
#[derive(Debug)]
pub(crate) struct NewLetter<'a> {
    pub(crate) event: &'a str,
    pub(crate) account: &'a str,
    /// The draft that was looked at.
    pub(crate) id: &'a str,
    pub(crate) by: &'a str,
    pub(crate) recipients: Vec<Reference>,
}

/// Why a draft didn't become a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotWritten {
    /// It isn't the one that was looked at.
    Changed,
    /// The event has had its letter of the day; the next one can be sent then.
    TooSoon(Timestamp),
}

/// What came of it.
pub(crate) type Written = Result<OwnLetter, NotWritten>;

/// A name for a draft.
pub(crate) fn fresh_id() -> String {
    secret::fresh_token()
}

impl Desk {
    /// The draft of somebody.
    pub(crate) async fn draft(
        &self,
        event: &str,
        account: &str,
        now: Timestamp,
    ) -> Result<Option<LetterDraft>, StoreError> {
        self.read(&keys::draft(event, account), now).await
    }

    /// Keeps a draft; one before is overwritten.
    pub(crate) async fn keep_draft(
        &self,
        event: &str,
        account: &str,
        draft: &LetterDraft,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.run(now, &Keep { event, account, draft }).await
    }

    /// All letters of an event, the newest first. What is damaged is noted and left out.
    pub(crate) async fn own_letters(
        &self,
        event: &str,
        now: Timestamp,
    ) -> Result<Vec<OwnLetter>, StoreError> {
        let letters = self.readable::<OwnLetter>(&keys::own_letters(event), None, now).await?;
        let mut letters: Vec<OwnLetter> = letters.into_iter().map(|(_, letter)| letter).collect();
        letters.sort_by_key(|letter| std::cmp::Reverse(letter.at));
        Ok(letters)
    }

    /// When the next letter of an event can be sent, unless that is now.
    pub(crate) async fn next_letter(
        &self,
        event: &str,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let last: Option<Last> = self.read(&keys::last_letter(event), now).await?;
        Ok(last.map(|last| last.at + ONE_A_DAY).filter(|next| now < *next))
    }

    /// Makes a letter of a draft. The same draft again is the same letter.
    pub(crate) async fn write_letter(
        &self,
        new: &NewLetter<'_>,
        ends: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Written, StoreError> {
        let until = ends.unwrap_or(now).max(now) + AFTER_EVENT;
        self.run(now, &Write { new, until }).await
    }
}

struct Keep<'a> {
    event: &'a str,
    account: &'a str,
    draft: &'a LetterDraft,
}

impl Operation for Keep<'_> {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        txn.overwrite_until(keys::draft(self.event, self.account), self.draft, Some(txn.now() + DRAFT));
        Ok(())
    }
}

struct Write<'a> {
    new: &'a NewLetter<'a>,
    until: Timestamp,
}

impl Operation for Write<'_> {
    type Output = Written;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Written, StoreError> {
        let NewLetter { event, account, id, by, recipients } = self.new;
        let (key, now) = (keys::own_letter(event, id), txn.now());
        if let Some(before) = txn.get::<OwnLetter>(&key).await? {
            return Ok(Ok(before));
        }
        let of_writer = keys::draft(event, account);
        let Some(draft) = txn.get::<LetterDraft>(&of_writer).await?.filter(|draft| draft.id == *id) else {
            return Ok(Err(NotWritten::Changed));
        };
        let last = keys::last_letter(event);
        let before = txn.get::<Last>(&last).await?.map(|last| last.at + ONE_A_DAY);
        if let Some(next) = before.filter(|next| now < *next) {
            return Ok(Err(NotWritten::TooSoon(next)));
        }
        let letter = OwnLetter {
            id: draft.id,
            by: (*by).to_owned(),
            audiences: draft.audiences,
            words: draft.words,
            recipients: recipients.clone(),
            at: now,
            leaves_at: now + LEAVES_AFTER,
            taken_back_by: None,
            handed: 0,
            sent: 0,
            skipped: 0,
            failed: 0,
            calls: Vec::new(),
        };
        txn.put_until(key, &letter, Some(self.until));
        let pending = Pending { event: (*event).to_owned(), id: letter.id.clone() };
        txn.put(keys::pending_letter(letter.leaves_at, event, &letter.id), &pending);
        txn.put_until(last, &Last { id: letter.id.clone(), at: now }, Some(now + ONE_A_DAY));
        txn.delete(of_writer);
        Ok(Ok(letter))
    }
}
