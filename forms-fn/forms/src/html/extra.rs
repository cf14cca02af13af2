//! The input that no person fills in: who does is a program, or a password manager that meant well.

use super::Markup;
use crate::Texts;

/// The name of the input. It sounds like something that a program wants to fill in.
pub const HONEYPOT: &str = "website_url";
/// What says to leave it alone, for those whose browser shows pages without styles.
const LABEL: &str = "form.honeypotLabel";
/// For a site whose own texts don't have the label yet.
const FALLBACK: &str = "Leave this field empty";

/// Out of sight by the theme's style, out of the way of the keyboard and of assistive technology.
pub(super) fn draw(markup: &mut Markup, texts: &Texts) {
    let label = if texts.get(LABEL).is_some() { texts.text(LABEL) } else { FALLBACK.to_owned() };
    let id = format!("f-{HONEYPOT}");
    markup.open("div", &[("class", "field-extra"), ("aria-hidden", "true")]);
    markup.element("label", &[("for", &id)], &label);
    let attributes = [
        ("type", "text"),
        ("id", &id),
        ("name", HONEYPOT),
        ("tabindex", "-1"),
        ("autocomplete", "off"),
        // Password managers that honour it leave the input alone.
        ("data-1p-ignore", "true"),
        ("data-lpignore", "true"),
        ("data-bwignore", "true"),
    ];
    markup.open("input", &attributes).close("div").line();
}
