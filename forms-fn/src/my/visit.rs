//! A link becomes a visit: the proof that this record may be shown to whoever holds the link.

use std::sync::Arc;

use forms::Definition;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::action::Action;
use super::link::{self, Own};
use crate::app::App;
use crate::course::Course;
use crate::desk::{Desk, Dossier, EventFacts, Record, Status, Stored, Terms};
use crate::folder::Event;
use crate::reader::Reader;
use crate::reference::Reference;
use crate::refusal::Refusal;
use crate::secret::{LinkPurpose, Round};

/// What a link leads to.
#[derive(Debug)]
pub(crate) struct Visit<'a> {
    pub(super) reader: &'a Reader,
    pub(super) desk: &'a Desk,
    /// What the link is for.
    pub(super) purpose: LinkPurpose,
    /// Which round of it the link is of.
    round: Round,
    pub(super) dossier: Dossier,
    /// The form as it was answered.
    pub(super) definition: Arc<Definition>,
    /// None for a form without events, and for an event that the site doesn't show any more.
    pub(super) event: Option<&'a Event>,
    pub(super) terms: Option<Terms>,
    /// When the event ends, as far as anybody knows.
    pub(super) ends: Option<Timestamp>,
    called_off: bool,
    /// How the event goes; none for a form without events.
    pub(super) course: Option<Course>,
    /// What was last known of an event that the site doesn't show any more.
    pub(super) lost: Option<EventFacts>,
    /// The private link of an event online, for those with a place.
    pub(super) online_link: Option<String>,
    pub(super) now: Timestamp,
}

impl<'a> Visit<'a> {
    /// Opens a link that is for one of `purposes`. One answer for every link that doesn't work, whatever the reason.
    pub(crate) async fn open(
        app: &'a App,
        reader: &'a Reader,
        form: &str,
        purposes: &[LinkPurpose],
        token: Option<&str>,
    ) -> Result<Self, Refusal> {
        if reader.folder.find_definition(form)?.is_none() {
            return Err(Refusal::FormUnknown);
        }
        let opened = opened(app, purposes, token.unwrap_or_default());
        let (purpose, reference, round) = opened.ok_or(Refusal::LinkDead)?;
        let visit = Self::find(app, reader, (purpose, round), &reference).await?;
        let visit = visit.filter(|visit| visit.record().form == form && !visit.is_former());
        visit.ok_or(Refusal::LinkDead)
    }

    async fn find(
        app: &'a App,
        reader: &'a Reader,
        (purpose, round): (LinkPurpose, Round),
        reference: &Reference,
    ) -> Result<Option<Self>, Refusal> {
        let (desk, now) = (&app.desk, app.now());
        let Some(dossier) = desk.dossier(reference, now).await? else { return Ok(None) };
        let Some(definition) = desk.definition_of(reference, now).await? else { return Ok(None) };
        let id = dossier.stored.record.event();
        let counters = match id {
            Some(id) => desk.counters(id, now).await?,
            None => crate::desk::Counters::default(),
        };
        let event = id.and_then(|id| reader.folder.event(id));
        let terms = event.map(Event::terms);
        let lost = match id.filter(|_| event.is_none()) {
            Some(id) => desk.facts(id, now).await?,
            None => None,
        };
        let gone = lost.as_ref().is_some_and(EventFacts::is_cancelled);
        let course = Course::find(id, event, counters.called_off || gone, now);
        let online_link = match id.filter(|_| has_link(course, dossier.stored.record.status())) {
            Some(id) => desk.link(id, now).await?,
            None => None,
        };
        Ok(Some(Self {
            reader,
            desk,
            purpose,
            round,
            definition,
            event,
            ends: terms.as_ref().map(|terms| terms.ends).or(counters.ends),
            terms,
            called_off: counters.called_off,
            course,
            lost,
            online_link,
            now,
            dossier,
        }))
    }

