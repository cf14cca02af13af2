//! Letters that the theme's fonts don't have and that pictures for sharing would show as boxes: told once a language.

use std::collections::BTreeSet;

use crate::config;
use crate::diagnostic::{Code, Diagnostic, say};
use crate::lang::Language;
use crate::site::Site;
use crate::source::Source;
use crate::theme::Theme;

/// As many are named; the rest are of the same kind.
const NAMED: usize = 12;

/// One warning for each language with such letters in what the pictures say.
pub(super) fn missing(site: &Site, source: &Source, theme: &Theme) -> Vec<Diagnostic> {
    // Without any font there are no letters at all, and no boxes.
    if !theme.draws() || theme.fonts.is_empty() {
        return Vec::new();
    }
    let languages = site.config.languages.iter().zip(&site.config.language_spans);
    let of_language = |(language, place): (&Language, &std::ops::Range<usize>)| {
        let letters: BTreeSet<char> = words(site, language).flat_map(str::chars).collect();
        let has = |letter: &char| theme.fonts.has(letter.encode_utf8(&mut [0; 4]), true);
        let missing: Vec<char> =
            letters.into_iter().filter(|letter| letter.is_alphanumeric() && !has(letter)).collect();
        let more = if missing.len() > NAMED { "…" } else { "" };
        let named: String = missing.iter().take(NAMED).collect::<String>() + more;
        (!missing.is_empty()).then(|| {
            let message =
                say!("picture.glyphs", lang = &language.id, count = &missing.len(), letters = &named);
            let problem = Diagnostic::warning(Code::PictureGlyphs, config::PATH, place.clone(), message);
            let folder = theme.folders.on_disk(source.has_program_theme);
            let problem = match folder {
                Some(folder) => {
                    problem.with_hint(say!("picture.glyphsHint", folder = &format!("{folder}fonts")))
                }
                None => problem.with_hint(say!("picture.glyphsThemeHint")),
            };
            problem.about([&language.id])
        })
    };
    languages.filter_map(of_language).collect()
}

/// What the pictures of a language say, but for dates and the words of the interface.
fn words<'s>(site: &'s Site, language: &'s Language) -> impl Iterator<Item = &'s str> {
    let lang = &language.id;
    let of_site = [Some(&site.config.title), site.config.tagline.as_ref()]
        .into_iter()
        .flatten()
        .map(|text| text.get(lang));
    let stories = site.entries.stories.iter().map(|entry| entry.translation(lang).1.title.as_str());
    let events = site.entries.events.iter().map(|entry| entry.translation(lang).1.title.as_str());
    of_site.chain(stories).chain(events)
}
