//! What somebody sent of a document.

use forms::Html;
use generator::write_back;
use maud::html;

use super::drawn::{Beside, drawn};
use super::opened::Opened;
use crate::desk::Desk;
use crate::form::{self, Posted, ends};
use crate::pages::{Answer, Asked, Refused};

/// What was typed, and the text that comes of it.
pub(super) struct Sent {
    /// The document as it would be.
    pub(super) text: String,
    /// Fields, where it was a form of fields.
    posted: Option<Posted>,
    /// The document as one text, where that was asked for, or where it can't be read.
    whole: Option<String>,
    /// What no form has a place for: somebody has to take it over by hand.
    homeless: Option<Html>,
}

impl Sent {
    /// Reads it. A document comes as one text only where its page shows it so: a form of fields can't smuggle in another document.
    pub(super) fn of(desk: &Desk, asked: &Asked, opened: &Opened<'_>) -> Result<Self, Refused> {
        let pairs = asked.posted.as_deref().unwrap_or_default();
        let whole = pairs.iter().find(|(name, _)| name == "whole");
        let whole = whole.map(|(_, text)| ends::kept(&opened.text, text, ends::own(&opened.text)));
        let is_one_text = asked.query("as") == "text" || write_back::written(&opened.text).is_err();
        let nothing =
            Self { text: opened.text.clone(), posted: None, whole: None, homeless: Some(typed(asked)) };
        if let Some(text) = whole {
            return Ok(match is_one_text {
                true => Self { text: text.clone(), posted: None, whole: Some(text), homeless: None },
                false => nothing,
            });
        }
        let base = desk.base()?;
        let head = opened.source_head();
        let subject = opened.subject(asked, head.as_ref(), base.shown.site());
        Ok(match form::read(&subject, &opened.text, pairs) {
            Ok(posted) => {
                Self { text: posted.text.clone(), posted: Some(posted), whole: None, homeless: None }
            }
            Err(_) => nothing,
        })
    }

    /// The answer where nothing is to be saved: a field has a fault, or a button asked for something else.
    pub(super) fn unsaved(
        &self,
        desk: &Desk,
        asked: &Asked,
        opened: &Opened<'_>,
    ) -> Result<Option<Answer>, Refused> {
        if self.homeless.is_some() {
            let note = html! { div class="problems" role="alert" { p { (asked.t("refused.form")) } } };
            return drawn(desk, asked, opened, self.beside(note, 422)).map(Some);
        }
        let Some(posted) = &self.posted else { return Ok(None) };
        let step = asked.field("do");
        if !step.is_empty() {
            let mut posted = posted.clone();
            posted.act(step);
            let note = html! { p class="warning" role="status" { (asked.t("form.notSaved")) } };
            let beside = Beside { posted: Some(&posted), note: Some(note), ..Beside::default() };
            return drawn(desk, asked, opened, beside).map(Some);
        }
        if posted.faults.is_empty() {
            return Ok(None);
        }
        let note = html! { p class="warning" role="status" { (asked.t("form.notSaved")) } };
        drawn(desk, asked, opened, self.beside(note, 422)).map(Some)
    }

    /// The same form again, with why.
    pub(super) fn beside(&self, note: Html, status: u16) -> Beside<'_> {
        let note = html! { (note) (self.homeless.clone().unwrap_or_default()) };
        Beside {
            posted: self.posted.as_ref(),
            whole: self.whole.as_deref(),
            note: Some(note),
            status: Some(status),
        }
    }
}

/// Everything that somebody typed, to be read and copied.
fn typed(asked: &Asked) -> Html {
    let pairs = asked.posted.as_deref().unwrap_or_default();
    let is_typed = |(name, text): &&(String, String)| {
        !matches!(&**name, "nonce" | "from" | "also" | "do") && !name.ends_with(".n") && !text.is_empty()
    };
    html! {
        dl class="changes" {
            @for (name, text) in pairs.iter().filter(is_typed) { dt { (name) } dd dir="auto" class="kept" { (text) } }
        }
    }
}
