//! The text below a head, paragraph by paragraph.

use super::align::{Step, align};
use super::{Answer, Conflict, Place};

/// What came of three bodies.
pub(super) struct Body {
    pieces: Vec<Piece>,
    pub(super) conflicts: Vec<Conflict>,
    /// Blank lines before the first paragraph, and what follows the last one.
    edges: (String, String),
}

enum Piece {
    Paragraph(Paragraph),
    /// Theirs, and which of the conflicts it is.
    Conflict(Option<Paragraph>, usize),
}

#[derive(Clone)]
struct Paragraph {
    text: String,
    /// The blank lines behind it.
    gap: String,
}

impl Body {
    fn as_it_is(text: &str) -> Self {
        let (lead, paragraphs, trail) = cut(text);
        let pieces = paragraphs.into_iter().map(Piece::Paragraph).collect();
        Self { pieces, conflicts: Vec::new(), edges: (lead, trail) }
    }

    /// The text, with theirs where there is a conflict.
    pub(super) fn text(&self) -> String {
        self.answered(&[])
    }

    /// The text with an answer to each conflict.
    pub(super) fn answered(&self, answers: &[&Answer]) -> String {
        let mut paragraphs: Vec<Paragraph> = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Paragraph(paragraph) => paragraphs.push(paragraph.clone()),
                Piece::Conflict(theirs, at) => {
                    let own = |text: &str| {
                        let text = text.replace("\r\n", "\n").trim_matches('\n').trim_end().to_owned();
                        (!text.is_empty()).then(|| Paragraph { text, gap: "\n\n".to_owned() })
                    };
                    paragraphs.extend(match answers.get(*at).copied() {
                        None | Some(Answer::Theirs) => theirs.clone(),
                        Some(Answer::Ours) => self.conflicts[*at].ours.as_deref().and_then(own),
                        Some(Answer::Own(text)) => own(text),
                    });
                }
            }
        }
        let mut text = self.edges.0.clone();
        for (at, paragraph) in paragraphs.iter().enumerate() {
            text.push_str(&paragraph.text);
            let is_last = at + 1 == paragraphs.len();
            text.push_str(if is_last { &self.edges.1 } else { &paragraph.gap });
        }
        text
    }
}

/// Puts them together. Paragraphs that both put into the same place stand one behind the other, theirs first.
pub(super) fn merge(base: &str, ours: &str, theirs: &str) -> Body {
    if ours == base || ours == theirs {
        return Body::as_it_is(theirs);
    }
    if theirs == base {
        return Body::as_it_is(ours);
    }
    let (lead, their, trail) = cut(theirs);
    let (was, our) = (cut(base).1, cut(ours).1);
    let trail = if trail.is_empty() { "\n".to_owned() } else { trail };
    let mut body = Body { pieces: Vec::new(), conflicts: Vec::new(), edges: (lead, trail) };
    let (ours, theirs) = (Side::of(&was, &our), Side::of(&was, &their));
    for at in 0..=was.len() {
        body.added(&ours.added[at], &theirs.added[at]);
        if let Some(was) = was.get(at) {
            body.one(at, was, ours.became[at], theirs.became[at]);
        }
    }
    body
}

impl Body {
    fn added(&mut self, ours: &[&Paragraph], theirs: &[&Paragraph]) {
        let is_new = |our: &&&Paragraph| theirs.iter().all(|their| their.text != our.text);
        let both = theirs.iter().chain(ours.iter().filter(is_new));
        self.pieces.extend(both.map(|&paragraph| Piece::Paragraph(paragraph.clone())));
    }

