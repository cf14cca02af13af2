//! The YAML text of a form becomes a `Definition`, or every fault in it.
//!
//! After a fault the readers go on with an empty value, so that all faults come to light at once. No such value gets
//! out: one fault, and there is no definition.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::{About, AtLeastOne, Basis, Definition, Group, Purpose, Setting, Thanks, ThanksPage};
use crate::fault::{Fault, FaultCode, sorted};
use crate::sentence::say;
use crate::yaml::{self, Node, Word};

mod conditions;
mod deadlines;
mod described;
mod elsewhere;
mod field;
mod filled;
mod keys;
mod kind;
mod listed;
mod mails;
mod reader;
mod roles;
mod schema;
mod section;
mod texts;
mod wanted;

pub(super) use described::tables;
pub use described::{KeyRow, KeyTable};
pub use elsewhere::FormWords;
pub use listed::FormText;
pub(super) use listed::texts as listed;
use reader::DefinitionReader;
pub(super) use schema::schema;
use section::Section;

/// What a form may belong to.
const ABOUT: [(&str, About); 2] = [("event", About::Event), ("nothing", About::Nothing)];

/// Reads a definition; beside it the gaps that other languages fill.
pub(super) fn parse(
    id: &str,
    yaml: &str,
    setting: &Setting<'_>,
) -> (Result<Definition, Vec<Fault>>, Vec<Fault>) {
    let mut root = match yaml::parse(yaml) {
        Ok(root) => root,
        Err(fault) => return (Err(vec![fault]), Vec::new()),
    };
    let mut reader = DefinitionReader::new(setting);
    reader.faults = elsewhere::lay(&mut root, id, yaml.len(), setting);
    let mut definition = definition(&mut reader, id, &root);
    definition.version = version(&definition, yaml, setting);
    let home = |faults: Vec<Fault>| {
        sorted(faults)
            .into_iter()
            .map(|fault| elsewhere::home(fault, yaml.len(), setting))
            .collect::<Vec<_>>()
    };
    let (faults, gaps) = (home(reader.faults), home(reader.gaps));
    (if faults.is_empty() { Ok(definition) } else { Err(faults) }, gaps)
}

/// The form's own text, and whatever else its words come from.
fn version(form: &Definition, yaml: &str, setting: &Setting<'_>) -> String {
    let mut hash = Sha256::new_with_prefix(yaml.as_bytes());
    elsewhere::written(&form.id, setting).for_each(|words| hash.update(words));
    form.fields.iter().flat_map(|field| &field.countries).for_each(|country| hash.update(country));
    super::hex(&hash.finalize()[..8])
}

fn definition(reader: &mut DefinitionReader, id: &str, root: &Node) -> Definition {
    let section = reader.section(root, "", &keys::names(keys::FORM));
    let about = about(reader, &section);
    let deadlines = deadlines::deadlines(reader, &section, about);
    reader.promise(about, &deadlines);
    let purposes = purposes(reader, &section);
    let groups = groups(reader, &section);
    let fields =
        field::fields(reader, &section, &field::Surroundings { about, purposes: &purposes, groups: &groups });
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let at_least_one = at_least_one(reader, &section, &names);
    Definition {
        id: id.to_owned(),
        version: String::new(),
        title: reader.text(&section, "title", &[]),
        intro: reader.text(&section, "intro", &[]),
        submit: reader.text(&section, "submit", &[]),
        about,
        deadlines,
        thanks: thanks(reader, &section, about),
        mails: mails::mails(reader, &section, about),
        purposes,
        groups,
        fields,
        at_least_one,
    }
}

fn about(reader: &mut DefinitionReader, section: &Section) -> About {
    reader.one_of(section, "about", &ABOUT).unwrap_or(About::Nothing)
}

fn thanks(reader: &mut DefinitionReader, section: &Section, about: About) -> Thanks {
    let known = about.thanks_pages();
    let Some(node) = reader.needed(section, "thanks") else { return Thanks::default() };
    let pages = reader.section(node, "thanks", known);
    let mut page = |key: &str| {
        known.contains(&key).then(|| {
            let page =
                reader.needed(&pages, key).map(|node| thanks_page(reader, node, &pages.path(key), about));
            page.unwrap_or_default()
        })
    };
    Thanks { confirmed: page("confirmed"), waiting: page("waiting"), received: page("received") }
}

fn thanks_page(reader: &mut DefinitionReader, node: &Node, path: &str, about: About) -> ThanksPage {
    let placeholders: &[&str] = match about {
        About::Event => &["reference", "event", "when"],
        About::Nothing => &["reference"],
    };
    let section = reader.section(node, path, &keys::names(keys::THANKS_PAGE));
    ThanksPage {
        title: reader.text(&section, "title", &[]),
        text: reader.text(&section, "text", placeholders),
    }
}

fn purposes(reader: &mut DefinitionReader, section: &Section) -> Vec<Purpose> {
    let mut seen = BTreeSet::new();
    let mut purposes = Vec::new();
    for (at, node) in reader.list(section, "purposes").iter().enumerate() {
        let inner = reader.section(node, &format!("purposes[{at}]"), &keys::names(keys::PURPOSE));
        let id = unique_id(reader, &inner, &mut seen);
        // After a fault: the basis with which no field of this purpose is at fault too.
        let basis = reader.one_of(&inner, "basis", &Basis::ALL).unwrap_or(Basis::ExplicitConsent);
        purposes.push(Purpose { id, basis, text: reader.text(&inner, "text", &[]) });
    }
    purposes
}

fn groups(reader: &mut DefinitionReader, section: &Section) -> Vec<Group> {
    let mut seen = BTreeSet::new();
    let mut groups = Vec::new();
    for (at, node) in reader.list(section, "groups").iter().enumerate() {
        let inner = reader.section(node, &format!("groups[{at}]"), &keys::names(keys::GROUP));
        let id = unique_id(reader, &inner, &mut seen);
        groups.push(Group {
            id,
            title: reader.text(&inner, "title", &[]),
            folded: reader.flag(&inner, "folded"),
        });
    }
    groups
}

fn unique_id(reader: &mut DefinitionReader, section: &Section, seen: &mut BTreeSet<String>) -> String {
    let id = reader.name(section, "id");
    if !id.text.is_empty() && !seen.insert(id.text.clone()) {
        reader.fault(
            FaultCode::DuplicateId,
            &id.span,
            say!("fault.idTaken", id = &id.text),
            say!("fault.idTakenHint"),
        );
    }
    id.text
}

fn at_least_one(reader: &mut DefinitionReader, section: &Section, names: &[&str]) -> Vec<AtLeastOne> {
    let mut sets = Vec::new();
    for (at, node) in reader.optional_list(section, "atLeastOne").iter().enumerate() {
        let inner = reader.section(node, &format!("atLeastOne[{at}]"), &keys::names(keys::AT_LEAST_ONE));
        let fields = reader.words(&inner, "fields");
        for field in &fields {
            known_field(reader, field, names);
        }
        let fields = fields.into_iter().map(|field| field.text).collect();
        sets.push(AtLeastOne { fields, error: reader.text(&inner, "error", &[]) });
    }
    sets
}

/// A name that must be a field's.
fn known_field(reader: &mut DefinitionReader, field: &Word, names: &[&str]) {
    if !names.contains(&field.text.as_str()) {
        let fault = Fault::new(
            FaultCode::UnknownField,
            field.span.clone(),
            say!("fault.noField", name = &field.text),
        );
        reader.faults.push(fault.one_of(&field.text, names));
    }
}
