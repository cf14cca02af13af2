//! A field's kind with its limits and options.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{DefinitionReader, Section, conditions, keys};
use crate::definition::{About, Choice, Kind};
use crate::facts::Facts;
use crate::sentence::say;
use crate::yaml::Value;
use crate::{Fault, FaultCode};

/// The keys that belong to a kind and not to every other.
#[derive(Debug, Clone, Copy)]
pub(super) struct OfKind {
    /// Those that can't be missing.
    pub(super) must: &'static [&'static str],
    may: &'static [&'static str],
}

impl OfKind {
    /// Whether a key is one of them.
    pub(super) fn has(&self, key: &str) -> bool {
        self.must.contains(&key) || self.may.contains(&key)
    }
}

const fn of(must: &'static [&'static str], may: &'static [&'static str]) -> OfKind {
    OfKind { must, may }
}

/// The kinds, and the keys that belong to some kinds only.
pub(super) const KINDS: [(&str, OfKind); 10] = [
    ("text", of(&["maxLength"], &["minLength", "autocomplete"])),
    ("long_text", of(&["maxLength"], &["minLength"])),
    ("email", of(&[], &["maxLength", "autocomplete"])),
    ("phone", of(&[], &["minDigits", "maxDigits", "autocomplete"])),
    ("integer", of(&[], &["min", "max"])),
    ("choice", of(&["options"], &["default"])),
    ("choices", of(&["options"], &["pick"])),
    ("checkbox", of(&[], &["consent"])),
    ("language", of(&[], &["autocomplete", "preset"])),
    ("country", of(&[], &["autocomplete", "preset"])),
];

/// The tokens of HTML's `autocomplete` that our forms have a use for.
pub(super) const AUTOCOMPLETE: [&str; 13] = [
    "name",
    "given-name",
    "family-name",
    "nickname",
    "email",
    "tel",
    "country",
    "country-name",
    "language",
    "address-level2",
    "postal-code",
    "organization",
    "off",
];

/// The longest e-mail address (RFC 5321 with erratum 1690).
const EMAIL_LENGTH: u32 = 254;
/// The digits of a phone number: local ones have 6, the longest international ones 15 (ITU-T E.164).
const PHONE_DIGITS: (u32, u32) = (6, 15);
/// The largest number that a field takes when it names no other limit.
const LARGEST: u32 = 999_999;

/// All keys that belong to some kinds only.
pub(super) fn keys() -> BTreeSet<&'static str> {
    KINDS.iter().flat_map(|(_, keys)| keys.must.iter().chain(keys.may).copied()).collect()
}

/// Where a kind stands that is one.
pub(super) fn place(section: &Section) -> Option<Range<usize>> {
    let Value::Text(name) = &section.get("kind")?.value else { return None };
    KINDS.iter().any(|(kind, _)| kind == name).then(|| section.span_of("kind"))
}

/// Reads the kind and reports keys of other kinds.
pub(super) fn kind(reader: &mut DefinitionReader, section: &Section, about: About) -> Kind {
    let table = KINDS.map(|(name, keys)| (name, (name, keys)));
    let Some((name, keys)) = reader.one_of(section, "kind", &table) else { return Kind::Country };
    for word in section.words().filter(|word| self::keys().contains(word.text.as_str())) {
        if !keys.has(&word.text) {
            let message = say!("fault.notForKind", key = &word.text, kind = name);
            reader.fault(FaultCode::NotForKind, &word.span, message, say!("fault.notForKindHint"));
        }
    }
    match name {
        "text" => {
            let (min_length, max_length) = lengths(reader, section);
            Kind::Text { min_length, max_length }
        }
        "long_text" => {
            let (min_length, max_length) = lengths(reader, section);
            Kind::LongText { min_length, max_length }
        }
        "email" => Kind::Email { max_length: reader.number(section, "maxLength").unwrap_or(EMAIL_LENGTH) },
        "phone" => {
            let (min_digits, max_digits) = range(reader, section, ["minDigits", "maxDigits"], PHONE_DIGITS);
            Kind::Phone { min_digits, max_digits }
        }
        "integer" => {
            let (min, max) = range(reader, section, ["min", "max"], (0, LARGEST));
            Kind::Integer { min: min.into(), max: max.into() }
        }
        "choice" => choice(reader, section, about),
        "choices" => choices(reader, section, about),
        "checkbox" => Kind::Checkbox { consent: reader.flag(section, "consent") },
        "language" => {
            Kind::Language { values: reader.languages.iter().map(|&lang| lang.to_owned()).collect() }
        }
        _ => Kind::Country,
    }
}

