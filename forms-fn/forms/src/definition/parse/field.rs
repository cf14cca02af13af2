//! One field: its words, its kind, why it is asked and how long the answer is kept.

use std::collections::BTreeMap;

use super::{DefinitionReader, Section, conditions, keys, kind, roles};
use crate::definition::{About, After, Basis, FIRST_NETWORK, Field, Group, Keep, Kind, Mark, Purpose, Text};
use crate::message::Code;
use crate::sentence::say;
use crate::yaml::{Node, Value};
use crate::{Fault, FaultCode};

/// How long an answer may be kept, besides for some days.
pub(super) const KEPT: [(&str, Keep); 2] = [("count", Keep::Count), ("none", Keep::None)];

/// What those days may be counted from.
pub(super) const AFTERS: [(&str, After); 5] = [
    ("event_end", After::EventEnd),
    ("submission", After::Submission),
    ("closing", After::Closing),
    ("first_meeting", After::FirstMeeting),
    ("withdrawal", After::Withdrawal),
];

/// Inputs of the form that are no answers: which event it is about, and the proof that it was sent once; on a person's
/// own page what to do, and the proof that it may be done.
const RESERVED: [&str; 6] = ["event", "nonce", crate::HONEYPOT, crate::SWITCH, "action", "t"];

/// What the fields may refer to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Surroundings<'d> {
    pub(super) about: About,
    pub(super) purposes: &'d [Purpose],
    pub(super) groups: &'d [Group],
}

/// Reads the fields in their order, so that each knows those before it.
pub(super) fn fields(reader: &mut DefinitionReader, section: &Section, around: &Surroundings) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    let nodes = reader.list(section, "fields");
    // All names, for those who refer to a later field.
    let all: Vec<&str> = nodes.iter().filter_map(name).collect();
    let known = keys::names(keys::FIELD);
    let mut kinds = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        let section = reader.section(node, &format!("fields[{at}]"), &known);
        kinds.push(kind::place(&section));
        let field = field(reader, &section, around, &conditions::Earlier { fields: &fields, all: &all });
        fields.push(field);
    }
    roles::unsaid(reader, &mut fields, &kinds);
    fields
}

fn name(node: &Node) -> Option<&str> {
    let Value::Map(entries) = &node.value else { return None };
    match &entries.iter().find(|(word, _)| word.text == "name")?.1.value {
        Value::Text(name) => Some(name),
        _ => None,
    }
}

fn field(
    reader: &mut DefinitionReader,
    section: &Section,
    around: &Surroundings,
    earlier: &conditions::Earlier,
) -> Field {
    let mark = mark(reader, section);
    let kind = kind::kind(reader, section, around.about);
    Field {
        name: field_name(reader, section, earlier.fields),
        group: group(reader, section, around.groups),
        role: roles::said(reader, section, &kind, earlier.fields),
        countries: countries(reader, &kind),
        kind,
        label: reader.text(section, "label", &[]),
        help: reader.optional_text(section, "help", &[]),
        required: reader.flag(section, "required"),
        autocomplete: kind::autocomplete(reader, section),
        preset: reader.flag(section, "preset"),
        mark,
        purpose: purpose(reader, section, around.purposes, mark),
        keep: keep(reader, section, around.about),
        when: conditions::when(reader, section, around.about, earlier),
        errors: errors(reader, section),
    }
}

/// What is to be written down of the countries: what goes without saying isn't, so that definitions of before stay the same.
fn countries(reader: &DefinitionReader, kind: &Kind) -> Vec<String> {
    let is_said = matches!(kind, Kind::Country) && *reader.countries != FIRST_NETWORK;
    reader.countries.iter().filter(|_| is_said).map(|&country| country.to_owned()).collect()
}

fn field_name(reader: &mut DefinitionReader, section: &Section, fields: &[Field]) -> String {
    let name = reader.name(section, "name");
    if RESERVED.contains(&name.text.as_str()) {
        reader.fault(
            FaultCode::ReservedName,
            &name.span,
            say!("fault.hiddenInput", name = &name.text),
            say!("fault.nameHint"),
        );
    }
    if !name.text.is_empty() && fields.iter().any(|field| field.name == name.text) {
        reader.fault(
            FaultCode::DuplicateName,
            &name.span,
            say!("fault.fieldTwice", name = &name.text),
            say!("fault.fieldTwiceHint"),
        );
    }
    name.text
}

