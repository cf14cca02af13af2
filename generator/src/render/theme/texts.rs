//! Finds `t(key="…")` in templates whose key no interface text has, on every branch at once.
//!
//! A key that a template puts together while rendering is only found when that page is rendered.

use crate::content::ThemeFolders;
use crate::diagnostic::{Code, Diagnostic, say};
use crate::site::Site;
use crate::source::Source;

const CALL: &str = "t(key=\"";

/// One diagnostic for each literal key in the theme's and the site's templates that has no text.
pub(super) fn unknown_keys(site: &Site, source: &Source, folders: &ThemeFolders) -> Vec<Diagnostic> {
    let Some(texts) = site.config.languages.first().map(|language| site.text(&language.id)) else {
        return Vec::new();
    };
    let folder = folders.own();
    let templates = super::templates::in_use(folders, source).into_iter();
    let keys =
        templates.flat_map(|(path, text)| keys(text).into_iter().map(move |(start, key)| (path, start, key)));
    keys.filter(|(_, _, key)| texts.get(key).is_none())
        .map(|(path, start, key)| {
            let message = say!("template.noKey", key);
            Diagnostic::error(Code::TextUnknownKey, path, start..start + key.len(), message)
                .with_hint(say!("template.noKeyHint", file = &format!("{folder}texts/{}.yaml", texts.lang())))
        })
        .collect()
}

/// One diagnostic for each text that the pages and letters of the forms need and the site doesn't have.
pub(super) fn of_forms(site: &Site, folder: &str) -> Vec<Diagnostic> {
    let Some(language) = site.config.languages.first().filter(|_| !site.forms.is_empty()) else {
        return Vec::new();
    };
    let file = format!("{folder}texts/{}.yaml", language.id);
    let missing = forms_fn::missing_texts(site.text(&language.id));
    missing
        .map(|key| {
            let message = say!("template.formsNeed", key);
            Diagnostic::error(Code::TextMissing, file.clone(), None, message)
                .with_hint(say!("template.formsNeedHint"))
        })
        .collect()
}

/// Each key with its position; `format(key="…")` and other names that end in t are not ours.
fn keys(text: &str) -> Vec<(usize, &str)> {
    let calls = text
        .match_indices(CALL)
        .filter(|(at, _)| !text[..*at].ends_with(|before: char| before.is_alphanumeric() || before == '_'));
    calls
        .filter_map(|(at, _)| {
            let start = at + CALL.len();
            let end = start + text[start..].find('"')?;
            // `t(key="kind." ~ kind)`: put together while rendering.
            let whole = !text[end + 1..].trim_start().starts_with('~');
            whole.then(|| (start, &text[start..end]))
        })
        .collect()
}
