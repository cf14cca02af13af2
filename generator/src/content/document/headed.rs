//! A file whose head is sound → what is kept of its text, and what is wrong with it.

use super::archive::CachedText;
use super::own::{self, Own};
use super::place::DocumentPath;
use super::words::{self, Text, fingerprint};
use super::{Setting, typed};
use crate::content::{Common, Role};
use crate::diagnostic::{Code, Diagnostic, any_error};
use crate::front_matter::{self, Keys, SplitFile};
use crate::markdown::{self, Outline};
use crate::slips;

/// The problems of a head with those that slips of the hand make. Of a character that can't be seen, YAML says less.
pub(super) fn beside_slips(path: &str, text: &str, problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let of_file = slips::of_file(path, text);
    let is_said = |problem: &Diagnostic| problem.code == Code::YamlSyntax && any_error(&of_file);
    let problems = problems.into_iter().filter(|problem| !is_said(problem)).collect::<Vec<_>>();
    problems.into_iter().chain(of_file).collect()
}

/// A file whose head is sound.
pub(super) struct Headed<'a> {
    pub(super) path: &'a str,
    pub(super) text: &'a str,
    pub(super) parts: SplitFile,
    pub(super) place: &'a DocumentPath<'a>,
    pub(super) common: &'a Common,
    pub(super) own: &'a Own,
    pub(super) keys: &'a Keys,
}

impl Headed<'_> {
    /// What is kept of its text: what was made of it before, or is made now. `None` when its words can't be told.
    pub(super) fn read(&self, setting: Setting<'_>) -> (Option<CachedText>, Vec<Diagnostic>) {
        let DocumentPath { kind, lang, .. } = self.place;
        let key = setting.archive.key(&format!("{} {lang} {}", kind.folder(), setting.number), self.text);
        if let Some(kept) = key.and_then(|key| setting.archive.get(key)) {
            return (Some(kept), Vec::new());
        }
        let (body, mut problems) =
            markdown::parse(self.path, self.text, self.parts.body.clone(), lang, setting.taken);
        problems.extend(self.slips());
        let fingerprint = match self.is_asked(setting).then(|| self.fingerprint()).transpose() {
            Ok(fingerprint) => fingerprint,
            Err(problem) => {
                problems.push(problem);
                return (None, problems);
            }
        };
        let outline = Outline::of_file(body, setting.texts.get(*lang), matches!(self.own, Own::Story(_)));
        let outline = if kind.has_lists() { outline.with_bare_headings() } else { outline };
        let mut kept = CachedText { outline, fingerprint };
        if let Some(key) = key.filter(|_| problems.is_empty()) {
            setting.archive.put(key, &mut kept);
        }
        (Some(kept), problems)
    }

    fn head(&self) -> &str {
        &self.text[self.parts.head.clone()]
    }

    /// What is wrong with it whatever it says.
    fn slips(&self) -> Vec<Diagnostic> {
        let (path, head) = (self.path, self.head());
        let mut problems = slips::of_file(path, self.text);
        problems.extend(slips::escaped(path, head));
        problems.extend(slips::swallowed(path, head));
        problems.extend(typed::markup(path, head, &texts(self.common, self.own), self.keys));
        problems
    }

    /// Whether it may be the source of others.
    fn is_asked(&self, setting: Setting<'_>) -> bool {
        let common = self.common;
        common.source || setting.is_default(self.place.lang) || common.source_hash.is_none()
    }

    fn fingerprint(&self) -> Result<String, Diagnostic> {
        let body = &self.text[self.parts.body.clone()];
        let words = match words::of_texts(self.keys, texts(self.common, self.own), body) {
            Some(words) => words,
            None => words::words(self.place.kind, &front_matter::untyped(self.path, self.head())?, body),
        };
        Ok(fingerprint(&words))
    }
}

/// The texts of a head, each with its key.
fn texts<'a>(common: &'a Common, own: &'a Own) -> Vec<Text<'a>> {
    let mut texts = Vec::new();
    for key in own.kind().keys() {
        let Some(value) = own::value(common, own, key.name) else { continue };
        let at = key.name;
        match key.role {
            Role::Word => value.texts(&mut |text| texts.push(Text { at, key: at, text })),
            Role::Fact | Role::Note => value.words_within(&mut |within, text| {
                texts.extend(within.said_as.map(|key| Text { at, key, text }));
            }),
        }
    }
    texts
}
