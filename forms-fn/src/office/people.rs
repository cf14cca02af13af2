//! Who may what: accounts are listed, made, given roles, and disabled, within the scope of whoever asks.

use forms::{EmailFault, email};
use icu_locale::Locale;

use super::work::{Subject, Work};
use super::{Access, Audited, Cause, Office, Stop};
use crate::accounts::{Account, AccountId, Accounts, Actor, Grant, NewAccount, NotInvited, Role, words};
use crate::desk::{Action, Scope};

/// Somebody who is to have an account, or one more role.
#[derive(Debug, Clone)]
pub struct Invitation<'a> {
    /// As the log will show it; an account that is there keeps its name.
    pub name: &'a str,
    /// Where digits to sign in will go.
    pub email: &'a str,
    /// The language of pages and letters, as a BCP 47 tag.
    pub lang: &'a str,
    /// The role, and where.
    pub grant: Grant,
}

impl Office {
    /// The accounts that have a role within the scope, or none at all, by name. Of the others' roles only those within it are told.
    ///
    /// # Errors
    /// When it is refused, or the store fails.
    pub async fn people(&self, access: &Access) -> Result<Audited<Vec<Account>>, Stop> {
        let mut work = self.begin(access, Action::People, Subject::default()).await?;
        let people = people(&mut work).await;
        work.end(people).await
    }

    /// Makes an account, or gives one a further role, and has a letter written to it.
    ///
    /// # Errors
    /// When it is refused, the address is none, the account has that role already, or the store fails.
    pub async fn invite(&self, access: &Access, new: &Invitation<'_>) -> Result<Audited<AccountId>, Stop> {
        let mut work = self.begin(access, Action::Invite, subject(&new.grant)).await?;
        let invited = invite(&mut work, access, new).await;
        work.end(invited).await
    }

    /// Takes a role away. Whoever has none left can sign in and sees nothing.
    ///
    /// # Errors
    /// When it is refused, there is no such role, or the store fails.
    pub async fn revoke(
        &self,
        access: &Access,
        account: &AccountId,
        grant: &Grant,
    ) -> Result<Audited<()>, Stop> {
        let mut work = self.begin(access, Action::Revoke, subject(grant)).await?;
        work.entry.audit.account = Some(account.to_string());
        let revoked = revoke(&mut work, account, grant).await;
        work.end(revoked).await
    }

    /// Disables an account, whose sessions end at once. One that has roles beyond the scope is refused.
    ///
    /// # Errors
    /// When it is refused, there is no such account, or the store fails.
    pub async fn disable(&self, access: &Access, account: &AccountId) -> Result<Audited<()>, Stop> {
        let mut work = self.begin(access, Action::Disable, Subject::default()).await?;
        work.entry.audit.account = Some(account.to_string());
        let disabled = disable(&mut work, account).await;
        work.end(disabled).await
    }
}

fn subject(grant: &Grant) -> Subject {
    match &grant.scope {
        Scope::Event(event) => Subject::event(event),
        _ => Subject::default(),
    }
}

async fn people(work: &mut Work<'_>) -> Result<Vec<Account>, Stop> {
    let mut all = Accounts::new(work.desk.clone()).all(work.now).await?;
    for account in &mut all {
        let had_none = account.grants.is_empty();
        account.grants.retain(|grant| work.reach().has_scope(&grant.scope));
        if account.grants.is_empty() && !had_none {
            account.name.clear();
        }
    }
    // One whose roles are all elsewhere isn't there.
    all.retain(|account| !account.name.is_empty());
    work.count(all.len());
    Ok(all)
}

