//! `spaces record`: writes down what is published, and raises the `sequence` of events that have changed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::content::Kind;
use crate::diagnostic::{Code, Diagnostic, any_error};
use crate::event::Event;
use crate::site::ledger::{self, Ledger, Unrecorded};
use crate::site::published::{self, Published, PublishedEvent};
use crate::site::{self, AssembleOptions, DocumentCache, Entry};
use crate::write_back::{self, Edit, Order, PathStep};
use crate::{edit, source};

/// The keys of a published event, in the order in which they are written.
const KEYS: [&str; 6] = ["sequence", "starts", "ends", "place", "status", "form"];

/// What happened.
#[derive(Debug, Default)]
pub struct Recorded {
    /// Addresses that are new in the file; `None` when the site has errors and nothing was written.
    pub added: Option<usize>,
    /// Files of events in which `sequence` was raised, and to what.
    pub raised: Vec<(String, u32)>,
    /// Everything that a check finds, but for what is done now.
    pub problems: Vec<Diagnostic>,
    /// The texts of the files that they name, for drawing.
    pub texts: BTreeMap<String, String>,
}

/// Adds to `content/addresses.yaml` and `content/published.yaml` what is published at a moment and isn't in them yet. All
/// texts are made before the first is written.
///
/// # Errors
/// A sentence when a file can't be changed or written.
pub fn record(root: &Path, now: Timestamp) -> Result<Recorded, String> {
    let source = match source::read(root) {
        Ok(source) => source,
        Err(problems) => return Ok(Recorded { problems, ..Recorded::default() }),
    };
    // What is wrong with them is among the problems of the site.
    let ((ledger, _), (published, _)) = (ledger::parse(&source), published::parse(&source));
    let (site, mut problems) = site::load(
        &source,
        &AssembleOptions { drafts: false, now, base_url: None, kept: DocumentCache::default() },
    );
    let Some(site) = site.filter(|_| !any_error(&problems)) else {
        let texts = source.named_in(&problems);
        return Ok(Recorded { problems, texts, ..Recorded::default() });
    };
    let (mut raised, mut events, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    for entry in &site.entries.events {
        let sequence = sequence(&published, entry, now);
        events.extend(of_event(&published, entry, sequence));
        if sequence > entry.facts.sequence {
            let path = &entry.translations[&entry.source].path;
            texts.push(in_head(&root.join(path), sequence)?);
            raised.push((path.clone(), sequence));
        }
    }
    let added = ledger::unrecorded(&ledger, &site);
    let languages: Vec<&str> = site.config.languages.iter().map(|language| language.id.as_str()).collect();
    let addresses = of_addresses(&ledger, &added);
    texts.extend(in_table(&root.join(ledger::PATH), ledger::HEAD, Order::Listed(&languages), &addresses)?);
    texts.extend(in_table(&root.join(published::PATH), published::HEAD, Order::Listed(&KEYS), &events)?);
    for (path, text) in texts {
        edit::replace(&path, &text).map_err(|error| error.to_string())?;
    }
    let is_done = |code| matches!(code, Code::UrlUnrecorded | Code::EventUnrecorded | Code::EventSequence);
    problems.retain(|problem| !is_done(problem.code));
    let texts = source.named_in(&problems);
    Ok(Recorded { added: Some(added.len()), raised, problems, texts })
}

/// The `sequence` that an event is to have.
fn sequence(published: &Published, entry: &Entry<Event>, now: Timestamp) -> u32 {
    let event = &entry.facts;
    match published.get(&entry.event_id()) {
        Some(was) if !event.is_past(now) && !was.value.due(&PublishedEvent::of(event)).is_empty() => {
            was.value.sequence.saturating_add(1)
        }
        _ => event.sequence,
    }
}

/// The head of an event's source with that `sequence`.
fn in_head(path: &Path, sequence: u32) -> Result<(PathBuf, String), String> {
    let old = edit::read(path).map_err(|error| error.to_string())?;
    let new = write_back::head(&old, Kind::Event, &[Edit::set(["sequence"], sequence)]);
    let new = new.map_err(|refusal| format!("`{}` stays as it is: {refusal}", path.display()))?;
    Ok((path.to_owned(), new))
}

/// A file that this command keeps, of which nothing else changes; `None` if it says all of it already.
fn in_table(
    path: &Path,
    head: &str,
    order: Order<'_>,
    edits: &[Edit],
) -> Result<Option<(PathBuf, String)>, String> {
    if edits.is_empty() {
        return Ok(None);
    }
    let old = match edit::exists(path) {
        true => edit::read(path).map_err(|error| error.to_string())?,
        false => head.to_owned(),
    };
    let new = write_back::yaml(&old, order, edits);
    let new = new.map_err(|refusal| format!("`{}` stays as it is: {refusal}", path.display()))?;
    Ok((new != old).then(|| (path.to_owned(), new)))
}

/// A document that isn't there comes in one piece; what is there has another address behind the last.
fn of_addresses(recorded: &Ledger, added: &[Unrecorded]) -> Vec<Edit> {
    let of_document = |added: &[Unrecorded]| -> Vec<Edit> {
        let Some(Unrecorded { id, .. }) = added.first() else { return Vec::new() };
        let Some(languages) = recorded.get(id) else {
            let one = |address: &Unrecorded| (address.lang.clone(), json!([address.url]));
            return vec![Edit::set([id.as_str()], added.iter().map(one).collect::<Map<_, _>>())];
        };
        let one = |address: &Unrecorded| match languages.get(&address.lang) {
            Some(known) => {
                let path = [id.as_str().into(), address.lang.as_str().into(), PathStep::At(known.len())];
                Edit::set(path, address.url.as_str())
            }
            None => Edit::set([id.as_str(), &address.lang], vec![address.url.as_str()]),
        };
        added.iter().map(one).collect()
    };
    added.chunk_by(|one, next| one.id == next.id).flat_map(of_document).collect()
}

/// What is to be written of an event, whether that stands there already or not.
fn of_event(published: &Published, entry: &Entry<Event>, sequence: u32) -> Vec<Edit> {
    let id = entry.event_id();
    let PublishedEvent { starts, ends, place, status, form, .. } = PublishedEvent::of(&entry.facts);
    let values: [(&str, Option<Value>); 6] = [
        ("sequence", Some(sequence.into())),
        ("starts", Some(starts.into())),
        ("ends", Some(ends.into())),
        ("place", Some(place.into())),
        ("status", Some(status.into())),
        ("form", form.map(|form| Value::from(&*form))),
    ];
    if !published.contains_key(&id) {
        let said = values.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
        return vec![Edit::set([&*id], said.collect::<Map<_, _>>())];
    }
    let one = |(key, value): (&str, Option<Value>)| match value {
        Some(value) => Edit::set([&*id, key], value),
        None => Edit::remove([&*id, key]),
    };
    values.into_iter().map(one).collect()
}
