//! The addresses of a person's own page, and until when they work.

use forms::{Definition, Keep};
use jiff::{SignedDuration, Timestamp};

use super::{SENDER_FIELD, TOKEN_FIELD};
use crate::app::App;
use crate::desk::{Answered, Record, Stored, retention};
use crate::reader::Reader;
use crate::reference::Reference;
use crate::refusal::Refusal;
use crate::secret::{Keyring, LinkPurpose};

/// How long after sending the page may show the link: long enough to read it, too short for an address that is passed on.
const SENDER: SignedDuration = SignedDuration::from_mins(10);
/// How long the buttons of a page work: a tab that was left open until the next day included.
const PAGE: SignedDuration = SignedDuration::from_hours(48);
/// How long a link works when nothing tells yet when the last answer is deleted: an open request.
const OPEN: SignedDuration = SignedDuration::from_hours(24 * 365);

/// The links of one record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Own<'a> {
    pub(crate) keyring: &'a Keyring,
    pub(crate) lang: &'a str,
    pub(crate) record: &'a Record,
}

impl Own<'_> {
    /// A link to be kept or sent, as the path behind the site's address: it works until [`until`].
    pub(crate) fn lasting(
        &self,
        purpose: LinkPurpose,
        definition: &Definition,
        ends: Option<Timestamp>,
        now: Timestamp,
    ) -> String {
        self.path(purpose, until(purpose, self.record, definition, ends, now))
    }

    /// The path of a link that works until then.
    pub(crate) fn path(&self, purpose: LinkPurpose, until: Timestamp) -> String {
        let data = if purpose == LinkPurpose::Export { "/data" } else { "" };
        let token = self.token(purpose, until);
        format!("{}{data}?{TOKEN_FIELD}={token}", self.page())
    }

    /// Where the page stands and its forms are sent.
    pub(crate) fn page(&self) -> String {
        format!("/{}/{}", self.lang, self.page_below())
    }

    /// The same below `/<lang>/`.
    pub(crate) fn page_below(&self) -> String {
        format!("forms/{}/my", self.record.form)
    }

    /// The token of a button.
    pub(crate) fn button(&self, purpose: LinkPurpose, now: Timestamp) -> String {
        self.token(purpose, soon(now))
    }

    fn token(&self, purpose: LinkPurpose, until: Timestamp) -> String {
        self.keyring.link_in(self.record.round(purpose), purpose, &self.record.reference, until)
    }
}

/// The end of what is drawn now.
pub(crate) fn soon(now: Timestamp) -> Timestamp {
    now.checked_add(PAGE).unwrap_or(now)
}

/// Until when a link works that is sent now. What is about a seat dies with the event; seeing, downloading and erasing
/// stay until the last answer is deleted.
pub(crate) fn until(
    purpose: LinkPurpose,
    record: &Record,
    definition: &Definition,
    ends: Option<Timestamp>,
    now: Timestamp,
) -> Timestamp {
    use LinkPurpose::{Accept, Cancel, Change, Undo};
    match ends {
        Some(ends) if matches!(purpose, Accept | Cancel | Change | Undo) => ends,
        _ => last_deletion(record, definition, ends).unwrap_or_else(|| now.checked_add(OPEN).unwrap_or(now)),
    }
}

/// When the last answer is deleted; `None` while what one of them is counted from has not happened. A yes that stays
/// until it is taken back keeps no record by itself.
fn last_deletion(record: &Record, definition: &Definition, ends: Option<Timestamp>) -> Option<Timestamp> {
    let withdrawal = |keep| matches!(keep, Keep::Days { after: forms::After::Withdrawal, .. });
    let fields = definition.fields.iter().filter(|field| !withdrawal(field.keep));
    let dates = fields.map(|field| retention::deadline(field.keep, record, ends));
    dates.collect::<Option<Vec<Timestamp>>>()?.into_iter().max()
}

/// What the answer to a form tells its sender when no message can carry the link. Nothing when the same form is sent
/// again later: somebody else may have guessed what was in it.
pub(crate) async fn for_sender(
    app: &App,
    reader: &Reader,
    answered: &Answered,
) -> Result<Option<SentForm>, Refusal> {
    let until = answered.at.checked_add(SENDER).unwrap_or(answered.at);
    if !answered.keep_link || app.now() >= until {
        return Ok(None);
    }
    let Some(stored) = app.desk.find(&answered.reference, app.now()).await? else { return Ok(None) };
    let (keyring, round) = (app.desk.keyring(), stored.record.round(LinkPurpose::See));
    let token = keyring.link_in(round, LinkPurpose::See, &answered.reference, until);
    kept(app, reader, &stored, &token).await
}

/// The link that the page after sending shows, if its address carries a token from [`for_sender`]: the reference alone
/// is told to others and opens nothing.
pub(crate) async fn keep_link(
    app: &App,
    reader: &Reader,
    reference: &Reference,
    token: Option<&str>,
) -> Result<Option<SentForm>, Refusal> {
    let now = app.now();
    let Some(token) = token else { return Ok(None) };
    let opened = app.desk.keyring().open_any(LinkPurpose::See, token, now);
    let Some((_, round)) = opened.filter(|(opened, _)| opened == reference) else { return Ok(None) };
    let stored = app.desk.find(reference, now).await?;
    match stored.filter(|stored| stored.record.round(LinkPurpose::See) == round) {
        Some(stored) => kept(app, reader, &stored, token).await,
        None => Ok(None),
    }
}

/// Whoever has an address meanwhile gets the link by mail, and nobody else may see it.
async fn kept(app: &App, reader: &Reader, stored: &Stored, token: &str) -> Result<Option<SentForm>, Refusal> {
    let (record, now) = (&stored.record, app.now());
    if record.address_field.is_some() {
        return Ok(None);
    }
    let Some(definition) = app.desk.definition_of(&record.reference, now).await? else { return Ok(None) };
    let event = record.event().and_then(|id| reader.folder.event(id));
    let ends = event.map(|event| event.terms().ends);
    let own = Own { keyring: app.desk.keyring(), lang: reader.lang(), record };
    let url = own.lasting(LinkPurpose::See, &definition, ends, now);
    Ok(Some(SentForm { url, query: format!("&{SENDER_FIELD}={token}") }))
}

/// What the page after sending shows to the one who has just sent the form.
#[derive(Debug)]
pub(crate) struct SentForm {
    /// The person's own link.
    pub(crate) url: String,
    /// The rest of the address of the page that shows it, for the same page in another language.
    pub(crate) query: String,
}
