//! A post whose answers keep all rules: stored once, corrected, looked at once more or held.

use axum::http::StatusCode;
use axum::response::Response;
use forms::{Field, Submission, Values};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::app::App;
use crate::desk::{
    self, Answered, Correction, Draw, NONCE_LIFETIME, NotCorrected, Outcome, Registration, Sent, Status,
};
use crate::folder::Event;
use crate::guard::{self, Again, Carried, Look};
use crate::lookup::Target;
use crate::nonce::Nonce;
use crate::observation::Sent as Became;
use crate::reader::Reader;
use crate::reference::Reference;
use crate::refusal::Refusal;
use crate::screen::{self, Verdict};
use crate::sender::Sender;
use crate::{answer, my, page};

/// How long after sending the page that was sent can correct what it sent: long enough to notice a slip, too short for whoever
/// uses the same computer next.
const CORRECTED_WITHIN: SignedDuration = SignedDuration::from_mins(30);

/// A post whose answers keep all rules.
pub(super) struct Checked<'a> {
    pub(super) app: &'a App,
    pub(super) reader: &'a Reader,
    pub(super) target: Target<'a>,
    pub(super) sender: &'a Sender,
    pub(super) carried: &'a Carried,
    pub(super) values: &'a Values,
    pub(super) submission: Submission,
    /// The fingerprint of the answers.
    pub(super) answers: Nonce,
    pub(super) now: Timestamp,
}

