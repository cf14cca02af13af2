//! One act upon many records of an event: who it will be done to and who is passed over, and then done, with one entry in the
//! audit that counts them, and one in the history of each.

use std::collections::BTreeSet;

use super::act::{resend, take};
use super::work::{Subject, Work};
use super::{Access, Audited, Office, Order, Stop, StopKind, Which, list};
use crate::desk::{Action, Closed, Status, Step};
use crate::export::names;
use crate::reference::Reference;

/// What can be done to many at once.
pub const ACTS_ON_MANY: [Action; 3] = [Action::Release, Action::Cancel, Action::Resend];

/// Many records of one event.
#[derive(Debug, Clone)]
pub struct Selection {
    /// The event.
    pub event: String,
    /// Which of its records; others are passed over without a word.
    pub references: BTreeSet<Reference>,
}

/// One of those who were chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Which record.
    pub reference: Reference,
    /// The name.
    pub name: String,
    /// How it stands.
    pub status: Status,
    /// Whether a letter reaches the person.
    pub has_address: bool,
}

/// Those who were chosen, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preview {
    /// With whom it can be done now.
    pub will: Vec<Chosen>,
    /// With whom it can't.
    pub skipped: Vec<Chosen>,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DoneToMany {
    /// With whom it was done.
    pub done: Vec<Reference>,
    /// With whom it couldn't be done any more.
    pub skipped: Vec<Reference>,
}

impl Office {
    /// With whom an act can be done, and with whom not.
    ///
    /// # Errors
    /// When it is refused, the event is unknown, or the store fails.
    pub async fn preview(
        &self,
        access: &Access,
        action: Action,
        selection: &Selection,
        lang: &str,
    ) -> Result<Audited<Preview>, Stop> {
        let mut work = self.begin(access, Action::List, Subject::event(&selection.event)).await?;
        let preview = preview(&mut work, action, selection, lang).await;
        work.end(preview).await
    }

    /// Does an act to many records. What can't be done with one of them stops nobody else.
    ///
    /// # Errors
    /// When it is refused, the act is none for many, or the store fails; some may have been done then, and their histories say so.
    pub async fn do_to_many(
        &self,
        access: &Access,
        action: Action,
        selection: &Selection,
    ) -> Result<Audited<DoneToMany>, Stop> {
        if !ACTS_ON_MANY.contains(&action) {
            return Err(Stop::refused("this is done to one record at a time"));
        }
        let mut work = self.begin(access, action, Subject::event(&selection.event)).await?;
        let done = do_to_many(&mut work, action, selection).await;
        work.end(done).await
    }
}

async fn chosen(work: &mut Work<'_>, selection: &Selection) -> Result<Vec<Closed>, Stop> {
    let which = Which { form: None, event: Some(selection.event.clone()) };
    let form = which.known_form(work).await?;
    let mut closed = which.records(work, &form).await?;
    closed.retain(|(stored, _)| selection.references.contains(&stored.record.reference));
    work.entry.audit.form = Some(form);
    Ok(closed)
}

async fn preview(
    work: &mut Work<'_>,
    action: Action,
    selection: &Selection,
    lang: &str,
) -> Result<Preview, Stop> {
    let mut closed = chosen(work, selection).await?;
    list::sort(work, &mut closed, &Order::Name(Some(lang.to_owned())));
    let terms = work.site.and_then(|site| site.terms(&selection.event));
    let surroundings = work.desk.surroundings(Some(&selection.event), terms, work.now).await?;
    let mut preview = Preview::default();
    for (stored, form) in &closed {
        let one = Chosen {
            reference: stored.record.reference.clone(),
            name: names::name(stored, Some(form)).to_owned(),
            status: stored.record.status(),
            has_address: stored.record.address_field.is_some(),
        };
        let can_be = surroundings.allow(action, &stored.record, form);
        if can_be { preview.will.push(one) } else { preview.skipped.push(one) }
    }
    work.count(closed.len());
    Ok(preview)
}

async fn do_to_many(work: &mut Work<'_>, action: Action, selection: &Selection) -> Result<DoneToMany, Stop> {
    let mut many = DoneToMany::default();
    for (stored, _) in chosen(work, selection).await? {
        let reference = stored.record.reference;
        let acted = match Step::of_organisers(action) {
            Some(step) => take(work, &reference, step).await,
            None => resend(work, &reference).await,
        };
        match acted {
            Ok(_) => {
                work.entry.note_of(&reference).await?;
                many.done.push(reference);
            }
            Err(stop) if matches!(stop.kind(), StopKind::Refused | StopKind::Nothing) => {
                many.skipped.push(reference)
            }
            Err(stop) => return Err(stop),
        }
        work.count(many.done.len());
    }
    Ok(many)
}
