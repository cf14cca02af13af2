//! One key, as everything else reads it.

mod shape;

use super::Kind;
use crate::yaml::NeededKey;

pub use shape::{Referent, Shape};

/// A key of a head, or of a group of keys within one.
#[derive(Clone, Copy, Debug)]
pub struct HeadKey {
    /// As it is written: `timeZone`.
    pub name: &'static str,
    /// As templates call it: `time_zone`.
    pub variable: &'static str,
    /// Whether it is words, a fact or a note.
    pub role: Role,
    /// What its value is.
    pub shape: Shape,
    /// In which files it may stand.
    pub stands: Stands,
    /// Where it has to be.
    pub must: Must,
    /// What is shown where a translation doesn't say it.
    pub unsaid: Unsaid,
    /// Another key without which it says nothing.
    pub beside: Option<&'static str>,
    /// What a translation calls it, for words within a fact: `credit` in `picture` is its `pictureCredit`.
    pub said_as: Option<&'static str>,
    /// Whether it stays among the editors and is on no page.
    pub is_private: bool,
    /// How it is written, as YAML behind the colon.
    pub example: &'static str,
    /// What `spaces new` writes behind the colon; with `# ` before it the whole line is a comment.
    pub in_new: Option<&'static str>,
    /// What `spaces new` writes behind the value for whoever fills it in; in its place stand the words to choose from.
    pub note: Option<&'static str>,
    /// What it is called elsewhere, or was called here; who writes one of these is told its name.
    pub also_called: &'static [&'static str],
    help: &'static [&'static str],
}

/// What a key holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// Words for readers: each language has its own.
    Word,
    /// The same in every language: it stands in the source only.
    Fact,
    /// What each file says of itself.
    Note,
}

/// In which files of a document a key may stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stands {
    /// In each.
    Everywhere,
    /// In the source; a translation may repeat it.
    InSource,
    /// In translations only.
    InTranslations,
}

/// Where a key can't be missing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Must {
    /// It may be missing.
    Nowhere,
    /// In the source, or in its group.
    InSource,
    /// In every file in which it may stand.
    Everywhere,
    /// In every file of a kind whose documents stand in lists.
    InLists,
}

/// What readers of a translation see of words that it doesn't say though its source does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unsaid {
    /// The source's words, in the source's language; the translation is behind.
    Borrowed,
    /// The same: a name is often one in every language.
    Same,
    /// Nothing, or another text has its place.
    Left,
}

impl HeadKey {
    /// A key that may be missing.
    pub(crate) const fn new(
        (name, variable): (&'static str, &'static str),
        role: Role,
        shape: Shape,
        help: &'static [&'static str],
        example: &'static str,
    ) -> Self {
        let stands = match role {
            Role::Fact => Stands::InSource,
            Role::Word | Role::Note => Stands::Everywhere,
        };
        Self {
            name,
            variable,
            role,
            shape,
            stands,
            must: Must::Nowhere,
            unsaid: Unsaid::Borrowed,
            beside: None,
            said_as: None,
            is_private: false,
            example,
            in_new: None,
            note: None,
            also_called: &[],
            help,
        }
    }

    /// It can't be missing in the source, or in its group.
    pub(crate) const fn required(self) -> Self {
        Self { must: Must::InSource, ..self }
    }

    /// It can't be missing in any file.
    pub(crate) const fn required_everywhere(self) -> Self {
        Self { must: Must::Everywhere, ..self }
    }

    /// It can't be missing in any file of a kind whose documents stand in lists.
    pub(crate) const fn required_in_lists(self) -> Self {
        Self { must: Must::InLists, ..self }
    }

    /// What it is called elsewhere, or was called here: the names that people write who are used to those.
    pub(crate) const fn also_called(self, names: &'static [&'static str]) -> Self {
        Self { also_called: names, ..self }
    }

    /// It stands in translations only.
    pub(crate) const fn in_translations(self) -> Self {
        Self { stands: Stands::InTranslations, ..self }
    }

    /// It stands in the source only.
    pub(crate) const fn in_source(self) -> Self {
        Self { stands: Stands::InSource, ..self }
    }

    /// What is shown where a translation doesn't say it.
    pub(crate) const fn unsaid(self, unsaid: Unsaid) -> Self {
        Self { unsaid, ..self }
    }

    /// It says nothing without another key.
    pub(crate) const fn beside(self, key: &'static str) -> Self {
        Self { beside: Some(key), ..self }
    }

    /// What a translation calls it.
    pub(crate) const fn said_as(self, key: &'static str) -> Self {
        Self { said_as: Some(key), ..self }
    }

    /// It stays among the editors.
    pub(crate) const fn private(self) -> Self {
        Self { is_private: true, ..self }
    }

    /// What `spaces new` writes.
    pub(crate) const fn in_new(self, value: &'static str) -> Self {
        Self { in_new: Some(value), ..self }
    }

    /// What `spaces new` writes behind it.
    pub(crate) const fn note(self, note: &'static str) -> Self {
        Self { note: Some(note), ..self }
    }

    /// What it is, in a sentence or a few.
    #[must_use]
    pub fn help(&self) -> String {
        self.help.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
    }

    /// Whether a source of this kind can't be without it, or a translation, where it may stand there.
    #[must_use]
    pub fn is_required(&self, kind: Kind) -> bool {
        match self.must {
            Must::Nowhere => false,
            Must::InSource | Must::Everywhere => true,
            Must::InLists => kind.has_lists(),
        }
    }

    /// The keys of the group that its value is, or a list of; none if it is no group.
    #[must_use]
    pub fn group(&self) -> &'static [HeadKey] {
        self.shape.group()
    }

    /// Whether it is words of one line that a translation says in its own words or borrows.
    #[must_use]
    pub fn is_note_for_readers(&self) -> bool {
        self.is_words() && self.unsaid == Unsaid::Borrowed && self.shape == Shape::Line
    }

    /// Whether it is words that may stand in every language.
    #[must_use]
    pub fn is_words(&self) -> bool {
        self.role == Role::Word && self.stands == Stands::Everywhere
    }

    /// A whole line as it is written.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{}: {}", self.name, self.example)
    }
}

/// What can't be missing among the keys of a shape and of the groups within it, as `contact.email` and, for each entry
/// of a list, `languages.*.id`.
pub(crate) fn needed(shape: &Shape, below: &str) -> Vec<NeededKey> {
    let mut names = Vec::new();
    for key in shape.group().iter().filter(|key| key.must != Must::Nowhere) {
        let name = format!("{below}{}", key.name);
        let each = if matches!(key.shape, Shape::List(_) | Shape::ByLanguage(_)) { ".*." } else { "." };
        let within = needed(&key.shape, &format!("{name}{each}"));
        names.push(NeededKey { name, example: Some(key.example) });
        names.extend(within);
    }
    names
}
