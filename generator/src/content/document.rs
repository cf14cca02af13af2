//! One Markdown file → [`Document`]: its place in the site, its head and its body.
//!
//! Nothing here knows another file; whether a document is a source or a translation is found out
//! by `site`.

mod archive;
mod days;
mod fact_words;
mod headed;
mod own;
mod place;
mod typed;
mod words;

use std::collections::BTreeMap;
use std::hash::{Hash as _, Hasher as _};
use std::ops::Range;
use std::sync::Arc;

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::content::{Common, HeadValue, Kind, scaffold};
use crate::diagnostic::Diagnostic;
use crate::front_matter::{self, Keys};
use crate::lang::Lang;
use crate::markdown::{self, Body, Outline};
use crate::slips;
use crate::source::{Source, Taken, Version};

use archive::CachedText;
use headed::{Headed, beside_slips};

pub use archive::Archive;
pub(crate) use own::Own;
pub(crate) use place::language_called;
pub(crate) use words::{FINGERPRINT_DIGITS, fingerprint, of_file};

/// A parsed file.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its folder below `content/`: `stories/bread`.
    pub id: String,
    /// From the name of the file.
    pub lang: Lang,
    /// The file.
    pub path: String,
    /// The text.
    pub body: Outline,
    /// Of its words; what a translation says that it was made from. `None` where nobody will ask: see [`parse`].
    pub(crate) fingerprint: Option<String>,
    pub(crate) common: Common,
    pub(crate) own: Own,
    /// The keys of the first level.
    pub(crate) keys: Keys,
    /// Where words stand that `spaces new` wrote to be changed, and which.
    pub(crate) unchanged: Box<[(Range<usize>, &'static str)]>,
    /// The hash of what other pages may have of it: all but the words of its text. See [`outside`].
    pub(crate) outside: u64,
    /// The hash of its head.
    pub(crate) head: u64,
    /// Dates with a day of the week that stand in an event's file.
    pub(crate) days: Box<[days::Said]>,
}

impl Document {
    /// The value of a key of its head.
    pub(crate) fn written(&self, name: &str) -> Option<&dyn HeadValue> {
        own::value(&self.common, &self.own, name)
    }

    /// What a text of one line says, if it says something.
    pub(crate) fn said(&self, name: &str) -> Option<&str> {
        self.written(name)?.line().map(str::trim).filter(|text| !text.is_empty())
    }

    /// What it is.
    pub(crate) fn kind(&self) -> Kind {
        self.own.kind()
    }

    /// The fingerprint of a source.
    pub(crate) fn fingerprint(&self) -> &str {
        self.fingerprint.as_deref().unwrap_or_default()
    }
}

/// What is the same for all documents of a site.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The ids of the languages, the default one first.
    pub languages: &'a [&'a str],
    /// The words of the interface, which stand around a text in its own language.
    pub texts: &'a BTreeMap<Lang, forms::Texts>,
    /// What was made of texts before.
    pub archive: &'a Archive,
    /// The ids that no heading may have.
    pub taken: &'a Taken,
    /// Keep the texts, for a process that shows the site while its files are saved.
    pub keeps_texts: bool,
    /// The same for the same languages, ids that are taken, and words of the interface, of those that stand in texts.
    pub number: u64,
}

/// What the keys of the words begin with that stand in the HTML of a body.
const WORDS: &str = "markdown.";

impl<'a> Setting<'a> {
    /// The setting with its number.
    #[must_use]
    pub fn new(
        languages: &'a [&'a str],
        texts: &'a BTreeMap<Lang, forms::Texts>,
        source: &'a Source,
        archive: &'a Archive,
        keeps_texts: bool,
    ) -> Self {
        let taken = source.taken();
        let mut hasher = Xxh3::new();
        (languages, taken).hash(&mut hasher);
        for (lang, texts) in texts {
            lang.as_str().hash(&mut hasher);
            let words = texts.keys().filter(|key| key.starts_with(WORDS));
            words.for_each(|key| (key, texts.get(key)).hash(&mut hasher));
        }
        Self { languages, texts, archive, taken, keeps_texts, number: hasher.finish() }
    }

    fn is_default(&self, lang: &str) -> bool {
        self.languages.first() == Some(&lang)
    }

    /// A language; all documents in it share its name.
    fn lang(&self, id: &str) -> Lang {
        self.texts.get_key_value(id).map_or_else(|| Lang::new(id), |(lang, _)| lang.clone())
    }
}

