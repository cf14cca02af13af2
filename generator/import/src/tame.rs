//! What a check of the new site calls an error in a document → something harmless that is told.
//!
//! The last safety: what is known beforehand is dealt with in [`crate::body`] and [`crate::make`]. Nobody who takes over a
//! thousand texts mends them before the first look at the site.

mod cure;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;

use generator::build::{self, BuildOptions, Produced};
use generator::cache::Cache;
use generator::diagnostic::{Diagnostic, Severity};
use jiff::Timestamp;

use crate::edits::Edits;
use crate::loss::Losses;
use crate::make::Origin;
use crate::write;

/// An error of one stage hides those of the next, and one within another those beside it.
const ROUNDS: usize = 12;

/// The new site where it lies.
pub(crate) struct Taming<'s> {
    pub(crate) root: PathBuf,
    /// Where pictures are kept from one check to the next.
    pub(crate) cache: PathBuf,
    pub(crate) origins: &'s mut BTreeMap<String, Origin>,
    /// The files beside the texts → their addresses in the old site.
    pub(crate) copies: &'s BTreeMap<String, String>,
    /// There are drafts, or texts that aren't published for ever.
    pub(crate) hides: bool,
}

impl Taming<'_> {
    /// Checks the site as its writers see it, and as it is published if that differs, until neither says what can be
    /// helped. Gives what is left.
    pub(crate) fn tame(&mut self, now: Timestamp, losses: &mut Losses) -> Result<Produced, String> {
        let written = self.until_quiet(now, true, losses)?;
        if self.hides { self.until_quiet(now, false, losses) } else { Ok(written) }
    }

    fn until_quiet(&mut self, now: Timestamp, drafts: bool, losses: &mut Losses) -> Result<Produced, String> {
        let mut options = BuildOptions::new(&self.root, now);
        options.drafts = drafts;
        options.cache = Cache::at(&self.cache);
        let mut produced = build::produce(&options);
        for _ in 0..ROUNDS {
            if !self.round(&produced.diagnostics, losses)? {
                break;
            }
            produced = build::produce(&options);
        }
        Ok(produced)
    }

    /// Deals with the errors of one check; whether anything was changed.
    fn round(&mut self, problems: &[Diagnostic], losses: &mut Losses) -> Result<bool, String> {
        let mut spots: BTreeMap<&str, BTreeSet<cure::Spot>> = BTreeMap::new();
        let mut is_changed = false;
        for problem in problems.iter().filter(|problem| problem.severity == Severity::Error) {
            // The texts that name it say so in the next round.
            if self.copies.contains_key(&problem.path) {
                is_changed |= write::remove(&self.root.join(&problem.path))?;
            }
            for (path, spot) in cure::spots(problem) {
                spots.entry(path).or_default().insert(spot);
            }
        }
        for (path, spots) in spots {
            is_changed |= self.document(path, &spots, losses)?;
        }
        Ok(is_changed)
    }

    fn document(
        &mut self,
        path: &str,
        spots: &BTreeSet<cure::Spot>,
        losses: &mut Losses,
    ) -> Result<bool, String> {
        let Some(origin) = self.origins.get_mut(path) else { return Ok(false) };
        let file = self.root.join(path);
        let text = write::read(&file)?;
        let (mut edits, mut taken) = (Edits::default(), Vec::<Range<usize>>::new());
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for spot in spots {
            let old = |name: &str| self.copies.get(&format!("{folder}/{name}")).cloned();
            let Some(cure) = cure::cure(&text, spot, old) else { continue };
            // Two errors at one place have one cure; what is left of the other, the next check says.
            if taken.iter().any(|other| overlap(other, &cure.range)) {
                continue;
            }
            taken.push(cure.range.clone());
            let line = origin.line(&text, cure.range.start);
            let what = format!("{}: {}", spot.code.as_str(), shown(&text, &cure.range));
            losses.add(cure.kind, &origin.file, line, what);
            edits.replace(cure.range, cure.with);
        }
        let (new, before) = edits.apply(&text);
        if new == text {
            return Ok(false);
        }
        let starts = [0].into_iter().chain(new.match_indices('\n').map(|(at, _)| at + 1));
        origin.lines = starts.map(|start| origin.line(&text, before.before(start))).collect();
        write::text(&file, &new)?;
        Ok(true)
    }
}

/// Whether two changes would be made of the same words, or put in at the same place.
fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end.max(b.start + 1) && b.start < a.end.max(a.start + 1)
}

/// What is replaced; where something is only put in, the rest of its line.
fn shown<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    match text[range.clone()].trim() {
        "" => text[range.start..].lines().next().unwrap_or_default(),
        source => source,
    }
}

impl Origin {
    /// The line in the old file of a byte of the text.
    fn line(&self, text: &str, at: usize) -> usize {
        let number = text.as_bytes()[..at.min(text.len())].iter().filter(|byte| **byte == b'\n').count();
        self.lines.get(number).or(self.lines.last()).copied().unwrap_or(1)
    }
}
