//! What organisers may do with a record now. Each act is asked itself: there is no second table of what is allowed.

use std::collections::BTreeSet;

use forms::Definition;
use jiff::Timestamp;

use super::audit::Action;
use super::change::Step;
use super::facts::EventFacts;
use super::letters::Call;
use super::read::parse;
use super::record::Record;
use super::seats::Counters;
use super::terms::Terms;
use super::{Desk, address, ahead, keys};
use crate::reference::Reference;
use crate::store::{Range, StoreError};

/// What acts depend on besides the record: the same for all records of an event.
#[derive(Debug)]
pub(crate) struct Surroundings {
    terms: Option<Terms>,
    counters: Counters,
    facts: Option<EventFacts>,
    /// About whom somebody has to call.
    calls: BTreeSet<Reference>,
    now: Timestamp,
}

impl Desk {
    /// What acts upon the records of an event depend on, or upon those of a form without events.
    pub(crate) async fn surroundings(
        &self,
        event: Option<&str>,
        terms: Option<Terms>,
        now: Timestamp,
    ) -> Result<Surroundings, StoreError> {
        let (counters, facts) = match event {
            Some(event) => {
                let [seats, facts] = [keys::seats(event), keys::facts(event)];
                let mut found = self.store.get_many(&[seats, facts], now).await?.into_iter();
                let counters = found.next().flatten().map(|item| parse(item.body)).transpose()?;
                let facts = found.next().flatten().map(|item| parse(item.body)).transpose()?;
                (counters.unwrap_or_default(), facts)
            }
            None => (Counters::default(), None),
        };
        let calls = self.readable::<Call>(&Range::prefix("CALL", ""), None, now).await?;
        let calls = calls.into_iter().map(|(_, call)| call.reference).collect();
        Ok(Surroundings { terms, counters, facts, calls, now })
    }
}

impl Surroundings {
    /// Whether organisers may do this with the record now.
    pub(crate) fn allow(&self, action: Action, record: &Record, form: &Definition) -> bool {
        let (terms, off, now) = (self.terms.as_ref(), self.counters.called_off, self.now);
        if let Some(step) = Step::of_organisers(action) {
            return step.is_allowed(record, &form.deadlines, terms, off, now);
        }
        let course = || {
            record.event()?;
            address::course_of(&self.counters, self.facts.as_ref(), terms, now)
        };
        match action {
            Action::Called => self.calls.contains(&record.reference),
            Action::Met => record.clone().follow_up_mut().is_some(),
            Action::Resend => address::can_resend(record, course()),
            Action::Correct => address::field(form).is_some() && address::can_correct(record, course()),
            Action::Ahead => ahead::can_go_ahead(record, terms, off, now),
            Action::Erase => true,
            // What isn't done with one record.
            _ => false,
        }
    }
}
