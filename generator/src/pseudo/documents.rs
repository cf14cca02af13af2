//! Documents in the made-up languages: copies whose words are changed and whose structure is not.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Pseudo, words};
use crate::document::{self, Document, Own};
use crate::front_matter::{Common, Keys, WrittenReview};
use crate::lang::Lang;
use crate::markdown::{Body, Outline};
use crate::source::Source;
use crate::yaml::Located;

/// Adds a copy of each document in each made-up language, made from the default language's text,
/// or else from the source.
pub(super) fn add(documents: &mut Vec<Arc<Document>>, source: &Source, default: &Lang) {
    let mut originals: BTreeMap<String, usize> = BTreeMap::new();
    for (at, document) in documents.iter().enumerate() {
        let better = |old: usize| rank(document, default) > rank(&documents[old], default);
        if originals.get(&document.id).is_none_or(|old| better(*old)) {
            originals.insert(document.id.clone(), at);
        }
    }
    let mut copies = Vec::with_capacity(2 * originals.len());
    for at in originals.into_values() {
        // The only file of a folder is its source; beside copies it has to say so.
        let alone = documents.iter().filter(|document| document.id == documents[at].id).count() == 1;
        Arc::make_mut(&mut documents[at]).common.source |= alone;
        let original = &documents[at];
        let body = document::body(source, &original.path, &original.lang, &original.body.version);
        copies.extend(Pseudo::ALL.map(|pseudo| Arc::new(copy(original, &body, pseudo))));
    }
    documents.append(&mut copies);
}

/// Whether this is the file of a document that was made here.
pub(super) fn is_made_up(path: &str) -> bool {
    Pseudo::ALL.iter().any(|pseudo| path.ends_with(&format!("/index.{}.md", pseudo.id())))
}

fn rank(document: &Document, default: &Lang) -> u8 {
    if document.lang == *default { 2 } else { u8::from(document.common.source) }
}

fn copy(original: &Document, body: &Body, pseudo: Pseudo) -> Document {
    let Document { id, fingerprint, common, own, .. } = original;
    Document {
        id: id.clone(),
        lang: Lang::new(pseudo.id()),
        path: format!("content/{id}/index.{}.md", pseudo.id()),
        body: Outline::of_body(body.map_words(&|text| words::plain(pseudo, text))),
        fingerprint: fingerprint.clone(),
        common: Common {
            title: located(common.title.as_ref(), pseudo),
            summary: located(common.summary.as_ref(), pseudo),
            alt: located(common.alt.as_ref(), pseudo),
            picture_credit: original.fact_words().credit.map(|credit| located_text(credit, pseudo)),
            review: Some(Located { value: WrittenReview::Machine, span: 0..0 }),
            ..Common::default()
        },
        own: self::own(own.clone(), pseudo),
        keys: Keys::default(),
        days: Box::default(),
        unchanged: Box::default(),
    }
}

fn located(text: Option<&Located<String>>, pseudo: Pseudo) -> Option<Located<String>> {
    text.map(|text| Located { value: pseudo.text(&text.value), span: text.span.clone() })
}

fn located_text(text: &str, pseudo: Pseudo) -> Located<String> {
    Located { value: pseudo.text(text), span: 0..0 }
}

fn own(mut own: Own, pseudo: Pseudo) -> Own {
    match &mut own {
        Own::Story(story) => story.display_name = located(story.display_name.as_ref(), pseudo),
        Own::Page(page) => page.menu_title = located(page.menu_title.as_ref(), pseudo),
        Own::Event(event) => {
            let notes = [
                &mut event.audience,
                &mut event.directions,
                &mut event.food_note,
                &mut event.childcare_note,
                &mut event.access_note,
                &mut event.photo_note,
                &mut event.recap,
            ];
            notes.into_iter().flatten().for_each(|text| *text = pseudo.text(text));
            event.place_name = event.place_name_of_source().map(|name| located_text(name, pseudo));
            let roles = event.roles().map(|role| (role.to_owned(), pseudo.text(role))).collect();
            event.speaker_roles = Some(Located { value: roles, span: 0..0 });
            event.programme.iter_mut().for_each(|step| step.text = pseudo.text(&step.text));
        }
    }
    own
}
