//! What must hold in `site.yaml` beyond its shape.

use std::collections::BTreeSet;

use icu_locale::Locale;

use super::{BaseUrl, PATH, Translated, Written, WrittenLanguage};
use crate::diagnostic::{Code, Diagnostic, quoted_list};
use crate::entities::email_address;
use crate::lang::{Direction, Lang, Language};
use crate::source::Source;
use crate::time;
use crate::yaml::Located;

/// A language whose locale is one.
pub(super) fn language(written: &WrittenLanguage) -> Option<Language> {
    let locale: Locale = written.locale.value.parse().ok()?;
    Some(Language {
        id: Lang::new(&written.id.value),
        direction: Direction::of(&locale),
        locale: written.locale.value.clone(),
        name: written.name.clone(),
    })
}

pub(super) fn languages(languages: &Located<Vec<WrittenLanguage>>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for written in &languages.value {
        let id = &written.id;
        let is_tag = id.value.split('-').all(|part| {
            (1..=8).contains(&part.len())
                && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
        if !is_tag {
            let message = format!("`{}` can't be the name of a language in addresses", id.value);
            let problem = Diagnostic::error(Code::ConfigLanguage, PATH, id.span.clone(), message);
            problems.push(problem.with_hint("use a tag in small letters, such as `nb` or `pt-br`"));
        }
        if !seen.insert(&id.value) {
            let message = format!("the language `{}` stands twice", id.value);
            let problem = Diagnostic::error(Code::ConfigLanguage, PATH, id.span.clone(), message);
            problems.push(problem.with_hint("remove one of the two"));
        }
        if language(written).is_none() {
            let message = format!("`{}` is not a language tag", written.locale.value);
            let problem = Diagnostic::error(Code::ConfigLanguage, PATH, written.locale.span.clone(), message);
            problems.push(problem.with_hint("use a BCP 47 tag, such as `en-GB`"));
        }
    }
    if languages.value.is_empty() {
        let problem =
            Diagnostic::error(Code::ConfigLanguage, PATH, languages.span.clone(), "the site has no language");
        problems.push(
            problem.with_hint("write one a line below it: `- { id: en, locale: en-GB, name: English }`"),
        );
    }
    problems
}

pub(super) fn values(written: &Written, source: &Source) -> Vec<Diagnostic> {
    let mut ids: Vec<&str> = Vec::new();
    for language in &written.languages.value {
        if !ids.contains(&language.id.value.as_str()) {
            ids.push(&language.id.value);
        }
    }
    let mut problems = Vec::new();
    let funding = &written.funding;
    for (key, text) in [
        ("title", &written.title),
        ("tagline", &written.tagline),
        ("description", &written.description),
        ("acknowledgement", &funding.acknowledgement),
        ("disclaimer", &funding.disclaimer),
    ] {
        problems.extend(translated(PATH, key, text, &ids));
    }
    let base = &written.base_url;
    if let Err(wrong) = base.value.parse::<BaseUrl>() {
        let problem = Diagnostic::error(Code::ConfigBaseUrl, PATH, base.span.clone(), wrong.message);
        problems.push(problem.with_hint(wrong.hint));
    }
    problems.extend(email_address(PATH, &written.contact.email));
    let zone = &written.time_zone;
    problems.extend(time::zone(PATH, &zone.value, &zone.span).err());
    if let Some(theme) = &written.theme
        && !source.texts.keys().any(|path| path.starts_with(&format!("themes/{}/", theme.value)))
    {
        let message = format!("there is no folder `themes/{}`", theme.value);
        let themes: BTreeSet<&str> =
            source.texts.keys().filter_map(|path| path.strip_prefix("themes/")?.split('/').next()).collect();
        let problem = Diagnostic::error(Code::ConfigTheme, PATH, theme.span.clone(), message);
        problems.push(match themes.is_empty() {
            true => problem.with_hint("is `--root` the folder that holds `content/` and `themes/`?"),
            false => problem.with_hint(format!("there are {}", quoted_list(themes))),
        });
    }
    problems
}

/// A text must stand in each language of the site, and in no other.
pub(crate) fn translated(
    path: &str,
    key: &str,
    text: &Located<Translated>,
    languages: &[&str],
) -> Option<Diagnostic> {
    if languages.is_empty() {
        // That was said once; every text would say it again.
        return None;
    }
    let given = &text.value.0;
    let missing: Vec<&str> = languages
        .iter()
        .copied()
        .filter(|id| given.get(*id).is_none_or(|text| text.trim().is_empty()))
        .collect();
    if !missing.is_empty() {
        let message = format!("`{key}` has no text in {}", quoted_list(&missing));
        let problem = Diagnostic::error(Code::TextUntranslated, path, text.span.clone(), message);
        let problem = problem.with_hint(format!("add `{}: …`", missing.join(": …, ")));
        return Some(problem.about(missing));
    }
    let other = given.keys().find(|id| !languages.contains(&id.as_str()))?;
    let message = format!("`{key}` has a text in `{other}`, which is not a language of the site");
    let problem = Diagnostic::error(Code::ConfigLanguage, path, text.span.clone(), message);
    Some(problem.with_hint(format!("the languages are {}", quoted_list(languages))))
}
