//! What people eat, for the kitchen: numbers without names.
//!
//! The answers were given in confidence so that somebody can cook. Nobody reads one of them here: each option is counted over
//! all who have a seat, and what was written in own words is a number only. These are no statistics for anybody (they are as
//! small as they are), so they are for those who prepare the event and need a reason, as everything that is opened.

use std::collections::BTreeMap;

use forms::{Definition, Field, Kind, Mark};
use serde_json::Value;

use super::door::child_fields;
use super::work::{Subject, Work};
use super::{Access, Audited, Office, Stop};
use crate::desk::{Action, Closed, Status, Stored};
use crate::export::Words;

/// What the kitchen needs to know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kitchen {
    /// Adults who have a seat.
    pub adults: u32,
    /// Children by question, such as those below three.
    pub children: Vec<(String, u32)>,
    /// What people answered in confidence, by question.
    pub questions: Vec<KitchenCount>,
}

/// One question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KitchenCount {
    /// In words.
    pub question: String,
    /// Each option that somebody chose, and how many did.
    pub options: Vec<(String, u32)>,
    /// How many wrote something in their own words.
    pub written: u32,
}

impl Office {
    /// Counts for the kitchen, in the words of a language.
    ///
    /// # Errors
    /// When it is refused, or the store fails.
    pub async fn kitchen(&self, access: &Access, event: &str, lang: &str) -> Result<Audited<Kitchen>, Stop> {
        let mut work = self.begin(access, Action::Kitchen, Subject::event(event)).await?;
        let kitchen = kitchen(&mut work, event, lang).await;
        work.end(kitchen).await
    }
}

async fn kitchen(work: &mut Work<'_>, event: &str, lang: &str) -> Result<Kitchen, Stop> {
    work.needs_event(event)?;
    let records = work.desk.closed_partition("", Some(event), work.now).await?;
    let seated: Vec<Closed> =
        records.into_iter().filter(|(stored, _)| stored.record.status() == Status::Confirmed).collect();
    let (mut stored, forms): (Vec<Stored>, Vec<_>) = seated.into_iter().unzip();
    work.desk.unseal(&mut stored, work.now).await?;
    work.count(stored.len());
    let words = Words { lang, labels: true, folder: work.site, between: ", " };
    let mut tally = Tally::default();
    for (stored, form) in stored.iter().zip(&forms) {
        tally.add(stored, form, words);
    }
    Ok(Kitchen {
        adults: u32::try_from(stored.len()).unwrap_or(u32::MAX),
        children: tally.children.into_values().collect(),
        questions: tally.questions.into_values().map(Question::told).collect(),
    })
}

/// Counts by the place of a question in its form and its name, so that they stand in the order of the form.
#[derive(Default)]
struct Tally {
    children: BTreeMap<(usize, String), (String, u32)>,
    questions: BTreeMap<(usize, String), Question>,
}

#[derive(Default)]
struct Question {
    words: String,
    options: BTreeMap<(usize, String), u32>,
    written: u32,
}

impl Tally {
    fn add(&mut self, stored: &Stored, form: &Definition, words: Words<'_>) {
        let place = |field: &Field| {
            let place = form.fields.iter().position(|other| other.name == field.name);
            (place.unwrap_or_default(), field.name.clone())
        };
        for field in child_fields(form) {
            let number = stored.answers.get(&field.name).and_then(Value::as_u64).unwrap_or_default();
            let entry = self.children.entry(place(field)).or_default();
            field.label.get(words.lang).clone_into(&mut entry.0);
            entry.1 += u32::try_from(number).unwrap_or_default();
        }
        for field in form.fields.iter().filter(|field| is_told(field)) {
            let entry = self.questions.entry(place(field)).or_default();
            field.label.get(words.lang).clone_into(&mut entry.words);
            if let Some(answer) = stored.answers.get(&field.name) {
                entry.add(field, answer, words);
            }
        }
    }
}

/// What people say in confidence for the evening.
fn is_told(field: &Field) -> bool {
    field.mark == Mark::Sensitive && !field.is_consent()
}

impl Question {
    fn add(&mut self, field: &Field, answer: &Value, words: Words<'_>) {
        let (Kind::Choice { options, .. } | Kind::Choices { options, .. }) = &field.kind else {
            self.written += 1;
            return;
        };
        for value in forms::as_sent(answer) {
            let place = options.iter().position(|option| option.value == value).unwrap_or(options.len());
            let told = words.answer(Some(field), Some(&Value::String(value.to_string())));
            *self.options.entry((place, told)).or_default() += 1;
        }
    }

    fn told(self) -> KitchenCount {
        let options = self.options.into_iter().map(|((_, words), number)| (words, number)).collect();
        KitchenCount { question: self.words, options, written: self.written }
    }
}