    /// What became of one paragraph.
    fn one(&mut self, at: usize, was: &Paragraph, ours: Option<&Paragraph>, theirs: Option<&Paragraph>) {
        let text = |paragraph: Option<&Paragraph>| paragraph.map(|paragraph| paragraph.text.clone());
        let (our, their, base) = (text(ours), text(theirs), Some(was.text.clone()));
        if our == base || our == their {
            self.pieces.extend(theirs.cloned().map(Piece::Paragraph));
        } else if their == base {
            self.pieces.extend(ours.cloned().map(Piece::Paragraph));
        } else {
            self.pieces.push(Piece::Conflict(theirs.cloned(), self.conflicts.len()));
            self.conflicts.push(Conflict {
                place: Place::Paragraph(at),
                base,
                ours: our,
                theirs: their,
                is_text: true,
            });
        }
    }
}

/// One version beside the base.
struct Side<'a> {
    /// What each paragraph of the base is now.
    became: Vec<Option<&'a Paragraph>>,
    /// What is new before each of them, and behind the last.
    added: Vec<Vec<&'a Paragraph>>,
}

impl<'a> Side<'a> {
    fn of(was: &[Paragraph], is: &'a [Paragraph]) -> Self {
        let texts =
            |paragraphs: &[Paragraph]| paragraphs.iter().map(|one| one.text.clone()).collect::<Vec<_>>();
        let mut side = Self { became: vec![None; was.len()], added: vec![Vec::new(); was.len() + 1] };
        let mut at = 0;
        for step in align(&texts(was), &texts(is)) {
            match step {
                Step::Same(old, new) | Step::Changed(old, new) => {
                    side.became[old] = Some(&is[new]);
                    at = old + 1;
                }
                Step::Removed(old) => at = old + 1,
                Step::Added(new) => side.added[at].push(&is[new]),
            }
        }
        side
    }
}

/// Blank lines at the beginning, the paragraphs, and what follows the last.
fn cut(text: &str) -> (String, Vec<Paragraph>, String) {
    let is_blank = |line: &&str| line.trim().is_empty();
    let lead: usize = text.split_inclusive('\n').take_while(is_blank).map(str::len).sum();
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for block in blocks(&text[lead..]) {
        let end = block.trim_end().len();
        let gap = &block[end..];
        let gap = if gap.matches('\n').count() > 1 { gap } else { "\n\n" };
        paragraphs.push(Paragraph { text: block[..end].to_owned(), gap: gap.to_owned() });
    }
    let trail = if paragraphs.is_empty() { "" } else { &text[text.trim_end().len()..] };
    (text[..lead].to_owned(), paragraphs, trail.to_owned())
}

/// Paragraphs with the blank lines behind them. What stands between two fences or in a directive is one.
pub(crate) fn blocks(text: &str) -> Vec<&str> {
    let mut blocks = Vec::new();
    let (mut start, mut at, mut is_blank) = (0, 0, false);
    let mut fence: Option<&str> = None;
    let mut depth = 0_usize;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let is_inside = fence.is_some() || depth > 0;
        if is_blank && !trimmed.is_empty() && !is_inside && at > start {
            blocks.push(&text[start..at]);
            start = at;
        }
        is_blank = trimmed.is_empty();
        match fence {
            // The end of a fence is as long as its beginning at least, and nothing else.
            Some(mark)
                if trimmed.starts_with(mark) && trimmed.trim_start_matches(mark_of(mark)).is_empty() =>
            {
                fence = None;
            }
            Some(_) => {}
            None => {
                fence = fence_of(trimmed);
                if trimmed == ":::" {
                    depth = depth.saturating_sub(1);
                } else if trimmed.starts_with(":::") {
                    depth += 1;
                }
            }
        }
        at += line.len();
    }
    if at > start {
        blocks.push(&text[start..at]);
    }
    blocks
}

fn mark_of(mark: &str) -> char {
    if mark.starts_with('~') { '~' } else { '`' }
}

/// The marks with which a line begins a fenced block.
fn fence_of(line: &str) -> Option<&str> {
    let mark = line.chars().next().filter(|c| ['`', '~'].contains(c))?;
    let marks = &line[..line.len() - line.trim_start_matches(mark).len()];
    // Backticks behind it make it code within a line.
    let is_code = mark == '`' && line[marks.len()..].contains('`');
    (marks.len() > 2 && !is_code).then_some(marks)
}