async fn invite(work: &mut Work<'_>, access: &Access, new: &Invitation<'_>) -> Result<AccountId, Stop> {
    work.needs_scope(&new.grant.scope)?;
    fits(&new.grant)?;
    speaks(&new.grant)?;
    let email = email::canonical(new.email.trim()).map_err(|fault| no_address(new.email, fault))?;
    let name = new.name.trim();
    if name.is_empty() {
        return Err(Stop::refused("an account needs a name, which the log shows"));
    }
    if !Actor::is_name(name) {
        return Err(Stop::refused(format!("the log calls somebody else `{name}`: choose another name")));
    }
    let lang = words::language(new.lang).ok_or_else(|| {
        let known = words::LANGUAGES.map(|(id, _)| id).join(", ");
        Stop::refused(format!("the desk doesn't speak `{}`\n  hint: there are {known}", new.lang))
    })?;
    if let Scope::Event(event) = &new.grant.scope
        && work.site.is_some_and(|site| !site.manifest().events.contains_key(event))
    {
        return Err(Stop::nothing(format!("the site has no event `{event}`")));
    }
    let new =
        NewAccount { name, email: Some(&email), lang, grant: new.grant.clone(), by: access.organiser.name() };
    match Accounts::new(work.desk.clone()).invite(&new, work.now).await? {
        Ok(account) => {
            work.entry.audit.account = Some(account.to_string());
            work.count(1);
            Ok(account)
        }
        Err(NotInvited::Already(_)) => {
            let words = format!("`{email}` is {} there already", new.grant.role);
            Err(Stop::because(Cause::HasRole, words))
        }
    }
}

/// Only a translator has languages, and those that can be read.
fn speaks(grant: &Grant) -> Result<(), Stop> {
    if let Some(odd) = grant.languages.iter().find(|tag| tag.parse::<Locale>().is_err()) {
        return Err(Stop::refused(format!("`{odd}` is no language\n  hint: a tag such as `ar` or `nb`")));
    }
    match (grant.role, grant.languages.is_empty()) {
        (Role::Translator, false) => Ok(()),
        (Role::Translator, true) => Err(Stop::refused("a translator needs languages: say which")),
        (_, true) => Ok(()),
        (role, false) => {
            Err(Stop::refused(format!("`{role}` isn't a role for some languages: only `translator` is")))
        }
    }
}

/// Only the door is a role of one evening, and who reads what was told in confidence belongs to an organisation.
fn fits(grant: &Grant) -> Result<(), Stop> {
    match (grant.role, &grant.scope) {
        (Role::Door, Scope::Event(_)) | (Role::Host, Scope::Event(_) | Scope::Organisation(_)) => Ok(()),
        (Role::Door, _) => Err(Stop::refused("the door is a role for one event: say which")),
        (_, Scope::Organisation(_) | Scope::Everything) if grant.role != Role::Host => Ok(()),
        (role, _) => Err(Stop::refused(format!("`{role}` is a role for an organisation: say which"))),
    }
}

fn no_address(email: &str, fault: EmailFault) -> Stop {
    let words = format!("no letter can be sent to `{email}`\n  hint: {fault}");
    Stop::because(Cause::NoAddress, words)
}

async fn revoke(work: &mut Work<'_>, account: &AccountId, grant: &Grant) -> Result<(), Stop> {
    work.needs_scope(&grant.scope)?;
    let accounts = Accounts::new(work.desk.clone());
    if !accounts.revoke(account, grant, work.now).await? {
        return Err(Stop::nothing(format!("there is no such role of `{account}`")));
    }
    work.count(1);
    Ok(())
}

async fn disable(work: &mut Work<'_>, account: &AccountId) -> Result<(), Stop> {
    let accounts = Accounts::new(work.desk.clone());
    let nobody = || Stop::nothing(format!("there is no account `{account}`"));
    let known = accounts.find(account, work.now).await?.ok_or_else(nobody)?;
    for grant in &known.grants {
        work.needs_scope(&grant.scope)?;
    }
    if !accounts.disable(account, work.now).await? {
        return Err(Stop::because(Cause::IsDisabled, "the account is disabled already"));
    }
    work.count(1);
    Ok(())
}
