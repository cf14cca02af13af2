//! The reader's language, and the small questions that every view asks in it.

use crate::content::kinds::KindFacts;
use crate::event::Event;
use crate::front_matter::Picture;
use crate::lang::{Lang, Language};
use crate::locale::Locale;
use crate::pictures::Pictures;
use crate::site::{Entry, Href, Site, Target, Translation};
use crate::source::Source;
use crate::url::Url;

/// One language of the site, with its formatters.
pub struct Ctx<'a> {
    /// The whole site.
    pub site: &'a Site,
    /// What it was made from, for the few that want a whole text again.
    pub source: &'a Source,
    /// The language that is read.
    pub language: &'a Language,
    /// Its dates, numbers and order.
    pub locale: Locale,
    /// Its interface texts.
    pub texts: &'a forms::Texts,
    /// What is published of pictures.
    pub pictures: &'a Pictures,
}

impl<'a> Ctx<'a> {
    /// The id of the language.
    pub fn lang(&self) -> &'a Lang {
        &self.language.id
    }

    /// The same for readers of another language of the site.
    pub fn in_language(&self, id: &str) -> Option<Ctx<'a>> {
        let language = self.site.config.languages.iter().find(|language| language.id.as_str() == id)?;
        let locale = Locale::new(&language.locale).ok()?;
        Some(Ctx { language, locale, texts: self.site.text(&language.id), ..*self })
    }

    /// The site's default language: the first one.
    pub fn default_lang(&self) -> &'a Lang {
        default_lang(self.site)
    }

    /// An interface text.
    pub fn t(&self, key: &str) -> String {
        self.texts.text(key)
    }

    /// An interface text of a group, for a value of the content: `kind` and `mentor_day` make
    /// `kind.mentorDay`. A value that no text knows is shown as CLDR knows it, or as it was written.
    pub fn name(&self, group: &str, value: &str) -> String {
        let key = format!("{group}.{}", camel(value));
        let known =
            self.texts.find(&key, &[]).or_else(|| self.locale.names().word(&format!("{group}.{value}")));
        known.unwrap_or_else(|| value.to_owned())
    }

    /// The heading of what there is in a country: the group's own sentence for it, or `otherwise` with its name.
    pub fn of_country(&self, group: &str, country: &str, otherwise: &str) -> String {
        let own = self.texts.find(&format!("{group}.{country}"), &[]);
        own.unwrap_or_else(|| self.texts.with(otherwise, &[("topic", &self.name("country", country))]))
    }

    /// The names of several values as a list: "Danish, Arabic and English".
    pub fn names<'v>(&self, group: &str, values: impl IntoIterator<Item = &'v str>) -> String {
        let names: Vec<String> = values.into_iter().map(|value| self.name(group, value)).collect();
        self.locale.list(&names)
    }

    /// An address of this language: `stories/` makes `/da/stories/`.
    pub fn url(&self, rest: &str) -> Url {
        Url::in_language(self.lang(), rest)
    }

    /// An address of the site, for readers elsewhere.
    pub fn absolute(&self, url: &Url) -> String {
        self.site.config.base_url.absolute(url)
    }

    /// The page of a document in this language.
    pub fn url_of<'e, F: ?Sized>(&self, entry: &'e Entry<F>) -> &'e Url {
        entry.url(self.lang())
    }

    /// The document's text for this reader: the language's own, or else the source's.
    pub fn text_of<F: ?Sized>(&self, entry: &'a Entry<F>) -> &'a Translation {
        entry.translation(self.lang()).1
    }

    /// The title of a document for every place where its page isn't seen.
    pub fn outward_title<F: KindFacts + ?Sized>(&self, entry: &Entry<F>) -> String {
        self.site.outward_title(entry, self.lang())
    }

    /// Who made a document's picture, in the words of its text or else of its source.
    pub fn credit<'e, F: ?Sized>(
        &self,
        entry: &'e Entry<F>,
        picture: Option<&'e Picture>,
    ) -> Option<&'e str> {
        let own = entry.translation(self.lang()).1.credit.as_deref();
        own.or_else(|| picture?.credit.as_deref())
    }

    /// The name of the place, in the words of the event's text or else of its source.
    pub fn place_name<'e>(&self, entry: &'e Entry<Event>) -> Option<&'e str> {
        entry.translation(self.lang()).1.words.get("placeName").or(entry.facts.place.name.as_deref())
    }

    /// What a town is called in the reader's language.
    pub fn town<'e>(&'e self, town: &'e str) -> &'e str {
        self.site.towns.name(town, self.lang().as_str())
    }

    /// "ltr" or "rtl" of any language of the site.
    pub fn dir(&self, lang: &Lang) -> &'static str {
        self.site.language(lang).direction.as_str()
    }

    /// The organisation's name, or its id when the list does not hold it.
    pub fn organisation_link(&self, id: &str) -> super::Link {
        let title = self.site.organisation(id).map_or(id, |organisation| organisation.name.as_str());
        super::Link { title: title.to_owned(), url: self.url(&format!("organisations/{id}/")) }
    }

    /// Whether there is an event for everybody, if only a past one.
    pub fn has_public_events(&self) -> bool {
        self.site.entries.events.iter().any(|entry| entry.facts.is_listed())
    }

    /// Where a link of a document's body leads.
    pub fn href<'t>(&self, target: &'t Target) -> Href<'t> {
        self.pictures.href(self.site, target, self.lang())
    }
}

/// The site's default language: the first one.
pub fn default_lang(site: &Site) -> &Lang {
    &site.config.languages.first().expect("a site has at least one language").id
}

/// `mentor_day` → `mentorDay`, as the keys of interface texts are written.
fn camel(value: &str) -> String {
    let mut words = value.split(['_', '-']);
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |key, word| key + &crate::locale::capitalised(word))
}
