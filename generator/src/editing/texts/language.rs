//! What somebody wrote for a language → its tag, or a sentence that says what it may be.

use icu_locale::{Locale, LocaleCanonicalizer};

use crate::config::Config;
use crate::content::names::{self, DisplayNames};
use crate::diagnostic::nearest;
use crate::document;
use crate::lang::Lang;
use crate::source::Source;

/// A language of the site, in any case of its letters, or a tag of BCP 47 by which CLDR knows one. Any other has to be the
/// site's first, so that a slip makes no file.
pub(super) fn of(written: &str, source: &Source, config: &Config) -> Result<Lang, String> {
    let ours = config.languages.iter().find(|language| language.id.as_str().eq_ignore_ascii_case(written));
    if let Some(language) = ours {
        return Ok(language.id.clone());
    }
    names::known_language(written).ok_or_else(|| {
        let hint = match meant(written, source, config) {
            Some(lang) => format!("did you mean `{lang}`?"),
            None => "write its tag of BCP 47, such as `de` or `zh-Hans`. If it is one of which the program doesn't know, \
                     put it into `languages` in content/site.yaml first"
                .to_owned(),
        };
        format!("there is no language `{written}`: {hint}")
    })
}

/// The language that is called so: by a country, by three letters, or by its name in English or in itself.
fn meant(written: &str, source: &Source, config: &Config) -> Option<Lang> {
    let called = document::language_called(written).map(Lang::new);
    called.or_else(|| of_old_tag(written)).or_else(|| named(written, source, config))
}

/// `deu` is `de`, and `iw` was `he`.
fn of_old_tag(written: &str) -> Option<Lang> {
    let mut locale: Locale = written.parse().ok()?;
    LocaleCanonicalizer::new_extended().canonicalize(&mut locale);
    names::known_language(&locale.id.to_string())
}

/// A language of the site or of a theme by its name, but for a slip.
fn named(written: &str, source: &Source, config: &Config) -> Option<Lang> {
    let of_themes = source.texts.keys().filter_map(|path| {
        let (folder, file) = path.rsplit_once('/')?;
        (path.starts_with("themes/") && folder.ends_with("/texts")).then(|| file.strip_suffix(".yaml"))?
    });
    let ours = config.languages.iter().map(|language| language.id.as_str());
    let english = DisplayNames::of("en");
    let mut names: Vec<(String, &str)> = Vec::new();
    for lang in ours.chain(of_themes) {
        let of_itself = DisplayNames::of(lang).language(lang);
        names.extend(english.language(lang).into_iter().chain(of_itself).map(|name| (name, lang)));
    }
    let near = nearest(written, names.iter().map(|(name, _)| name.as_str()))?;
    names.iter().find(|(name, _)| name == near).map(|(_, lang)| Lang::new(lang))
}
