//! Whoever opens the answers in confidence of many people on one day: the stewards get a letter, before anything is shown.

use jiff::tz::TimeZone;

use super::Stop;
use super::log::USUAL;
use super::scope::Reach;
use super::work::Work;
use crate::accounts::{Account, AccountId, Accounts, Grant, Opening, Role};
use crate::desk::Scope;
use crate::folder::FormsFolder;

/// Counts what was opened, and has the stewards told when it is unusual.
pub(super) async fn note(work: &Work<'_>, people: usize) -> Result<(), Stop> {
    if people == 0 {
        return Ok(());
    }
    let zone = work.site.map_or(TimeZone::UTC, FormsFolder::time_zone);
    let day = work.now.to_zoned(zone).date();
    let opening = Opening { actor: &work.entry.audit.actor, day, people, usual: USUAL };
    let accounts = Accounts::new(work.desk.clone());
    if accounts.count_opened(opening, work.now).await? {
        let stewards = stewards(work, &accounts).await?;
        accounts.tell_stewards(opening, &stewards, work.now).await?;
    }
    Ok(())
}

/// Those within whose reach it is; all of them where it is within nobody's, for somebody has to know.
async fn stewards(work: &Work<'_>, accounts: &Accounts) -> Result<Vec<AccountId>, Stop> {
    let mut all = accounts.all(work.now).await?;
    all.retain(|account| {
        account.disabled_at.is_none() && account.email.is_some() && roles(account).next().is_some()
    });
    let mut near = Vec::new();
    for account in &all {
        for grant in roles(account) {
            if reaches(work, &grant.scope).await {
                near.push(account.id.clone());
                break;
            }
        }
    }
    Ok(if near.is_empty() { all.into_iter().map(|account| account.id).collect() } else { near })
}

fn roles(account: &Account) -> impl Iterator<Item = &Grant> {
    account.grants.iter().filter(|grant| grant.role == Role::Steward)
}

async fn reaches(work: &Work<'_>, scope: &Scope) -> bool {
    // An organisation that the site doesn't know reaches nothing.
    let Ok(reach) = Reach::of(scope, &work.desk, work.site, work.now).await else { return false };
    let audit = &work.entry.audit;
    match (&audit.event, &audit.scope) {
        (Some(event), _) => reach.has_event(event),
        (None, Some(scope)) => reach.has_scope(scope),
        (None, None) => reach.is_everything(),
    }
}
