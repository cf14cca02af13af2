//! [`signed_in`]: who asks, for pages that aren't the desk's. The editor has sign-in, sessions and accounts from here, and what somebody
//! may is read anew with each of its requests.

use std::sync::Arc;

use axum::http::HeaderMap;
use jiff::Timestamp;

use super::cookie::Cookie;
use super::visitor;
use crate::accounts::{AccountId, Accounts, Grant, Right, SignedInBy, Visit};
use crate::app::App;
use crate::desk::Scope;
use crate::folder::FormsFolder;
use crate::office::{Access, Office, Organiser, Purpose, Stop};
use crate::store::StoreError;

/// Somebody who is signed in, as this request finds them.
#[derive(Debug, Clone)]
pub struct SignedIn {
    visit: Visit,
    folder: Arc<FormsFolder>,
    now: Timestamp,
}

/// How many people hear of it when an event is called off, as far as that may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeopleTold {
    /// So many: for whoever may see who they are.
    Exactly(u32),
    /// So many or up to four more. Two looks then hardly ever tell that one person came or went.
    AtLeast(u32),
    /// Fewer than five, or nobody.
    Few,
}

/// Who asks, by the cookie of the session; none for whoever isn't signed in, whose session is over or ended, whose account is disabled,
/// and for a volunteer at a door, who has no account.
///
/// # Errors
/// When the store fails.
pub async fn signed_in(app: &App, headers: &HeaderMap) -> Result<Option<SignedIn>, StoreError> {
    let Some(token) = Cookie::Session.read(headers) else { return Ok(None) };
    let now = app.now();
    let visit = Accounts::new(app.desk.clone()).visit(&token, now).await?;
    let visit = visit.filter(|visit| visit.door_link.is_none());
    Ok(visit.map(|visit| SignedIn { visit, folder: app.forms(), now }))
}

impl SignedIn {
    /// The account.
    #[must_use]
    pub fn account(&self) -> &AccountId {
        &self.visit.account.id
    }

    /// What the log calls them.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.visit.account.name
    }

    /// The language of their pages at the desk, as a BCP 47 tag.
    #[must_use]
    pub fn lang(&self) -> &str {
        &self.visit.account.lang
    }

    /// How they signed in.
    #[must_use]
    pub fn by(&self) -> SignedInBy {
        self.visit.session.by
    }

    /// The grants that count now: role, place, languages.
    pub fn grants(&self) -> impl Iterator<Item = &Grant> {
        visitor::grants(&self.visit, &self.folder, self.now)
    }

    /// The grants that give a right, by the way in which they signed in.
    pub fn grants_of(&self, right: Right) -> impl Iterator<Item = &Grant> {
        let is_open = !right.needs_passkey() || self.visit.session.by.is_strong();
        self.grants().filter(move |grant| is_open && grant.role.may(right))
    }

    /// What the office is asked with; none where they lack the right.
    #[must_use]
    pub fn access(&self, right: Right, why: &str) -> Option<Access> {
        let scope = visitor::scope(&self.visit, right, &self.folder, self.now)?;
        let organiser = Organiser::named(self.name())?;
        Some(Access { organiser, scope, purpose: Purpose::new(why), at: self.now })
    }
}

/// How many people would hear that an event is called off: those who have a seat, were offered one, or wait. Exactly for whoever may see
/// the event's records, roughly for whoever may publish it, and none for anybody else. The audit tells of it.
///
/// # Errors
/// When the store fails.
pub async fn people_told(
    app: &App,
    who: &SignedIn,
    event: &str,
    why: &str,
) -> Result<Option<PeopleTold>, Stop> {
    let office = Office::new(app.desk.clone(), Some(Arc::clone(&who.folder)));
    for right in [Right::Records, Right::Publish] {
        let Some(access) = who.access(right, why).filter(|access| who.reaches(&access.scope, event)) else {
            continue;
        };
        let people = office.people_of(&access, event).await?.take().await?.0;
        return Ok(Some(if right == Right::Records {
            PeopleTold::Exactly(people)
        } else {
            PeopleTold::of(people)
        }));
    }
    Ok(None)
}

impl SignedIn {
    fn reaches(&self, scope: &Scope, event: &str) -> bool {
        let hosts = self.folder.event(event).map(|event| event.info.hosts.as_slice()).unwrap_or_default();
        visitor::has_event(scope, event, hosts)
    }
}

impl PeopleTold {
    /// As whoever may not see the people is told.
    fn of(people: u32) -> Self {
        match people / STEP * STEP {
            0 => Self::Few,
            about => Self::AtLeast(about),
        }
    }
}

/// Fewer people than this are told of nowhere, and a number that grows by less is the same.
const STEP: u32 = crate::desk::LEAST;

#[cfg(test)]
mod tests {
    use super::PeopleTold::{self, AtLeast, Few};

    #[test]
    fn a_number_for_somebody_who_sees_nobody_tells_of_nobody() {
        let told = [0, 1, 4, 5, 9, 10, 43].map(PeopleTold::of);
        assert_eq!(told, [Few, Few, Few, AtLeast(5), AtLeast(5), AtLeast(10), AtLeast(40)]);
    }
}
