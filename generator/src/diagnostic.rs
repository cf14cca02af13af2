//! A problem in the content, with its place and the way to mend it.
//!
//! Stages make [`Diagnostic`]s beside their values; nothing is printed here. [`draw`] turns a list
//! into text for people, for programs, for GitHub's annotations or for GitLab's reports.

mod code;
mod counted;
mod human;
mod machine;
mod position;
mod sentence;
mod words;

use std::collections::BTreeMap;
use std::ops::Range;

pub use code::Code;
pub use counted::counted;
pub use forms::{Arg, Names, Sentence, nearest};
pub(crate) use position::floor;
pub use position::{Position, offset, position};
pub(crate) use sentence::{plain, said, say};
pub use words::Words;

/// How bad a problem is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Severity {
    /// Stops the build before the next stage.
    Error,
    /// Shown, but the site is built.
    Warning,
    /// Nothing is wrong: something is to be done when the site is published.
    Note,
}

impl Severity {
    /// The word in the output: `error`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One problem: what is wrong, where, and how to mend it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// Whether it stops the build.
    pub severity: Severity,
    /// A stable name: `link/no-page`.
    pub code: Code,
    /// The file, relative to the root, with `/`.
    pub path: String,
    /// The bytes in that file; `None` is the file as a whole.
    pub span: Option<Range<usize>>,
    /// What is wrong: lower case, no final dot, names in backticks.
    pub message: Sentence,
    /// A few words at the marked place.
    pub label: Option<Sentence>,
    /// How to mend it.
    pub hints: Vec<Sentence>,
    /// Other places that take part: path, bytes, a few words.
    pub see: Vec<(String, Range<usize>, Sentence)>,
    /// The languages that it is about, by id; empty where it isn't about some of them.
    pub langs: Vec<String>,
    /// The key that it is about, from the top of the head or of the YAML file: `place.street`, `programme[2].time`.
    pub field: Option<String>,
}

impl Diagnostic {
    /// A problem that stops the build.
    pub fn error(
        code: Code,
        path: impl Into<String>,
        span: impl Into<Option<Range<usize>>>,
        message: impl Into<Sentence>,
    ) -> Self {
        Self {
            severity: Severity::Error,
            code,
            path: path.into(),
            span: span.into(),
            message: message.into(),
            label: None,
            hints: Vec::new(),
            see: Vec::new(),
            langs: Vec::new(),
            field: None,
        }
    }

    /// A problem that is shown only.
    pub fn warning(
        code: Code,
        path: impl Into<String>,
        span: impl Into<Option<Range<usize>>>,
        message: impl Into<Sentence>,
    ) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, path, span, message) }
    }

    /// What is to be done when the site is published.
    pub fn note(
        code: Code,
        path: impl Into<String>,
        span: impl Into<Option<Range<usize>>>,
        message: impl Into<Sentence>,
    ) -> Self {
        Self { severity: Severity::Note, ..Self::error(code, path, span, message) }
    }

    /// Adds a way to mend it.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<Sentence>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds a way to mend it, if there is one.
    #[must_use]
    pub fn with_hints<S: Into<Sentence>>(mut self, hints: impl IntoIterator<Item = S>) -> Self {
        self.hints.extend(hints.into_iter().map(Into::into));
        self
    }

    /// Says which languages it is about.
    #[must_use]
    pub fn about<L: ToString>(mut self, langs: impl IntoIterator<Item = L>) -> Self {
        self.langs.extend(langs.into_iter().map(|lang| lang.to_string()));
        self
    }

    /// Says which key it is about, where no key stands at its place.
    #[must_use]
    pub fn of_field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Sets the words at the marked place.
    #[must_use]
    pub fn with_label(mut self, label: impl Into<Sentence>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds another place that takes part.
    #[must_use]
    pub fn with_see(
        mut self,
        path: impl Into<String>,
        span: Range<usize>,
        label: impl Into<Sentence>,
    ) -> Self {
        self.see.push((path.into(), span, label.into()));
        self
    }

    /// The same in a language.
    #[must_use]
    pub fn told(&self, words: Words) -> Diagnostic {
        let tell = |sentence: &Sentence| sentence.told(words.texts());
        let see = |(path, span, label): &(String, Range<usize>, Sentence)| {
            (path.clone(), span.clone(), tell(label))
        };
        Diagnostic {
            message: tell(&self.message),
            label: self.label.as_ref().map(tell),
            hints: self.hints.iter().map(tell).collect(),
            see: self.see.iter().map(see).collect(),
            ..self.clone()
        }
    }
}

/// For whom the problems are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// With source lines and marks, as rustc does.
    Human {
        /// With ANSI colours.
        color: bool,
    },
    /// One JSON array, one object a line.
    Json,
    /// GitHub's workflow commands, which show up at the changed lines.
    Github,
    /// The report of GitLab's Code Quality, which shows up at the lines of a merge request.
    Gitlab,
}

/// Writes the problems sorted by file and position, whatever order they were found in.
#[must_use]
pub fn draw(diagnostics: &[Diagnostic], texts: &BTreeMap<String, String>, format: Format) -> String {
    draw_in(Words::ENGLISH, diagnostics, texts, format)
}

/// The same in a language. What is there for programs, names of codes and keys of JSON, is always the same.
#[must_use]
pub fn draw_in(
    words: Words,
    diagnostics: &[Diagnostic],
    texts: &BTreeMap<String, String>,
    format: Format,
) -> String {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|d| {
        (&d.path, d.span.as_ref().map_or(0, |span| span.start), d.severity, d.code, &d.message)
    });
    sorted.dedup();
    let told: Vec<Diagnostic> = sorted.into_iter().map(|diagnostic| diagnostic.told(words)).collect();
    match format {
        Format::Human { color } => human::draw(&told, texts, color, words),
        Format::Json => machine::json(&told, texts),
        Format::Github => machine::github(&told, texts, words),
        Format::Gitlab => machine::gitlab(&told, texts, words),
    }
}

/// Whether any of them stops the build.
#[must_use]
pub fn any_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}
