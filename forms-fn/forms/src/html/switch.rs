//! The same form in another language, with what was typed: buttons that send it there only to be drawn again.
//!
//! They stand behind the button that sends the form: pressing Enter in a field presses the first button of a form.

use maud::html;

use super::{FormView, Html};
use crate::Texts;

/// The name of the buttons. Whoever presses one wants nothing stored, and nothing checked.
pub const SWITCH: &str = "only_language";

const ID: &str = "form-languages";

/// What the buttons of a form are drawn from.
#[derive(Debug, Clone, Copy)]
pub struct Switch<'a> {
    /// The interface words of the page's language.
    pub texts: &'a Texts,
    /// The site's languages, as id and own name.
    pub languages: &'a [(String, String)],
    /// What stands behind `/LANG/` in the address that draws the form.
    pub path: &'a str,
    /// Whether the page has answers that the switcher of the page must not lose.
    pub is_typed: bool,
}

impl Switch<'_> {
    /// A way down to the buttons, for those who have typed already.
    pub(super) fn link(&self) -> Html {
        html! {
            @if self.has_others() && self.is_typed {
                p class="form-switch" { a href=(format!("#{ID}")) { (self.words()) } } "\n"
            }
        }
    }

    /// A button for each other language of the site.
    #[must_use]
    pub fn buttons(&self) -> Html {
        let others = self.languages.iter().filter(|(id, _)| id != self.texts.lang());
        html! {
            @if self.has_others() {
                // A script presses these where the switcher of the page is pressed (`switch.js`).
                div class="form-languages" id=(ID) role="group" aria-label=(self.words()) tabindex="-1" data-typed[self.is_typed] { "\n"
                    p { (self.words()) } "\n"
                    @for (id, name) in others { (self.button(id, name)) }
                } "\n"
            }
        }
    }

    fn button(&self, lang: &str, name: &str) -> Html {
        let action = format!("/{lang}/{}", self.path);
        html! {
            button type="submit" class="button button-quiet" name=(SWITCH) value="yes" formaction=(action)
                lang=(lang) dir="auto" translate="no" { (name) } "\n"
        }
    }

    fn words(&self) -> String {
        self.texts.text("form.otherLanguage")
    }

    fn has_others(&self) -> bool {
        self.languages.len() > 1
    }
}

impl<'a> FormView<'a> {
    pub(super) fn switch(&self) -> Option<Switch<'a>> {
        self.switched_at.map(|path| Switch {
            texts: self.texts,
            languages: self.languages,
            path,
            is_typed: !self.values.is_empty(),
        })
    }
}
