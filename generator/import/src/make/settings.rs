//! The settings of the old site → `content/site.yaml`, and a front page where there was none.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::yaml;
use crate::loss::{LossKind, Losses};
use crate::place::Places;
use crate::site::{OldLanguage, OldSite};

impl OldSite {
    /// Whether pages of a language were taken.
    pub(crate) fn has_language(&self, lang: usize) -> bool {
        self.pages.iter().any(|page| page.lang == lang)
    }

    /// The first language of the new site.
    pub(crate) fn first(&self) -> usize {
        (0..self.settings.languages.len()).find(|lang| self.has_language(*lang)).unwrap_or(0)
    }

    fn taken(&self) -> impl Iterator<Item = &OldLanguage> {
        let languages = self.settings.languages.iter().enumerate();
        languages.filter(|(lang, _)| self.has_language(*lang)).map(|(_, language)| language)
    }

    /// A text in each language, or that of the first.
    fn in_each(&self, text: impl Fn(&OldLanguage) -> Option<String>, otherwise: &str) -> String {
        let first = self.settings.languages.first().and_then(&text).unwrap_or_else(|| otherwise.to_owned());
        let each = self.taken().map(|language| {
            format!(
                "{}: {}",
                yaml::text(&language.new_id()),
                yaml::text(&text(language).unwrap_or_else(|| first.clone()))
            )
        });
        format!("{{ {} }}", each.collect::<Vec<_>>().join(", "))
    }
}

/// `content/site.yaml`.
pub(super) fn file(old: &OldSite, places: &Places, losses: &mut Losses) -> String {
    let settings = &old.settings;
    let mut told = |what: &str| losses.add(LossKind::Setting, &settings.file, 1, what);
    let base = match settings.base.as_str() {
        base if base.starts_with("https://") || base.starts_with("http://") => base.to_owned(),
        _ => {
            told("no whole address of the site: `baseUrl` is an example");
            "https://example.org".to_owned()
        }
    };
    let zone = settings.time_zone.clone().unwrap_or_else(|| {
        told("no time zone: `timeZone` is UTC");
        "UTC".to_owned()
    });
    let email = settings.email.clone().unwrap_or_else(|| {
        told("no address to write to: `contact.email` is an example");
        "hello@example.org".to_owned()
    });
    let title = settings
        .languages
        .first()
        .and_then(|language| language.title.clone())
        .unwrap_or_else(|| "Site".to_owned());
    if old.taken().any(|language| language.description.is_none()) {
        told("no description in some language: that of the first language or the title stands there");
    }
    let describe = |language: &OldLanguage| language.description.clone();
    let mut file = String::new();
    for (key, value) in [
        ("title", old.in_each(|language| language.title.clone(), &title)),
        ("tagline", old.in_each(describe, &title)),
        ("description", old.in_each(describe, &title)),
        ("baseUrl", yaml::text(&base)),
        ("timeZone", yaml::text(&zone)),
        ("contact", format!("{{ email: {} }}", yaml::text(&email))),
    ] {
        let _ = writeln!(file, "{key}: {value}");
    }
    file.push_str("languages:\n");
    for language in old.taken() {
        let name = language.name.as_ref().unwrap_or(&language.tag);
        let (id, locale, name) =
            (yaml::text(&language.new_id()), yaml::text(&language.tag), yaml::text(name));
        let _ = writeln!(file, "  - {{ id: {id}, locale: {locale}, name: {name} }}");
    }
    let menu = menu(old, places, losses);
    if !menu.is_empty() {
        let _ = writeln!(file, "menu: {}", yaml::list(&menu));
    }
    file
}

/// The documents to which the main menu of the first language led.
fn menu(old: &OldSite, places: &Places, losses: &mut Losses) -> Vec<String> {
    let mut menu: Vec<String> = Vec::new();
    for (name, target) in old.settings.languages.first().map_or(&[][..], |language| language.menu.as_slice())
    {
        let path = target.strip_prefix(&old.settings.base).unwrap_or(target);
        let found = places.at_address(path).and_then(|index| places.of_page(index));
        match found {
            Some(place) if place.id == "pages/home" || menu.contains(&place.id) => {}
            Some(place) if place.id.starts_with("pages/") => menu.push(place.id.clone()),
            _ => losses.add(LossKind::Menu, &old.settings.file, 1, format!("{name} ({target})")),
        }
    }
    menu
}

/// A front page with the name of the site.
pub(super) fn home(old: &OldSite, texts: &mut BTreeMap<String, String>) {
    let languages: Vec<&OldLanguage> = old.taken().collect();
    let first =
        languages.first().and_then(|language| language.title.clone()).unwrap_or_else(|| "Home".to_owned());
    for (number, language) in languages.iter().enumerate() {
        let title = language.title.clone().unwrap_or_else(|| first.clone());
        let words = language.description.clone().unwrap_or_else(|| title.clone());
        let rest = if number == 0 { "kind: home\n" } else { "review: machine\n" };
        let text = format!("---\ntitle: {}\n{rest}---\n\n{words}\n", yaml::text(&title));
        texts.insert(format!("content/pages/home/index.{}.md", language.new_id()), text);
    }
}
