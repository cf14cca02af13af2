//! The daily overview of an organisation: numbers and titles, so that nobody's answers lie in a mailbox.

use std::collections::BTreeMap;

use forms::{OrganisationInfo, Texts};
use jiff::Timestamp;
use jiff::civil::time;

use super::lost::Lost;
use super::{Pass, TO_SAY_SO, about, letter};
use crate::desk::{Belongs, Digest, EventFacts, Record, Rush, Status, Visible};
use crate::folder::{Language, in_language};
use crate::mail::{LONGEST_LETTER, Letter, Paragraph, SendError};
use crate::reference::Reference;
use crate::store::StoreError;

/// Sends the overview of every organisation whose time has come.
pub(super) async fn work(pass: &mut Pass<'_>) {
    let folder = pass.folder;
    for (id, organisation) in folder.organisations() {
        if !pass.has_time(LONGEST_LETTER + TO_SAY_SO) {
            return;
        }
        let sent = one(pass, id, organisation).await;
        if pass.check("send an overview", sent) == Some(true) {
            pass.report.digests += 1;
        }
    }
}

/// At seven in the morning by the clock of its country. Returns whether it was sent.
async fn one(pass: &Pass<'_>, id: &str, organisation: &OrganisationInfo) -> Result<bool, StoreError> {
    let (Some(address), now) = (&organisation.email, pass.clock()) else { return Ok(false) };
    let zone = crate::folder::zone_of(organisation);
    let day = now.to_zoned(zone.clone()).date();
    let Ok(seven) = day.to_datetime(time(7, 0, 0, 0)).to_zoned(zone.clone()) else { return Ok(false) };
    let Some(language) = pass.folder.language(&organisation.lang).or_else(|| pass.folder.default_language())
    else {
        return Ok(false);
    };
    if now < seven.timestamp() {
        return Ok(false);
    }
    let desk = &pass.app.desk;
    let Some(digest) = desk.claim_digest(id, day, seven.timestamp(), now).await? else { return Ok(false) };
    let counted = count(pass, id, organisation, language, &digest, now).await?;
    if pass.doubt.is_none() && !counted.iter().any(|(_, counts)| counts.is_news()) {
        desk.digest_done(id, day, now).await?;
        return Ok(false);
    }
    let moment = |at: Timestamp| pass.folder.moment(&language.id, &at.to_zoned(zone.clone()));
    let when = moment(digest.until);
    let doubt = pass.doubt.map(|note| (moment(note.believed), moment(now)));
    let letter = write(
        pass,
        &Overview { id, address, organisation, language, digest: &digest, when, doubt },
        &counted,
    );
    match pass.hand_over(&letter).await {
        Some(Ok(())) => {
            desk.digest_done(id, day, now).await?;
            Ok(true)
        }
        // The mail server has it and doesn't say so: the same numbers twice are worth less than once too few.
        Some(Err(SendError::Unknown(why))) => {
            tracing::warn!(organisation = id, why, "an overview may have been sent; it isn't tried again");
            desk.digest_done(id, day, now).await?;
            Ok(false)
        }
        // The claim ends in a few minutes, and then the same overview is tried again, until the next day.
        Some(Err(error)) => {
            tracing::warn!(organisation = id, %error, "an overview was not sent");
            Ok(false)
        }
        None => Ok(false),
    }
}

/// The numbers of one event or form.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct DigestCounts {
    new: u32,
    waiting: u32,
    cancelled: u32,
    held: u32,
    requests: u32,
    calls: u32,
    failed: u32,
    /// The event isn't on the site, and so many people are registered for it.
    lost: u32,
    /// When it was to be.
    when: String,
    /// The link of an event online is missing, and the event is near.
    no_link: bool,
    /// So many came in within one hour, which is more than half of the seats.
    rush: usize,
    /// Whether one of those who are held or to be called came in since the last overview.
    fresh: bool,
}

impl DigestCounts {
    fn is_news(&self) -> bool {
        let to_do = self.fresh || self.no_link || self.lost > 0 || self.rush > 0;
        to_do || self.new + self.cancelled + self.requests + self.failed > 0
    }

