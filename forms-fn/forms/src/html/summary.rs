//! All errors at the top of the form, each with a link to its field.

use std::collections::BTreeSet;

use maud::html;

use super::{FormView, Html};

/// The id of the summary.
pub(super) const ID: &str = "error-summary";

/// The error summary; nothing when there are no errors. It says the same words as stand beside the fields.
pub fn error_summary(view: &FormView) -> Html {
    if view.errors.is_empty() {
        return Html::default();
    }
    html! {
        div class="error-summary" id=(ID) tabindex="-1" autofocus role="alert" aria-labelledby="error-summary-title" { "\n"
            h2 id="error-summary-title" { (view.texts.text("form.summaryTitle")) } "\n"
            ul { "\n"
                @for line in lines(view) { li { (line) } "\n" }
            } "\n"
        } "\n"
    }
}

/// What is not on the page cannot be linked, and several unknown names give the same sentence.
fn lines(view: &FormView) -> Vec<Html> {
    let drawn: BTreeSet<&str> = view.fields().map(|field| field.field.name.as_str()).collect();
    let mut unlinked = BTreeSet::new();
    let line = |error: &crate::FieldError| {
        let message = error.message(view.definition, view.texts, view.lang);
        if drawn.contains(error.field.as_str()) {
            return Some(html! { a href=(format!("#f-{}", error.field)) { (message) } });
        }
        unlinked.insert(message.clone()).then(|| html! { (message) })
    };
    view.errors.iter().filter_map(line).collect()
}
