//! The input that no person fills in: who does is a program, or a password manager that meant well.

use super::Markup;
use crate::Texts;

/// The name of the input. It sounds like something that a program wants to fill in.
pub const HONEYPOT: &str = "website_url";

/// Out of sight by the theme's style, out of the way of the keyboard and of assistive technology.
pub(super) fn draw(markup: &mut Markup, texts: &Texts) {
    let id = format!("f-{HONEYPOT}");
    markup.open("div", &[("class", "field-extra"), ("aria-hidden", "true")]);
    // For those whose browser shows pages without styles.
    markup.element("label", &[("for", &id)], &texts.text("form.honeypotLabel"));
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
