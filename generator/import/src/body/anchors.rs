//! The places within pages to which links lead: which heading has which name in the new site.
//!
//! A link leads to a document in the language of its reader, so translations whose headings follow each other as those of
//! their source have its names: `/posts/bread/#oven` is the oven in every language.

use std::collections::{BTreeMap, BTreeSet};

use generator::slug;

use super::headings::{self, Heading};
use super::target;
use crate::Program;
use crate::place::{Place, Places};
use crate::site::OldSite;

/// The headings of all pages that were taken.
#[derive(Debug, Default)]
pub(crate) struct Anchors(BTreeMap<usize, Vec<Anchor>>);

/// A heading.
#[derive(Debug)]
struct Anchor {
    level: usize,
    /// Where links of the old site found it.
    old: String,
    /// Its writer gave that name.
    is_written: bool,
    /// Its name from now on; what nobody links to needs none.
    new: Option<String>,
}

impl Anchor {
    fn is_wanted(&self, wanted: &BTreeSet<String>) -> bool {
        self.is_written || wanted.contains(&letters(&self.old))
    }
}

/// A name without its dashes: Zola puts some between the syllables of Chinese.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The heading of a name: the one that is called so, or else one that is but for capitals, or for dashes.
fn position(anchors: &[Anchor], name: &str) -> Option<usize> {
    let find = |is_meant: &dyn Fn(&str) -> bool| anchors.iter().position(|anchor| is_meant(&anchor.old));
    let (small, letters) = (name.to_lowercase(), self::letters(name));
    find(&|old| old == name)
        .or_else(|| find(&|old| old.to_lowercase() == small))
        .or_else(|| find(&|old| !letters.is_empty() && self::letters(old) == letters))
}

/// The names behind `#` in a body.
fn fragments(body: &str) -> impl Iterator<Item = String> {
    body.match_indices('#').filter_map(|(at, _)| {
        let rest = &body[at + 1..];
        let end = rest.find(|c: char| c.is_whitespace() || "()[]\"'<>`#".contains(c)).unwrap_or(rest.len());
        let name = letters(&percent_encoding::percent_decode_str(&rest[..end]).decode_utf8_lossy());
        (!name.is_empty()).then_some(name)
    })
}

fn read(program: Program, body: &str) -> Vec<Anchor> {
    let headings = headings::read(body);
    let names = names(&headings, program);
    let anchor = |(heading, name): (&Heading, String)| Anchor {
        level: heading.level as usize,
        is_written: heading.id.as_ref() == Some(&name),
        old: name,
        new: None,
    };
    headings.iter().zip(names).map(anchor).collect()
}

/// What Hugo makes of a heading's words, and GitHub: small letters, dashes for blanks.
fn github(words: &str) -> String {
    let letters = words.trim().to_lowercase();
    let letters = letters.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    letters.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// What Zola makes of them: Latin letters, and dashes for all else.
fn zola(words: &str) -> String {
    let parts = words.split(|c: char| !c.is_alphanumeric()).map(|part| slug::suggest("en", part));
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// The names of all headings in the old site. What a writer named goes first; of equal ones the second has a number.
pub(super) fn names(headings: &[Heading], program: Program) -> Vec<String> {
    let name = match program {
        Program::Hugo => github,
        Program::Zola => zola,
    };
    let written: BTreeSet<&String> = headings.iter().filter_map(|heading| heading.id.as_ref()).collect();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut all = Vec::new();
    for heading in headings {
        let own = heading.id.clone().filter(|id| !seen.contains(id));
        let base = heading.id.clone().unwrap_or_else(|| name(&heading.words));
        let free = own.unwrap_or_else(|| {
            let numbered = (1..).map(|number| format!("{base}-{number}"));
            let mut names = [base.clone()].into_iter().chain(numbered);
            names.find(|name| !seen.contains(name) && !written.contains(name)).unwrap_or_default()
        });
        seen.insert(free.clone());
        all.push(free);
    }
    all
}

/// Whether a heading may have this name.
pub(super) fn is_usable(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

impl Anchors {
    /// Reads the headings of all pages and names those to which some text links.
    pub(crate) fn of(program: Program, old: &OldSite, places: &Places) -> Self {
        let wanted: BTreeSet<String> = old.pages.iter().flat_map(|page| fragments(&page.body)).collect();
        let mut anchors = Self::default();
        for place in &places.list {
            for index in &place.pages {
                anchors.0.insert(*index, read(program, &super::readable(program, &old.pages[*index])));
            }
            anchors.name(place, &wanted);
        }
        anchors
    }

    /// Gives the headings of a document their names.
    fn name(&mut self, place: &Place, wanted: &BTreeSet<String>) {
        let source = place.pages[0];
        let together: Vec<usize> =
            place.pages.iter().copied().filter(|index| self.are_alike(source, *index)).collect();
        let shared: Vec<Option<String>> = (0..self.headings(source).len())
            .map(|number| {
                let is_wanted = together.iter().any(|index| self.headings(*index)[number].is_wanted(wanted));
                is_wanted.then(|| self.headings(source)[number].old.clone())
            })
            .collect();
        for index in &place.pages {
            let Some(anchors) = self.0.get_mut(index) else { continue };
            let mut used = BTreeSet::new();
            for (number, anchor) in anchors.iter_mut().enumerate() {
                let name = match together.contains(index) {
                    true => shared[number].clone(),
                    false => anchor.is_wanted(wanted).then(|| anchor.old.clone()),
                };
                anchor.new = name.filter(|name| is_usable(name) && used.insert(name.clone()));
            }
        }
    }

    fn headings(&self, index: usize) -> &[Anchor] {
        self.0.get(&index).map_or(&[], Vec::as_slice)
    }

    /// Whether the headings of two pages follow each other in the same way.
    fn are_alike(&self, one: usize, other: usize) -> bool {
        let levels = |index: usize| self.headings(index).iter().map(|anchor| anchor.level);
        levels(one).eq(levels(other))
    }

    /// What the heading of a page that an old link called so is called from now on, if there is such a heading.
    pub(super) fn new_name(&self, index: usize, old: &str) -> Option<Option<&str>> {
        let anchors = self.headings(index);
        Some(anchors[position(anchors, old)?].new.as_deref())
    }

    /// What stands behind `#` for who reads the document in a language; `named` is the page that the link named.
    pub(super) fn find(
        &self,
        old: &OldSite,
        place: &Place,
        named: usize,
        lang: usize,
        anchor: &str,
    ) -> Option<&str> {
        let read = target::page_in(old, place, lang);
        let others = place.pages.iter().copied();
        // The page that was meant knows best which of two equal headings it is; then the one that is read.
        let number = [named].into_iter().chain([read]).chain(others).find_map(|index| {
            let number = position(self.headings(index), anchor)?;
            self.are_alike(index, read).then_some(number)
        })?;
        self.headings(read)[number].new.as_deref()
    }
}
