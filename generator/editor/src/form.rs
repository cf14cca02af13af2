//! The form of a document: fields from the declarations of its keys, what was posted, messages at their fields.
//!
//! A field has the name of its key: `title`, `place.street`, `programme.0.text`. Opening and saving a document without changing
//! anything writes nothing: only what differs from the text that the form was made of becomes an edit.

mod begin;
mod label;
mod meaning;
mod place;
mod posted;
mod problems;
mod saying;
mod sections;
mod value;
mod widget;

use std::collections::BTreeMap;

use forms::Html;
use generator::content::{HeadKey, Kind, Role, Shape, Stands};
use generator::site::Site;
use generator::write_back::{self, Written};
use maud::html;
use serde_json::Value;

use crate::words::Words;

pub use begin::{Beginning, NotBegun, begin, begin_translation};
pub(crate) use label::{choice, help, label};
pub(crate) use meaning::meaning;
pub use posted::{FieldFault, Posted, read};
pub(crate) use posted::{ends, one_line};
pub use problems::{Told, tell};

/// Of which document a form is, and for whom.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its file: `content/events/dinner/index.da.md`.
    pub path: &'a str,
    /// The language of its words.
    pub lang: &'a str,
    /// Whether it has the facts.
    pub is_source: bool,
    /// The head of the source, of a translation.
    pub source: Option<&'a Value>,
    /// The site, for the names of what ids name; none while it has errors.
    pub site: Option<&'a Site>,
    /// The names of pictures beside it.
    pub pictures: &'a [String],
    /// The reader's language.
    pub words: Words,
}

impl Subject<'_> {
    /// The keys that the form has, in its order; each once, with the section in which it stands.
    fn keys(&self) -> Vec<(&'static str, Vec<&'static HeadKey>)> {
        let all: Vec<&'static HeadKey> = self.kind.keys().filter(|key| self.has(key)).collect();
        sections::of(&all)
    }

    fn has(&self, key: &HeadKey) -> bool {
        let stands = match key.stands {
            Stands::Everywhere => true,
            Stands::InSource => self.is_source,
            Stands::InTranslations => !self.is_source,
        };
        // Kept by the program.
        stands && key.shape != Shape::Fingerprint && !(key.role == Role::Note && key.name == "source")
    }

    /// From which side the document's language is read.
    fn dir(&self) -> &'static str {
        match self.lang.parse::<icu_locale::Locale>().map(|locale| generator::lang::direction_of(&locale)) {
            Ok(forms::Direction::Rtl) => "rtl",
            _ => "ltr",
        }
    }
}

/// A document as its form shows it.
pub struct Form<'a> {
    subject: Subject<'a>,
    head: Value,
    body: String,
    told: Vec<Told>,
    faults: &'a [FieldFault],
    typed: BTreeMap<String, String>,
    rows: BTreeMap<String, usize>,
    focus: Option<String>,
    beside: Option<&'a BTreeMap<String, Html>>,
}

/// A document whose head can't be read: then it is one text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unreadable(pub String);

impl<'a> Form<'a> {
    /// The form of a text, with what is wrong with it.
    ///
    /// # Errors
    /// When the head can't be read.
    pub fn of(
        subject: Subject<'a>,
        text: &str,
        told: &[Told],
        faults: &'a [FieldFault],
    ) -> Result<Self, Unreadable> {
        let Written { head, body } =
            write_back::written(text).map_err(|refusal| Unreadable(refusal.to_string()))?;
        let told = told.iter().map(|one| Told { field: subject.nearest(&head, &one.field), ..one.clone() });
        let told = told.collect();
        let (typed, rows) = (BTreeMap::new(), BTreeMap::new());
        Ok(Self { subject, head, body, told, faults, typed, rows, focus: None, beside: None })
    }

    /// The same with what somebody has typed in the place of what stands in the text.
    #[must_use]
    pub fn with(mut self, posted: &Posted) -> Self {
        self.head = posted.head.clone();
        self.body.clone_from(&posted.body);
        self.typed.clone_from(&posted.typed);
        self.rows.clone_from(&posted.rows);
        self.focus.clone_from(&posted.focus);
        self
    }

    /// The same with something beside fields, by their names: what a source says there.
    #[must_use]
    pub fn beside(self, beside: &'a BTreeMap<String, Html>) -> Self {
        Self { beside: Some(beside), ..self }
    }

    /// All fields; the page puts a form and its buttons around them.
    #[must_use]
    pub fn html(&self) -> Html {
        let words = self.subject.words;
        html! {
            (problems::summary(&self.subject, &self.told, self.faults))
            @for (section, keys) in self.subject.keys() {
                @if section == "words" {
                    fieldset class="section" {
                        legend { (words.text("section.words")) }
                        (self.meaning(section))
                        @for key in keys { (self.field(key)) }
                        (self.text())
                    }
                } @else {
                    details class="section" open[self.is_open(&keys)] {
                        summary { (words.text(&format!("section.{section}"))) }
                        (self.meaning(section))
                        @for key in keys { (self.field(key)) }
                    }
                }
            }
        }
    }

    fn at(&self) -> widget::At<'_> {
        widget::At {
            subject: &self.subject,
            told: &self.told,
            faults: self.faults,
            typed: &self.typed,
            rows: &self.rows,
            focus: self.focus.as_deref(),
            beside: self.beside,
        }
    }

    fn field(&self, key: &'static HeadKey) -> Html {
        self.at().field(key, key.name, self.head.get(key.name), true)
    }

    /// Leads to what belongs into a section. It opens beside the form, where nothing that was typed goes away.
    fn meaning(&self, section: &str) -> Html {
        let address = format!("/edit/help/{}/{section}", self.subject.kind.name());
        html! { p class="help" { a href=(address) target="_blank" { (self.subject.words.text("form.meaning")) } } }
    }

    fn text(&self) -> Html {
        let at = self.at();
        at.around("body", &self.subject.words.text("form.body"), None, false, &html! {
            textarea id="f-body" name="body" rows="16" data-markdown lang=(self.subject.lang) dir=(self.subject.dir())
                aria-describedby=[at.described("body")] aria-invalid=[at.invalid("body")] { "\n" (self.body) }
            p class="help" { a href="/edit/help" target="_blank" { (self.subject.words.text("form.howToWrite")) } }
        })
    }

    /// Whether a section is unfolded: something in it is wrong, or missing.
    fn is_open(&self, keys: &[&'static HeadKey]) -> bool {
        let is_in = |field: &str| {
            let top = field.split('.').next().unwrap_or(field);
            keys.iter().any(|key| key.name == top)
        };
        let is_missing =
            |key: &&&HeadKey| key.is_required(self.subject.kind) && self.head.get(key.name).is_none();
        self.told.iter().any(|told| is_in(&told.field))
            || self.focus.as_deref().is_some_and(is_in)
            || self.faults.iter().any(|fault| is_in(&fault.field))
            || (self.subject.is_source && keys.iter().any(|key| is_missing(&key)))
    }
}
