//! All errors at the top of the form, each with a link to its field.

use std::collections::BTreeSet;

use super::FormView;
use super::markup::Markup;

/// The error summary; nothing when there are no errors. It says the same words as stand beside the fields.
pub fn error_summary(view: &FormView) -> String {
    let mut markup = Markup::default();
    if view.errors.is_empty() {
        return markup.finish();
    }
    let attributes = [
        ("class", "error-summary"),
        ("id", "error-summary"),
        ("tabindex", "-1"),
        ("role", "alert"),
        ("aria-labelledby", "error-summary-title"),
    ];
    markup.open("div", &attributes).line();
    markup.element("h2", &[("id", "error-summary-title")], &view.texts.text("form.summaryTitle")).line();
    markup.open("ul", &[]).line();
    let drawn: BTreeSet<&str> = view.fields().map(|field| field.field.name.as_str()).collect();
    let mut unlinked = BTreeSet::new();
    for error in view.errors {
        let message = error.message(view.definition, view.texts, view.lang);
        if drawn.contains(error.field.as_str()) {
            markup.open("li", &[]).element("a", &[("href", &format!("#f-{}", error.field))], &message);
            markup.close("li").line();
        } else if unlinked.insert(message.clone()) {
            // What is not on the page cannot be linked, and several unknown names give the same sentence.
            markup.element("li", &[], &message).line();
        }
    }
    markup.close("ul").line().close("div").line();
    markup.finish()
}
