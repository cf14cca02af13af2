//! In which language of the site an organisation is written to.

use icu_locale::{LanguageIdentifier, LocaleExpander};

use super::{ORGANISATIONS, WrittenOrganisation};
use crate::config::Config;
use crate::content::OfLanguage;
use crate::diagnostic::{Code, Diagnostic, Names, say};
use crate::lang::Lang;
use crate::yaml::Located;

/// `lang`, if it is given; else the country's language where the site has it; else the site's default.
pub(super) fn of(written: &WrittenOrganisation, config: &Config) -> Lang {
    let said = written.lang.as_ref().map(|lang| lang.value.to_string());
    let wanted = said.or_else(|| of_country(&written.country.value));
    let known = config.languages.iter().find(|language| Some(language.id.as_str()) == wanted.as_deref());
    known.unwrap_or(config.default_language()).id.clone()
}

/// In which most people of a country read, by CLDR: `NO` → `nb`.
fn of_country(code: &str) -> Option<String> {
    let mut tag: LanguageIdentifier = format!("und-{code}").parse().ok()?;
    LocaleExpander::new_extended().maximize(&mut tag);
    match tag.language.as_str() {
        // Nobody writes Norwegian without being either.
        "no" => Some("nb".to_owned()),
        language => Some(language.to_owned()),
    }
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
