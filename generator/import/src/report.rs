//! What was taken and what wasn't → `import-report.md`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::loss::{Loss, LossKind};
use crate::{Counts, ImportOptions, Program};

/// What a check of the new site still says: how often, and about which kind of problem.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Left {
    /// `link/no-page`.
    pub code: String,
    /// Whether the site isn't built before it is mended.
    pub is_error: bool,
    /// Its file and line, and the sentence.
    pub places: Vec<String>,
}

/// The whole report.
pub(crate) fn report(options: &ImportOptions, counts: &Counts, losses: &[Loss], left: &[Left]) -> String {
    let program = match options.program {
        Program::Hugo => "Hugo",
        Program::Zola => "Zola",
    };
    let lost = losses.iter().filter(|loss| loss.kind.is_page()).count();
    let mut out = format!(
        "# What was taken from {program}, and what wasn't\n\n\
         | | |\n| --- | ---: |\n\
         | files of pages that were read | {} |\n| of these written here | {} |\n| of these left out | {lost} |\n\
         | documents, in one language or several | {} |\n| pictures and files beside them | {} |\n| old addresses that lead on | {} |\n",
        counts.read, counts.taken, counts.documents, counts.files, counts.aliases,
    );
    let mut by_kind: BTreeMap<LossKind, Vec<&Loss>> = BTreeMap::new();
    losses.iter().for_each(|loss| by_kind.entry(loss.kind).or_default().push(loss));
    for kind in LossKind::ALL {
        if let Some(losses) = by_kind.get(&kind) {
            let _ = writeln!(out, "| {} | {} |", kind.said(), losses.len());
        }
    }
    still(&mut out, left);
    for kind in LossKind::ALL {
        let Some(losses) = by_kind.get(&kind) else { continue };
        let _ = write!(out, "\n## {} ({})\n\n", capital(kind.said()), losses.len());
        for loss in losses {
            let what = loss.what.replace('`', "'").split_whitespace().collect::<Vec<_>>().join(" ");
            let what = if what.is_empty() { String::new() } else { format!(" `{what}`") };
            let _ = writeln!(out, "- {}:{}{what}", loss.file, loss.line);
        }
    }
    out
}

/// What `spaces check` says of the new site.
fn still(out: &mut String, left: &[Left]) {
    let count = |is_error: bool| {
        left.iter().filter(|left| left.is_error == is_error).map(|left| left.places.len()).sum::<usize>()
    };
    let _ = write!(
        out,
        "\n## What `spaces check` says of it: {} errors, {} warnings\n\n",
        count(true),
        count(false)
    );
    if left.is_empty() {
        out.push_str("Nothing.\n");
    }
    for left in left {
        let kind = if left.is_error { "error" } else { "warning" };
        let _ = writeln!(
            out,
            "- {kind} `{}`: {} times, first {}",
            left.code,
            left.places.len(),
            left.places.first().map_or("", String::as_str)
        );
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
