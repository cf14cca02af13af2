//! How a command comes to the office: which store, which site, who asks, how far and why.

use std::path::PathBuf;
use std::sync::Arc;

use forms_fn::office::{Access, Office, Organiser, Purpose, Scope};
use forms_fn::{Action, FormsFolder};
use jiff::Timestamp;

use super::site::SiteArguments;

/// What every command of organisers takes.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct OfficeArguments {
    #[command(flatten)]
    pub(crate) store: StoreArguments,
    #[command(flatten)]
    pub(crate) site: SiteArguments,
    #[command(flatten)]
    pub(crate) who: WhoArguments,
    #[command(flatten)]
    pub(crate) scope: ScopeArguments,
}

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct StoreArguments {
    /// Folder of the database and the keys
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Table of DynamoDB to use instead of the database; AWS_REGION and credentials stand in the environment
    #[arg(long, value_name = "NAME")]
    pub(crate) table: Option<String>,
}

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct WhoArguments {
    /// Who does it; without it, your login name
    #[arg(long = "as", value_name = "ACTOR")]
    pub(crate) actor: Option<String>,
    /// Why; goes into the audit, which the person can read
    #[arg(long, value_name = "TEXT")]
    pub(crate) purpose: Option<String>,
}

/// Without any of them a command sees everything: whoever types it has the store in hand.
#[derive(Debug, Clone, Default, clap::Args)]
#[group(multiple = false)]
pub(crate) struct ScopeArguments {
    /// Only the events that this organisation hosts, and the requests of its country; everything else is refused
    #[arg(long, value_name = "ID")]
    organisation: Option<String>,
    /// Only the events that organisations of this country host, and its requests; everything else is refused
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
}

impl ScopeArguments {
    pub(crate) fn scope(&self) -> Scope {
        match (&self.organisation, &self.country) {
            (Some(id), _) => Scope::Organisation(id.clone()),
            (None, Some(country)) => Scope::Country(country.to_uppercase()),
            (None, None) => Scope::Everything,
        }
    }
}

impl OfficeArguments {
    /// Opens the office. A missing purpose or name is told before anything is opened.
    pub(crate) async fn open(&self, action: Action) -> Result<(Office, Access), String> {
        self.open_within(action, self.scope.scope()).await
    }

    /// The same for a scope that another argument names.
    pub(crate) async fn open_within(&self, action: Action, scope: Scope) -> Result<(Office, Access), String> {
        let access = self.who.access(action, scope)?;
        let office = self.store.office(|| self.site.load()).await?;
        Ok((office, access))
    }
}

impl StoreArguments {
    /// The office of a store that is there already, with its keys.
    pub(crate) async fn office(
        &self,
        site: impl FnOnce() -> Result<Option<FormsFolder>, String>,
    ) -> Result<Office, String> {
        let desk = crate::opening::desk(&self.data, self.table.as_deref()).await?;
        Ok(Office::new(desk, site()?.map(Arc::new)))
    }
}

impl WhoArguments {
    /// What takes something out of the store, or is done in somebody's name, needs a purpose.
    pub(crate) fn access(&self, action: Action, scope: Scope) -> Result<Access, String> {
        if action.needs_purpose() && self.purpose().is_none() {
            let example = "say why with --purpose, for example: --purpose \"order the food for Thursday\"";
            return Err(example.to_owned());
        }
        Ok(self.access_as(self.organiser()?, scope))
    }

    /// The same for what also a timer does, where nobody is logged in.
    pub(crate) fn access_of_anybody(&self) -> Access {
        let somebody = || Organiser::named("somebody").expect("it is a name");
        self.access_as(self.organiser().unwrap_or_else(|_| somebody()), Scope::Everything)
    }

    fn access_as(&self, organiser: Organiser, scope: Scope) -> Access {
        Access { organiser, scope, purpose: self.purpose(), at: Timestamp::now() }
    }

    fn purpose(&self) -> Option<Purpose> {
        self.purpose.as_deref().and_then(Purpose::new)
    }

    fn organiser(&self) -> Result<Organiser, String> {
        let login = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
        let name = self.actor.clone().or_else(login);
        let organiser = name.and_then(|name| Organiser::named(&name));
        organiser.ok_or_else(|| "nobody is logged in: say who you are, for example: --as karin".to_owned())
    }
}