    /// The same record after something was done with it.
    pub(super) async fn again(&self, app: &'a App) -> Result<Option<Self>, Refusal> {
        Self::find(app, self.reader, (self.purpose, self.round), &self.record().reference).await
    }

    pub(super) fn stored(&self) -> &Stored {
        &self.dossier.stored
    }

    pub(super) fn record(&self) -> &Record {
        &self.dossier.stored.record
    }

    /// Whether the link is older than the last time that a cancellation was taken back.
    pub(super) fn is_old(&self) -> bool {
        self.round != self.record().round(self.purpose)
    }

    /// Whether the link was made before the record went to another address.
    fn is_former(&self) -> bool {
        self.round.moved != self.record().round(self.purpose).moved
    }

    /// Whether the record belongs to an event.
    pub(super) fn has_event(&self) -> bool {
        self.record().event().is_some()
    }

    /// Words of the interface, in which what the form promised that was answered is filled in, too.
    pub(super) fn words(&self, key: &str, args: &[(&str, &str)]) -> String {
        let deadlines = self.definition.deadlines.placeholders();
        let promised = deadlines.iter().map(|(name, number)| (*name, number.as_str()));
        let args: Vec<(&str, &str)> = args.iter().copied().chain(promised).collect();
        self.reader.language.texts.with(key, &args)
    }

    /// Whether the page may offer an act.
    pub(super) fn allows(&self, action: Action) -> bool {
        if matches!(action, Action::Withdraw | Action::Erase) {
            return true;
        }
        let offered = Action::offered(self.course, self.record().status()).contains(&action);
        let (record, deadlines) = (self.record(), &self.definition.deadlines);
        let terms = self.terms.as_ref();
        let allowed = action
            .step()
            .is_none_or(|step| step.is_allowed(record, deadlines, terms, self.called_off, self.now));
        offered && allowed
    }

    /// A moment in the zone of the event, or of the site.
    pub(super) fn zoned(&self, at: Timestamp) -> Zoned {
        let lost = || self.lost.as_ref().map(|facts| facts.starts.time_zone().clone());
        let zone: Option<TimeZone> = self.event.map(|event| event.zone().clone()).or_else(lost);
        at.to_zoned(zone.unwrap_or_else(|| self.reader.folder.time_zone()))
    }

    /// A moment in the reader's words.
    pub(super) fn moment(&self, at: Timestamp) -> String {
        self.reader.language.dates.moment(&self.zoned(at))
    }

    /// A day in the reader's words.
    pub(super) fn date(&self, at: Timestamp) -> String {
        self.reader.language.dates.date(&self.zoned(at))
    }

    pub(super) fn own(&self) -> Own<'_> {
        Own { keyring: self.desk.keyring(), lang: self.reader.lang(), record: self.record() }
    }

    /// The token of a button or of a link on this page.
    pub(super) fn token(&self, purpose: LinkPurpose) -> String {
        self.own().button(purpose, self.now)
    }

    /// The address of a page about this record that is opened from this one.
    pub(super) fn url(&self, purpose: LinkPurpose) -> String {
        self.own().path(purpose, link::soon(self.now))
    }

    /// The address of the person's page, to be kept.
    pub(super) fn see_url(&self) -> String {
        self.own().lasting(LinkPurpose::See, &self.definition, self.ends, self.now)
    }
}

/// Whether somebody is to have the link of an event online.
fn has_link(course: Option<Course>, status: Status) -> bool {
    status == Status::Confirmed && matches!(course, Some(Course::Ahead | Course::Begun))
}

/// Tries all purposes, whichever fits, so that the time doesn't tell which.
fn opened(app: &App, purposes: &[LinkPurpose], token: &str) -> Option<(LinkPurpose, Reference, Round)> {
    let now = app.now();
    let open = |purpose: &LinkPurpose| {
        let (reference, round) = app.desk.keyring().open_any(*purpose, token, now)?;
        Some((*purpose, reference, round))
    };
    let all: Vec<_> = purposes.iter().map(open).collect();
    all.into_iter().flatten().next()
}
