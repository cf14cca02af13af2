//! The words of a letter: those of its form, filled, and what the event, the calendar and the links add.

use forms::{Direction, MailText, OrganisationInfo, Text};
use jiff::Timestamp;

use super::{Source, detail_time, differences};
use crate::desk::{Difference, Occasion, Record, Status};
use crate::door_code;
use crate::folder::{FormsFolder, Language};
use crate::mail::{Letter, Paragraph, Party};
use crate::secret::LinkPurpose;
use crate::worker::about::{self, Happening};
use crate::worker::{Pass, another, invitation, online};

/// In text that runs from right to left, an address in Latin letters would take the punctuation around it along: each
/// value stands in isolates of its own (Unicode, UAX 9).
fn isolated<'v>(values: &[(&'v str, String)], dir: Direction) -> Vec<(&'v str, String)> {
    let isolate = |value: &String| match dir {
        Direction::Ltr => value.clone(),
        Direction::Rtl => format!("\u{2068}{value}\u{2069}"),
    };
    values.iter().map(|(name, value)| (*name, isolate(value))).collect()
}

/// The whole letter.
pub(super) fn letter(pass: &Pass<'_>, source: &Source<'_>, words: &MailText) -> Letter {
    let (lang, texts) = (source.language.id.as_str(), &source.language.texts);
    let values = values(source);
    let args: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let calendar = invitation::part(pass, source);
    let mut values = values.clone();
    for (_, when) in values.iter_mut().filter(|(name, _)| *name == "when") {
        when.extend(online::elsewhere(source).iter().flat_map(|line| ["\n", line]));
    }
    let isolated = isolated(&values, source.language.dir);
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
    paragraphs.extend(links(pass, source, words.action.as_ref()));
    paragraphs.extend(door(pass, source));
    paragraphs.extend(way(source));
    paragraphs.extend(another::paragraphs(pass, source));
    if calendar.as_ref().is_some_and(|calendar| calendar.method == crate::calendar::Method::Request) {
        paragraphs.push(Paragraph::Text(texts.text("mail.calendarNote")));
    }
    let organisation = about::organisation(source.folder, source.record);
    Letter {
        id: source.outgoing.id.clone(),
        lang: lang.to_owned(),
        dir: source.language.dir,
        to: source.address.to_owned(),
        from: sender(pass, lang),
        reply_to: reply_to(organisation),
        subject: one_line(&subject(source, words, &args)),
        paragraphs,
        footer: footer(source.folder, source.language, organisation),
        calendar,
        date: source.outgoing.at,
    }
}

/// Who writes, and why.
pub(in crate::worker) fn footer(
    folder: &FormsFolder,
    language: &Language,
    organisation: Option<&OrganisationInfo>,
) -> Vec<String> {
    let texts = &language.texts;
    let mut footer = vec![texts.with("mail.footerWhy", &[("site", folder.site_title(&language.id))])];
    footer.extend(
        organisation.map(|known| texts.with("mail.footerOrganiser", &[("organisation", &known.name)])),
    );
    footer
}

