//! Why we ask and how long we keep it, from the definition: the privacy notice above the button that sends them.

use maud::html;

use crate::definition::Keep;
use crate::html::Html;
use crate::{Definition, Facts, Field, Purpose, Texts};

/// A `<details>` with each purpose and its legal basis, and under it how long the answer of each field is kept. Fields
/// that this event does not ask are left out.
///
/// The words of a legal basis stand under `form.basis`; without them the basis is not shown.
pub fn html(definition: &Definition, texts: &Texts, lang: &str, facts: &Facts) -> Html {
    html! {
        details class="notice" { "\n"
            summary { (texts.text("form.purposeTitle")) " · " (texts.text("form.keepTitle")) } "\n"
            p { (texts.text("form.privacyIntro")) } "\n"
            dl { "\n"
                @for purpose in &definition.purposes { (fields(definition, texts, lang, facts, purpose)) }
            } "\n"
        } "\n"
    }
}

/// A purpose and the fields that serve it; nothing when there are none.
fn fields(definition: &Definition, texts: &Texts, lang: &str, facts: &Facts, purpose: &Purpose) -> Html {
    let serves = |field: &&Field| field.purpose == purpose.id && definition.may_be_asked(field, facts);
    let fields: Vec<&Field> = definition.fields.iter().filter(serves).collect();
    let basis = texts.find(&format!("form.basis.{}", purpose.basis.as_str()), &[]);
    html! {
        @if !fields.is_empty() {
            dt { (purpose.text.get(lang)) @if let Some(basis) = &basis { " " (basis) } } "\n"
            @for field in fields { dd { (field.label.get(lang)) ": " (kept(texts, field.keep)) } "\n" }
        }
    }
}

/// The sentence that says how long an answer is kept.
pub fn kept(texts: &Texts, keep: Keep) -> String {
    match keep {
        Keep::Days { days, .. } => texts.with(keep.key(), &[("days", &days.to_string())]),
        Keep::Count | Keep::None => texts.text(keep.key()),
    }
}
