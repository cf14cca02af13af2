//! In which language of the site an organisation is written to.

use forms::CountryFacts;

use super::{ORGANISATIONS, WrittenOrganisation};
use crate::config::Config;
use crate::content::OfLanguage;
use crate::diagnostic::{Code, Diagnostic, Names, say};
use crate::lang::Lang;
use crate::yaml::Located;

/// `lang`, if it is given; else the country's language where the site has it; else the site's default.
pub(super) fn of(written: &WrittenOrganisation, config: &Config) -> Lang {
    let of_country = || CountryFacts::of(&written.country.value).and_then(|country| country.lang);
    let wanted = written.lang.as_ref().map(|lang| &*lang.value).or_else(of_country);
    let known = config.languages.iter().find(|language| Some(language.id.as_str()) == wanted);
    known.unwrap_or(config.default_language()).id.clone()
}

/// A language that the site doesn't have.
pub(super) fn check(lang: &Located<OfLanguage>, config: &Config) -> Option<Diagnostic> {
    let languages: Vec<&str> = config.languages.iter().map(|language| language.id.as_str()).collect();
    if languages.contains(&&*lang.value) {
        return None;
    }
    let message = say!("site.notLanguage", lang = &lang.value);
    let problem = Diagnostic::error(Code::ConfigLanguage, ORGANISATIONS, lang.span.clone(), message);
    Some(problem.with_hint(say!("site.languages", names = Names::of(languages))))
}
