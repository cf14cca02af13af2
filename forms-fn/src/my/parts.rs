//! The small pieces of HTML that the pages about a record share.

use forms::Text;

use super::action::Action;
use super::{TOKEN_FIELD, Visit};
use crate::escape::escape;

/// Words of the form's definition; those of another language are marked as such.
pub(super) fn words(text: &Text, lang: &str) -> String {
    let words = escape(text.get(lang));
    if text.0.contains_key(lang) {
        return words;
    }
    match text.languages().next() {
        Some(other) => format!("<span lang=\"{}\" dir=\"auto\">{words}</span>", escape(other)),
        None => words,
    }
}

/// A paragraph of interface words.
pub(super) fn paragraph(words: &str) -> String {
    format!("<p>{}</p>\n", escape(words))
}

/// A small line under something.
pub(super) fn meta(words: &str) -> String {
    format!("<small>{}</small>", escape(words))
}

/// A button that acts.
pub(super) fn button(visit: &Visit<'_>, action: Action, words: &str, look: Look) -> String {
    let button = format!("<button class=\"{}\">{}</button>", look.class(), escape(words));
    form(visit, action, &button, &[])
}

/// One of several buttons with the same words: it says which element tells them apart, and sends what the act needs.
pub(super) fn button_about(
    visit: &Visit<'_>,
    action: Action,
    words: &str,
    about: &str,
    more: &[(&str, &str)],
) -> String {
    let (class, words) = (Look::Quiet.class(), escape(words));
    let button = format!("<button class=\"{class}\" aria-describedby=\"{about}\">{words}</button>");
    form(visit, action, &button, more)
}

fn form(visit: &Visit<'_>, action: Action, button: &str, more: &[(&str, &str)]) -> String {
    let token = visit.token(action.purpose());
    let hidden = [("action", action.as_str()), (TOKEN_FIELD, &token)];
    let hidden: String = hidden.iter().chain(more).map(|(name, value)| input(name, value)).collect();
    let page = escape(&visit.own().page());
    format!("<form method=\"post\" action=\"{page}\">{hidden}{button}</form>\n")
}

fn input(name: &str, value: &str) -> String {
    format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", escape(name), escape(value))
}

/// A link that looks like a button and leads to a page that asks first.
pub(super) fn link(url: &str, words: &str, look: Look) -> String {
    format!("<a class=\"{}\" href=\"{}\">{}</a>\n", look.class(), escape(url), escape(words))
}

/// How much something wants to be pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// What most people come for.
    Loud,
    /// What stands beside it.
    Quiet,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Self::Loud => "button",
            Self::Quiet => "button button-quiet",
        }
    }
}
