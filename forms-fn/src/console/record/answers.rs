//! What somebody answered, in the words of the form as it was.

use forms::{Definition, Field, Html, as_sent};
use maud::html;
use serde_json::Value;

use super::Shown;
use crate::console::visitor::Visitor;
use crate::desk::Stored;

/// The answers that are open to whoever may see the record.
pub(super) fn section(shown: &Shown<'_>) -> Html {
    let (visitor, stored) = (shown.visitor, &shown.record.dossier.stored);
    let answered =
        shown.record.form.fields.iter().filter_map(|field| Some((field, stored.answers.get(&field.name)?)));
    html! {
        h2 { (visitor.t("record.answers")) } "\n"
        (list(visitor, answered))
    }
}

/// The ones that were told in confidence, opened.
pub(super) fn sealed(visitor: &Visitor, stored: &Stored, form: &Definition) -> Html {
    let of_envelope = |field: &&Field| stored.record.sealed.contains_key(&field.name);
    let fields = form.fields.iter().filter(of_envelope);
    let opened: Vec<(&Field, &Value)> =
        fields.filter_map(|field| Some((field, stored.answers.get(&field.name)?))).collect();
    html! {
        @if opened.is_empty() { p class="notice" { (visitor.t("record.unreadable")) } "\n" }
        (list(visitor, opened.into_iter()))
    }
}

fn list<'a>(visitor: &Visitor, answers: impl Iterator<Item = (&'a Field, &'a Value)>) -> Html {
    let (lang, wording) = (visitor.site_lang(), visitor.wording());
    html! {
        dl class="answers" {
            @for (field, answer) in answers {
                div {
                    dt { (field.label.get(lang)) }
                    dd {
                        @for (at, value) in as_sent(answer).iter().enumerate() {
                            @if at > 0 { br; }
                            (field.word(value, &wording).html(visitor.asker.lang))
                        }
                    }
                } "\n"
            }
        } "\n"
    }
}
