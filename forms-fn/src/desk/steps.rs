//! What can be done to one record: each a transaction of its own.

use forms::{Code, Definition, Submission};
use jiff::Timestamp;

use super::change::{self, Changed, Step};
use super::terms::Terms;
use super::{Desk, address, edit};
use crate::reference::Reference;
use crate::store::{self, StoreError};

impl Desk {
    /// One step of one record, with its seat, the next one's turn and the message.
    ///
    /// # Errors
    /// When the store fails or is too busy; then nothing has changed.
    pub async fn change(
        &self,
        reference: &Reference,
        step: Step,
        terms: Option<&Terms>,
        now: Timestamp,
    ) -> Result<Changed, StoreError> {
        self.run(now, &change::Change { desk: self, reference, step, terms }).await
    }

    /// New answers for a record. Its address stays, and so does every proof of consent.
    ///
    /// # Errors
    /// When the store fails or is too busy; then nothing has changed.
    pub async fn edit(
        &self,
        reference: &Reference,
        submission: &Submission,
        definition: &Definition,
        ends: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Changed, StoreError> {
        let edit =
            edit::Edit { desk: self, reference, submission, definition, lang: None, ends, contacts: None };
        store::run(&self.store, now, &edit).await
    }

    /// The same, read in a language that may be another one than the first time: a new yes is proven in its words.
    ///
    /// # Errors
    /// When the store fails or is too busy; then nothing has changed.
    pub async fn edit_in(
        &self,
        lang: &str,
        reference: &Reference,
        submission: &Submission,
        definition: &Definition,
        ends: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Changed, StoreError> {
        let edit = edit::Edit {
            desk: self,
            reference,
            submission,
            definition,
            lang: Some(lang),
            ends,
            contacts: None,
        };
        store::run(&self.store, now, &edit).await
    }

    /// Another address for a record, checked by the rules of its form; its letter is written to that one. The place on the
    /// list stays. Says what is wrong with an address that no letter reaches.
    ///
    /// # Errors
    /// When the store fails or is too busy; then nothing has changed.
    pub async fn correct(
        &self,
        reference: &Reference,
        address: &str,
        terms: Option<&Terms>,
        now: Timestamp,
    ) -> Result<Result<Changed, NoAddress>, StoreError> {
        let Some(definition) = self.definition_of(reference, now).await? else {
            return Ok(Ok(Changed::Unknown));
        };
        let Some(field) = address::field(&definition) else { return Ok(Err(NoAddress::NotAsked)) };
        let address = match definition.text_of(&field.name, address) {
            Ok(address) => address,
            Err(code) => return Ok(Err(NoAddress::Wrong(code))),
        };
        let correct = address::Correct { desk: self, reference, field, address: &address, terms };
        self.run(now, &correct).await.map(Ok)
    }

    /// Writes the letter about how a record stands once more.
    ///
    /// # Errors
    /// When the store fails or is too busy; then nothing has changed.
    pub async fn resend(
        &self,
        reference: &Reference,
        terms: Option<&Terms>,
        now: Timestamp,
    ) -> Result<Changed, StoreError> {
        self.run(now, &address::Resend { desk: self, reference, terms }).await
    }

    /// Takes one yes back, and deletes the answers that needed it.
    ///
    /// # Errors
    /// When the store fails or is too busy; then nothing has changed.
    pub async fn withdraw(
        &self,
        reference: &Reference,
        field: &str,
        now: Timestamp,
    ) -> Result<Changed, StoreError> {
        let Some(definition) = self.definition_of(reference, now).await? else { return Ok(Changed::Unknown) };
        let withdraw = edit::Withdraw { reference, field, definition: &definition };
        self.run(now, &withdraw).await
    }

    /// Deletes everything about a record at once, gives its seat to the next, and remembers that it was erased.
    /// Returns whether there was something to delete.
    ///
    /// # Errors
    /// When the store fails or is too busy; then nothing was deleted.
    pub async fn erase(
        &self,
        reference: &Reference,
        terms: Option<&Terms>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let erased = self.remove(reference, terms, true, now).await?;
        self.wipe().await?;
        Ok(erased)
    }
}

/// Why a record can't have an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAddress {
    /// Its form asks for none.
    NotAsked,
    /// It is none by the rules of the form.
    Wrong(Code),
}