/// A length without an upper limit would let anybody fill the store.
fn lengths(reader: &mut DefinitionReader, section: &Section) -> (Option<u32>, u32) {
    reader.needed(section, "maxLength");
    let (min, max) = range(reader, section, ["minLength", "maxLength"], (0, u32::MAX));
    (section.get("minLength").map(|_| min), max)
}

/// Two numbers of which the second is not smaller.
fn range(
    reader: &mut DefinitionReader,
    section: &Section,
    keys: [&str; 2],
    default: (u32, u32),
) -> (u32, u32) {
    let min = reader.number(section, keys[0]).unwrap_or(default.0);
    let max = reader.number(section, keys[1]).unwrap_or(default.1);
    if max < min {
        let key = if section.get(keys[1]).is_some() { keys[1] } else { keys[0] };
        let [least, most] = keys;
        let message = say!("fault.range", most, max, least, min);
        reader.fault(
            FaultCode::BadRange,
            &section.span_of(key),
            message,
            say!("fault.rangeHint", most, least),
        );
    }
    (min, max)
}

fn choice(reader: &mut DefinitionReader, section: &Section, about: About) -> Kind {
    let options = options(reader, section, about);
    let default = reader.optional_word(section, "default");
    if let Some(default) =
        default.as_ref().filter(|word| options.iter().all(|option| option.value != word.text))
    {
        let message = say!("fault.noOption", value = &default.text);
        let fault = Fault::new(FaultCode::UnknownOption, default.span.clone(), message);
        let names: Vec<&str> = options.iter().map(|option| option.value.as_str()).collect();
        reader.faults.push(fault.one_of(&default.text, &names));
    }
    Kind::Choice { options, default: default.map(|word| word.text) }
}

fn choices(reader: &mut DefinitionReader, section: &Section, about: About) -> Kind {
    let options = options(reader, section, about);
    let most = u32::try_from(options.len()).unwrap_or(u32::MAX);
    let pick = section.get("pick").map(|node| {
        let inner = reader.section(node, &section.path("pick"), &keys::names(keys::PICK));
        let (min, max) = range(reader, &inner, ["min", "max"], (0, most));
        if max > most && most > 0 {
            let message = say!("fault.pick", max, most);
            let hint = say!("fault.pickHint", most);
            reader.fault(FaultCode::BadRange, &inner.span_of("max"), message, hint);
        }
        (min, max)
    });
    Kind::Choices { options, pick }
}

fn options(reader: &mut DefinitionReader, section: &Section, about: About) -> Vec<Choice> {
    let path = section.path("options");
    let mut options: Vec<Choice> = Vec::new();
    for (at, node) in reader.list(section, "options").iter().enumerate() {
        let inner = reader.section(node, &format!("{path}[{at}]"), &keys::names(keys::OPTION));
        let value = reader.name(&inner, "value");
        if options.iter().any(|option| option.value == value.text) && !value.text.is_empty() {
            reader.fault(
                FaultCode::DuplicateOption,
                &value.span,
                say!("fault.optionTwice", value = &value.text),
                say!("fault.optionTwiceHint"),
            );
        }
        let fact = inner.get("fact").map(|_| conditions::event_fact(reader, &inner, about, Facts::has_kind));
        options.push(Choice { value: value.text, label: reader.text(&inner, "label", &[]), fact });
    }
    options
}

/// A token of HTML's `autocomplete`.
pub(super) fn autocomplete(reader: &mut DefinitionReader, section: &Section) -> Option<String> {
    let token = reader.optional_word(section, "autocomplete")?;
    if !AUTOCOMPLETE.contains(&token.text.as_str()) {
        let message = say!("fault.noToken", token = &token.text);
        let fault = Fault::new(FaultCode::BadValue, token.span.clone(), message);
        reader.faults.push(fault.one_of(&token.text, &AUTOCOMPLETE));
    }
    Some(token.text)
}
