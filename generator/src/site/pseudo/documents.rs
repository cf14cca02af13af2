//! Documents in the made-up languages: copies whose words are changed and whose structure is not.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Pseudo, words};
use crate::content::{self, Common, Head as _, WrittenReview};
use crate::document::{self, Document};
use crate::front_matter::Keys;
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
    let Document { id, fingerprint, .. } = original;
    let review = Some(Located { value: WrittenReview::Machine, span: 0..0 });
    let mut common = Common { review, ..original.common.words_only() };
    let mut own = original.own.clone();
    let said = |text: &str| pseudo.text(text);
    content::change(&mut common, &said);
    own.change(&said);
    // Words within facts are said as in a translation.
    for word in original.fact_words() {
        let key = common.get_mut(word.said_as).or_else(|| own.get_mut(word.said_as));
        key.into_iter().for_each(|key| key.say(word.text, said(word.text)));
    }
    Document {
        id: id.clone(),
        lang: Lang::new(pseudo.id()),
        path: format!("content/{id}/index.{}.md", pseudo.id()),
        body: Outline::of_body(body.map_words(&|text| words::plain(pseudo, text))),
        fingerprint: fingerprint.clone(),
        common,
        own,
        keys: Keys::none(original.kind()),
        days: Box::default(),
        outside: original.outside,
        head: original.head,
        unchanged: Box::default(),
    }
}
