//! Texts in every language, in which the form's deadlines are filled in here.

use std::collections::BTreeMap;

use super::{DefinitionReader, Section};
use crate::definition::Text;
use crate::sentence::say;
use crate::yaml::Value;
use crate::{Fault, FaultCode};

/// What stands between the parts of a text that is a list: they are sentences of one paragraph.
const SENTENCES: &str = " ";
/// The same where they are paragraphs.
const PARAGRAPHS: &str = "\n\n";

impl DefinitionReader<'_> {
    /// A text that must be there, in every language; only the named placeholders may stand in it.
    pub(super) fn text(&mut self, section: &Section, key: &str, allowed: &[&str]) -> Text {
        self.needed(section, key);
        self.optional_text(section, key, allowed).unwrap_or_default()
    }

    /// A text that may be absent, but not in some languages only.
    pub(super) fn optional_text(&mut self, section: &Section, key: &str, allowed: &[&str]) -> Option<Text> {
        self.joined_text(section, key, allowed, SENTENCES)
    }

    /// A text of several paragraphs that must be there.
    pub(super) fn paragraphs(&mut self, section: &Section, key: &str, allowed: &[&str]) -> Text {
        self.needed(section, key);
        self.joined_text(section, key, allowed, PARAGRAPHS).unwrap_or_default()
    }

    fn joined_text(&mut self, section: &Section, key: &str, allowed: &[&str], between: &str) -> Option<Text> {
        let node = section.get(key)?;
        let path = section.path(key);
        if matches!(node.value, Value::Text(_)) {
            let message = say!("fault.oneText", path);
            let fault = Fault::new(FaultCode::WrongType, section.span_of(key), message);
            let (Value::Text(text), languages) = (&node.value, self.languages) else { return None };
            let first = languages.first().copied().unwrap_or("en");
            let others: String = languages.iter().skip(1).map(|lang| format!(", {lang}: …")).collect();
            let value = format!("{{ {first}: \"{text}\"{others} }}");
            self.faults.push(fault.hint(say!("value.writeHint", value)));
            return None;
        }
        let before = self.faults.len();
        let known = self.languages;
        let languages = self.mapping(node, &path, known, |word| {
            let message = say!("fault.noLanguage", lang = &word.text);
            Fault::new(FaultCode::UnknownLanguage, word.span.clone(), message)
                .hint(say!("fault.oneOfHint", names = &known.join(", ")))
        });
        let is_of_keys = |fault: &Fault| fault.code == FaultCode::UnknownLanguage;
        let only_unknown_keys = self.faults[before..].iter().all(is_of_keys);
        let mut texts = BTreeMap::new();
        for lang in known {
            if let Some(words) = self.words_in(&languages, lang, allowed) {
                texts.insert((*lang).to_owned(), words.join(between));
            }
        }
        if only_unknown_keys {
            self.check_languages(section, key, &mut texts);
        }
        Some(Text(texts))
    }

    /// One fault for a text, however many languages are missing; none where others lend their words.
    fn check_languages(&mut self, section: &Section, key: &str, texts: &mut BTreeMap<String, String>) {
        let missing: Vec<&str> =
            self.languages.iter().filter(|lang| !texts.contains_key(**lang)).copied().collect();
        if missing.is_empty() {
            return;
        }
        let (path, langs) = (section.path(key), missing.join(", "));
        let message = say!("fault.missingIn", path, langs);
        let fault = Fault::new(FaultCode::Untranslated, section.key_span(key), message).about(&missing);
        match self.instead.filter(|_| !texts.is_empty()) {
            Some(instead) => {
                let lent = missing.iter().filter_map(|lang| {
                    let others = instead.get(*lang).into_iter().flatten().map(String::as_str);
                    // Any words are better than none.
                    let words =
                        others.chain(self.languages.iter().copied()).find_map(|other| texts.get(other));
                    Some(((*lang).to_owned(), words?.clone()))
                });
                let lent: Vec<_> = lent.collect();
                texts.extend(lent);
                self.gaps.push(fault);
            }
            None => self.faults.push(fault),
        }
    }
}
