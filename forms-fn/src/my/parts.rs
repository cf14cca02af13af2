//! The small pieces of HTML that the pages about a record share.

use forms::Text;
use forms::html::Html;
use maud::html;

use super::action::Action;
use super::{TOKEN_FIELD, Visit};
use crate::page::hidden;

/// Words of the form's definition; those of another language are marked as such.
pub(super) fn words(text: &Text, lang: &str) -> Html {
    marked(text, lang, &html! { (text.get(lang)) })
}

/// The same for HTML that was made of such words.
pub(super) fn marked(text: &Text, lang: &str, words: &Html) -> Html {
    let other = text.found(lang).map(|(found, _)| found).filter(|found| *found != lang);
    html! {
        @if let Some(other) = other { span lang=(other) dir="auto" { (words) } } @else { (words) }
    }
}

/// A paragraph of interface words.
pub(super) fn paragraph(words: &str) -> Html {
    html! { p { (words) } "\n" }
}

/// A small line under something.
pub(super) fn meta(words: &str) -> Html {
    small(&html! { (words) })
}

/// The same for words that are HTML already.
pub(super) fn small(words: &Html) -> Html {
    html! { small { (words) } }
}

/// A heading and a list below it; nothing when the list is empty.
pub(super) fn papers(heading: &str, items: &[Html]) -> Html {
    html! {
        @if !items.is_empty() {
            h2 { (heading) } "\n"
            ul class="papers" { "\n"
                @for item in items { (item) }
            } "\n"
        }
    }
}

/// A button that acts.
pub(super) fn button(visit: &Visit<'_>, action: Action, words: &str, emphasis: Emphasis) -> Html {
    form(visit, action, &html! { button class=(emphasis.class()) { (words) } }, &[])
}

/// One of several buttons with the same words: it says which element tells them apart, and sends what the act needs.
pub(super) fn button_about(
    visit: &Visit<'_>,
    action: Action,
    words: &str,
    about: &str,
    more: &[(&str, &str)],
) -> Html {
    let button = html! { button class=(Emphasis::Quiet.class()) aria-describedby=(about) { (words) } };
    form(visit, action, &button, more)
}

fn form(visit: &Visit<'_>, action: Action, button: &Html, more: &[(&str, &str)]) -> Html {
    html! {
        form method="post" action=(visit.own().page()) {
            (hidden("action", action.as_str()))
            (hidden(TOKEN_FIELD, &visit.token(action.purpose())))
            @for (name, value) in more { (hidden(name, value)) }
            (button)
        } "\n"
    }
}

/// A link that looks like a button and leads to a page that asks first.
pub(super) fn link(url: &str, words: &str, emphasis: Emphasis) -> Html {
    html! { a class=(emphasis.class()) href=(url) { (words) } "\n" }
}

/// How much something wants to be pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Emphasis {
    /// What most people come for.
    Loud,
    /// What stands beside it.
    Quiet,
}

impl Emphasis {
    fn class(self) -> &'static str {
        match self {
            Self::Loud => "button",
            Self::Quiet => "button button-quiet",
        }
    }
}
