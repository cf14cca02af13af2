//! The text below a head, paragraph by paragraph.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{Conflict, Place};

/// What came of three bodies.
pub(super) struct Body {
    pub(super) text: String,
    pub(super) conflicts: Vec<Conflict>,
}

/// Puts them together. Paragraphs that both put into the same place stand one behind the other, theirs first.
pub(super) fn merge(base: &str, ours: &str, theirs: &str) -> Body {
    if ours == base || ours == theirs {
        return Body { text: theirs.to_owned(), conflicts: Vec::new() };
    }
    if theirs == base {
        return Body { text: ours.to_owned(), conflicts: Vec::new() };
    }
    let (was, our, their) = (blocks(base), blocks(ours), blocks(theirs));
    let (our_hunks, their_hunks) = (hunks(&was, &our), hunks(&was, &their));
    let mut merging = Merging { was: &was, out: Vec::new(), conflicts: Vec::new() };
    let (mut at, mut o, mut t) = (0, 0, 0);
    loop {
        let next = [our_hunks.get(o), their_hunks.get(t)].into_iter().flatten().map(|hunk| hunk.from).min();
        let Some(from) = next else { break };
        merging.keep(at, from);
        // All that touches or overlaps goes together.
        let (mut to, first) = (from, (o, t));
        loop {
            let touches = |hunk: Option<&Hunk<'_>>, to: usize| {
                hunk.is_some_and(|hunk| hunk.from < to || hunk.from == from)
            };
            if touches(our_hunks.get(o), to) {
                to = to.max(our_hunks[o].to);
                o += 1;
            } else if touches(their_hunks.get(t), to) {
                to = to.max(their_hunks[t].to);
                t += 1;
            } else {
                break;
            }
        }
        merging.region((from, to), &our_hunks[first.0..o], &their_hunks[first.1..t]);
        at = to;
    }
    merging.keep(at, was.len());
    Body { text: merging.out.concat(), conflicts: merging.conflicts }
}

/// Paragraphs that were and the ones in their place.
struct Hunk<'a> {
    from: usize,
    to: usize,
    new: &'a [&'a str],
}

fn hunks<'a>(was: &[&str], new: &'a [&'a str]) -> Vec<Hunk<'a>> {
    let trimmed =
        |blocks: &[&str]| blocks.iter().map(|block| block.trim_end().to_owned()).collect::<Vec<_>>();
    let ops = capture_diff_slices(Algorithm::Myers, &trimmed(was), &trimmed(new));
    let changed = ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    changed
        .map(|op| Hunk { from: op.old_range().start, to: op.old_range().end, new: &new[op.new_range()] })
        .collect()
}

struct Merging<'a> {
    was: &'a [&'a str],
    out: Vec<String>,
    conflicts: Vec<Conflict>,
}

impl Merging<'_> {
    fn keep(&mut self, from: usize, to: usize) {
        for block in &self.was[from..to] {
            self.add(block);
        }
    }

    /// A paragraph, with a blank line before it.
    fn add(&mut self, block: &str) {
        if let Some(last) = self.out.last_mut()
            && !last.ends_with("\n\n")
        {
            let missing = if last.ends_with('\n') { "\n" } else { "\n\n" };
            last.push_str(missing);
        }
        self.out.push(block.to_owned());
    }

    fn region(&mut self, (from, to): (usize, usize), ours: &[Hunk<'_>], theirs: &[Hunk<'_>]) {
        let (our, their) = (self.side((from, to), ours), self.side((from, to), theirs));
        let was: Vec<String> = self.was[from..to].iter().map(|&block| block.to_owned()).collect();
        let same = |one: &[String], other: &[String]| {
            one.len() == other.len() && one.iter().zip(other).all(|(a, b)| a.trim_end() == b.trim_end())
        };
        if ours.is_empty() || same(&our, &their) || same(&our, &was) {
            their.iter().for_each(|block| self.add(block));
        } else if theirs.is_empty() || same(&their, &was) {
            our.iter().for_each(|block| self.add(block));
        } else if from == to {
            their.iter().chain(&our).for_each(|block| self.add(block));
        } else {
            their.iter().for_each(|block| self.add(block));
            let text = |blocks: &[String]| {
                let text = blocks.concat().trim_end().to_owned();
                (!text.is_empty()).then_some(text)
            };
            self.conflicts.push(Conflict {
                place: Place::Paragraph(from),
                base: text(&was),
                ours: text(&our),
                theirs: text(&their),
            });
        }
    }

    /// What one of them has in a region.
    fn side(&self, (from, to): (usize, usize), hunks: &[Hunk<'_>]) -> Vec<String> {
        let mut at = from;
        let mut side = Vec::new();
        for hunk in hunks {
            side.extend(self.was[at..hunk.from].iter().map(|&block| block.to_owned()));
            side.extend(hunk.new.iter().map(|&block| block.to_owned()));
            at = hunk.to;
        }
        side.extend(self.was[at..to].iter().map(|&block| block.to_owned()));
        side
    }
}

/// Paragraphs with the blank lines behind them. What stands between two fences or in a directive is one.
pub(super) fn blocks(text: &str) -> Vec<&str> {
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
            Some(mark) if trimmed.starts_with(mark) => fence = None,
            Some(_) => {}
            None => {
                fence = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
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