fn group(reader: &mut DefinitionReader, section: &Section, groups: &[Group]) -> String {
    let id = reader.word(section, "group");
    if !id.span.is_empty() && groups.iter().all(|group| group.id != id.text) {
        let fault =
            Fault::new(FaultCode::UnknownGroup, id.span.clone(), say!("fault.noGroup", id = &id.text));
        let names: Vec<&str> = groups.iter().map(|group| group.id.as_str()).collect();
        reader.faults.push(fault.one_of(&id.text, &names));
    }
    id.text
}

fn mark(reader: &mut DefinitionReader, section: &Section) -> Mark {
    match (reader.flag(section, "personal"), reader.flag(section, "sensitive")) {
        (true, true) => {
            let (place, hint) = (section.key_span("sensitive"), say!("fault.twoMarksHint"));
            reader.fault(FaultCode::TwoMarks, &place, say!("fault.twoMarks"), hint);
            Mark::Sensitive
        }
        (_, true) => Mark::Sensitive,
        (true, false) => Mark::Personal,
        (false, false) => Mark::None,
    }
}

/// The purpose must exist and its legal basis must carry what is asked.
fn purpose(reader: &mut DefinitionReader, section: &Section, purposes: &[Purpose], mark: Mark) -> String {
    let id = reader.word(section, "purpose");
    let Some(purpose) = purposes.iter().find(|purpose| purpose.id == id.text) else {
        if !id.span.is_empty() {
            let fault = Fault::new(
                FaultCode::UnknownPurpose,
                id.span.clone(),
                say!("fault.noPurpose", id = &id.text),
            );
            let names: Vec<&str> = purposes.iter().map(|purpose| purpose.id.as_str()).collect();
            reader.faults.push(fault.one_of(&id.text, &names));
        }
        return id.text;
    };
    if mark == Mark::Sensitive && purpose.basis != Basis::ExplicitConsent {
        let message = say!("fault.sensitiveBasis", id = &purpose.id);
        let fault = Fault::new(FaultCode::SensitiveBasis, id.span.clone(), message);
        reader.faults.push(fault.hint(say!("fault.sensitiveBasisHint")));
    }
    let consent = reader.flag(section, "consent");
    if consent && !matches!(purpose.basis, Basis::Consent | Basis::ExplicitConsent) {
        let message = say!("fault.consentBasis", id = &purpose.id);
        reader.fault(FaultCode::ConsentBasis, &id.span, message, say!("fault.consentBasisHint"));
    }
    id.text
}

fn keep(reader: &mut DefinitionReader, section: &Section, about: About) -> Keep {
    let Some(node) = reader.needed(section, "keep") else { return Keep::None };
    if matches!(node.value, Value::Text(_)) {
        return reader.one_of(section, "keep", &KEPT).unwrap_or(Keep::None);
    }
    let inner = reader.section(node, &section.path("keep"), &keys::names(keys::KEEP));
    reader.needed(&inner, "days");
    let days = reader.number(&inner, "days").unwrap_or_default();
    let after = reader.one_of(&inner, "after", &AFTERS).unwrap_or(After::Submission);
    if after == After::EventEnd && about == About::Nothing {
        reader.no_event(&inner.span_of("after"));
    }
    Keep::Days { days, after }
}

/// Own words for errors.
fn errors(reader: &mut DefinitionReader, section: &Section) -> BTreeMap<String, Text> {
    let Some(node) = section.get("errors") else { return BTreeMap::new() };
    let inner = reader.section(node, &section.path("errors"), &Code::FIELD_KEYS);
    let keys: Vec<&str> = inner.words().map(|word| word.text.as_str()).collect();
    let mut errors = BTreeMap::new();
    for key in keys.into_iter().filter(|key| Code::FIELD_KEYS.contains(key)) {
        let text = reader.text(&inner, key, &["label", "min", "max"]);
        errors.insert(key.to_owned(), text);
    }
    errors
}
