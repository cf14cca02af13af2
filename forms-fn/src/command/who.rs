//! Who runs a command and why. Nothing that is about people is shown or changed before that is written down.

use forms_fn::{Action, Audit, Desk, Reference};
use jiff::Timestamp;

use super::store::{StoreArguments, open_desk};

#[derive(Debug, clap::Args)]
pub(crate) struct WhoArguments {
    /// Who does it; without it, your login name
    #[arg(long = "as", value_name = "ACTOR")]
    pub(crate) actor: Option<String>,
    /// Why; goes into the audit, which the person can read
    #[arg(long, value_name = "TEXT")]
    pub(crate) purpose: Option<String>,
}

/// An open store, and who works with it.
pub(crate) struct Organiser {
    pub(crate) desk: Desk,
    pub(crate) actor: String,
    pub(crate) purpose: Option<String>,
    pub(crate) now: Timestamp,
}

/// What a command is about.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Subject<'a> {
    pub(crate) form: Option<&'a str>,
    pub(crate) event: Option<&'a str>,
    pub(crate) reference: Option<&'a Reference>,
    pub(crate) count: usize,
}

impl WhoArguments {
    /// For commands that read about people.
    pub(crate) fn needed_purpose(&self) -> Result<&str, String> {
        let purpose = self.purpose.as_deref().map(str::trim).filter(|purpose| !purpose.is_empty());
        let example = "say why with --purpose, for example: --purpose \"order the food for Thursday\"";
        purpose.ok_or_else(|| example.to_owned())
    }

    fn actor(&self) -> Result<String, String> {
        let name = |text: String| Some(text.trim().to_owned()).filter(|name| !name.is_empty());
        let login = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
        let actor = self.actor.clone().or_else(login).and_then(name);
        actor.ok_or_else(|| "nobody is logged in: say who you are, for example: --as karin".to_owned())
    }
}

impl Organiser {
    pub(crate) fn open(store: &StoreArguments, who: &WhoArguments) -> Result<Self, String> {
        let actor = who.actor()?;
        let purpose = who.needed_purpose().ok().map(str::to_owned);
        Ok(Self { desk: open_desk(store)?, actor, purpose, now: Timestamp::now() })
    }

    /// Writes down what is about to happen.
    pub(crate) async fn note(&self, action: Action, subject: Subject<'_>) -> Result<(), String> {
        let entry = Audit {
            at: self.now,
            actor: self.actor.clone(),
            purpose: self.purpose.clone(),
            action,
            form: subject.form.map(str::to_owned),
            event: subject.event.map(str::to_owned),
            reference: subject.reference.cloned(),
            count: subject.count,
        };
        self.desk.note(&entry, self.now).await.map_err(|e| e.to_string())
    }
}
