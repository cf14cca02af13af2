//! `forms-fn invite`: the first account of the desk, and any other.

use forms_fn::Action;
use forms_fn::accounts::{Grant, Role};
use forms_fn::office::{Invitation, Scope};

use super::office::{StoreArguments, WhoArguments};
use super::output;
use super::site::SiteArguments;

#[derive(Debug, clap::Args)]
pub(crate) struct InviteArguments {
    /// The e-mail address, to which digits to sign in are sent
    address: String,
    /// door, host, coordinator, steward or funder; in the editor writer, translator or publisher; the page `/desk/rights` says who may
    /// what
    #[arg(long, value_parser = role)]
    role: Role,
    /// Into which languages a translator writes: `ar,uk`
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    into: Vec<String>,
    #[command(flatten)]
    place: PlaceArguments,
    /// As the log shows the person; without it, the address
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The language of the desk for this person: en, da, fi, nb or sv
    #[arg(long, value_name = "CODE", default_value = "en")]
    lang: String,
    #[command(flatten)]
    store: StoreArguments,
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    who: WhoArguments,
}

/// Where the role counts.
#[derive(Debug, Clone, clap::Args)]
#[group(required = true, multiple = false)]
struct PlaceArguments {
    /// At the events that this organisation hosts, and for the requests of its country
    #[arg(long, value_name = "ID")]
    organisation: Option<String>,
    /// At this event
    #[arg(long, value_name = "ID")]
    event: Option<String>,
    /// For all organisations
    #[arg(long)]
    everywhere: bool,
}

fn role(text: &str) -> Result<Role, String> {
    let known = Role::ALL.map(Role::as_str).join(", ");
    Role::parse(text).ok_or_else(|| format!("the roles are {known}"))
}

impl PlaceArguments {
    fn scope(&self) -> Scope {
        match (&self.organisation, &self.event) {
            (Some(id), _) => Scope::Organisation(id.clone()),
            (None, Some(id)) => Scope::Event(id.clone()),
            (None, None) => Scope::Everything,
        }
    }
}

pub(crate) async fn invite(arguments: InviteArguments) -> Result<(), String> {
    let access = arguments.who.access(Action::Invite, Scope::Everything)?;
    let office = arguments.store.office(|| arguments.site.load()).await?;
    let scope = arguments.place.scope();
    if let (Scope::Organisation(id), Some(site)) = (&scope, office.site())
        && !site.manifest().organisations.contains_key(id)
    {
        let known: Vec<&str> = site.manifest().organisations.keys().map(String::as_str).collect();
        return Err(format!("the site has no organisation `{id}`\n  hint: there are {}", known.join(", ")));
    }
    if let Some(site) = office.site()
        && let Some(odd) = arguments.into.iter().find(|lang| site.texts(lang).is_none())
    {
        let known: Vec<&str> =
            site.manifest().languages.iter().map(|language| language.id.as_str()).collect();
        return Err(format!("the site has no language `{odd}`\n  hint: there are {}", known.join(", ")));
    }
    let languages = arguments.into.iter().cloned().collect();
    let invitation = Invitation {
        name: arguments.name.as_deref().unwrap_or(&arguments.address),
        email: &arguments.address,
        lang: &arguments.lang,
        grant: Grant { languages, ..Grant::new(arguments.role, scope) },
    };
    let invited = office.invite(&access, &invitation).await;
    output::show(invited, |_| {
        output::tell(&format!(
            "{} is {} now: a letter is on its way, and {}\n",
            arguments.address,
            arguments.role,
            if arguments.role.is_of_editor() {
                "leads to the editor"
            } else {
                "the desk is at /desk of the site"
            },
        ));
        Ok(())
    })
    .await
}
