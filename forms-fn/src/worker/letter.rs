//! A message of the outbox, its record and the words of its form → a [`Letter`], or the finding that nobody needs it.
//!
//! No answer stands in a letter but the address that it goes to: what somebody wants to see is behind the link.

use forms::{Definition, Kind, MailText};
use jiff::{SignedDuration, Timestamp};

use super::about::{self, Happening};
use super::{Pass, another, invitation, online};
use crate::desk::{CONFIRM_WITHIN, Difference, Occasion, Outgoing, Record, SECOND, Status, Stored};
use crate::folder::{FormsFolder, Language};
use crate::mail::{Letter, Paragraph, Party};
use crate::reference::Reference;
use crate::secret::Purpose;
use crate::store::StoreError;

/// A reminder later than this before the start is none.
const REMIND_BEFORE: SignedDuration = SignedDuration::from_hours(3);
/// A letter about an event that the site doesn't show is looked at again after this time.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_mins(10);

/// What to do with a message of the outbox.
#[derive(Debug)]
pub(super) enum Verdict {
    /// Send this.
    Send(Box<Letter>),
    /// It is night where the event is.
    Wait(Timestamp),
    /// The record, its address or the reason is gone.
    Drop,
}

/// Everything that a letter is made of.
pub(super) struct Source<'a> {
    pub(super) folder: &'a FormsFolder,
    pub(super) language: &'a Language,
    pub(super) outgoing: &'a Outgoing,
    pub(super) record: &'a Record,
    pub(super) position: Option<u32>,
    pub(super) address: &'a str,
    pub(super) happening: Option<&'a Happening>,
    /// The private link of an event online, for somebody with a place.
    pub(super) link: Option<&'a str>,
    /// The registration that was sent later with the same address.
    pub(super) second: Option<&'a Record>,
}

/// Decides by the record as it is now.
pub(super) async fn verdict(
    pass: &Pass<'_>,
    outgoing: &Outgoing,
    now: Timestamp,
) -> Result<Verdict, StoreError> {
    let desk = &pass.app.desk;
    let Some(stored) = desk.find(&outgoing.reference, now).await? else { return Ok(Verdict::Drop) };
    let Some(address) = address(&stored) else { return Ok(Verdict::Drop) };
    let Some(definition) = desk.definition_of(&outgoing.reference, now).await? else {
        return Ok(Verdict::Drop);
    };
    let Some(language) = language(pass.folder, &definition, &stored.record) else { return Ok(Verdict::Drop) };
    let record = &stored.record;
    let happening = about::happening(desk, pass.folder, record, &language.id, now).await?;
    let happening = happening.as_ref();
    if is_moot(outgoing, record, happening, now) {
        return Ok(Verdict::Drop);
    }
    if let Some(later) = held_back(outgoing.occasion, record, happening, now) {
        return Ok(later);
    }
    if let Some(morning) = waits(outgoing.occasion, record, happening, now) {
        return Ok(Verdict::Wait(morning));
    }
    let newest = pass.folder.definition(&record.form);
    let name = outgoing.occasion.as_str();
    let words = definition.mails.get(name).or_else(|| newest?.mails.get(name));
    let Some(words) = words else { return Ok(Verdict::Drop) };
    let second = match outgoing.details.get(SECOND).and_then(|text| Reference::parse(text)) {
        Some(reference) => desk.find(&reference, now).await?.map(|stored| stored.record),
        None => None,
    };
    let link = match record.event.as_deref().filter(|_| online::has_link(record, happening)) {
        Some(event) => desk.link(event, now).await?,
        None => None,
    };
    // One of the two may have gone to another address meanwhile: its owner has nothing to do with the other one.
    let second = second.filter(|second| second.has_address(&address));
    let source = Source {
        folder: pass.folder,
        language,
        outgoing,
        record,
        position: stored.position,
        address: &address,
        happening,
        link: link.as_deref(),
        second: second.as_ref(),
    };
    Ok(Verdict::Send(Box::new(write(pass, &source, words))))
}

/// The address may be kept for a shorter time than the record.
fn address(stored: &Stored) -> Option<String> {
    let field = stored.record.address_field.as_ref()?;
    Some(stored.answers.get(field)?.as_str()?.to_owned())
}

