//! A draft becomes a letter to those who were named on the page, is taken back, or goes to its writer alone.

use std::collections::BTreeSet;

use super::{DraftOf, known, look};
use crate::accounts::{AccountId, Accounts, StaffLetter};
use crate::desk::{Action, NewLetter, NotWritten};
use crate::office::work::{Subject, Work};
use crate::office::{Access, Audited, Cause, Office, Stop};
use crate::reference::Reference;

/// How often one draft is sent to its writer.
const MOST_TRIALS: u8 = 10;

impl Office {
    /// Sends a draft off to those of these people for whom it is; returns how many that are. It leaves after five minutes. The same
    /// draft again is the same letter.
    ///
    /// # Errors
    /// When it is refused, the draft isn't the one that was looked at, the event has had its letter of the day, nobody is left,
    /// or the store fails.
    pub async fn send_letter(
        &self,
        access: &Access,
        of: DraftOf<'_>,
        id: &str,
        references: &BTreeSet<Reference>,
        lang: &str,
    ) -> Result<Audited<usize>, Stop> {
        let mut work = self.begin(access, Action::Letter, Subject::event(of.event)).await?;
        let by = access.organiser.name();
        let sent = send(&mut work, of, Press { id, references, by, lang }).await;
        work.end(sent).await
    }

    /// Takes a letter back that hasn't left. Whoever has the right may, not only its writer.
    ///
    /// # Errors
    /// When it is refused, the letter has left, or the store fails.
    pub async fn take_letter_back(
        &self,
        access: &Access,
        event: &str,
        id: &str,
    ) -> Result<Audited<()>, Stop> {
        let mut work = self.begin(access, Action::LetterBack, Subject::event(event)).await?;
        let taken = take_back(&mut work, event, id, access.organiser.name()).await;
        work.end(taken).await
    }

    /// Sends a draft to its writer in each language that has words; returns how many letters that are. It doesn't count as the
    /// letter of the day.
    ///
    /// # Errors
    /// When it is refused, there is no draft with words, the writer has no mailbox, or the store fails.
    pub async fn try_letter(
        &self,
        access: &Access,
        event: &str,
        account: &AccountId,
    ) -> Result<Audited<usize>, Stop> {
        let mut work = self.begin(access, Action::LetterDraft, Subject::event(event)).await?;
        let tried = try_out(&mut work, event, account).await;
        work.end(tried).await
    }
}

/// A press on the button that sends.
struct Press<'a> {
    id: &'a str,
    references: &'a BTreeSet<Reference>,
    by: &'a str,
    lang: &'a str,
}

async fn send(work: &mut Work<'_>, of: DraftOf<'_>, press: Press<'_>) -> Result<usize, Stop> {
    known(work, of.event).await?;
    if let Some(before) = work.desk.own_letter(of.event, press.id, work.now).await? {
        work.count(before.recipients.len());
        return Ok(before.recipients.len());
    }
    let desk = look(work, of, press.lang).await?;
    if desk.draft.as_ref().is_none_or(|draft| draft.id != press.id) {
        return Err(changed());
    }
    let named = desk.reached().map(|one| one.reference.clone());
    let recipients: Vec<Reference> = named.filter(|one| press.references.contains(one)).collect();
    if recipients.is_empty() {
        return Err(Stop::because(Cause::NobodyLeft, "nobody of those who were chosen is left"));
    }
    let terms = work.site.and_then(|site| site.terms(of.event));
    let new = NewLetter { event: of.event, account: of.account, id: press.id, by: press.by, recipients };
    match work.desk.write_letter(&new, terms.map(|terms| terms.ends), work.now).await? {
        Ok(letter) => {
            work.count(letter.recipients.len());
            // What it was about says more than any reason.
            let samples = || desk.parts.iter().filter_map(|part| part.sample.as_ref());
            let own = samples().find(|sample| sample.lang == press.lang);
            work.entry.audit.purpose = own.or(samples().next()).map(|sample| sample.subject.clone());
            Ok(letter.recipients.len())
        }
        Err(NotWritten::Changed) => Err(changed()),
        Err(NotWritten::TooSoon(next)) => {
            let words = format!("an event has one letter a day; the next one can be sent at {next}");
            Err(Stop::because(Cause::OneLetterADay, words))
        }
    }
}

fn changed() -> Stop {
    Stop::because(Cause::LetterChanged, "the draft was changed, or sent, since it was looked at")
}

async fn take_back(work: &mut Work<'_>, event: &str, id: &str, by: &str) -> Result<(), Stop> {
    known(work, event).await?;
    match work.desk.take_letter_back(event, id, by, work.now).await? {
        Some(letter) => {
            work.count(letter.recipients.len());
            Ok(())
        }
        None => Err(Stop::because(Cause::LetterLeft, "the letter has left")),
    }
}

async fn try_out(work: &mut Work<'_>, event: &str, account: &AccountId) -> Result<usize, Stop> {
    known(work, event).await?;
    let accounts = Accounts::new(work.desk.clone());
    let own = accounts.find(account, work.now).await?.and_then(|account| account.email);
    if own.is_none() {
        return Err(Stop::because(Cause::NoOwnAddress, "your account has no e-mail address"));
    }
    let draft = work.desk.draft(event, account.as_str(), work.now).await?.ok_or_else(changed)?;
    if draft.trials >= MOST_TRIALS {
        return Err(Stop::because(Cause::ManyTrials, "this draft was sent to you ten times"));
    }
    let trial = |(lang, words): (&String, &_)| StaffLetter::Trial {
        account: account.clone(),
        event: event.to_owned(),
        lang: lang.clone(),
        words: Clone::clone(words),
    };
    let letters: Vec<StaffLetter> = draft.words.iter().map(trial).collect();
    let kept = crate::desk::LetterDraft { trials: draft.trials + 1, ..draft };
    work.desk.keep_draft(event, account.as_str(), &kept, work.now).await?;
    accounts.lay_down(&letters, work.now).await?;
    Ok(letters.len())
}