    /// The lines in the organisation's language; what is zero isn't said.
    fn lines(&self, texts: &Texts) -> Vec<String> {
        let all = [
            ("mail.digestNew", self.new),
            ("mail.digestRequests", self.requests),
            ("mail.digestWaiting", self.waiting),
            ("mail.digestCancelled", self.cancelled),
            ("mail.digestHeld", self.held),
            ("mail.digestCalls", self.calls),
            ("mail.digestFailed", self.failed),
        ];
        let line = |(key, number): (&str, u32)| texts.with(key, &[("count", &number.to_string())]);
        let counted = all.into_iter().filter(|(_, number)| *number > 0).map(line);
        let lost = (self.lost > 0).then(|| {
            let count = self.lost.to_string();
            texts.with("mail.digestLost", &[("count", &count), ("when", &self.when)])
        });
        let no_link = self.no_link.then(|| texts.text("mail.digestNoLink"));
        let rush =
            (self.rush > 0).then(|| texts.with("mail.digestRush", &[("count", &self.rush.to_string())]));
        lost.into_iter().chain(counted).chain(rush).chain(no_link).collect()
    }
}

/// Title → numbers, of everything that the organisation answers for.
async fn count(
    pass: &Pass<'_>,
    id: &str,
    organisation: &OrganisationInfo,
    language: &Language,
    digest: &Digest,
    now: Timestamp,
) -> Result<Vec<(String, DigestCounts)>, StoreError> {
    let mut counts: BTreeMap<Belongs, DigestCounts> = BTreeMap::new();
    for event in pass.folder.events().filter(|event| event.info.hosts.iter().any(|host| host == id)) {
        let own = counts.entry(Belongs::Event(event.id.clone())).or_default();
        let records = pass.app.desk.records_where(&event.id, |_| true, now).await?;
        for record in &records {
            add(own, record, digest);
        }
        let rush = Rush::find(records.iter().map(|record| record.submitted_at), event.terms().capacity);
        let rush = rush.filter(|rush| digest.since < rush.until && rush.until <= digest.until);
        own.rush = rush.map_or(0, |rush| rush.count);
        own.no_link = event.needs_link(now) && pass.app.desk.link(&event.id, now).await?.is_none();
    }
    let titles = lost(pass, id, language, &mut counts, now).await?;
    for form in pass.folder.definitions().filter(|form| form.about == forms::About::Nothing) {
        let own = counts.entry(Belongs::Form(form.id.clone())).or_default();
        for stored in pass.app.desk.list(&form.id, None, Visible::Organisers, now).await? {
            if about::country(pass.folder, &stored.record) == Some(organisation.country.as_str()) {
                add(own, &stored.record, digest);
            }
        }
    }
    messages(pass, organisation, digest, &mut counts, now).await?;
    let titled = |(belongs, counts): (Belongs, DigestCounts)| {
        let known = titles.get(&belongs).cloned();
        (known.unwrap_or_else(|| title(pass, language, &belongs)), counts)
    };
    Ok(counts.into_iter().map(titled).collect())
}

/// The events that the site has lost and that are still to come, with their titles; those of nobody in particular are
/// everybody's.
async fn lost(
    pass: &Pass<'_>,
    id: &str,
    language: &Language,
    counts: &mut BTreeMap<Belongs, DigestCounts>,
    now: Timestamp,
) -> Result<BTreeMap<Belongs, String>, StoreError> {
    let mut titles = BTreeMap::new();
    let known = pass.folder.organisations();
    for (event, listed) in pass.app.desk.listed(now).await? {
        if listed.lost_since.is_none() || listed.finished_for.is_some() {
            continue;
        }
        let lost = Lost::find(pass, &event).await?;
        let facts = lost.facts.as_ref();
        let hosts = facts.map_or(&[][..], |facts| &facts.hosts);
        let of_nobody = hosts.iter().all(|host| !known.contains_key(host));
        let ours = of_nobody || hosts.iter().any(|host| host == id);
        if !ours || lost.people == 0 || lost.is_over(now) {
            continue;
        }
        let lang = &language.id;
        let word = |words: &BTreeMap<String, String>| in_language(words, lang).map(str::to_owned);
        let belongs = Belongs::Event(event.clone());
        let own = counts.entry(belongs.clone()).or_default();
        own.lost = u32::try_from(lost.people).unwrap_or(u32::MAX);
        let when = |facts: &EventFacts| word(&facts.when).unwrap_or_else(|| facts.starts.to_string());
        own.when = facts.map_or_else(String::new, when);
        titles.insert(belongs, facts.and_then(|facts| word(&facts.title)).unwrap_or(event));
    }
    Ok(titles)
}

