//! Two made-up languages, which show what a translation would break: `spaces build --pseudo`.
//!
//! `en-XA` has accents on every letter and words that are longer by two fifths, `ar-XB` reads from
//! right to left (the names are CLDR's). Both are made from the site's default language and stand
//! beside the real ones. What is still plain on such a page is text that nobody can translate; what
//! falls out of its box breaks in a language with long words. Never a part of a normal build.

mod documents;
mod interface;
mod words;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::lang::{Direction, Lang, Language};
use crate::site::{self, AssembleOptions, Parsed, Site};
use crate::source::Source;

/// A made-up language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pseudo {
    /// Accents and long words.
    Accented,
    /// From right to left.
    Mirrored,
}

impl Pseudo {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Accented, Self::Mirrored];

    /// Its name in addresses.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Accented => "en-XA",
            Self::Mirrored => "ar-XB",
        }
    }

    /// A short text: its beginning and end are marked, so that one sees where something is cut off.
    /// Placeholders, addresses and numbers stay.
    #[must_use]
    pub fn text(self, text: &str) -> String {
        words::marked(self, text)
    }

    /// As the site knows it. Dates and numbers are those of the default language.
    fn language(self, config: &Config) -> Language {
        let (name, direction) = match self {
            Self::Accented => ("long", Direction::Ltr),
            Self::Mirrored => ("mirrored", Direction::Rtl),
        };
        let locale = config.default_language().locale.clone();
        Language { id: Lang::new(self.id()), locale, name: self.text(name), direction, instead: Vec::new() }
    }
}

/// As [`site::load`], with the made-up languages in the site.
#[must_use]
pub fn load(source: &Source, options: &AssembleOptions) -> (Option<Site>, Vec<Diagnostic>) {
    let (parsed, mut problems) = site::parse(source, &options.kept);
    let Some(mut parsed) = parsed.filter(|_| !crate::diagnostic::any_error(&problems)) else {
        return (None, problems);
    };
    add(&mut parsed, source);
    let (site, found) = site::assemble(parsed, options);
    // What is wrong with a made-up text has been said of the one that it was made from.
    problems.extend(found.into_iter().filter(|problem| !documents::is_made_up(&problem.path)));
    (Some(site), problems)
}

fn add(parsed: &mut Parsed, source: &Source) {
    interface::add(parsed);
    let default = parsed.config.default_language().id.clone();
    documents::add(&mut parsed.documents, source, &default);
    let languages = Pseudo::ALL.map(|pseudo| pseudo.language(&parsed.config));
    parsed.config.languages.extend(languages);
}