/// Who reads the answers.
pub(in crate::worker) fn reply_to(organisation: Option<&OrganisationInfo>) -> Option<Party> {
    let known = organisation?;
    Some(Party { name: Some(known.name.clone()), address: known.email.clone()? })
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
pub(in crate::worker) fn sender(pass: &Pass<'_>, lang: &str) -> Party {
    let own = || format!("forms@{}", pass.folder.host());
    Party {
        name: Some(pass.folder.site_title(lang).to_owned()),
        address: pass.post.from.clone().unwrap_or_else(own),
    }
}

/// A title may have been written over several lines.
pub(in crate::worker) fn one_line(text: &str) -> String {
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
pub(in crate::worker) fn moment(source: &Source<'_>, at: Timestamp) -> String {
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
        Occasion::Offered => source.record.offer_until(),
        Occasion::ConfirmAddress => Some(source.record.submitted_at + source.deadlines.confirm()),
        _ => detail_time(source.outgoing, "until"),
    }
}

/// What those who are to come show at the door.
fn door(pass: &Pass<'_>, source: &Source<'_>) -> Option<Paragraph> {
    let terms = to_come(source)?.terms.as_ref()?;
    let (keyring, reference) = (pass.app.desk.keyring(), &source.record.reference);
    let png = door_code::png(&door_code::address(source.folder, keyring, reference, terms.ends))?;
    let words = source.language.texts.with("mail.doorCode", &[("reference", &reference.to_string())]);
    Some(Paragraph::Code { png, words })
}

/// The event, for those who are to come to it.
fn to_come<'s>(source: &'s Source<'_>) -> Option<&'s Happening> {
    let is_to_come = match source.outgoing.occasion {
        Occasion::Confirmed | Occasion::Reminder => true,
        Occasion::EventChanged => source.record.status() == Status::Confirmed,
        _ => false,
    };
    source.happening.filter(|happening| is_to_come && !happening.is_lost() && !happening.postponed)
}

/// How guests find the place, for those who are to come; and the page of the event, where the rest stands.
fn way(source: &Source<'_>) -> Vec<Paragraph> {
    let Some(happening) = to_come(source) else { return Vec::new() };
    let texts = &source.language.texts;
    let more = |url: &String, key| Paragraph::More { url: url.clone(), label: texts.text(key) };
    let directions = happening
        .directions
        .as_ref()
        .map(|words| Paragraph::Text(texts.with("mail.directions", &[("directions", words)])));
    let map = happening.map.as_ref().map(|url| more(url, "event.map"));
    let page = more(&happening.url, "mail.eventPage");
    directions.into_iter().chain(map).chain([page]).collect()
}

/// The link for what the message asks, and where something is asked, a second one to everything else.
pub(in crate::worker) fn links(
    pass: &Pass<'_>,
    source: &Source<'_>,
    action: Option<&Text>,
) -> Vec<Paragraph> {
    let texts = &source.language.texts;
    let see = texts.text(if source.record.event().is_some() { "mail.open" } else { "mail.seeRequest" });
    let is_lost = source.happening.is_some_and(Happening::is_lost);
    let own = action.filter(|_| !is_lost).map(|action| action.get(&source.language.id).to_owned());
    let until = answer_until(source);
    let seen_until = about::link_expires(source.happening, source.outgoing.at);
    let asked = match source.outgoing.occasion {
        Occasion::Offered => Some(LinkPurpose::Accept),
        Occasion::ConfirmAddress => Some(LinkPurpose::Confirm),
        Occasion::StillWanted => Some(LinkPurpose::Keep),
        _ => None,
    };
    let link = |purpose, expires, label| Paragraph::Link {
        url: url(pass, source, source.record, purpose, expires),
        label,
    };
    match asked.zip(until) {
        // Until the address is confirmed there is nothing to see.
        Some((LinkPurpose::Confirm, until)) => vec![link(LinkPurpose::Confirm, until, own.unwrap_or(see))],
        Some((purpose, until)) => vec![
            link(purpose, until, own.unwrap_or_else(|| see.clone())),
            link(LinkPurpose::See, seen_until, see),
        ],
        None => vec![link(LinkPurpose::See, seen_until, own.unwrap_or(see))],
    }
}

/// A link to a page about a record.
pub(in crate::worker) fn url(
    pass: &Pass<'_>,
    source: &Source<'_>,
    record: &Record,
    purpose: LinkPurpose,
    expires: Timestamp,
) -> String {
    let (keyring, round) = (pass.app.desk.keyring(), record.round(purpose));
    let token = keyring.link_in(round, purpose, &record.reference, expires);
    let (base, lang) = (source.folder.base_url(), &source.language.id);
    format!("{base}/{lang}/forms/{}/my?t={token}", record.form)
}