fn add(counts: &mut DigestCounts, record: &Record, digest: &Digest) {
    let lately = |at: Timestamp| digest.since < at && at <= digest.until;
    let new = lately(record.submitted_at);
    match record.status() {
        // Seated by itself in a moment: nobody has to do anything.
        Status::Held if record.is_in_line() => {}
        Status::Held => {
            counts.held += 1;
            counts.fresh |= new;
        }
        Status::Unconfirmed => {}
        _ if record.event().is_none() => counts.requests += u32::from(new),
        _ => counts.new += u32::from(new),
    }
    counts.waiting += u32::from(record.status() == Status::Waiting);
    let cancelled = record.cancelled().is_some_and(|cancelled| lately(cancelled.at));
    counts.cancelled += u32::from(cancelled);
}

/// Whom to call, and which messages were given up.
async fn messages(
    pass: &Pass<'_>,
    organisation: &OrganisationInfo,
    digest: &Digest,
    counts: &mut BTreeMap<Belongs, DigestCounts>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let lately = |at: Timestamp| digest.since < at && at <= digest.until;
    for call in pass.app.desk.calls(now).await? {
        if let Some(own) = own(pass, organisation, &call.reference, counts, now).await? {
            own.calls += 1;
            own.fresh |= lately(call.at);
        }
    }
    for dead in pass.app.desk.given_up(now).await?.into_iter().filter(|dead| lately(dead.given_up_at)) {
        if let Some(own) = own(pass, organisation, &dead.letter.reference, counts, now).await? {
            own.failed += 1;
        }
    }
    Ok(())
}

/// The counts that a record belongs to; none when another organisation answers for it, or it is gone.
async fn own<'c>(
    pass: &Pass<'_>,
    organisation: &OrganisationInfo,
    reference: &Reference,
    counts: &'c mut BTreeMap<Belongs, DigestCounts>,
    now: Timestamp,
) -> Result<Option<&'c mut DigestCounts>, StoreError> {
    let Some(belongs) = pass.app.desk.belongs_to(reference, now).await? else { return Ok(None) };
    if matches!(belongs, Belongs::Form(_)) {
        let stored = pass.app.desk.find(reference, now).await?;
        let country = stored.as_ref().and_then(|stored| about::country(pass.folder, &stored.record));
        if country != Some(organisation.country.as_str()) {
            return Ok(None);
        }
    }
    Ok(counts.get_mut(&belongs))
}

fn title(pass: &Pass<'_>, language: &Language, belongs: &Belongs) -> String {
    let lang = &language.id;
    let known = match belongs {
        Belongs::Event(id) => pass.folder.event(id).map(|event| event.title(lang).to_owned()),
        Belongs::Form(id) => pass.folder.definition(id).map(|form| form.title.get(lang).to_owned()),
    };
    known.unwrap_or_default()
}

struct Overview<'a> {
    id: &'a str,
    address: &'a str,
    organisation: &'a OrganisationInfo,
    language: &'a Language,
    digest: &'a Digest,
    when: String,
    /// When the worker was last here, and what a clock says that is doubted.
    doubt: Option<(String, String)>,
}

fn write(pass: &Pass<'_>, overview: &Overview<'_>, counted: &[(String, DigestCounts)]) -> Letter {
    let (language, texts) = (overview.language, &overview.language.texts);
    let name = overview.organisation.name.as_str();
    let mut paragraphs = vec![Paragraph::Text(texts.with("mail.digestIntro", &[("when", &overview.when)]))];
    if let Some((last, clock)) = &overview.doubt {
        let text = texts.with("mail.digestClock", &[("last", last), ("clock", clock)]);
        paragraphs.push(Paragraph::Text(format!("{text}\nforms-fn confirm-clock")));
    }
    for (title, counts) in counted {
        let lines = counts.lines(texts);
        if !lines.is_empty() {
            paragraphs.push(Paragraph::Text(format!("{}\n{}", letter::one_line(title), lines.join("\n"))));
        }
    }
    if counted.iter().any(|(_, counts)| counts.lost > 0) {
        paragraphs.push(Paragraph::Text(texts.text("mail.digestLostHow")));
    }
    paragraphs.push(Paragraph::Text(texts.text("mail.digestHow")));
    Letter {
        // The same whoever sends it, and however often.
        id: format!("digest.{}.{}", overview.id, overview.digest.day),
        lang: language.id.clone(),
        dir: language.dir,
        to: overview.address.to_owned(),
        from: letter::sender(pass, &language.id),
        reply_to: None,
        subject: letter::one_line(&texts.with("mail.digestSubject", &[("organisation", name)])),
        paragraphs,
        footer: Vec::new(),
        calendar: None,
        date: overview.digest.until,
    }
}
