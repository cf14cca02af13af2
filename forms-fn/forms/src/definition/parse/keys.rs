//! The keys of a form's file, each declared once: the reader knows no others, and [`super::schema()`] describes these.

use super::{ABOUT, field, kind};
use crate::Facts;
use crate::definition::{About, Basis, Role};
use crate::message::Code;

/// A key.
#[derive(Debug, Clone, Copy)]
pub(super) struct DefinitionKey {
    pub(super) name: &'static str,
    /// Whether it can't be missing.
    pub(super) must: bool,
    pub(super) shape: Shape,
    /// What it says, in a sentence.
    pub(super) help: &'static str,
}

/// What the value of a key is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// A text in each language.
    Text,
    /// A word that is declared elsewhere, or any.
    Word,
    /// A word in `snake_case`.
    Name,
    /// `true` or `false`.
    Flag,
    /// A whole number that is not negative.
    Number,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Words, at least one.
    Words,
    /// Sets of keys, at least so many.
    List(usize, &'static [DefinitionKey]),
    /// Fields, at least one: which keys one has, hangs on its kind.
    Fields,
    /// A set of keys.
    Keys(&'static [DefinitionKey]),
    /// One of these words or a set of keys.
    OneOfOr(&'static [&'static str], &'static [DefinitionKey]),
    /// A set of keys of which exactly one of these sets stands there.
    OneSetOf(&'static [&'static [&'static str]], &'static [DefinitionKey]),
    /// For each word that such a form needs, a set of keys.
    Each(fn(About) -> &'static [&'static str], &'static [DefinitionKey]),
    /// The deadlines that such a form has, each a number within its range.
    Deadlines,
    /// For some of these words, a text.
    Texts(&'static [&'static str]),
}

/// The names of some keys.
pub(super) fn names(keys: &'static [DefinitionKey]) -> Vec<&'static str> {
    keys.iter().map(|key| key.name).collect()
}

/// The words of a table.
pub(super) const fn words<const N: usize, T: Copy>(table: &[(&'static str, T); N]) -> [&'static str; N] {
    let mut words = [""; N];
    let mut at = 0;
    while at < N {
        words[at] = table[at].0;
        at += 1;
    }
    words
}

const fn must(name: &'static str, shape: Shape, help: &'static str) -> DefinitionKey {
    DefinitionKey { name, must: true, shape, help }
}

const fn may(name: &'static str, shape: Shape, help: &'static str) -> DefinitionKey {
    DefinitionKey { name, must: false, shape, help }
}

const ABOUTS: [&str; 2] = words(&ABOUT);
const BASES: [&str; 5] = words(&Basis::ALL);
const ROLES: [&str; 8] = words(&Role::ALL);
const KINDS: [&str; 10] = words(&kind::KINDS);
const KEPT: [&str; 2] = words(&field::KEPT);
const AFTERS: [&str; 5] = words(&field::AFTERS);

/// The file.
pub(super) const FORM: &[DefinitionKey] = &[
    must("title", Shape::Text, "The form's heading."),
    must("intro", Shape::Text, "One or two sentences above the fields."),
    must("submit", Shape::Text, "The button's words."),
    must("about", Shape::OneOf(&ABOUTS), "What the form belongs to."),
    may(
        "deadlines",
        Shape::Deadlines,
        "The times that it promises; its texts say them by their names: `{confirmHours}`.",
    ),
    must("thanks", Shape::Each(About::thanks_pages, THANKS_PAGE), "The result pages."),
    may(
        "mails",
        Shape::Each(About::mail_kinds, MAIL),
        "The words of its messages; without it, it sends none.",
    ),
    must("purposes", Shape::List(1, PURPOSE), "Why we ask; fields refer to these."),
    must("groups", Shape::List(1, GROUP), "The fieldsets, in order."),
    must("fields", Shape::Fields, "The fields, in order."),
    may("atLeastOne", Shape::List(0, AT_LEAST_ONE), "Sets of fields of which one must be filled."),
];

pub(super) const THANKS_PAGE: &[DefinitionKey] = &[
    must("title", Shape::Text, "The heading."),
    must(
        "text",
        Shape::Text,
        "What happens next; may hold `{reference}`, and for an event `{event}` and `{when}`.",
    ),
];

pub(super) const MAIL: &[DefinitionKey] = &[
    must("subject", Shape::Text, "The subject line."),
    must("text", Shape::Text, "What the message says; blank lines part its paragraphs."),
    may("action", Shape::Text, "The words of the link behind the text, where the theme's own don't fit."),
];

pub(super) const PURPOSE: &[DefinitionKey] = &[
    must("id", Shape::Name, "The name by which fields refer to it."),
    must("basis", Shape::OneOf(&BASES), "What of the GDPR allows us to ask."),
    must("text", Shape::Text, "One sentence for the person."),
];

pub(super) const GROUP: &[DefinitionKey] = &[
    must("id", Shape::Name, "The name by which fields refer to it."),
    must("title", Shape::Text, "The heading."),
    may(
        "folded",
        Shape::Flag,
        "Whether it is folded until somebody opens it: for what most people can pass over.",
    ),
];

pub(super) const FIELD: &[DefinitionKey] = &[
    must("name", Shape::Name, "Its name in HTML and in the record."),
    must("group", Shape::Word, "The id of its group."),
    must("kind", Shape::OneOf(&KINDS), "What kind of answer it takes."),
    may("role", Shape::OneOf(&ROLES), "The part that it plays, where its kind doesn't tell."),
    must("label", Shape::Text, "The question."),
    may("help", Shape::Text, "A sentence under the question."),
    may("required", Shape::Flag, "Whether an answer is needed when the field is asked."),
    may("autocomplete", Shape::OneOf(&kind::AUTOCOMPLETE), "The token of HTML's `autocomplete`."),
    may("personal", Shape::Flag, "It tells something about the person."),
    may("sensitive", Shape::Flag, "It may show health, faith or the like (GDPR, article 9)."),
    must("purpose", Shape::Word, "The id of its purpose."),
    must("keep", Shape::OneOfOr(&KEPT, KEEP), "How long the answer is kept."),
    may("when", Shape::OneSetOf(WHENS, WHEN), "When it is asked; without it, always."),
    may("errors", Shape::Texts(&Code::FIELD_KEYS), "Own sentences for errors."),
    may("minLength", Shape::Number, "The fewest characters."),
    may("maxLength", Shape::Number, "The most characters."),
    may("minDigits", Shape::Number, "The fewest digits."),
    may("maxDigits", Shape::Number, "The most digits."),
    may("min", Shape::Number, "The smallest number."),
    may("max", Shape::Number, "The largest number."),
    may("options", Shape::List(1, OPTION), "What there is to choose from."),
    may("default", Shape::Word, "The option that is chosen before the person chooses."),
    may(
        "preset",
        Shape::Flag,
        "Whether the event's country, or the page's language, is chosen before the person chooses.",
    ),
    may("pick", Shape::Keys(PICK), "How many options."),
    may("consent", Shape::Flag, "The label is recorded as what the person agreed to."),
];

pub(super) const OPTION: &[DefinitionKey] = &[
    must("value", Shape::Name, "What is sent."),
    must("label", Shape::Text, "What is shown."),
    may("fact", Shape::Word, "It is shown only when the event has this fact: `interpretation_ar`."),
];

pub(super) const PICK: &[DefinitionKey] =
    &[may("min", Shape::Number, "At least so many."), may("max", Shape::Number, "At most so many.")];

pub(super) const KEEP: &[DefinitionKey] = &[
    must("days", Shape::Number, "For so many days."),
    must("after", Shape::OneOf(&AFTERS), "What the days are counted from."),
];

/// What stands in a condition together.
pub(super) const WHENS: &[&[&str]] = &[&["fact"], &["field", "is"], &["filled"]];

pub(super) const WHEN: &[DefinitionKey] = &[
    may("fact", Shape::OneOf(&Facts::KNOWN), "When the event has this fact."),
    may("field", Shape::Word, "When this field, which stands before it …"),
    may("is", Shape::Word, "… has this value."),
    may("filled", Shape::Words, "When one of these fields is filled."),
];

pub(super) const AT_LEAST_ONE: &[DefinitionKey] = &[
    must("fields", Shape::Words, "The fields, in order."),
    must("error", Shape::Text, "What stands beside the first when none is filled."),
];
