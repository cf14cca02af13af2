//! Who runs a command and why.

use forms_fn::{Action, Audit, AuditOutcome};
use jiff::Timestamp;

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct WhoArguments {
    /// Who does it; without it, your login name
    #[arg(long = "as", value_name = "ACTOR")]
    pub(crate) actor: Option<String>,
    /// Why; goes into the audit, which the person can read
    #[arg(long, value_name = "TEXT")]
    pub(crate) purpose: Option<String>,
}

impl WhoArguments {
    /// The entry that the audit gets: what takes something out of the store, or is done in somebody's name, needs a purpose.
    pub(crate) fn entry(&self, action: Action) -> Result<Audit, String> {
        if action.needs_purpose() {
            self.needed_purpose()?;
        }
        Ok(self.entry_as(action, self.actor()?))
    }

    /// The same for what also a timer does, where nobody is logged in.
    pub(crate) fn entry_of_anybody(&self, action: Action) -> Audit {
        self.entry_as(action, self.actor().unwrap_or_else(|_| "somebody".to_owned()))
    }

    fn entry_as(&self, action: Action, actor: String) -> Audit {
        Audit {
            at: Timestamp::now(),
            actor,
            purpose: self.purpose().map(str::to_owned),
            action,
            outcome: AuditOutcome::Begun,
            form: None,
            event: None,
            reference: None,
            count: 0,
        }
    }

    /// Why, if it was said.
    fn purpose(&self) -> Option<&str> {
        self.purpose.as_deref().map(str::trim).filter(|purpose| !purpose.is_empty())
    }

    fn needed_purpose(&self) -> Result<&str, String> {
        let example = "say why with --purpose, for example: --purpose \"order the food for Thursday\"";
        self.purpose().ok_or_else(|| example.to_owned())
    }

    fn actor(&self) -> Result<String, String> {
        let name = |text: String| Some(text.trim().to_owned()).filter(|name| !name.is_empty());
        let login = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
        let actor = self.actor.clone().or_else(login).and_then(name);
        actor.ok_or_else(|| "nobody is logged in: say who you are, for example: --as karin".to_owned())
    }
}
