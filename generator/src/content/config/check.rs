//! What must hold in `site.yaml` beyond its shape.

use std::collections::BTreeSet;
use std::ops::Range;

use icu_locale::Locale;

use super::{BaseUrl, PATH, Translated, WrittenConfig, WrittenLanguage};
use crate::content::LanguageTag;
use crate::content::validate::email_address;
use crate::diagnostic::{Code, Diagnostic, Names, Severity, say};
use crate::lang::{Lang, Language, direction_of};
use crate::source::Source;
use crate::time;
use crate::yaml::Located;

/// A language whose locale is one.
pub(super) fn language(written: &WrittenLanguage) -> Option<Language> {
    let (tag, _) = tag(written);
    let locale: Locale = tag.parse().ok()?;
    Some(Language {
        id: Lang::of_tag(&written.id.value)?,
        direction: direction_of(&locale),
        locale: tag.to_owned(),
        name: written.name.clone(),
        instead: Vec::new(),
    })
}

/// The tag by which dates and numbers are written, and where it stands.
fn tag(written: &WrittenLanguage) -> (&str, &Range<usize>) {
    match &written.locale {
        Some(locale) => (&locale.value, &locale.span),
        None => (&written.id.value, &written.id.span),
    }
}

pub(super) fn languages(languages: &Located<Vec<WrittenLanguage>>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for written in &languages.value {
        let id = &written.id;
        let tag = Lang::of_tag(&id.value);
        if tag.is_none() {
            let message = say!("site.badLanguage", id = &id.value);
            let problem = Diagnostic::error(Code::ConfigLanguage, PATH, id.span.clone(), message);
            problems.push(problem.with_hint(say!("site.badLanguageHint")));
        }
        if tag.clone().is_some_and(|tag| !seen.insert(tag)) {
            let message = say!("site.twice", id = &id.value);
            let problem = Diagnostic::error(Code::ConfigLanguage, PATH, id.span.clone(), message);
            problems.push(problem.with_hint(say!("hint.removeOne")));
        }
        if tag.is_some() && language(written).is_none() {
            let (tag, place) = self::tag(written);
            let message = say!("language.noTag", tag);
            let problem = Diagnostic::error(Code::ConfigLanguage, PATH, place.clone(), message);
            problems.push(problem.with_hint(say!("site.localeHint")));
        }
    }
    if languages.value.is_empty() {
        let message = say!("site.noLanguage");
        let problem = Diagnostic::error(Code::ConfigLanguage, PATH, languages.span.clone(), message);
        problems.push(problem.with_hint(say!("site.noLanguageHint")));
    }
    problems
}

pub(super) fn values(written: &WrittenConfig, source: &Source) -> Vec<Diagnostic> {
    let mut tags: Vec<Lang> = Vec::new();
    for tag in written.languages.value.iter().filter_map(|language| Lang::of_tag(&language.id.value)) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    let ids: Vec<&str> = tags.iter().map(Lang::as_str).collect();
    let mut problems = fallbacks(&written.languages.value, &ids, source);
    let funding = written.funding.as_ref();
    let not_everywhere = [
        ("tagline", written.tagline.as_ref()),
        ("acknowledgement", funding.and_then(|funding| funding.acknowledgement.as_ref())),
        ("disclaimer", funding.and_then(|funding| funding.disclaimer.as_ref())),
    ];
    let not_everywhere = not_everywhere.into_iter().filter_map(|(key, text)| Some((key, text?)));
    let everywhere = [("title", &written.title), ("description", &written.description)];
    for (key, text) in everywhere.into_iter().chain(not_everywhere) {
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
    // A theme may be a logo and nothing else.
    let theme_files =
        source.texts.keys().chain(source.assets.keys()).filter_map(|path| path.strip_prefix("themes/"));
    let themes: BTreeSet<&str> =
        theme_files.filter_map(|path| path.split_once('/')).map(|(theme, _)| theme).collect();
    if let Some(theme) = &written.theme
        && !themes.contains(&*theme.value)
    {
        let message = say!("site.noTheme", theme = &theme.value);
        let problem = Diagnostic::error(Code::ConfigTheme, PATH, theme.span.clone(), message);
        problems.push(match themes.is_empty() {
            true => problem.with_hint(say!("site.themeRootHint")),
            false => problem.with_hint(say!("hint.thereAre", names = Names::of(themes))),
        });
    }
    problems
}

/// Languages that lend words must have some: on this site, or in a theme.
fn fallbacks(languages: &[WrittenLanguage], ids: &[&str], source: &Source) -> Vec<Diagnostic> {
    let of_theme = |lang: &str| {
        let file = format!("/texts/{lang}.yaml");
        source.texts.keys().any(|path| path.starts_with("themes/") && path.ends_with(&file))
    };
    let unknown = |written: &Located<LanguageTag>| {
        let lang = &*written.value;
        let tag = Lang::of_tag(lang);
        let is_known = tag.is_some_and(|tag| ids.contains(&tag.as_str()) || of_theme(tag.as_str()));
        (!is_known).then(|| {
            let message = say!("site.noFallback", lang);
            let problem = Diagnostic::error(Code::ConfigLanguage, PATH, written.span.clone(), message);
            problem.with_hint(say!("site.languages", names = Names::of(ids)))
        })
    };
    languages.iter().filter_map(|language| language.fallback.as_ref()).filter_map(unknown).collect()
}

/// A text should stand in each language of the site, and in no other.
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
        let message = say!("site.noText", key, langs = Names::of(&missing));
        // Words of another language take their place, if there are some.
        let is_lent = given.values().any(|text| !text.trim().is_empty());
        let severity = if is_lent { Severity::Warning } else { Severity::Error };
        let problem = Diagnostic::error(Code::TextUntranslated, path, text.span.clone(), message);
        let problem = Diagnostic { severity, ..problem };
        let problem =
            problem.with_hint(say!("site.noTextHint", lines = &format!("{}: …", missing.join(": …, "))));
        return Some(problem.about(missing));
    }
    let other = given.keys().find(|id| !languages.contains(&id.as_str()))?;
    let message = say!("site.otherText", key, other);
    let problem = Diagnostic::error(Code::ConfigLanguage, path, text.span.clone(), message);
    Some(problem.with_hint(say!("site.languages", names = Names::of(languages))))
}
