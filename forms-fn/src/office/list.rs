//! Lists: a page of records in the order of names or of arrival, sensitive answers closed; and the same records with all that
//! they answered, for whoever says why.

use super::counts::{GivenAnswer, ListCounts};
use super::page::{Cursor, RecordsPage};
use super::work::{Subject, Work};
use super::{Access, Audited, Office, Stop, Which, unusual};
use crate::desk::{Action, Closed, Status, Stored};
use crate::export::names::Alphabet;
use crate::export::{Search, names, versions};

/// What a list shows.
#[derive(Debug, Clone, Default)]
pub struct ListQuery {
    /// Which records.
    pub which: Which,
    /// Only those in one of these statuses; empty for all.
    pub statuses: Vec<Status>,
    /// None of those in one of these statuses.
    pub except: Vec<Status>,
    /// Only those that answered so.
    pub answer: Option<GivenAnswer>,
    /// Only those that this finds.
    pub search: Option<Search>,
    /// In which order.
    pub order: Order,
    /// How many at most; none for all.
    pub limit: Option<usize>,
    /// Only those behind the page that gave this.
    pub after: Option<Cursor>,
}

/// The order of records on a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Order {
    /// In which they came.
    #[default]
    Arrival,
    /// By name, in the alphabet of a language; of the site's first where none is named.
    Name(Option<String>),
}

impl Office {
    /// One page of records. It opens no sensitive answer.
    ///
    /// # Errors
    /// When it is refused, the form or the event is unknown, or the store fails.
    pub async fn list(&self, access: &Access, query: &ListQuery) -> Result<Audited<RecordsPage>, Stop> {
        self.page(access, Action::List, query).await
    }

    /// The same page with the sensitive answers of its records.
    ///
    /// # Errors
    /// As for [`Self::list`].
    pub async fn open(&self, access: &Access, query: &ListQuery) -> Result<Audited<RecordsPage>, Stop> {
        self.page(access, Action::Open, query).await
    }

    async fn page(
        &self,
        access: &Access,
        action: Action,
        query: &ListQuery,
    ) -> Result<Audited<RecordsPage>, Stop> {
        let Which { form, event } = query.which.clone();
        let mut work = self.begin(access, action, Subject { form, event, reference: None }).await?;
        let page = page(&mut work, action, query).await;
        work.end(page).await
    }
}

async fn page(work: &mut Work<'_>, action: Action, query: &ListQuery) -> Result<RecordsPage, Stop> {
    let mut closed = known(work, query).await?;
    let counts = ListCounts::of(&closed);
    closed.retain(|one| query.wants(one));
    sort(work, &mut closed, &query.order);
    let (mut page, next) = Cursor::cut(closed, query.after.as_ref(), query.limit)?;
    if action == Action::Open {
        work.desk.unseal(&mut page, work.now).await?;
        unusual::note(work, page.len()).await?;
    }
    work.count(page.len());
    let versions = versions(&work.desk, &page, None, work.now).await?;
    Ok(RecordsPage { records: page, versions, next, counts })
}

/// The records among which the asked ones are, oldest first.
async fn known(work: &mut Work<'_>, query: &ListQuery) -> Result<Vec<Closed>, Stop> {
    if query.of_all_forms() {
        return work.search(|stored, _| query.lets_through(stored)).await;
    }
    let form = query.which.known_form(work).await?;
    let closed = query.which.records(work, &form).await?;
    work.entry.audit.form = Some(form);
    Ok(closed)
}

impl ListQuery {
    /// What waits for an organiser's look is asked for in all forms and events at once.
    fn of_all_forms(&self) -> bool {
        self.which == Which::default() && self.statuses == [Status::Held]
    }

    fn lets_through(&self, stored: &Stored) -> bool {
        let status = stored.record.status();
        (self.statuses.is_empty() || self.statuses.contains(&status)) && !self.except.contains(&status)
    }

    fn wants(&self, (stored, form): &Closed) -> bool {
        self.lets_through(stored)
            && self.answer.as_ref().is_none_or(|answer| answer.is_of(stored, form))
            && self.search.as_ref().is_none_or(|search| search.finds(stored, form))
    }
}

/// Those of the same name stay in the order in which they came.
pub(super) fn sort(work: &Work<'_>, closed: &mut [Closed], order: &Order) {
    let Order::Name(lang) = order else { return };
    let usual = work.site.map_or("en", |site| &site.manifest().default_language);
    let alphabet = Alphabet::of(lang.as_deref().unwrap_or(usual));
    closed.sort_by(|(one, form), (other, of_other)| {
        alphabet.compare(names::name(one, Some(form)), names::name(other, Some(of_other)))
    });
}