impl Checked<'_> {
    /// Stores it, unless it is doubtful. A second sending gets its first answer even if the event has closed meanwhile.
    pub(super) async fn accept(&self) -> Result<Response, Refusal> {
        let mut nonce = self.nonce()?;
        let sent = self.app.desk.sent(&nonce, self.now).await?;
        if let Some(same) = sent.iter().find(|sent| self.is_same(&sent.answered)) {
            return self.stored(&same.answered, Became::Duplicate).await;
        }
        let page = nonce.clone();
        if !sent.is_empty() {
            match &self.carried.again {
                Some(Again::Correction(which)) => return self.correct(&sent, which.as_ref()).await,
                Some(Again::Another) => nonce = nonce.and(&self.answers),
                None => return self.ask(&sent).await,
            }
        }
        if let Some(refusal) = self.target.event.and_then(|event| Refusal::of(event.state(self.now))) {
            return Err(refusal);
        }
        let mut look = self.look().await?;
        let doubts = match look.verdict {
            Verdict::Pass => Vec::new(),
            // A program can't look at a page, so an organiser looks at once.
            Verdict::Check(_) if !self.reader.json => return Ok(self.check()),
            Verdict::Check(signs) | Verdict::Hold(signs) => signs,
            Verdict::Refuse(_) => return Err(Refusal::Forbidden),
        };
        if nonce != page {
            let until = self.now + NONCE_LIFETIME;
            look.marks.push((desk::another_key(page.key(), nonce.key()), Value::Bool(true), until));
        }
        let terms = self.target.event.map(Event::terms);
        let registration = Registration {
            submission: &self.submission,
            definition: self.target.definition,
            terms: terms.as_ref(),
            lang: self.reader.lang(),
            nonce: nonce.clone(),
            doubts: doubts.iter().map(|sign| sign.as_str().to_owned()).collect(),
            marks: look.marks,
            // It takes no further seat, so the sender's share of the event has nothing to do with it.
            draws: look.draws.into_iter().map(Draw::of_no_event).collect(),
        };
        match self.app.desk.register(&registration, self.now).await? {
            // Two different posts of one page at the same moment: one of them was the first.
            Outcome::Stored(answered) if !self.is_same(&answered) => {
                self.ask(&[Sent { nonce, answered }]).await
            }
            Outcome::Stored(answered) => self.stored(&answered, became(answered.status)).await,
            Outcome::CalledOff => Err(Refusal::Cancelled),
            Outcome::Full => Err(Refusal::Full),
        }
    }

    /// The nonce that came with the form, or the fingerprint of the answers.
    fn nonce(&self) -> Result<Nonce, Refusal> {
        let (form, event) = (&self.target.definition.id, self.target.event_id());
        let nonce = match self.carried.nonce.as_deref() {
            Some(text) if guard::is_ours(self.app, self.target, text) => Nonce::sent(form, event, text),
            Some(text) => Nonce::of_program(form, event, text, &self.answers),
            None => Some(self.answers.clone()),
        };
        nonce.ok_or(Refusal::BadRequest)
    }

    /// Whether these are the answers that were sent first. An older version didn't note them.
    fn is_same(&self, answered: &Answered) -> bool {
        answered.answers.is_empty() || answered.answers == self.answers.key()
    }

    async fn look(&self) -> Result<Look, Refusal> {
        guard::look(self.app, self.target, self.sender, self.carried, self.values).await
    }

    /// The page to look at the answers once more.
    fn check(&self) -> Response {
        let scope = screen::check_scope(&self.target.definition.id);
        let nonce = self.app.desk.keyring().nonce(&scope, self.target.event_id(), self.now);
        let check = page::Check { target: self.target, values: self.values, nonce: &nonce };
        super::with(
            Became::Asked,
            answer::page(self.reader, StatusCode::OK, &page::check(self.reader, &check)),
        )
    }

    /// The page that asks what other answers from the same page are: nobody's first ones are lost by a guess.
    async fn ask(&self, sent: &[Sent]) -> Result<Response, Refusal> {
        let Some(nonce) = self.carried.nonce.as_deref().filter(|_| !self.reader.json) else {
            return Err(Refusal::SentAlready);
        };
        let mut corrections = Vec::new();
        for one in sent.iter().filter(|sent| self.is_in_time(&sent.answered)) {
            let reference = &one.answered.reference;
            let whose = if sent.len() == 1 { None } else { Some(self.whose(reference).await?) };
            let which = whose.as_ref().map(|_| reference.clone());
            corrections.push((Again::Correction(which), whose));
        }
        let check = page::Check { target: self.target, values: self.values, nonce };
        let page = page::again(self.reader, &check, &corrections);
        Ok(super::with(Became::Asked, answer::page(self.reader, StatusCode::CONFLICT, &page)))
    }

    /// The name in a form that this page has sent; its reference where it asks for no name.
    async fn whose(&self, reference: &Reference) -> Result<String, Refusal> {
        let is_name = |field: &&Field| field.autocomplete.as_deref() == Some("name");
        let field = self.target.definition.fields.iter().find(is_name);
        let stored = self.app.desk.find(reference, self.now).await?;
        let name = stored
            .zip(field)
            .and_then(|(stored, field)| Some(stored.answers.get(&field.name)?.as_str()?.to_owned()));
        Ok(name.unwrap_or_else(|| reference.to_string()))
    }

    fn is_in_time(&self, answered: &Answered) -> bool {
        self.is_in_time_at(answered, self.now)
    }

    fn is_in_time_at(&self, answered: &Answered, at: Timestamp) -> bool {
        let over = self.target.event.is_some_and(|event| at >= event.terms().starts);
        !over && answered.at.checked_add(CORRECTED_WITHIN).is_ok_and(|until| at < until)
    }

    /// These answers take the place of those that the page sent before: of the only ones, or of those that the person names.
    /// Its letters are held in bounds by the same buckets.
    async fn correct(&self, sent: &[Sent], which: Option<&Reference>) -> Result<Response, Refusal> {
        let meant = match (which, sent) {
            (Some(which), _) => sent.iter().find(|sent| sent.answered.reference == *which),
            (None, [only]) => Some(only),
            (None, _) => None,
        };
        let Some(first) = meant else { return self.ask(sent).await };
        let look = self.look().await?;
        let may_be_corrected = match &look.verdict {
            Verdict::Pass => true,
            // Whether a limit is reached is decided where it is drawn, which also tells until when.
            Verdict::Check(signs) | Verdict::Hold(signs) => {
                signs.iter().all(|sign| sign.family() == screen::Family::Flood)
            }
            Verdict::Refuse(_) => return Err(Refusal::Forbidden),
        };
        if !self.is_in_time(&first.answered) || !may_be_corrected {
            return Err(Refusal::TooLate);
        }
        let terms = self.target.event.map(Event::terms);
        let correction = Correction {
            nonce: &first.nonce,
            submission: &self.submission,
            definition: self.target.definition,
            lang: self.reader.lang(),
            terms: terms.as_ref(),
            marks: look.marks,
            draws: look.draws,
        };
        match self.app.desk.correct_all(&correction, self.now).await? {
            Ok(answered) => self.stored(&answered, Became::Corrected).await,
            Err(NotCorrected::TooLate) => Err(Refusal::TooLate),
            Err(NotCorrected::NotBefore(until)) if self.is_in_time_at(&first.answered, until) => {
                Err(Refusal::NotBefore(self.moment(until)))
            }
            Err(NotCorrected::NotBefore(_)) => Err(Refusal::TooLate),
        }
    }

    /// By the clock of the event, in the reader's language.
    fn moment(&self, at: Timestamp) -> String {
        let zone = self.target.event.map_or(TimeZone::UTC, |event| event.zone().clone());
        self.reader.language.dates.moment(&at.to_zoned(zone))
    }

    /// On to the page that says so, with the own link for those whom no message reaches.
    async fn stored(&self, answered: &Answered, sent: Became) -> Result<Response, Refusal> {
        let kept = my::for_sender(self.app, self.reader, answered).await?;
        Ok(answer::stored(self.reader, self.target, answered, kept.as_ref(), sent))
    }
}

/// What became of it, for those who count.
fn became(status: Status) -> Became {
    match status {
        Status::Held => Became::Held,
        Status::Waiting => Became::Waiting,
        Status::Confirmed
        | Status::Offered
        | Status::Unconfirmed
        | Status::Received
        | Status::Cancelled
        | Status::Lapsed
        | Status::Closed => Became::Stored,
    }
}
