//! When a field is asked: `when`, and what it may refer to.

use super::{DefinitionReader, Section, keys};
use crate::definition::{About, Field, When};
use crate::facts::Facts;
use crate::sentence::say;
use crate::yaml::Word;
use crate::{Fault, FaultCode};

/// The fields before the one that is read, and the names of all.
#[derive(Debug, Clone, Copy)]
pub(super) struct Earlier<'f> {
    pub(super) fields: &'f [Field],
    pub(super) all: &'f [&'f str],
}

/// Reads `when`: one of `fact`, `field` with `is`, `filled`.
pub(super) fn when(
    reader: &mut DefinitionReader,
    section: &Section,
    about: About,
    earlier: &Earlier,
) -> Option<When> {
    let node = section.get("when")?;
    let inner = reader.section(node, &section.path("when"), &keys::names(keys::WHEN));
    let has = |key: &str| inner.get(key).is_some();
    match (has("fact"), has("field"), has("filled"), has("is")) {
        (true, false, false, false) => fact(reader, &inner, about),
        (false, true, false, true) => is(reader, &inner, earlier),
        (false, false, true, false) => filled(reader, &inner, earlier),
        _ => {
            let message = say!("fault.noCondition", path = &section.path("when"));
            let fault = Fault::new(FaultCode::BadCondition, section.key_span("when"), message);
            reader.faults.push(fault.hint(say!("fault.conditionHint")));
            None
        }
    }
}

fn fact(reader: &mut DefinitionReader, section: &Section, about: About) -> Option<When> {
    let is_known = |fact: &str| Facts::KNOWN.contains(&fact);
    Some(When::Fact(event_fact(reader, section, about, is_known)))
}

/// The fact of an event that a set of keys names, which must be one that events can have.
pub(super) fn event_fact(
    reader: &mut DefinitionReader,
    section: &Section,
    about: About,
    is_known: impl Fn(&str) -> bool,
) -> String {
    let fact = reader.word(section, "fact");
    if about == About::Nothing {
        reader.no_event(&fact.span);
    } else if !is_known(&fact.text) {
        let fault =
            Fault::new(FaultCode::UnknownFact, fact.span.clone(), say!("fault.noFact", name = &fact.text));
        reader.faults.push(fault.one_of(&fact.text, &Facts::KNOWN));
    }
    fact.text
}

fn is(reader: &mut DefinitionReader, section: &Section, earlier: &Earlier) -> Option<When> {
    let field = reader.word(section, "field");
    let value = reader.word(section, "is");
    if let Some(target) = target(reader, &field, earlier) {
        let offered = target.offered();
        if !offered.is_empty() && !offered.contains(&value.text.as_str()) {
            let message = say!("fault.notOffered", field = &field.text, value = &value.text);
            let fault = Fault::new(FaultCode::UnknownOption, value.span.clone(), message);
            reader.faults.push(fault.one_of(&value.text, &offered));
        }
    }
    Some(When::Is { field: field.text, value: value.text })
}

fn filled(reader: &mut DefinitionReader, section: &Section, earlier: &Earlier) -> Option<When> {
    let fields = reader.words(section, "filled");
    for field in &fields {
        target(reader, field, earlier);
    }
    Some(When::Filled(fields.into_iter().map(|field| field.text).collect()))
}

/// The field that a condition names. It stands earlier, where the person has read it; so no circle can arise.
fn target<'f>(reader: &mut DefinitionReader, field: &Word, earlier: &Earlier<'f>) -> Option<&'f Field> {
    let found = earlier.fields.iter().find(|earlier| earlier.name == field.text);
    if found.is_some() || field.span.is_empty() {
        return found;
    }
    if earlier.all.contains(&field.text.as_str()) {
        let message = say!("fault.later", field = &field.text);
        let fault = Fault::new(FaultCode::LaterField, field.span.clone(), message);
        reader.faults.push(fault.hint(say!("fault.laterHint")));
    } else {
        super::known_field(reader, field, earlier.all);
    }
    None
}
