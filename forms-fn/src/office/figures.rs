//! Figures that tell nothing about anybody.

use forms::About;

use super::which::events;
use super::work::{Subject, Work};
use super::{Access, Audited, Office, Stop, Which};
use crate::desk::{Action, Statistics};

impl Office {
    /// How many records and answers there are: of one event, of one form, or of all.
    ///
    /// # Errors
    /// When it is refused, the form or the event is unknown, or the store fails.
    pub async fn figures(&self, access: &Access, which: &Which) -> Result<Audited<Vec<Statistics>>, Stop> {
        let Which { form, event } = which.clone();
        let mut work =
            self.begin(access, Action::Statistics, Subject { form, event, reference: None }).await?;
        let figures = figures(&mut work, which).await;
        work.end(figures).await
    }
}

async fn figures(work: &mut Work<'_>, which: &Which) -> Result<Vec<Statistics>, Stop> {
    let mut all = Vec::new();
    for form in forms(work, which).await? {
        for event in counted(work, which, &form).await? {
            all.push(one(work, &form, event.as_deref()).await?);
        }
    }
    work.count(all.len());
    Ok(all)
}

/// The form that is meant, or all of them.
async fn forms(work: &Work<'_>, which: &Which) -> Result<Vec<String>, Stop> {
    match work.site {
        Some(site) if *which == Which::default() => {
            Ok(site.definitions().map(|form| form.id.clone()).collect())
        }
        _ => Ok(vec![which.known_form(work).await?]),
    }
}

/// The event that is meant, or all events of the form; `None` stands for a form without events, which is counted for those who
/// see everything: its figures aren't parted by country.
async fn counted(work: &Work<'_>, which: &Which, form: &str) -> Result<Vec<Option<String>>, Stop> {
    if which.event.is_some() {
        return Ok(vec![which.event.clone()]);
    }
    let definition = work.site.and_then(|site| site.definition(form));
    let events = events(work, form).await?;
    if definition.is_none_or(|definition| definition.about == About::Nothing) {
        return Ok(if work.reach().is_everything() { vec![None] } else { Vec::new() });
    }
    Ok(events.into_iter().map(Some).collect())
}

pub(super) async fn one(work: &Work<'_>, form: &str, event: Option<&str>) -> Result<Statistics, Stop> {
    let current = work.site.and_then(|site| site.definition(form));
    let ends = event.and_then(|event| work.site?.terms(event)).map(|terms| terms.ends);
    Ok(work.desk.statistics(form, event, current, ends, work.now).await?)
}
