//! The options of what is done on a server: `deploy` and `rollback`.

use std::path::PathBuf;
use std::time::Duration;

use generator::release::{Asking, PreviewName, Reach, ServerFolder, Signals};

/// Examples, and what happens.
pub(crate) const DEPLOY_HELP: &str = "Examples:
  spaces deploy /srv/spaces
  spaces deploy deploy@example.org:/srv/spaces --program target/release/forms-fn
  spaces release --drafts --base-url https://example.org/previews/pr-12 --out preview
  spaces deploy deploy@example.org:/srv/spaces --out preview --preview pr-12
  spaces deploy deploy@example.org:/srv/spaces --preview pr-12 --remove

DEST is a folder, or one of another machine by ssh, where only sh, tar and sha256sum are needed:
  DEST/releases/ID/     public, forms, forms-fn, release.json and SHA256SUMS; never changed
  DEST/kept/            files that are named by their bytes; they stay for a month after the last release that names them
  DEST/current          the link to the release that is shown
  DEST/previews/NAME/   previews
  DEST/history          when which release was shown, and by whom
Only what isn't there is sent. Everything is looked at there before the link is moved, with forms-fn's own check of the forms.
Then the front page, each language's page, a style sheet and a form page are asked for: if they don't belong to the release,
the link goes back. The newest five releases stay.

Exit status: 0 shown, 1 the same is shown as before, 2 wrong use.";

/// Options of `spaces deploy`.
#[derive(Debug, clap::Args)]
pub(crate) struct DeployArgs {
    /// The folder of releases: /srv/spaces, or user@host:/srv/spaces by ssh
    #[arg(value_name = "DEST")]
    pub(crate) to: ServerFolder,
    /// The folder that `spaces release` wrote
    #[arg(long, value_name = "DIR", default_value = "dist")]
    pub(crate) out: PathBuf,
    /// The program forms-fn for that machine; without it, that of the release before goes on
    #[arg(long, value_name = "FILE", conflicts_with = "preview")]
    pub(crate) program: Option<PathBuf>,
    /// Change nothing as long as what is shown was chosen by `rollback`; for whatever runs by a clock
    #[arg(long, conflicts_with = "preview")]
    pub(crate) keep_rollback: bool,
    /// The site gets another address than the one that is shown has
    #[arg(long, conflicts_with = "preview")]
    pub(crate) another_address: bool,
    /// Show a release that was built with drafts to everybody
    #[arg(long, conflicts_with = "preview")]
    pub(crate) with_drafts: bool,
    /// Put it beside the site, below `/previews/NAME/`, without forms
    #[arg(long, value_name = "NAME")]
    pub(crate) preview: Option<PreviewName>,
    /// Take the preview away
    #[arg(long, requires = "preview")]
    pub(crate) remove: bool,
    /// How.
    #[command(flatten)]
    pub(crate) server: ServerArgs,
}

/// How a server is reached, told and asked.
#[derive(Debug, clap::Args)]
pub(crate) struct ServerArgs {
    /// What calls the other machine, such as "ssh -p 2222"
    #[arg(long, value_name = "COMMAND", default_value = "ssh")]
    ssh: String,
    /// Seconds to wait for another deployment that is going on
    #[arg(long, value_name = "SECONDS", default_value = "120")]
    wait: u64,
    /// Who does it, for the history; default the user of this machine
    #[arg(long = "as", value_name = "NAME")]
    who: Option<String>,
    /// What to run there when there are new forms; default `systemctl reload forms-fn`, if systemd runs it
    #[arg(long, value_name = "COMMAND")]
    reload: Option<String>,
    /// What to run there when the program is another; default `systemctl restart forms-fn`, if systemd runs it
    #[arg(long, value_name = "COMMAND")]
    restart: Option<String>,
    /// Ask this address whether the site shows the release, in place of its own
    #[arg(long, value_name = "URL", conflicts_with = "no_ask")]
    ask: Option<String>,
    /// Don't ask: whatever the site shows, the release stays
    #[arg(long)]
    no_ask: bool,
    /// Seconds until the site has to show it
    #[arg(long, value_name = "SECONDS", default_value = "20")]
    patience: u64,
}

impl ServerArgs {
    /// How a folder is reached.
    pub(crate) fn reach(&self, destination: ServerFolder) -> Reach {
        Reach {
            destination,
            ssh: self.ssh.clone(),
            who: self.who.clone().unwrap_or_else(user),
            wait: Duration::from_secs(self.wait),
        }
    }

    /// How the site is asked.
    pub(crate) fn asking(&self) -> Option<Asking> {
        let patience = Duration::from_secs(self.patience);
        (!self.no_ask).then(|| Asking { base: self.ask.clone(), patience })
    }

    /// What is run there.
    pub(crate) fn signals(&self) -> Signals {
        Signals { reload: self.reload.clone(), restart: self.restart.clone() }
    }
}

/// Who is logged in; timers have a name, too.
#[expect(clippy::disallowed_methods, reason = "who is logged in is known to the environment")]
fn user() -> String {
    let names = ["SUDO_USER", "USER", "LOGNAME"].into_iter();
    let mut names = names.filter_map(|name| std::env::var(name).ok().filter(|name| !name.is_empty()));
    names.next().unwrap_or_else(|| "somebody".to_owned())
}
