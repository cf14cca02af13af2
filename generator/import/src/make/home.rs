//! A front page where there was none: the name of the site, and what its settings say of it.

use super::{NewSite, settings, written, yaml};
use crate::body::{self, Around, Beside, OldText};
use crate::loss::{LossKind, Losses};
use crate::site::OldPage;

/// The id of the front page.
const HOME: &str = "pages/home";

/// Writes it in every language.
pub(super) fn add(around: Around<'_>, new: &mut NewSite, losses: &mut Losses) {
    let old = around.old;
    losses.add(
        LossKind::Setting,
        &old.settings.file,
        1,
        "there was no text for the front page; it has the name of the site",
    );
    let mut beside = Beside::default();
    let titles = settings::plain_titles(old);
    let first = titles.first().cloned().unwrap_or_else(|| "Home".to_owned());
    for (number, lang) in (0..old.settings.languages.len()).filter(|lang| old.has_language(*lang)).enumerate()
    {
        let language = &old.settings.languages[lang];
        let title = titles.get(lang).filter(|title| !title.is_empty()).unwrap_or(&first);
        let words = language.description.clone().unwrap_or_else(|| title.clone());
        let (file, line) = settings::locate(old, &words);
        let page = OldPage {
            file,
            lang,
            folder: language.folder.clone(),
            body: words,
            lines_before: line.saturating_sub(1),
            address: "/".to_owned(),
            is_section: true,
            ..OldPage::default()
        };
        let text = OldText { page: &page, index: None, id: HOME, is_draft: false };
        let body = body::convert(around, text, &mut beside, losses);
        let rest = if number == 0 { "kind: home\n" } else { "review: machine\n" };
        let head = format!("title: {}\n{rest}", yaml::text(title));
        new.add(old, HOME, &page, written(&page, &head, &body));
    }
    new.keep(old, HOME, beside);
}
