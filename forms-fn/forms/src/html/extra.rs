//! The input that no person fills in: who does is a program, or a password manager that meant well.

use maud::html;

use super::Html;
use crate::Texts;

/// The name of the input. It sounds like something that a program wants to fill in.
pub const HONEYPOT: &str = "website_url";

/// Out of sight by the theme's style, out of the way of the keyboard and of assistive technology.
pub(super) fn input(texts: &Texts) -> Html {
    let id = format!("f-{HONEYPOT}");
    html! {
        div class="field-extra" aria-hidden="true" {
            // For those whose browser shows pages without styles.
            label for=(id) { (texts.text("form.honeypotLabel")) }
            // Password managers that honour `data-…-ignore` leave the input alone.
            input type="text" id=(id) name=(HONEYPOT) tabindex="-1" autocomplete="off"
                data-1p-ignore="true" data-lpignore="true" data-bwignore="true";
        } "\n"
    }
}
