//! Letters in organisers' own words to people of an event: for whom, in which languages, and what became of those before. Who is
//! chosen by nothing is nobody, and a language without words reaches nobody.

mod people;
mod send;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::work::{Subject, Work};
use super::{Access, Audited, Chosen, Office, Order, Stop, Which, list};
use crate::desk::{Action, Audience, Closed, LetterDraft, OwnLetter, OwnWords, fresh_id};
use crate::worker::{self, Sample};
use people::People;

/// Everything about the letters of an event, for whoever writes one.
#[derive(Debug)]
pub struct LetterDesk {
    /// How many there are of each kind.
    pub counts: Vec<(Audience, usize)>,
    /// What the writer has begun.
    pub draft: Option<LetterDraft>,
    /// Those for whom it is, by the language in which they read.
    pub parts: Vec<LetterPart>,
    /// What was sent before, the newest first.
    pub letters: Vec<SentLetter>,
    /// When the next one can be sent, unless that is now.
    pub again_at: Option<Timestamp>,
    /// Whether the event has a private link.
    pub has_link: bool,
}

/// Those who read one language.
#[derive(Debug)]
pub struct LetterPart {
    /// The language, as a BCP 47 tag.
    pub lang: String,
    /// The words in it; without them these people aren't reached.
    pub words: Option<OwnWords>,
    /// Whom a letter reaches, by name.
    pub people: Vec<Chosen>,
    /// Whom somebody has to call, by name.
    pub calls: Vec<Chosen>,
    /// The letter as the first of them will read it.
    pub(crate) sample: Option<Sample>,
}

/// A letter that was sent off.
#[derive(Debug)]
pub struct SentLetter {
    /// The letter.
    pub letter: OwnLetter,
    /// Whom somebody has to call, with the language in which they read.
    pub calls: Vec<(Chosen, String)>,
}

/// What is new about a draft.
#[derive(Debug, Clone)]
pub enum DraftChange {
    /// For whom it is.
    Audiences(BTreeSet<Audience>),
    /// The words by language.
    Words(BTreeMap<String, OwnWords>),
}

/// A draft by whose it is.
#[derive(Debug, Clone, Copy)]
pub struct DraftOf<'a> {
    /// The event.
    pub event: &'a str,
    /// The account of its writer.
    pub account: &'a str,
}

impl LetterDesk {
    /// Those who get the draft, letters and calls.
    pub fn reached(&self) -> impl Iterator<Item = &Chosen> {
        let with_words = self.parts.iter().filter(|part| part.words.is_some());
        with_words.flat_map(|part| part.people.iter().chain(&part.calls))
    }

    /// Those who don't, because there are no words in their language.
    pub fn not_reached(&self) -> impl Iterator<Item = &LetterPart> {
        self.parts.iter().filter(|part| part.words.is_none())
    }
}

impl Office {
    /// Everything about the letters of an event, as a writer sees it who reads this language.
    ///
    /// # Errors
    /// When it is refused, the event is unknown, or the store fails.
    pub async fn letters(
        &self,
        access: &Access,
        of: DraftOf<'_>,
        lang: &str,
    ) -> Result<Audited<LetterDesk>, Stop> {
        let mut work = self.begin(access, Action::List, Subject::event(of.event)).await?;
        let desk = look(&mut work, of, lang).await;
        work.end(desk).await
    }

    /// Keeps what somebody writes. It is another draft afterwards: what was looked at before can't be sent any more.
    ///
    /// # Errors
    /// When it is refused, the event is unknown, or the store fails.
    pub async fn draft_letter(
        &self,
        access: &Access,
        of: DraftOf<'_>,
        change: DraftChange,
    ) -> Result<Audited<()>, Stop> {
        let mut work = self.begin(access, Action::LetterDraft, Subject::event(of.event)).await?;
        let kept = keep(&mut work, of, change).await;
        work.end(kept).await
    }
}

async fn keep(work: &mut Work<'_>, of: DraftOf<'_>, change: DraftChange) -> Result<(), Stop> {
    known(work, of.event).await?;
    let before = work.desk.draft(of.event, of.account, work.now).await?.unwrap_or_default();
    let id = fresh_id();
    let draft = match change {
        DraftChange::Audiences(audiences) => LetterDraft { id, audiences, ..before },
        DraftChange::Words(words) => LetterDraft { id, words, ..before },
    };
    Ok(work.desk.keep_draft(of.event, of.account, &draft, work.now).await?)
}

/// Refuses an event that isn't there or is beyond the scope; returns its form.
async fn known(work: &mut Work<'_>, event: &str) -> Result<String, Stop> {
    let which = Which { form: None, event: Some(event.to_owned()) };
    let form = which.known_form(work).await?;
    work.entry.audit.form = Some(form.clone());
    Ok(form)
}

/// The records of an event by name.
async fn records(work: &mut Work<'_>, event: &str, lang: &str) -> Result<Vec<Closed>, Stop> {
    let form = known(work, event).await?;
    let which = Which { form: None, event: Some(event.to_owned()) };
    let mut records = which.records(work, &form).await?;
    list::sort(work, &mut records, &Order::Name(Some(lang.to_owned())));
    Ok(records)
}

async fn look(work: &mut Work<'_>, of: DraftOf<'_>, lang: &str) -> Result<LetterDesk, Stop> {
    let records = records(work, of.event, lang).await?;
    let people = People::of(work, of.event, &records).await?;
    let draft = work.desk.draft(of.event, of.account, work.now).await?;
    let mut parts = Vec::new();
    if let Some(draft) = &draft {
        parts = people.parts(draft);
        for part in &mut parts {
            part.sample = sample(work, of.event, part).await?;
        }
    }
    let letters = work.desk.own_letters(of.event, work.now).await?;
    work.count(parts.iter().map(|part| part.people.len() + part.calls.len()).sum());
    Ok(LetterDesk {
        counts: people.counts(),
        parts,
        letters: letters.into_iter().map(|letter| people.sent(letter)).collect(),
        again_at: work.desk.next_letter(of.event, work.now).await?,
        has_link: work.desk.link(of.event, work.now).await?.is_some(),
        draft,
    })
}

async fn sample(work: &Work<'_>, event: &str, part: &LetterPart) -> Result<Option<Sample>, Stop> {
    let (Some(site), Some(words)) = (work.site, &part.words) else { return Ok(None) };
    let first = part.people.first().or(part.calls.first()).map_or("", |one| one.name.as_str());
    Ok(worker::sample((&work.desk, site), event, &part.lang, words, first, work.now).await?)
}