/// The language that the person asked for, or else the one in which the form was read.
pub(super) fn language<'a>(
    folder: &'a FormsFolder,
    definition: &Definition,
    record: &Record,
) -> Option<&'a Language> {
    let field = definition.fields.iter().find(|field| matches!(field.kind, Kind::Language { .. }));
    let asked = field.and_then(|field| record.text(&field.name)).and_then(|lang| folder.language(lang));
    asked.or_else(|| folder.language(&record.lang)).or_else(|| folder.default_language())
}

/// Whether what the message says has become wrong since it was written.
fn is_moot(outgoing: &Outgoing, record: &Record, happening: Option<&Happening>, now: Timestamp) -> bool {
    let status = record.status;
    let cancelled = happening.is_some_and(|happening| happening.cancelled);
    match outgoing.occasion {
        Occasion::EventCancelled => !cancelled || !status.is_active(),
        Occasion::Cancelled => status != Status::Cancelled,
        // It tells of the second registration, too.
        Occasion::Already => !status.is_active() && !outgoing.details.contains_key(SECOND),
        Occasion::ConfirmAddress => {
            status != Status::Unconfirmed || now >= record.submitted_at + CONFIRM_WITHIN
        }
        Occasion::Received => status != Status::Received,
        Occasion::StillWanted => {
            status != Status::Received || record.kept_at.is_some_and(|kept| kept >= outgoing.at)
        }
        Occasion::Closed => status != Status::Closed,
        _ if cancelled => true,
        Occasion::Confirmed => status != Status::Confirmed,
        Occasion::Waiting => status != Status::Waiting,
        Occasion::Held => status != Status::Held,
        Occasion::Lapsed => status != Status::Lapsed,
        Occasion::Offered => status != Status::Offered || record.offer_until.is_none_or(|until| now >= until),
        Occasion::EventChanged => !status.is_active() || differences(outgoing, happening).is_none(),
        Occasion::Reminder if happening.is_some_and(|happening| happening.postponed) => true,
        Occasion::Reminder => {
            let starts = happening.map(|happening| happening.starts.timestamp());
            let meant = detail_time(outgoing, "starts");
            status != Status::Confirmed
                || starts.is_none_or(|starts| now >= starts - REMIND_BEFORE || meant != Some(starts))
        }
    }
}

/// While the site doesn't show an event, no letter promises anything about it: it waits until the event is there again, or
/// its time is over. That somebody has cancelled is true all the same.
fn held_back(
    occasion: Occasion,
    record: &Record,
    happening: Option<&Happening>,
    now: Timestamp,
) -> Option<Verdict> {
    record.event.as_ref()?;
    if matches!(occasion, Occasion::Cancelled | Occasion::EventCancelled) {
        return None;
    }
    match happening {
        Some(happening) if !happening.is_lost() => None,
        Some(happening) if happening.postponed || now < happening.ends.timestamp() => {
            Some(Verdict::Wait(now.checked_add(LOOK_AGAIN).unwrap_or(now)))
        }
        _ => Some(Verdict::Drop),
    }
}

/// What has changed about the event, as far as it still holds; none when another message tells what holds now.
fn differences(outgoing: &Outgoing, happening: Option<&Happening>) -> Option<Vec<Difference>> {
    let words = outgoing.details.get("differences").map_or("", String::as_str);
    let all: Vec<Difference> = words.split(' ').filter_map(Difference::parse).collect();
    let postponed = happening.is_some_and(|happening| happening.postponed);
    let holds = |one: &Difference| match one {
        Difference::Postponed => postponed,
        Difference::Place => true,
        Difference::Again | Difference::Online | Difference::InRoom | Difference::Time | Difference::Link => {
            !postponed
        }
    };
    let held: Vec<Difference> = all.iter().copied().filter(holds).collect();
    // A message that an older version of this program wrote names none.
    (all.is_empty() || !held.is_empty()).then_some(held)
}

/// Offers and reminders wake nobody. An offer that would be over by the morning goes at once: silence would cost the seat.
fn waits(
    occasion: Occasion,
    record: &Record,
    happening: Option<&Happening>,
    now: Timestamp,
) -> Option<Timestamp> {
    let morning = happening?.terms.as_ref()?.quiet_until(now)?;
    match occasion {
        Occasion::Offered => record.offer_until.is_some_and(|until| morning < until).then_some(morning),
        Occasion::Reminder => Some(morning),
        _ => None,
    }
}

