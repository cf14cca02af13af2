//! Old addresses → aliases, each of one document, and none that a page of the new site has itself.

use std::collections::BTreeMap;

use super::document;
use crate::loss::{LossKind, Losses};
use crate::place::{Place, Places};
use crate::site::OldSite;

/// Who has an address, in small letters.
#[derive(Debug)]
pub(super) struct Addresses(BTreeMap<String, String>);

impl Addresses {
    /// Those of the pages themselves: each document has one in every language, translated or not.
    pub(super) fn of(old: &OldSite, places: &Places) -> Self {
        let mut addresses = BTreeMap::new();
        for place in &places.list {
            for lang in (0..old.settings.languages.len()).filter(|lang| old.has_language(*lang)) {
                let address = address(old, place, lang).to_lowercase();
                addresses.entry(address).or_insert_with(|| place.id.clone());
            }
        }
        Self(addresses)
    }

    /// Every address at which the document stood, in any language, that isn't its new one. They are the source's.
    pub(super) fn aliases(&mut self, old: &OldSite, place: &Place, losses: &mut Losses) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for page in place.pages.iter().map(|index| &old.pages[*index]) {
            let new = address(old, place, page.lang);
            for address in [page.address.clone()].into_iter().chain(page.aliases()) {
                if address == new || address == "/" || all.contains(&address) {
                    continue;
                }
                let is_odd = address.chars().any(|c| c.is_control() || r#"?#\%"<>|*"#.contains(c))
                    || address.split('/').any(|part| part.len() > 240 || part == "..");
                let holder = self.0.entry(address.to_lowercase()).or_insert_with(|| place.id.clone());
                if is_odd {
                    losses.add(LossKind::Address, &page.file, page.head.line("aliases"), address);
                } else if *holder != place.id {
                    let what = format!("{address}, which is that of {holder}");
                    losses.add(LossKind::Address, &page.file, page.head.line("aliases"), what);
                } else {
                    all.push(address);
                }
            }
        }
        all
    }
}

/// The new address of a document in a language.
fn address(old: &OldSite, place: &Place, lang: usize) -> String {
    let id = old.settings.languages[lang].new_id();
    let name = place.id.strip_prefix("pages/").unwrap_or(&place.id);
    let translation =
        place.pages.iter().skip(1).map(|index| &old.pages[*index]).find(|page| page.lang == lang);
    let slug = translation.and_then(|page| document::own_slug(old, place, page));
    match (name.rsplit_once('/'), slug) {
        _ if name == "home" => format!("/{id}/"),
        (Some((folder, _)), Some(slug)) => format!("/{id}/{folder}/{slug}/"),
        (None, Some(slug)) => format!("/{id}/{slug}/"),
        (_, None) => format!("/{id}/{name}/"),
    }
}
