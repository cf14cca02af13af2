//! The command line of `spaces`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use jiff::Timestamp;

/// Builds a multilingual site of stories and events, and serves it with working forms.
#[derive(Debug, Parser)]
#[command(name = "spaces", version, about, arg_required_else_help = true)]
pub(crate) struct Args {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The four commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build the site into OUT/public and what the forms function needs into OUT/forms
    #[command(
        after_help = "Example:\n  spaces build --out dist --base-url https://example.org\n\nExit status: 0 built, 1 problems in the content (nothing is written), 2 wrong use."
    )]
    Build {
        /// Where and when.
        #[command(flatten)]
        site: SiteArgs,
        /// The folder to write into
        #[arg(long, value_name = "DIR", default_value = "dist")]
        out: PathBuf,
        /// The address that the site will have, in place of `baseUrl` in site.yaml
        #[arg(long, value_name = "URL")]
        base_url: Option<String>,
    },
    /// Serve the site with working forms, and rebuild on every change
    #[command(
        after_help = "Example:\n  spaces serve --addr 127.0.0.1:8080 --data var\n\nRegistrations are stored in DATA/submissions.sqlite; stop with Ctrl-C."
    )]
    Serve {
        /// Where and when.
        #[command(flatten)]
        site: SiteArgs,
        /// The address to listen on
        #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
        addr: SocketAddr,
        /// The folder for what people send
        #[arg(long, value_name = "DIR", default_value = "var")]
        data: PathBuf,
    },
    /// Check everything that a build checks, and write no site
    #[command(
        after_help = "Example:\n  spaces check --format github\n\nExit status: 0 no errors, 1 errors, 2 wrong use."
    )]
    Check {
        /// Where and when.
        #[command(flatten)]
        site: SiteArgs,
        /// How to print the problems
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },
    /// Write a commented file to fill in
    #[command(
        after_help = "Example:\n  spaces new event dinner-aarhus-may --lang da\n\nThe file is a draft until you remove the line `draft: true`."
    )]
    New {
        /// What to write
        #[arg(value_enum)]
        kind: Kind,
        /// The name of its folder and address: small letters a–z, digits and dashes
        slug: String,
        /// Its language; default the site's first
        #[arg(long)]
        lang: Option<String>,
        /// The folder that holds `content/`
        #[arg(long, value_name = "DIR", default_value = ".")]
        root: PathBuf,
    },
}

/// Options that build, serve and check share.
#[derive(Debug, clap::Args)]
pub(crate) struct SiteArgs {
    /// The folder that holds `content/` and `themes/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
    /// Include drafts and what is scheduled for later
    #[arg(long)]
    pub(crate) drafts: bool,
    /// Build as if it were this moment (RFC 3339, such as 2027-03-01T12:00:00Z)
    #[arg(long, value_name = "RFC3339")]
    pub(crate) now: Option<Timestamp>,
    /// The folder that keeps finished pictures between builds; may be deleted at any time [default: ROOT/.cache]
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,
}

/// How problems are printed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// With source lines, for people
    Human,
    /// One JSON array
    Json,
    /// Annotations for GitHub's checks
    Github,
}

/// What `spaces new` can write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// content/stories/SLUG
    Story,
    /// content/events/SLUG
    Event,
    /// content/pages/SLUG
    Page,
}
