//! Files of one folder → [`Bundle`]: which of them is the source, and whether the others agree.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, say};
use crate::document::{Document, Own};
use crate::lang::Lang;

/// A document in all its languages, not yet checked against the rest of the site.
#[derive(Debug)]
pub(crate) struct Bundle {
    pub(crate) id: String,
    pub(crate) source: Arc<Document>,
    pub(crate) translations: Vec<Arc<Document>>,
}

impl Bundle {
    /// All its documents, the source first.
    pub(super) fn documents(&self) -> impl Iterator<Item = &Document> {
        std::iter::once(&self.source).chain(&self.translations).map(|document| &**document)
    }

    /// The document that a reader of this language sees.
    pub(super) fn shown(&self, lang: &Lang) -> &Document {
        self.translations.iter().find(|document| document.lang == *lang).unwrap_or(&self.source)
    }
}

/// Puts the documents of each folder together; the ids of those without a source come second.
pub(super) fn group(
    documents: Vec<Arc<Document>>,
    default: &Lang,
) -> (Vec<Bundle>, BTreeSet<String>, Vec<Diagnostic>) {
    let mut folders: BTreeMap<String, Vec<Arc<Document>>> = BTreeMap::new();
    for document in documents {
        folders.entry(document.id.clone()).or_default().push(document);
    }
    let (mut bundles, mut incomplete) = (Vec::new(), BTreeSet::new());
    let mut problems = Vec::new();
    for (id, mut documents) in folders {
        documents.sort_by(|a, b| a.lang.cmp(&b.lang));
        match source(&documents, default) {
            Ok(at) => {
                let source = documents.remove(at);
                bundles.push(Bundle { id, source, translations: documents });
            }
            Err(problem) => {
                problems.push(problem);
                incomplete.insert(id);
            }
        }
    }
    (bundles, incomplete, problems)
}

/// Which document has the facts: the one that says so, else the default language's, else the only one.
fn source(documents: &[Arc<Document>], default: &Lang) -> Result<usize, Diagnostic> {
    let marked: Vec<usize> = (0..documents.len()).filter(|at| documents[*at].common.source).collect();
    if let [first, second, ..] = marked[..] {
        let place = |at: usize| documents[at].keys.get("source").unwrap_or(0..3);
        let (first_place, second_place) = (place(first), place(second));
        return Err(Diagnostic::error(
            Code::FactTwoSources,
            &documents[second].path,
            second_place,
            say!("fact.second"),
        )
        .with_hint(say!("fact.secondHint"))
        .with_see(&documents[first].path, first_place, say!("fact.first")));
    }
    let by_language = || documents.iter().position(|document| document.lang == *default);
    let only = || (documents.len() == 1).then_some(0);
    marked.first().copied().or_else(by_language).or_else(only).ok_or_else(|| {
        let folder = format!("content/{}", documents[0].id);
        let message = say!("fact.noSource", folder);
        Diagnostic::error(Code::FactNoSource, &documents[0].path, None, message)
            .with_hint(say!("fact.noSourceHint", default))
    })
}

/// A fact stands once, in the source; a translation may repeat it, but not differ.
pub(super) fn facts_agree(bundle: &Bundle) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let source = &bundle.source;
    for translation in &bundle.translations {
        // Hardly any translation has facts, so nothing is kept ready for the comparison.
        let has_facts = translation.keys.has_facts();
        let ours = if has_facts { source.keys.values(&source.path) } else { BTreeMap::new() };
        for (key, value) in translation.keys.values(&translation.path) {
            if source.kind().text_key(&key).is_some() || ours.get(&key) == Some(&value) {
                continue;
            }
            let place = translation.keys.get(&key).unwrap_or(0..3);
            problems.push(match source.keys.get(&key) {
                Some(there) => {
                    let message = say!("fact.differs", key);
                    Diagnostic::error(Code::FactDiffers, &translation.path, place, message)
                        .with_hint(say!("fact.once"))
                        .with_see(&source.path, there, say!("see.sourceSays"))
                }
                None => {
                    let message = say!("fact.misplaced", key);
                    Diagnostic::error(Code::FactMisplaced, &translation.path, place, message)
                        .with_hint(say!("fact.move", path = &source.path))
                }
            });
        }
        problems.extend(programme_agrees(source, translation));
    }
    problems
}

/// The texts of a programme are translated, its times are not.
fn programme_agrees(source: &Document, translation: &Document) -> Option<Diagnostic> {
    let (Own::Event(ours), Own::Event(theirs)) = (&source.own, &translation.own) else { return None };
    if theirs.programme.is_empty() {
        return None;
    }
    let times = |event: &crate::event::EventHeader| {
        event.programme.iter().map(|step| step.time.value.clone()).collect::<Vec<_>>()
    };
    if times(ours) == times(theirs) {
        return None;
    }
    let place = |document: &Document| document.keys.get("programme").unwrap_or(0..3);
    let message = say!("fact.programme");
    let problem = Diagnostic::warning(Code::FactDiffers, &translation.path, place(translation), message);
    let problem = problem.with_hint(say!("fact.programmeHint"));
    Some(problem.with_see(&source.path, place(source), say!("see.sourceSays")))
}
