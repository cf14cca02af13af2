//! One text in one language: plain, a plural that counts by a deadline, or a list of both. The deadlines are filled in.

use std::ops::Range;

use super::{DefinitionReader, Section};
use crate::sentence::say;
use crate::texts::{MessageReader, PluralPlace, is_compound, is_gap, placeholders, plural_categories};
use crate::yaml::{Node, Word};
use crate::{Fault, FaultCode, Message, Names};

impl DefinitionReader<'_> {
    /// The parts of a text; only the named placeholders and those of the form's deadlines may stand in it.
    pub(super) fn words_in(
        &mut self,
        section: &Section,
        lang: &str,
        allowed: &[&str],
    ) -> Option<Vec<String>> {
        let node = section.get(lang).filter(|node| self.instead.is_none() || !is_gap(node))?;
        let path = section.path(lang);
        let message = match is_compound(node) {
            true => self.compound(&path, &section.key_span(lang), lang, node, allowed),
            false => self.plain(&path, section.span_of(lang), lang, node, allowed),
        };
        let numbers: Vec<(&str, &str)> =
            self.promised.iter().map(|(name, number)| (*name, number.as_str())).collect();
        Some(message.parts(lang, &numbers))
    }

    fn plain(
        &mut self,
        path: &str,
        span: Range<usize>,
        lang: &str,
        node: &Node,
        allowed: &[&str],
    ) -> Message {
        let word = self.string(node, span, path);
        if word.text.trim().is_empty() && !word.span.is_empty() {
            let message = say!("fault.noWords", path);
            let fault = Fault::new(FaultCode::Untranslated, word.span.clone(), message);
            self.faults.push(fault.about(&[lang]));
        }
        self.check_placeholders(path, &word, allowed);
        Message::Plain(word.text)
    }

    fn compound(
        &mut self,
        path: &str,
        place: &Range<usize>,
        lang: &str,
        node: &Node,
        allowed: &[&str],
    ) -> Message {
        let before = self.faults.len();
        let mut reader = MessageReader::new(&mut self.faults);
        let message = reader.message(path, place, node);
        let MessageReader { texts, plurals, .. } = reader;
        // What the category of a word should be is said of the word; that it is missing would be said twice.
        let are_categories =
            self.faults[before..].iter().all(|fault| fault.code != FaultCode::PluralCategory);
        for plural in &plurals {
            self.check_count(&plural.count);
            if are_categories {
                self.check_categories(path, lang, plural);
            }
        }
        for text in &texts {
            self.check_placeholders(path, text, allowed);
        }
        for fault in &mut self.faults[before..] {
            fault.langs = vec![lang.to_owned()];
        }
        message
    }

    fn check_count(&mut self, count: &Word) {
        let names: Vec<&str> = self.promised.iter().map(|(name, _)| *name).collect();
        if !count.span.is_empty() && !names.contains(&count.text.as_str()) {
            let message = say!("fault.noDeadline", name = &count.text);
            let fault = Fault::new(FaultCode::UnknownPlaceholder, count.span.clone(), message);
            self.faults.push(fault.one_of(&count.text, &names));
        }
    }

    /// The same as for the words of the interface.
    fn check_categories(&mut self, path: &str, lang: &str, plural: &PluralPlace) {
        let asked = plural_categories(lang);
        if !plural.categories.iter().eq(asked.iter()) {
            let message = say!("fault.plural", path, lang);
            let fault = Fault::new(FaultCode::PluralCategory, plural.span.clone(), message);
            self.faults.push(fault.hint(say!("fault.pluralHint", names = Names::of(asked))));
        }
    }

    fn check_placeholders(&mut self, path: &str, text: &Word, allowed: &[&str]) {
        let promised = self.promised.iter().map(|(name, _)| *name);
        let known: Vec<&str> = allowed.iter().copied().chain(promised).collect();
        for name in placeholders(&text.text).into_iter().filter(|name| !known.contains(name)) {
            let message = say!("fault.notFilled", placeholder = &format!("{{{name}}}"), path);
            let fault = Fault::new(FaultCode::UnknownPlaceholder, text.span.clone(), message);
            let filled = say!("fault.filledHint", placeholders = &format!("{{{}}}", known.join("}, {")));
            self.faults.push(fault.hint(filled).did_you_mean(name, known.iter().copied()));
        }
    }
}
