//! The same form in another language, with what was typed: buttons that send it there only to be drawn again.
//!
//! They stand behind the button that sends the form: pressing Enter in a field presses the first button of a form.

use maud::html;

use super::{FormView, Html};

/// The name of the buttons. Whoever presses one wants nothing stored, and nothing checked.
pub const SWITCH: &str = "only_language";

const ID: &str = "form-languages";

/// A way down to the buttons, for those who have typed already.
pub(super) fn link(view: &FormView) -> Html {
    let shown = has_others(view) && !view.values.is_empty();
    html! {
        @if shown { p class="form-switch" { a href=(format!("#{ID}")) { (view.texts.text("form.otherLanguage")) } } "\n" }
    }
}

/// A button for each other language of the site.
pub(super) fn buttons(view: &FormView) -> Html {
    let words = view.texts.text("form.otherLanguage");
    let others = view.languages.iter().filter(|(id, _)| id != view.lang);
    html! {
        @if has_others(view) {
            div class="form-languages" id=(ID) role="group" aria-label=(words) tabindex="-1" { "\n"
                p { (words) } "\n"
                @for (id, name) in others { (button(view, id, name)) }
            } "\n"
        }
    }
}

fn button(view: &FormView, lang: &str, name: &str) -> Html {
    let action = format!("/{lang}/forms/{}", view.definition.id);
    html! {
        button type="submit" class="button button-quiet" name=(SWITCH) value="yes" formaction=(action)
            lang=(lang) dir="auto" translate="no" { (name) } "\n"
    }
}

fn has_others(view: &FormView) -> bool {
    view.is_switched && view.languages.len() > 1
}
