//! The options of `spaces edit`.
#![expect(clippy::disallowed_methods, reason = "a command is where the clock is read")]

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::ValueEnum;
use editor::{Address, Many, Origin, Then};
use jiff::Timestamp;

use super::args::SiteArgs;

/// Examples, and what happens.
pub(crate) const EDIT_HELP: &str = "Examples:
  spaces edit
  spaces edit --data /srv/spaces/data --origin https://edit.example.org --see https://see.example.org \\
    --repository ssh://git@host.example/site.git

Prints the address of the pages. What is written lies in drafts, branches `edit/…` of a git repository, until it is published: as one
commit by whoever wrote it, and pushed where the branch has a remote. Drafts are shown on an address of their own.

Without --data it is for whoever works on this machine: the repository is that of the site's folder, and the author whoever
`git config` names. With --data people sign in with the accounts of `forms-fn serve --data`, which may run beside it and sends the
letters with the digits; `forms-fn invite` makes the first account. The repository is brought at the first start into DATA/edit.
A web server with a certificate stands in front. `spaces manual` tells more.";

/// Options of `spaces edit`.
#[derive(Debug, clap::Args)]
pub(crate) struct EditArgs {
    /// Where and when.
    #[command(flatten)]
    pub(crate) site: SiteArgs,
    /// The address to listen on; without --data one of this machine, since nobody signs in
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8090")]
    pub(crate) addr: SocketAddr,
    /// The address to listen on for drafts [default: the port behind that of --addr]
    #[arg(long, value_name = "ADDR")]
    pub(crate) see_addr: Option<SocketAddr>,
    /// For many people.
    #[command(flatten)]
    pub(crate) many: ManyArgs,
}

/// Options for many people.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "For many people")]
pub(crate) struct ManyArgs {
    /// People sign in, with the accounts of this folder of `forms-fn serve --data`
    #[arg(long, value_name = "DIR", requires = "origin", requires = "see")]
    data: Option<PathBuf>,
    /// How browsers call the pages, such as `https://edit.example.org`
    #[arg(long, value_name = "ORIGIN", requires = "data")]
    origin: Option<Origin>,
    /// How browsers call the pages of drafts, such as `https://see.example.org`; another host than --origin
    #[arg(long, value_name = "ORIGIN", requires = "data")]
    see: Option<Origin>,
    /// Where the site is kept, over https, over ssh or in a folder; needed at the first start
    #[arg(long, value_name = "URL", requires = "data")]
    repository: Option<Address>,
    /// The branch that is published
    #[arg(long, value_name = "NAME", default_value = "main", requires = "data")]
    branch: String,
    /// How something is published
    #[arg(long, value_enum, default_value_t = Publish::Push, requires = "data")]
    publish: Publish,
    /// What is done after each publication: a program with its arguments, which finds the commit in SPACES_VERSION, or an address that
    /// is asked by POST
    #[arg(long, value_name = "COMMAND|URL", requires = "data")]
    then: Option<Then>,
    /// Ask this address whether the site shows what was published, in place of its own
    #[arg(long, value_name = "URL", requires = "data")]
    ask: Option<String>,
}

/// How something is published.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Publish {
    /// By a push to the branch, never by force
    Push,
    /// By a branch of its own, for a pull request
    Request,
}

impl ManyArgs {
    /// What they ask for; none without a folder of accounts.
    pub(crate) fn options(self) -> Result<Option<Many>, String> {
        let Some(data) = self.data else { return Ok(None) };
        let needed = "`--data` needs `--origin` and `--see`";
        Ok(Some(Many {
            data,
            origin: self.origin.ok_or(needed)?,
            see: self.see.ok_or(needed)?,
            repository: self.repository,
            branch: self.branch,
            publish: match self.publish {
                Publish::Push => editor::Publish::Push,
                Publish::Request => editor::Publish::Request,
            },
            then: self.then,
            ask: self.ask,
            clock: Timestamp::now,
        }))
    }
}