fn detail_time(outgoing: &Outgoing, name: &str) -> Option<Timestamp> {
    outgoing.details.get(name)?.parse().ok()
}

/// In text that runs from right to left, an address in Latin letters would take the punctuation around it along: each
/// value stands in isolates of its own (Unicode, UAX 9).
fn isolated<'v>(values: &[(&'v str, String)], dir: &str) -> Vec<(&'v str, String)> {
    let isolate = |value: &String| {
        if dir == "rtl" { format!("\u{2068}{value}\u{2069}") } else { value.clone() }
    };
    values.iter().map(|(name, value)| (*name, isolate(value))).collect()
}

fn write(pass: &Pass<'_>, source: &Source<'_>, words: &MailText) -> Letter {
    let (lang, texts) = (source.language.id.as_str(), &source.language.texts);
    let organisation = about::organisation(source.folder, source.record);
    let values = values(source);
    let args: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let calendar = invitation::part(pass, source);
    let mut values = values.clone();
    for (_, when) in values.iter_mut().filter(|(name, _)| *name == "when") {
        when.extend(online::elsewhere(source).iter().flat_map(|line| ["\n", line]));
    }
    let isolated = isolated(&values, &source.language.dir);
    let isolated: Vec<(&str, &str)> = isolated.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut paragraphs: Vec<Paragraph> =
        blocks(words.text.get(lang), &isolated).into_iter().map(Paragraph::Text).collect();
    let news = news(source).into_iter().map(|key| Paragraph::Text(texts.text(key)));
    let behind_first = paragraphs.len().min(1);
    paragraphs.splice(behind_first..behind_first, news);
    if source.happening.is_some_and(Happening::is_lost) {
        // What follows the first one would tell what can be done now, and nothing can.
        paragraphs.truncate(1);
    }
    paragraphs.extend(online::paragraphs(source));
    paragraphs.extend(links(pass, source, words));
    paragraphs.extend(another::paragraphs(pass, source));
    if calendar.as_ref().is_some_and(|calendar| calendar.method == crate::calendar::Method::Request) {
        paragraphs.push(Paragraph::Text(texts.text("mail.calendarNote")));
    }
    let site = source.folder.site_title(lang);
    let mut footer = vec![texts.with("mail.footerWhy", &[("site", site)])];
    footer.extend(
        organisation.map(|known| texts.with("mail.footerOrganiser", &[("organisation", &known.name)])),
    );
    let reply_to = organisation
        .and_then(|known| Some(Party { name: Some(known.name.clone()), address: known.email.clone()? }));
    Letter {
        id: source.outgoing.id.clone(),
        lang: lang.to_owned(),
        dir: source.language.dir.clone(),
        to: source.address.to_owned(),
        from: sender(pass, lang),
        reply_to,
        subject: one_line(&subject(source, words, &args)),
        paragraphs,
        footer,
        calendar,
        date: source.outgoing.at,
    }
}

/// The paragraphs, filled. One that only says what there isn't, such as a place, is left out.
fn blocks(text: &str, values: &[(&str, &str)]) -> Vec<String> {
    let says = |block: &&str| {
        let mut named = values.iter().filter(|(name, _)| block.contains(&format!("{{{name}}}"))).peekable();
        named.peek().is_none() || named.any(|(_, value)| value.chars().any(|c| !is_isolate(c)))
    };
    let blocks = text.split("\n\n").map(str::trim).filter(|block| !block.is_empty()).filter(says);
    blocks.map(|block| forms::fill(block, values)).collect()
}

fn is_isolate(c: char) -> bool {
    matches!(c, '\u{2068}' | '\u{2069}')
}

