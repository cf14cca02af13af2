//! The form comes again from one page, to correct what the same page sent before.
//!
//! Answers that keep the e-mail address take the place of the first ones. With another address it is a new registration that
//! takes over the seat or the place on the list: whoever may read one mailbox learns nothing about what was sent with
//! another, neither how it stands nor what was written about it, and the links to what was sent first open nothing.

use forms::{Definition, Submission};
use jiff::Timestamp;
use serde_json::Value;

use super::change::Changed;
use super::draw::{self, Draw};
use super::edit::Edit;
use super::record::{self, Record, Status};
use super::register::{self, Answered, NONCE_LIFETIME, Outcome, Prepared, Register, Registration};
use super::terms::Terms;
use super::{Desk, address, check_in, erase, keys, line, read};
use crate::nonce::Nonce;
use crate::reference::Reference;
use crate::store::{Key, Operation, Range, StoreError, Txn};

/// Receipts and messages of one record that one transaction deletes; within half an hour nobody has more.
const PAPERS: usize = 60;

/// Answers that take the place of those that the same page sent before, the address included.
#[derive(Debug)]
pub(crate) struct Correction<'a> {
    /// What was sent first is known by it.
    pub(crate) nonce: &'a Nonce,
    pub(crate) submission: &'a Submission,
    pub(crate) definition: &'a Definition,
    /// The language in which the form was read.
    pub(crate) lang: &'a str,
    pub(crate) terms: Option<&'a Terms>,
    /// What the screen remembers of the sender.
    pub(crate) marks: Vec<(Key, Value, Timestamp)>,
    /// What it draws from.
    pub(crate) draws: Vec<Draw>,
}

/// One form that was sent from a page.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub(crate) nonce: Nonce,
    pub(crate) answered: Answered,
}

/// The correction, ready to be attempted.
struct Correct<'a> {
    desk: &'a Desk,
    new: &'a Correction<'a>,
}

/// Why nothing was corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotCorrected {
    /// Neither the time nor the status allows it.
    TooLate,
    /// A limit was reached; there is room again from then on.
    NotBefore(Timestamp),
}

/// What it led to; and what isn't there any more.
struct Corrected {
    answered: Answered,
    replaced: Option<Reference>,
}

impl Operation for Correct<'_> {
    type Output = Result<Corrected, NotCorrected>;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Self::Output, StoreError> {
        let Some(answered) = txn.get::<Answered>(&keys::nonce(self.new.nonce.key())).await? else {
            return Ok(Err(NotCorrected::TooLate));
        };
        let Some((_, first)) = super::load(txn, &answered.reference).await? else {
            return Ok(Err(NotCorrected::TooLate));
        };
        if answered.answers == self.fingerprint() {
            return Ok(Ok(Corrected { answered, replaced: None }));
        }
        if !first.status().is_active() {
            return Ok(Err(NotCorrected::TooLate));
        }
        // Over a limit nothing is corrected: what was sent first, and its seat, stay as they are.
        if let Some(until) = draw::look(txn, &self.new.draws).await?.again {
            return Ok(Err(NotCorrected::NotBefore(until)));
        }
        if self.has_same_address(&first) {
            return self.edit(txn, answered).await;
        }
        self.replace(txn, &first).await
    }
}

