//! The people of an event as letters see them: how they stand, in which language they read, and whether they have a mailbox.

use std::collections::{BTreeMap, BTreeSet};

use super::{LetterPart, SentLetter};
use crate::desk::{Audience, Closed, LetterDraft, OwnLetter, Standing, is_over};
use crate::export::names;
use crate::office::work::Work;
use crate::office::{Chosen, Stop};
use crate::worker;

/// One person of the event.
struct Person {
    chosen: Chosen,
    audiences: BTreeSet<Audience>,
    lang: String,
}

/// The people of an event, by name.
pub(super) struct People(Vec<Person>);

impl People {
    pub(super) async fn of(work: &Work<'_>, event: &str, records: &[Closed]) -> Result<Self, Stop> {
        let attended = work.desk.attended(event, work.now).await?;
        let is_over = is_over(&work.desk.counters(event, work.now).await?, work.now);
        let person = |(stored, form): &Closed| {
            let record = &stored.record;
            let standing = Standing { record, here: attended.check_ins.get(&record.reference), is_over };
            let language = work.site.and_then(|site| worker::language(site, form, record));
            Person {
                chosen: Chosen {
                    reference: record.reference.clone(),
                    name: names::name(stored, Some(form)).to_owned(),
                    status: record.status(),
                    has_address: record.address_field.is_some(),
                },
                audiences: Audience::ALL.into_iter().filter(|one| one.has(standing)).collect(),
                lang: language.map_or_else(|| record.lang.clone(), |language| language.id.clone()),
            }
        };
        Ok(Self(records.iter().map(person).collect()))
    }

    pub(super) fn counts(&self) -> Vec<(Audience, usize)> {
        let count = |audience: Audience| {
            (audience, self.0.iter().filter(|person| person.audiences.contains(&audience)).count())
        };
        Audience::ALL.into_iter().map(count).collect()
    }

    /// Those for whom a draft is, by language. One that names nobody is for nobody.
    pub(super) fn parts(&self, draft: &LetterDraft) -> Vec<LetterPart> {
        let mut parts: BTreeMap<&str, LetterPart> = BTreeMap::new();
        for person in self.0.iter().filter(|person| !person.audiences.is_disjoint(&draft.audiences)) {
            let part = parts.entry(&person.lang).or_insert_with(|| LetterPart {
                lang: person.lang.clone(),
                words: draft.words.get(&person.lang).cloned(),
                people: Vec::new(),
                calls: Vec::new(),
                sample: None,
            });
            let list = if person.chosen.has_address { &mut part.people } else { &mut part.calls };
            list.push(person.chosen.clone());
        }
        parts.into_values().collect()
    }

    pub(super) fn sent(&self, letter: OwnLetter) -> SentLetter {
        let called = self.0.iter().filter(|person| letter.calls.contains(&person.chosen.reference));
        let calls = called.map(|person| (person.chosen.clone(), person.lang.clone())).collect();
        SentLetter { letter, calls }
    }
}
