//! The fields of the forms of pictures, each with its name, what it is for and what is wrong with it.

use forms::Html;
use maud::html;
use serde_json::Value;

use super::asked::Fault;
use super::bundle::Bundle;
use super::changes::shown;
use super::{address, thumb};
use crate::desk::Desk;
use crate::form::{help, label};
use crate::pages::{Asked, hidden};
use crate::pictures::received::{FILE, HELD, WAS};
use crate::pictures::{BYTES_MAX, held};

/// One of the forms of the page. Each has ids of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Which {
    Top,
    Text,
    Drop,
}

impl Which {
    /// The one that was sent.
    fn sent(asked: &Asked) -> Option<Self> {
        let is_sent = asked.posted.is_some();
        is_sent.then(|| match asked.field("do") {
            "text" => Self::Text,
            "drop" => Self::Drop,
            _ => Self::Top,
        })
    }

    /// What stands before the names of its fields in their ids.
    fn prefix(self) -> &'static str {
        match self {
            Self::Top => "p-",
            Self::Text => "t-",
            Self::Drop => "d-",
        }
    }
}

/// A form's fields.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    pub(super) desk: &'a Desk,
    pub(super) asked: &'a Asked,
    pub(super) bundle: &'a Bundle<'a>,
    pub(super) faults: &'a [Fault],
    pub(super) which: Which,
}

impl Fields<'_> {
    fn is_sent(&self) -> bool {
        Which::sent(self.asked) == Some(self.which)
    }

    /// The id of the field in which something is wrong.
    pub(super) fn id_in_sent(asked: &Asked, field: &str) -> String {
        format!("{}{field}", Which::sent(asked).unwrap_or(Which::Top).prefix())
    }

    fn id(&self, name: &str) -> String {
        format!("{}{name}", self.which.prefix())
    }

    /// The name of the picture that waits for its words.
    pub(super) fn kept<'a>(desk: &Desk, asked: &'a Asked) -> Option<&'a str> {
        let name = asked.posted.is_some().then(|| asked.field(HELD))?;
        held::read(&desk.pictures(), name).map(|_| name)
    }

    /// The form around its fields.
    pub(super) fn form(&self, fields: &Html) -> Html {
        let (bundle, asked) = (self.bundle, self.asked);
        let action = address(bundle.draft, &bundle.folder, &bundle.lang);
        html! {
            form method="post" enctype="multipart/form-data" action=(action.split('?').next().unwrap_or_default()) {
                (hidden(self.desk, asked))
                input type="hidden" name="from" value=(bundle.from.as_str());
                input type="hidden" name="lang" value=(bundle.lang);
                @if let Some(name) = Self::kept(self.desk, asked).filter(|_| self.is_sent()) {
                    input type="hidden" name=(HELD) value=(name);
                    input type="hidden" name=(WAS) value=(asked.field(WAS));
                    (thumb::of_held(name, &asked.t("picture.heldAlt")))
                }
                (fields)
            }
        }
    }

    /// What was typed, or what stands there.
    pub(super) fn value(&self, name: &str, there: Option<&Value>) -> String {
        match self.is_sent() {
            true => self.asked.field(name).to_owned(),
            false => there.map(shown).unwrap_or_default(),
        }
    }

    /// What is wrong with a field.
    pub(super) fn fault(&self, name: &str) -> Html {
        html! { @if let Some(fault) = self.fault_of(name) { p class="error" id=(format!("{}-error", self.id(name))) { (fault.told) } } }
    }

    fn fault_of(&self, name: &str) -> Option<&Fault> {
        self.faults.iter().find(|fault| fault.field == name).filter(|_| self.is_sent())
    }

    /// What is read out with a field.
    fn described(&self, name: &str) -> String {
        let id = self.id(name);
        match self.fault_of(name) {
            Some(_) => format!("{id}-error {id}-help"),
            None => format!("{id}-help"),
        }
    }

    fn around(&self, name: &str, (label, is_needed): (&str, bool), help: &str, control: &Html) -> Html {
        let id = self.id(name);
        html! {
            div class="field" {
                label for=(id) { (label) @if is_needed { " " span class="needed" { (self.asked.t("form.needed")) } } }
                p class="help" id=(format!("{id}-help")) { (help) }
                (self.fault(name))
                (control)
            }
        }
    }

    /// The field of the file.
    pub(super) fn file(&self, label: &str, is_needed: bool) -> Html {
        let most = (BYTES_MAX / (1024 * 1024)).to_string();
        let help = self.asked.words.with("picture.fileHelp", &[("most", &most)]);
        // A telephone of Apple makes JPEG of what it sends, since that is asked for.
        let control = html! {
            input id=(self.id(FILE)) type="file" name=(FILE) accept="image/jpeg,image/png,image/webp" aria-invalid=[self.fault_of(FILE).map(|_| "true")] aria-describedby=(self.described(FILE));
        };
        self.around(FILE, (label, is_needed), &help, &control)
    }

    /// A field for words in a language: its tag and its name.
    pub(super) fn words(
        &self,
        name: &str,
        (tag, lang): (&str, &str),
        is_needed: bool,
        there: Option<&Value>,
    ) -> Html {
        let (words, kind) = (self.asked.words, self.bundle.kind);
        let label = match self.bundle.texts.len() {
            1 => label(words, kind, "alt"),
            _ => words.with("picture.in", &[("what", &label(words, kind, "alt")), ("lang", lang)]),
        };
        let control = html! {
            textarea id=(self.id(name)) name=(name) rows="2" maxlength="1000" lang=(tag) dir="auto" aria-invalid=[self.fault_of(name).map(|_| "true")] aria-describedby=(self.described(name)) { (self.value(name, there)) }
        };
        self.around(name, (&label, is_needed), &help(words, kind, "alt").unwrap_or_default(), &control)
    }

    /// A field of one line for a key.
    pub(super) fn line(&self, name: &str, key: &str, kind: &str, there: Option<&Value>) -> Html {
        let words = self.asked.words;
        let control = html! {
            input id=(self.id(name)) name=(name) type=(kind) maxlength="200" dir="auto" value=(self.value(name, there)) aria-invalid=[self.fault_of(name).map(|_| "true")] aria-describedby=(self.described(name));
        };
        let help = help(words, self.bundle.kind, key).unwrap_or_default();
        self.around(name, (&label(words, self.bundle.kind, key), false), &help, &control)
    }
}
