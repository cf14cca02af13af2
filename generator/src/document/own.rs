//! What only one kind of document has, read from its head.

use super::words::Text;
use crate::diagnostic::Diagnostic;
use crate::event::EventHeader;
use crate::front_matter::{self, Common, WrittenPicture};
use crate::page::PageHeader;
use crate::story::StoryHeader;
use crate::yaml::Located;

/// What only this kind of document has.
#[derive(Clone, Debug)]
pub(crate) enum Own {
    Story(Box<StoryHeader>),
    Event(Box<EventHeader>),
    Page(Box<PageHeader>),
}

impl Own {
    /// The texts that only this kind has, and those within facts.
    pub(super) fn texts(&self) -> Vec<Text<'_>> {
        match self {
            Own::Story(story) => {
                let name = story.display_name.iter().map(|text| located("displayName", text));
                name.chain(credit(&story.picture)).collect()
            }
            Own::Page(page) => page.menu_title.iter().map(|text| located("menuTitle", text)).collect(),
            Own::Event(event) => {
                let texts = event.texts().map(|(key, text)| Text { at: key, key, text });
                let place = event.place_name_of_source();
                let place = place.map(|text| Text { at: "place", key: "placeName", text });
                let roles = event.roles().map(|text| Text { at: "speakers", key: "speakerRoles", text });
                let name = event.place_name.iter().map(|text| located("placeName", text));
                texts.chain(name).chain(credit(&event.picture)).chain(place).chain(roles).collect()
            }
        }
    }
}

fn located<'a>(key: &'static str, text: &'a Located<String>) -> Text<'a> {
    Text { at: key, key, text: &text.value }
}

fn credit(picture: &Option<WrittenPicture>) -> Option<Text<'_>> {
    let text = picture.as_ref()?.credit.as_deref()?;
    Some(Text { at: "picture", key: "pictureCredit", text })
}

/// Reads the head of a document of this kind.
pub(super) fn header(kind: &str, path: &str, head: &str) -> Result<(Common, Own), Vec<Diagnostic>> {
    match flat(kind, head) {
        Some(header) => Ok(header),
        None => parsed(kind, path, head),
    }
}

/// The header of a head that has nothing but texts.
fn flat(kind: &str, head: &str) -> Option<(Common, Own)> {
    let located = |slot: &mut Option<Located<String>>, text| slot.replace(text).is_none();
    match kind {
        "stories" => {
            let mut own = Box::<StoryHeader>::default();
            let is_own = |key: &str, text| key == "displayName" && located(&mut own.display_name, text);
            Some((front_matter::flat::read(head, is_own)?, Own::Story(own)))
        }
        "events" => {
            let mut own = Box::<EventHeader>::default();
            let is_own = |key: &str, text: Located<String>| match key {
                "placeName" => located(&mut own.place_name, text),
                note => own.note(note).is_some_and(|slot| slot.replace(text.value).is_none()),
            };
            Some((front_matter::flat::read(head, is_own)?, Own::Event(own)))
        }
        _ => {
            let mut own = Box::<PageHeader>::default();
            let is_own = |key: &str, text| key == "menuTitle" && located(&mut own.menu_title, text);
            Some((front_matter::flat::read(head, is_own)?, Own::Page(own)))
        }
    }
}

fn parsed(kind: &str, path: &str, head: &str) -> Result<(Common, Own), Vec<Diagnostic>> {
    match kind {
        "stories" => StoryHeader::parse(path, head).map(|(common, own)| (common, Own::Story(Box::new(own)))),
        "events" => EventHeader::parse(path, head).map(|(common, own)| (common, Own::Event(Box::new(own)))),
        _ => PageHeader::parse(path, head).map(|(common, own)| (common, Own::Page(Box::new(own)))),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{flat, parsed};
    use crate::{front_matter, source};

    /// A head that is read without the library is read as the library reads it.
    fn is_read_the_same(kind: &str, head: &str) -> bool {
        let Some(flat) = flat(kind, head) else { return false };
        let parsed = parsed(kind, "x", head).unwrap_or_else(|problems| panic!("{head}\n{problems:?}"));
        assert_eq!(format!("{flat:?}"), format!("{parsed:?}"), "{head}");
        true
    }

    #[test]
    fn heads_of_the_site_are_read_as_the_library_reads_them() {
        let source = source::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).expect("it can be read");
        let mut read = 0;
        for path in source.documents() {
            let text = source.text(path).expect("it can be read");
            let parts = front_matter::split(path, &text).expect("it has a head");
            let kind = path.split('/').nth(1).unwrap_or_default();
            read += usize::from(is_read_the_same(kind, &text[parts.head]));
        }
        assert!(read > 100, "{read}");
    }

    #[test]
    fn odd_texts_are_read_the_same_or_not_at_all() {
        let texts = [
            "Æbler",
            "a: b",
            "ends:",
            "a #b",
            "a#b",
            "\"a: b\"",
            "\"\"",
            "'single one'",
            "no",
            "true",
            "null",
            "yes it is",
            "2026-11-24",
            "12 months",
            "\"12\"",
            "x\ty zzzz",
            "- a list",
            "[a, b]",
            "{a: b}",
            "a, [b] {c} longer",
            "&a b",
            "*abcdef",
            "!tag abc",
            "| abcdef",
            "> abcdef",
            "@abcdef",
            "`abcdef`",
            "%abcdef",
            "a \"quoted\" word",
            "\"a\" and b",
            "\"a \\n b\"",
            "https://example.org/x",
            "trailing   ",
            "   leading",
            "a-b-c-d",
            "~",
            "... abc",
            "a\u{2028}bcdef",
            "a\u{85}bcdef",
            "\u{feff}abcdef",
            "Їжа для всіх",
            "خبز للشارع",
            "a'b'c'd",
            "machine",
            "?abcdef",
        ];
        let mut read = 0;
        for text in texts {
            for key in ["title", "displayName", "translator", "review", "draft", "other"] {
                read += usize::from(is_read_the_same("stories", &format!("---\n{key}: {text}\n")));
            }
            is_read_the_same("events", &format!("---\ntitle: A dinner\nrecap: {text}\nrecap: {text}\n"));
            is_read_the_same("pages", &format!("---\nmenuTitle: {text}\n  and more\n"));
        }
        assert!(read > 30, "{read}");
    }
}