/// The keys of the sentences that say what is new about the event.
fn news(source: &Source<'_>) -> Vec<&'static str> {
    let changed = source.outgoing.occasion == Occasion::EventChanged;
    let differences = differences(source.outgoing, source.happening).filter(|_| changed);
    differences.unwrap_or_default().into_iter().map(Difference::key).collect()
}

/// The form's own words, or what is most important about the event now.
fn subject(source: &Source<'_>, words: &MailText, args: &[(&str, &str)]) -> String {
    let (texts, news) = (&source.language.texts, news(source));
    let says = |difference: Difference| news.contains(&difference.key());
    if says(Difference::Postponed) {
        texts.with("mail.postponedSubject", args)
    } else if says(Difference::Again) {
        texts.with("mail.againSubject", args)
    } else {
        forms::fill(words.subject.get(source.language.id.as_str()), args)
    }
}

/// The site, by the name that it has in the reader's language.
pub(super) fn sender(pass: &Pass<'_>, lang: &str) -> Party {
    let own = || format!("forms@{}", pass.folder.host());
    Party {
        name: Some(pass.folder.site_title(lang).to_owned()),
        address: pass.post.from.clone().unwrap_or_else(own),
    }
}

/// A title may have been written over several lines.
pub(super) fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// What stands in the braces of the words.
fn values(source: &Source<'_>) -> Vec<(&'static str, String)> {
    let lang = source.language.id.as_str();
    let mut values = vec![
        ("reference", source.record.reference.to_string()),
        ("position", source.position.map(|position| position.to_string()).unwrap_or_default()),
        ("until", until(source).unwrap_or_default()),
        ("state", another::state(source)),
        ("before", source.outgoing.details.get(&format!("before.{lang}")).cloned().unwrap_or_default()),
    ];
    if let Some(happening) = source.happening {
        values.push(("event", happening.title.clone()));
        let no_date = || source.language.texts.text("mail.noDate");
        let when = if happening.postponed { no_date() } else { happening.when.clone() };
        values.push(("when", when));
        values.push(("where", happening.place.clone().unwrap_or_default()));
    }
    values
}

/// Until when the person is to answer.
fn until(source: &Source<'_>) -> Option<String> {
    answer_until(source).map(|until| moment(source, until))
}

/// A moment by the clock of the event or of the organisation's country.
pub(super) fn moment(source: &Source<'_>, at: Timestamp) -> String {
    let zone = match source.happening {
        Some(happening) => happening.starts.time_zone().clone(),
        None => {
            let own = about::organisation(source.folder, source.record);
            let any = source.folder.organisations().values().next();
            own.or(any).map_or(jiff::tz::TimeZone::UTC, crate::folder::zone_of)
        }
    };
    source.folder.moment(&source.language.id, &at.to_zoned(zone))
}

fn answer_until(source: &Source<'_>) -> Option<Timestamp> {
    match source.outgoing.occasion {
        Occasion::Offered => source.record.offer_until,
        Occasion::ConfirmAddress => Some(source.record.submitted_at + CONFIRM_WITHIN),
        _ => detail_time(source.outgoing, "until"),
    }
}

/// The link for what the message asks, and where something is asked, a second one to everything else.
fn links(pass: &Pass<'_>, source: &Source<'_>, words: &MailText) -> Vec<Paragraph> {
    let texts = &source.language.texts;
    let see = texts.text(if source.record.event.is_some() { "mail.open" } else { "mail.seeRequest" });
    let is_lost = source.happening.is_some_and(Happening::is_lost);
    let own =
        words.action.as_ref().filter(|_| !is_lost).map(|action| action.get(&source.language.id).to_owned());
    let until = answer_until(source);
    let seen_until = about::link_expires(source.happening, source.outgoing.at);
    let asked = match source.outgoing.occasion {
        Occasion::Offered => Some(Purpose::Accept),
        Occasion::ConfirmAddress => Some(Purpose::Confirm),
        Occasion::StillWanted => Some(Purpose::Keep),
        _ => None,
    };
    let link = |purpose, expires, label| Paragraph::Link {
        url: url(pass, source, source.record, purpose, expires),
        label,
    };
    match asked.zip(until) {
        // Until the address is confirmed there is nothing to see.
        Some((Purpose::Confirm, until)) => vec![link(Purpose::Confirm, until, own.unwrap_or(see))],
        Some((purpose, until)) => vec![
            link(purpose, until, own.unwrap_or_else(|| see.clone())),
            link(Purpose::See, seen_until, see),
        ],
        None => vec![link(Purpose::See, seen_until, own.unwrap_or(see))],
    }
}

/// A link to a page about a record.
pub(super) fn url(
    pass: &Pass<'_>,
    source: &Source<'_>,
    record: &Record,
    purpose: Purpose,
    expires: Timestamp,
) -> String {
    let (keyring, round) = (pass.app.desk.keyring(), record.round(purpose));
    let token = keyring.link_in(round, purpose, &record.reference, expires);
    let (base, lang) = (source.folder.base_url(), &source.language.id);
    format!("{base}/{lang}/forms/{}/my?t={token}", record.form)
}