/// Parses a Markdown file below `content/stories`, `events` or `pages`. One that can be the source of others gets a
/// fingerprint: because it says so, is in the default language, or doesn't say what it was made from.
///
/// # Errors
/// Everything that is wrong with this file alone.
pub fn parse(path: &str, text: &str, setting: Setting<'_>) -> (Option<Arc<Document>>, Vec<Diagnostic>) {
    let place = match place::of(path, setting.languages) {
        Ok(place) => place,
        Err(problem) => return (None, vec![problem]),
    };
    // Two versions at once aren't a document, and what they break is no second problem.
    let conflict = slips::conflict(path, text);
    if !conflict.is_empty() {
        return (None, conflict);
    }
    let parts = match front_matter::split(path, text) {
        Ok(parts) => parts,
        Err(problem) => return (None, vec![problem]),
    };
    let head = &text[parts.head.clone()];
    let (common, own) = match own::header(place.kind, path, head) {
        Ok(header) => header,
        // All problems of a file are shown at once.
        Err(problems) => {
            let (_, of_body) = markdown::parse(path, text, parts.body, place.lang, setting.taken);
            return (None, of_body.into_iter().chain(beside_slips(path, text, problems)).collect());
        }
    };
    let keys = Keys::of(place.kind, head);
    let headed = Headed { path, text, parts, place: &place, common: &common, own: &own, keys: &keys };
    let (kept, problems) = headed.read(setting);
    let Some(CachedText { outline: mut body, fingerprint }) = kept else { return (None, problems) };
    let (outside, head) = (outside(head, &body), head_number(head));
    body.version = Version::of(text, setting.keeps_texts);
    let unchanged = scaffold::unchanged(text);
    let days = if matches!(own, Own::Event(_)) { days::said(place.lang, text) } else { Box::default() };
    let (id, lang, path) = (place.id.to_owned(), setting.lang(place.lang), path.to_owned());
    // It is nearly a kilobyte, and goes from hand to hand.
    (
        Some(Arc::new(Document {
            id,
            lang,
            path,
            body,
            fingerprint,
            common,
            own,
            keys,
            unchanged,
            outside,
            head,
            days,
        })),
        problems,
    )
}

/// Facts, names, anchors and where it leads: all that pages of other documents may hang on. What they have of the words of a
/// text, a feed and a home page, they ask for themselves.
fn outside(head: &str, body: &Outline) -> u64 {
    let mut hasher = Xxh3::new();
    (head, body.is_empty).hash(&mut hasher);
    for heading in &body.headings {
        (heading.level, &heading.id, &heading.text).hash(&mut hasher);
    }
    for link in &body.links {
        (&link.written, link.image).hash(&mut hasher);
    }
    hasher.finish()
}

fn head_number(head: &str) -> u64 {
    xxh3_64(head.as_bytes())
}

/// The hash of the head of a file; `None` of one that isn't a document.
pub(crate) fn head_of(path: &str, text: &str) -> Option<u64> {
    Some(head_number(&text[front_matter::split(path, text).ok()?.head]))
}

/// The body of a file once more, for the few that want all its words. A file that is gone by now, or has another text, is
/// noted in the source.
pub(crate) fn body(source: &Source, path: &str, lang: &Lang, version: &Version) -> Body {
    let body = || {
        let text = version.read(source, path)?;
        let parts = front_matter::split(path, &text)?;
        Ok(markdown::parse_again(path, &text, parts.body, lang.as_str(), source.taken()))
    };
    body().unwrap_or_else(|problem| {
        source.lost.note(problem);
        Body::default()
    })
}
