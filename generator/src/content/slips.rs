//! What a writer meant and didn't write: words that look like markup and aren't, marks of a conflict, words that were
//! read in the wrong encoding, characters that nobody can see.
//!
//! All of it would be published as it is typed, so each is named with its line as it should be. [`of_file`] looks at a
//! whole file, [`words()`] at running text of a body, [`lines()`] at the beginnings of its lines, [`plain()`] at texts that
//! take no markup at all.

mod conflict;
mod control;
mod encoding;
mod lines;
mod plain;
mod rules;
mod swallowed;
mod words;

use std::ops::Range;

use crate::diagnostic::{self, Code, Diagnostic, Sentence, say};

pub(crate) use conflict::conflict;
pub(crate) use control::escaped;
pub(crate) use lines::lines;
pub(crate) use plain::plain;
pub(crate) use swallowed::swallowed;
pub(crate) use words::words;

/// One slip in a text.
#[derive(Debug)]
pub(crate) struct Slip {
    pub(crate) code: Code,
    /// Its bytes in the text that was looked at.
    pub(crate) span: Range<usize>,
    /// The key of its sentence.
    pub(crate) message: &'static str,
    /// What should stand there instead.
    pub(crate) mended: Option<String>,
    /// More to say, or all there is to say where nothing can be written for it.
    pub(crate) hint: Option<&'static str>,
}

/// The longest line that a hint shows whole.
const LONG: usize = 120;

impl Slip {
    /// The warning; `at` is where the text that was looked at begins in the file `text`.
    pub(crate) fn warning(self, path: &str, text: &str, at: usize) -> Diagnostic {
        let span = self.span.start + at..self.span.end + at;
        let mended = self.mended.map(|mended| write(text, &span, &mended));
        let problem = Diagnostic::warning(self.code, path, span, diagnostic::plain(self.message));
        problem.with_hints(mended).with_hints(self.hint.map(diagnostic::plain))
    }
}

/// "write …", with the whole line if it isn't long.
fn write(text: &str, span: &Range<usize>, mended: &str) -> Sentence {
    let start = text[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[span.end..].find('\n').map_or(text.len(), |newline| span.end + newline);
    let line = format!("{}{mended}{}", &text[start..span.start], &text[span.end..end]);
    let shown = if line.chars().count() <= LONG { line.trim() } else { mended.trim() };
    say!("markup.write", shown)
}

/// What is wrong with a file whatever it holds: characters that can't be seen, words in the wrong encoding.
pub(crate) fn of_file(path: &str, text: &str) -> Vec<Diagnostic> {
    let mut problems = control::control(path, text);
    problems.extend(encoding::encoding(path, text));
    problems
}
