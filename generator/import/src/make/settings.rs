//! The settings of the old site → `content/site.yaml`.

use std::fmt::Write as _;

use generator::config::BaseUrl;
use generator::time;

use super::yaml;
use crate::body;
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
    fn in_each(&self, text: impl Fn(usize) -> Option<String>, otherwise: &str) -> String {
        let first = text(0).unwrap_or_else(|| otherwise.to_owned());
        let taken = (0..self.settings.languages.len()).filter(|lang| self.has_language(*lang));
        let each = taken.map(|lang| {
            format!(
                "{}: {}",
                yaml::text(&self.settings.languages[lang].new_id()),
                yaml::text(&text(lang).unwrap_or_else(|| first.clone()))
            )
        });
        format!("{{ {} }}", each.collect::<Vec<_>>().join(", "))
    }
}

/// What the site is called in each of its languages; empty where a language says nothing.
pub(super) fn plain_titles(old: &OldSite) -> Vec<String> {
    let title = |language: &OldLanguage| language.title.as_deref().map(body::plain).unwrap_or_default();
    old.settings.languages.iter().map(title).collect()
}

/// The file and the line of a text of the settings; several files may say them.
pub(super) fn locate(old: &OldSite, text: &str) -> (String, usize) {
    let start: String = text.lines().next().unwrap_or_default().chars().take(30).collect();
    let files = [old.settings.file.as_str()].into_iter().chain(old.files.below("config"));
    let found = files.filter(|_| !start.trim().is_empty()).find_map(|file| {
        let text = old.files.text(file).ok()?;
        let line = text.lines().position(|line| line.contains(&start))?;
        Some((file.to_owned(), line + 1))
    });
    found.unwrap_or_else(|| (old.settings.file.clone(), 1))
}

/// Words without marks; that there were some is told.
fn plain(old: &OldSite, text: &str, losses: &mut Losses) -> String {
    let words = body::plain(text);
    if words != text.split_whitespace().collect::<Vec<_>>().join(" ") {
        let (file, line) = locate(old, text);
        losses.add(LossKind::Setting, &file, line, format!("only words stand in `site.yaml`: {text}"));
    }
    words
}

/// A setting that is of use here, or an example.
fn usable(
    old: &OldSite,
    written: Option<&str>,
    is_usable: impl Fn(&str) -> bool,
    (name, example): (&str, &str),
    losses: &mut Losses,
) -> String {
    let (file, line) = written.map_or_else(|| (old.settings.file.clone(), 1), |written| locate(old, written));
    match written.filter(|written| !written.is_empty()) {
        Some(written) if is_usable(written) => return written.to_owned(),
        Some(written) => losses.add(
            LossKind::Setting,
            &file,
            line,
            format!("`{written}` can't be taken: `{name}` is {example}, an example"),
        ),
        None => losses.add(
            LossKind::Setting,
            &file,
            line,
            format!("nothing says `{name}`: it is {example}, an example"),
        ),
    }
    example.to_owned()
}

/// `content/site.yaml`.
pub(super) fn file(old: &OldSite, places: &Places, losses: &mut Losses) -> String {
    let settings = &old.settings;
    let base = usable(
        old,
        Some(&settings.base),
        |base| base.parse::<BaseUrl>().is_ok(),
        ("baseUrl", "https://example.org"),
        losses,
    );
    let is_zone = |zone: &str| time::zone("", zone, &(0..0)).is_ok();
    let zone = usable(old, settings.time_zone.as_deref(), is_zone, ("timeZone", "UTC"), losses);
    let is_email = |email: &str| forms::email::canonical(email).is_ok();
    let email =
        usable(old, settings.email.as_deref(), is_email, ("contact.email", "hello@example.org"), losses);
    let mut names = Vec::new();
    for language in &settings.languages {
        let mut plain = |text: &Option<String>| text.as_deref().map(|text| plain(old, text, losses));
        names.push((plain(&language.title), plain(&language.description)));
    }
    let title = names.first().and_then(|(title, _)| title.clone()).unwrap_or_else(|| "Site".to_owned());
    if old.taken().any(|language| language.description.is_none()) {
        let what = "no description in some language: that of the first language or the title stands there";
        losses.add(LossKind::Setting, &settings.file, 1, what);
    }
    let described = old.in_each(|lang| names[lang].1.clone(), &title);
    let mut file = String::new();
    for (key, value) in [
        ("title", old.in_each(|lang| names[lang].0.clone(), &title)),
        ("tagline", described.clone()),
        ("description", described),
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
