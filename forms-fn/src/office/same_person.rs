//! The other records of somebody whose record is erased: whoever asks for that means all of them.

use forms::{Definition, Kind};
use serde_json::Value;

use super::Stop;
use super::work::Work;
use crate::desk::{Closed, Status, Stored};
use crate::reference::Reference;

/// Numbers with fewer digits are too short to tell two people apart.
const FEWEST_DIGITS: usize = 6;

/// By what two records are somebody's.
#[derive(Debug, PartialEq, Eq)]
enum Contact {
    Address(String),
    /// Its digits.
    Phone(String),
}

/// Another record with the same address or telephone number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherRecord {
    /// Which one.
    pub reference: Reference,
    /// Its event, or its form where it has none.
    pub about: String,
    /// How it stands.
    pub status: Status,
}

/// Looks through all events and forms within reach.
pub(super) async fn others(
    work: &mut Work<'_>,
    stored: &Stored,
    form: &Definition,
) -> Result<Vec<OtherRecord>, Stop> {
    let own = contacts(stored, form);
    let is_other = |other: &Stored, form: &Definition| {
        other.record.reference != stored.record.reference
            && contacts(other, form).iter().any(|contact| own.iter().any(|own| is_same(own, contact)))
    };
    let found = if own.is_empty() { Vec::new() } else { work.search(is_other).await? };
    let unread = work.desk.take_unreadable().len();
    if unread > 0 {
        work.note(format!(
            "warning: {unread} of the things in the store can't be read, so there may be more of the same person: \
             `forms-fn verify` tells which"
        ));
    }
    let other = |(stored, _): Closed| OtherRecord {
        about: stored.record.event().unwrap_or(&stored.record.form).to_owned(),
        status: stored.record.status(),
        reference: stored.record.reference,
    };
    Ok(found.into_iter().map(other).collect())
}

fn contacts(stored: &Stored, form: &Definition) -> Vec<Contact> {
    let fields = form.fields.iter();
    let contact = |field: &forms::Field| {
        let text = stored.answers.get(&field.name).and_then(Value::as_str)?;
        match field.kind {
            Kind::Email { .. } => Some(Contact::Address(text.trim().to_lowercase())),
            Kind::Phone { .. } => {
                let digits: String =
                    text.chars().filter_map(|c| c.to_digit(10)).map(|d| d.to_string()).collect();
                let digits = digits.trim_start_matches('0').to_owned();
                (digits.len() >= FEWEST_DIGITS).then_some(Contact::Phone(digits))
            }
            _ => None,
        }
    };
    fields.filter_map(contact).collect()
}

/// A number may be written with the country's or without.
fn is_same(one: &Contact, other: &Contact) -> bool {
    match (one, other) {
        (Contact::Phone(one), Contact::Phone(other)) => {
            one.ends_with(other.as_str()) || other.ends_with(one.as_str())
        }
        (one, other) => one == other,
    }
}
