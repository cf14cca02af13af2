//! What is written in the answers: addresses of the web and markup where people don't put them.

use std::fmt;

use forms::{Definition, Values};

use super::sign::Sign;

/// This many addresses in one long answer are several. People who ask for a mentor name one or two pages.
const SEVERAL: usize = 3;
/// What begins an address; a bare `example.org` may be the name of somebody's company.
const ADDRESSES: [&str; 3] = ["http://", "https://", "www."];
/// What posters of links write, hoping that it becomes one.
const MARKUP: [&str; 6] = ["<a ", "<script", "<iframe", "href=", "[url", "[link"];

/// An answer that is written freely.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Written<'a> {
    /// How much was asked for.
    pub kind: AnswerLength,
    /// What came.
    pub text: &'a str,
}

/// How much is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerLength {
    /// One line: a name, a town, a mail address.
    Short,
    /// Several lines.
    Long,
}

/// The length only: answers belong in no log.
impl fmt::Debug for Written<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}({} bytes)", self.kind, self.text.len())
    }
}

/// The answers to the definition's open questions.
#[must_use]
pub fn written<'a>(definition: &Definition, values: &'a Values) -> Vec<Written<'a>> {
    let kind = |kind: &forms::Kind| match kind {
        forms::Kind::LongText { .. } => Some(AnswerLength::Long),
        forms::Kind::Text { .. } | forms::Kind::Email { .. } | forms::Kind::Phone { .. } => {
            Some(AnswerLength::Short)
        }
        _ => None,
    };
    let fields = definition.fields.iter().filter_map(|field| Some((kind(&field.kind)?, &field.name)));
    fields.flat_map(|(kind, name)| values.all(name).iter().map(move |text| Written { kind, text })).collect()
}

pub(super) fn signs(texts: &[Written<'_>]) -> Vec<Sign> {
    let lower: Vec<(AnswerLength, String)> =
        texts.iter().map(|text| (text.kind, text.text.to_lowercase())).collect();
    let any =
        |found: &dyn Fn(AnswerLength, &str) -> bool| lower.iter().any(|(kind, text)| found(*kind, text));
    let found = [
        (Sign::ShortLink, any(&|kind, text| kind == AnswerLength::Short && links(text) > 0)),
        (Sign::Markup, any(&|_, text| MARKUP.iter().any(|markup| text.contains(markup)))),
        (Sign::ManyLinks, any(&|kind, text| kind == AnswerLength::Long && links(text) >= SEVERAL)),
    ];
    found.into_iter().filter_map(|(sign, holds)| holds.then_some(sign)).collect()
}

/// How many addresses stand in a text; `https://www.` begins one.
fn links(text: &str) -> usize {
    let starts: usize = ADDRESSES.iter().map(|start| text.matches(start).count()).sum();
    starts - text.matches("://www.").count()
}
