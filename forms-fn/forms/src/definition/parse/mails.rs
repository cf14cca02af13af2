//! The words of the messages: none at all, or those of every kind that the form sends.

use std::collections::BTreeMap;

use super::{DefinitionReader, Section, keys};
use crate::definition::{About, MailText};
use crate::yaml::Node;

/// Reads `mails`. A form without it sends no mail; with it, no kind may be missing, or somebody would wait for a
/// message that never comes.
pub(super) fn mails(
    reader: &mut DefinitionReader,
    section: &Section,
    about: About,
) -> BTreeMap<String, MailText> {
    let Some(node) = section.get("mails") else { return BTreeMap::new() };
    let mails = reader.section(node, &section.path("mails"), about.mail_kinds());
    let mut texts = BTreeMap::new();
    for kind in about.mail_kinds() {
        if let Some(node) = reader.needed(&mails, kind) {
            texts.insert((*kind).to_owned(), mail(reader, node, &mails.path(kind), about));
        }
    }
    texts
}

fn mail(reader: &mut DefinitionReader, node: &Node, path: &str, about: About) -> MailText {
    let section = reader.section(node, path, &keys::names(keys::MAIL));
    MailText {
        subject: reader.text(&section, "subject", about.mail_placeholders()),
        text: reader.paragraphs(&section, "text", about.mail_placeholders()),
        action: reader.optional_text(&section, "action", &[]),
    }
}
