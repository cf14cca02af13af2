//! A run of text while it is read: the file's own words as long as they can be, so that nothing is copied twice.
//!
//! Lines that follow one another in the file, with nothing but the end of a line between them, are one run: most of a
//! text is paragraphs, and a paragraph is hardly ever more than a few runs.

use crate::markdown::context::Ctx;
use crate::markdown::step::BodyStep;
use std::ops::Range;

/// The bytes of the file, and what they say where it is something else: behind an entity or a backslash.
pub(super) struct Run {
    span: Range<usize>,
    own: Option<String>,
}

impl Run {
    pub(super) fn new(ctx: &Ctx<'_>, text: &str, span: Range<usize>) -> Self {
        let own = (!is_exact(ctx, text, &span)).then(|| text.to_owned());
        Self { span, own }
    }

    /// Takes the end of the line in, if the next line may belong to the run.
    pub(super) fn ends_line(&mut self, ctx: &Ctx<'_>, span: &Range<usize>) -> bool {
        let goes_on = self.own.is_none() && span.start == self.span.end && ctx.source(span) == "\n";
        if goes_on {
            self.span.end = span.end;
        }
        goes_on
    }

    /// Adds more text, or gives it back as a run of its own: what isn't the file's own joins none of another line, so
    /// that places stay as exact as they can be.
    pub(super) fn add(&mut self, ctx: &Ctx<'_>, text: &str, span: Range<usize>) -> Option<Run> {
        if self.own.is_none() && span.start == self.span.end && is_exact(ctx, text, &span) {
            self.span.end = span.end;
            return None;
        }
        let line = ctx.source(&self.span).rfind('\n').filter(|_| self.own.is_none());
        let Some(line) = line.map(|at| self.span.start + at + 1) else {
            self.change(ctx, text, span);
            return None;
        };
        let mut rest = Run::new(ctx, text, span.clone());
        if line < self.span.end {
            rest = Run { span: line..self.span.end, own: None };
            rest.change(ctx, text, span);
            self.span.end = line;
        }
        Some(rest)
    }

    fn change(&mut self, ctx: &Ctx<'_>, text: &str, span: Range<usize>) {
        let own = self.own.get_or_insert_with(|| ctx.source(&self.span).to_owned());
        own.push_str(own_words(ctx, text, &span));
        self.span.end = span.end;
    }

    pub(super) fn into_step(self, ctx: &Ctx<'_>) -> BodyStep {
        match self.own {
            Some(text) => BodyStep::text(text, self.span),
            None => BodyStep::text(ctx.source(&self.span), self.span),
        }
    }
}

/// The file's own words where they are the same length: a hidden directive line that turned out to stand in code shows
/// its real text. What is written otherwise is longer in the file.
pub(super) fn own_words<'a>(ctx: &Ctx<'a>, text: &'a str, span: &Range<usize>) -> &'a str {
    if is_exact(ctx, text, span) { ctx.source(span) } else { text }
}

fn is_exact(ctx: &Ctx<'_>, text: &str, span: &Range<usize>) -> bool {
    ctx.source(span).len() == text.len()
}
