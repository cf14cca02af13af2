//! Towns whose names some readers can't read: no language of theirs has a word for it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Parsed;
use super::live::Live;
use crate::diagnostic::{Code, Diagnostic, Names, say};
use crate::entities;
use crate::towns::{self, Scripts};

/// One warning for each such town, where it stands first.
pub(super) fn unreadable(parsed: &Parsed, live: &[Live]) -> Vec<Diagnostic> {
    let of_organisations = parsed.organisations.iter().map(|organisation| {
        (organisation.city.as_str(), entities::ORGANISATIONS, Some(organisation.city_place.clone()))
    });
    let towns = of_organisations.chain(live.iter().filter_map(of_document));
    let (scripts, mut seen, mut problems) = (Scripts::of(&parsed.config), BTreeSet::new(), Vec::new());
    for (town, path, place) in towns {
        let lacking = parsed.towns.lacking(town, &scripts);
        if !lacking.is_empty() && seen.insert(town) {
            problems.push(problem(town, path, place, &lacking));
        }
    }
    problems
}

/// The town of a story or an event, and where it stands.
fn of_document(live: &Live) -> Option<(&str, &str, Option<Range<usize>>)> {
    let source = &live.bundle.source;
    let place = source.keys.get("city").or_else(|| source.keys.get("place"));
    Some((live.facts.city()?, &source.path, place))
}

fn problem(town: &str, path: &str, place: Option<Range<usize>>, lacking: &[&str]) -> Diagnostic {
    let message = say!("town.untranslated", town, langs = Names::of(lacking));
    let words: Vec<String> = lacking.iter().map(|lang| format!("{lang}: …")).collect();
    let line = format!("- {{ name: {town}, words: {{ {} }} }}", words.join(", "));
    let problem = Diagnostic::warning(Code::TownUntranslated, path, place, message);
    problem.with_hint(say!("town.untranslatedHint", line, path = towns::PATH)).about(lacking)
}