impl Correct<'_> {
    fn fingerprint(&self) -> String {
        let event = self.new.terms.map(|terms| terms.event.as_str());
        Nonce::fingerprint(event, self.new.submission).key().to_owned()
    }

    fn has_same_address(&self, first: &Record) -> bool {
        let field = address::filled(self.new.definition, self.new.submission);
        let new =
            field.and_then(|field| self.new.submission.answer(field)).and_then(|answer| answer.as_text());
        new.map(record::plain_address) == first.address().map(record::plain_address)
    }

    /// Other answers of the same person.
    async fn edit(
        &self,
        txn: &mut Txn<'_>,
        answered: Answered,
    ) -> Result<Result<Corrected, NotCorrected>, StoreError> {
        let new = self.new;
        let edit = Edit {
            desk: self.desk,
            reference: &answered.reference,
            submission: new.submission,
            definition: new.definition,
            lang: Some(new.lang),
            ends: new.terms.map(|terms| terms.ends),
            contacts: Some(new),
        };
        if !matches!(edit.attempt(txn).await?, Changed::Done(_)) {
            return Ok(Err(NotCorrected::TooLate));
        }
        let until = Some(answered.at + NONCE_LIFETIME);
        let answered = Answered { answers: self.fingerprint(), ..answered };
        txn.put_until(keys::nonce(new.nonce.key()), &answered, until);
        Ok(Ok(Corrected { answered, replaced: None }))
    }

    /// As if what was sent first had never been, but for its seat or its place on the list.
    async fn replace(
        &self,
        txn: &mut Txn<'_>,
        first: &Record,
    ) -> Result<Result<Corrected, NotCorrected>, StoreError> {
        self.remove(txn, first).await?;
        let new = self.new;
        // Only what was doubtful stays so: a telephone number alone is no doubt about an address.
        let is_doubtful = first.status() == Status::Held && first.doubts() != [register::PHONE_ONLY];
        let mut doubts = if is_doubtful { first.doubts().to_vec() } else { Vec::new() };
        doubts.retain(|doubt| doubt != line::IN_LINE);
        let registration = Registration {
            submission: new.submission,
            definition: new.definition,
            terms: new.terms,
            lang: new.lang,
            nonce: new.nonce.clone(),
            doubts,
            marks: new.marks.clone(),
            draws: new.draws.clone(),
        };
        let prepared = &Prepared::new(self.desk, &registration, txn.now()).await?;
        // Whoever stood in line stands there anew: the counters know nothing of the first one.
        let in_line = first.is_in_line();
        let register =
            Register { desk: self.desk, new: &registration, prepared, instead_of: Some(first), in_line };
        Ok(match register.attempt(txn).await?.done()? {
            Outcome::Stored(answered) => Ok(Corrected { answered, replaced: Some(first.reference.clone()) }),
            Outcome::Full | Outcome::CalledOff => {
                txn.forget();
                Err(NotCorrected::TooLate)
            }
        })
    }

    /// A restored copy of the store forgets it, too.
    async fn remove(&self, txn: &mut Txn<'_>, first: &Record) -> Result<(), StoreError> {
        let reference = &first.reference;
        erase::remember_for_copies(txn, reference).await?;
        for item in txn.query(&Range::prefix(keys::person(reference), ""), Some(PAPERS)).await? {
            txn.delete(item.key);
        }
        if let (Some(event), Some(contact)) = (first.event(), first.contact()) {
            let contact = keys::contact(event, contact);
            if txn.get::<Reference>(&contact).await?.as_ref() == Some(reference) {
                txn.delete(contact);
            }
        }
        // The door lets the new one in.
        check_in::undo(txn, first).await?;
        line::forget(txn, first);
        txn.delete(keys::pointer(reference));
        txn.delete(keys::record_of(first));
        Ok(())
    }
}

impl Desk {
    /// The form sent again from the same page with other answers, to correct the first ones: the address too.
    ///
    /// # Errors
    /// When the store fails or is too busy; then nothing has changed.
    pub(crate) async fn correct_all(
        &self,
        new: &Correction<'_>,
        now: Timestamp,
    ) -> Result<Result<Answered, NotCorrected>, StoreError> {
        let corrected = match self.run(now, &Correct { desk: self, new }).await? {
            Ok(corrected) => corrected,
            Err(why) => return Ok(Err(why)),
        };
        if let Some(reference) = &corrected.replaced {
            self.vault.drop_key(now, &keys::data_key(None, reference)).await?;
            self.called(reference, None, now).await?;
        }
        Ok(Ok(corrected.answered))
    }

    /// The forms that were sent from the page of a nonce in the last 48 hours and that still stand, the first one first.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn sent(&self, nonce: &Nonce, now: Timestamp) -> Result<Vec<Sent>, StoreError> {
        let mut sent = Vec::new();
        for item in self.store.query(&keys::sent(nonce.key()), None, now).await? {
            let (nonce, answered) = match keys::nonce_of_another(&item.key) {
                Some(own) => {
                    let nonce = Nonce::of_key(own);
                    let answered = self.answered(&nonce, now).await?;
                    (nonce, answered)
                }
                None => (nonce.clone(), self.if_it_stands(read::parse(item.body)?, now).await?),
            };
            sent.extend(answered.map(|answered| Sent { nonce, answered }));
        }
        sent.sort_by_key(|sent| sent.answered.at);
        Ok(sent)
    }
}
