//! What the site's own files and the interface don't say in some language: said once a language, and lent by another.

use super::Parsed;
use crate::config::{self, Config, Translated};
use crate::diagnostic::{Code, Diagnostic, Severity, say};
use crate::lang::Language;

/// Takes out every single gap and leaves one line for each language that has some.
pub(super) fn take(problems: &mut Vec<Diagnostic>, config: &Config) -> Vec<Diagnostic> {
    let is_gap = |problem: &Diagnostic| {
        problem.code == Code::TextUntranslated && problem.severity == Severity::Warning
    };
    let (gaps, others): (Vec<_>, Vec<_>) = std::mem::take(problems).into_iter().partition(is_gap);
    *problems = others;
    let languages = config.languages.iter().zip(&config.language_spans);
    problems.extend(languages.filter_map(|(language, place)| {
        let count = count(&gaps, language.id.as_str());
        (count > 0).then(|| {
            let (lang, other) = (&language.id, language.instead.first());
            let message = say!("text.gaps", lang, count = &count);
            let problem = Diagnostic::warning(Code::TextGaps, config::PATH, place.clone(), message);
            let other = other.map_or("en", |other| other.as_str());
            problem.with_hint(say!("text.gapsHint", lang, other)).about([lang])
        })
    }));
    gaps
}

/// How many words a language lacks.
fn count(gaps: &[Diagnostic], lang: &str) -> usize {
    gaps.iter().filter(|gap| gap.langs.iter().any(|one| one == lang)).count()
}

/// Puts words of other languages where a text of a file lacks them. Interface and forms have theirs already.
pub(super) fn lend(parsed: &mut Parsed) {
    let languages = parsed.config.languages.clone();
    for text in translated(parsed) {
        lend_one(text, &languages);
    }
}

/// Every text in languages of the files that aren't documents, forms or words of the interface.
pub(super) fn translated(parsed: &mut Parsed) -> impl Iterator<Item = &mut Translated> {
    let config = &mut parsed.config;
    let funding = &mut config.funding;
    let everywhere = [&mut config.title, &mut config.description];
    let not_everywhere = [&mut config.tagline, &mut funding.acknowledgement, &mut funding.disclaimer];
    let of_organisations = parsed.organisations.iter_mut().map(|organisation| &mut organisation.about);
    let of_topics = parsed.topics.iter_mut().flat_map(|topic| [&mut topic.label, &mut topic.text]);
    let of_resources =
        parsed.resources.iter_mut().flat_map(|resource| [&mut resource.name, &mut resource.about]);
    let of_site = everywhere.into_iter().chain(not_everywhere.into_iter().flatten());
    of_site.chain(of_organisations).chain(of_topics).chain(of_resources)
}

fn lend_one(text: &mut Translated, languages: &[Language]) {
    let own = text.0.clone();
    let words = |lang: &str| own.get(lang).filter(|words| !words.trim().is_empty());
    for language in languages.iter().filter(|language| words(language.id.as_str()).is_none()) {
        let others = language.instead.iter().map(|lang| lang.as_str());
        // Any words are better than none.
        let any = languages.iter().map(|language| language.id.as_str());
        if let Some(lent) = others.chain(any).find_map(words) {
            text.0.insert(language.id.to_string(), lent.clone());
        }
    }
}
