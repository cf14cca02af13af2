//! Finds the records of a person, by what somebody says on the telephone.

use forms::{Definition, Role};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::work::{Subject, Work};
use super::{Access, Audited, Office, Stop};
use crate::desk::{Action, Status, Stored};
use crate::export::Search;
use crate::reference::Reference;

/// Somebody who is found: what it takes to know whether it is the right one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The record.
    pub reference: Reference,
    /// Its form.
    pub form: String,
    /// Its event, for a form that belongs to one.
    pub event: Option<String>,
    /// How it stands.
    pub status: Status,
    /// When it came.
    pub submitted_at: Timestamp,
    /// The name.
    pub name: String,
    /// The e-mail address; empty without one.
    pub email: String,
    /// The telephone number; empty without one.
    pub phone: String,
}

impl Office {
    /// Looks at the records of all events and forms within the scope. What is searched for isn't written down: it is about
    /// somebody.
    ///
    /// # Errors
    /// When it is refused, nobody is found, or the store fails.
    pub async fn find(&self, access: &Access, search: &Search) -> Result<Audited<Vec<Person>>, Stop> {
        let mut work = self.begin(access, Action::Find, Subject::default()).await?;
        let people = people(&mut work, search).await;
        work.end(people).await
    }
}

async fn people(work: &mut Work<'_>, search: &Search) -> Result<Vec<Person>, Stop> {
    let found = work.search(|stored, form| search.finds(stored, form)).await?;
    if found.is_empty() {
        return Err(Stop::nothing(
            "nobody is found\n  hint: try a part of the name, the address, or four digits of the telephone number",
        ));
    }
    work.count(found.len());
    Ok(found.iter().map(|(stored, form)| person(stored, form)).collect())
}

fn person(stored: &Stored, form: &Definition) -> Person {
    let record = &stored.record;
    Person {
        reference: record.reference.clone(),
        form: record.form.clone(),
        event: record.event().map(str::to_owned),
        status: record.status(),
        submitted_at: record.submitted_at,
        name: answer(stored, form, Role::Name),
        email: answer(stored, form, Role::Email),
        phone: answer(stored, form, Role::Phone),
    }
}

/// The answer that plays a part; empty where there is none.
pub(super) fn answer(stored: &Stored, form: &Definition, role: Role) -> String {
    let answer = form.of_role(role).and_then(|field| stored.answers.get(&field.name));
    answer.and_then(Value::as_str).unwrap_or_default().to_owned()
}
