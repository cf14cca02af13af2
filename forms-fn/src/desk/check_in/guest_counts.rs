//! Who comes for the first time: that somebody came lies under a pseudonym of their address, which is the same at all events, until
//! the record goes. So "for the first time" means: as far as anything is kept.

use super::{CheckIn, CountedGuest, GuestCounts};
use crate::desk::record::{Record, plain_address};
use crate::desk::{Desk, keys};
use crate::reference::Reference;
use crate::store::{Range, StoreError, Txn};

impl CountedGuest {
    /// Looks whether somebody has come before, and remembers that they come now.
    pub(super) async fn arrive(
        txn: &mut Txn<'_>,
        desk: &Desk,
        record: &Record,
        event: &str,
    ) -> Result<Self, StoreError> {
        let known_as =
            record.address().map(|address| desk.keyring.pseudonym("attended", &plain_address(address)));
        let mut first = None;
        if let Some(known_as) = &known_as {
            let here = keys::attended(known_as, event, &record.reference);
            let before = txn.query(&Range::prefix(here.pk.clone(), ""), None).await?;
            first = Some(before.iter().all(|item| keys::event_attended(&item.key) == Some(event)));
            txn.overwrite(here, &record.reference);
        }
        Ok(Self { lang: record.lang.clone(), first, known_as })
    }

    /// Nothing tells any more that they came to an event.
    pub(super) fn forget(&self, txn: &mut Txn<'_>, event: &str, reference: &Reference) {
        if let Some(known_as) = &self.known_as {
            txn.delete(keys::attended(known_as, event, reference));
        }
    }

    /// They came to an event that has another id now.
    pub(super) fn carry(&self, txn: &mut Txn<'_>, reference: &Reference, from: &str, to: &str) {
        self.forget(txn, from, reference);
        if let Some(known_as) = &self.known_as {
            txn.overwrite(keys::attended(known_as, to, reference), reference);
        }
    }
}

impl GuestCounts {
    pub(super) fn add(&mut self, here: &CheckIn) {
        let Some(guest) = &here.counted else { return };
        self.first += u32::from(guest.first == Some(true));
        self.again += u32::from(guest.first == Some(false));
        *self.languages.entry(guest.lang.clone()).or_default() += 1;
    }

    pub(super) fn take_back(&mut self, here: &CheckIn) {
        let Some(guest) = &here.counted else { return };
        self.first = self.first.saturating_sub(u32::from(guest.first == Some(true)));
        self.again = self.again.saturating_sub(u32::from(guest.first == Some(false)));
        if let Some(number) = self.languages.get_mut(&guest.lang) {
            *number = number.saturating_sub(1);
        }
        self.languages.retain(|_, number| *number > 0);
    }

    /// Adds those of an event that is the same one under another id.
    pub(in crate::desk) fn merge(&mut self, other: &Self) {
        self.first += other.first;
        self.again += other.again;
        for (lang, number) in &other.languages {
            *self.languages.entry(lang.clone()).or_default() += number;
        }
    }
}
