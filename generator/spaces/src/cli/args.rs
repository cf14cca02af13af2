//! The command line of `spaces`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::LazyLock;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use generator::config::BaseUrl;
use generator::content::Kind;
use generator::content::schema::SiteFile;
use generator::diagnostic::Words;
use generator::release::ServerFolder;
use jiff::Timestamp;

use super::edit_args::{EDIT_HELP, EditArgs};
use super::import::{IMPORT_HELP, ImportArgs};
use super::init::{INIT_HELP, InitArgs};
use super::manual::{MANUAL_HELP, ManualArgs};
use super::server_args::{DEPLOY_HELP, DeployArgs, ServerArgs};

/// The commit is known where a program is made to be handed out.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let commit = option_env!("SPACES_COMMIT").unwrap_or("built from a working copy");
    format!("{} ({commit})", env!("CARGO_PKG_VERSION"))
});

/// Builds a multilingual site of stories and events, and serves it with working forms.
#[derive(Debug, Parser)]
#[command(name = "spaces", version = VERSION.as_str(), about, arg_required_else_help = true)]
pub(crate) struct Args {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build the site into OUT/public and what the forms function needs into OUT/forms
    #[command(
        after_help = "Example:\n  spaces build --out dist --base-url https://example.org\n\nExit status: 0 built, 1 problems in the content (nothing is written), 2 wrong use."
    )]
    Build {
        /// What, and where to.
        #[command(flatten)]
        build: BuildArgs,
        /// Build once more from scratch into a folder that is removed again, and compare every byte
        #[arg(long)]
        verify: bool,
    },
    /// Build the site and describe it in OUT/release.json, so that it can be deployed
    #[command(
        after_help = "Example:\n  spaces release --out dist && spaces deploy /srv/spaces\n\nrelease.json: { format, id, commit, program: { version, manifest },\n  files: [{ path, size, sha256, type, encoding, cache, kept, order }] }. The id is printed: the same site has the same one.\n\nExit status: 0 built, 1 problems in the content (there is no release then), 2 wrong use."
    )]
    Release(BuildArgs),
    /// Put a release on a server, show it, and go back by itself if the site doesn't show it
    #[command(after_help = DEPLOY_HELP)]
    Deploy(DeployArgs),
    /// Show an earlier release again: the one before, or another
    #[command(
        after_help = "Examples:\n  spaces rollback deploy@example.org:/srv/spaces\n  spaces rollback /srv/spaces 2f9c1e0a7b3d\n\nExit status: 0 shown, 1 the same is shown as before, 2 wrong use."
    )]
    Rollback {
        /// The folder of releases, as with `deploy`
        #[arg(value_name = "DEST")]
        to: ServerFolder,
        /// The release, or how its name begins; default the one before
        #[arg(value_name = "ID")]
        id: Option<String>,
        /// How.
        #[command(flatten)]
        server: ServerArgs,
    },
    /// List the releases of a server, the newest first
    Releases {
        /// The folder of releases, as with `deploy`
        #[arg(value_name = "DEST")]
        to: ServerFolder,
        /// What calls the other machine
        #[arg(long, value_name = "COMMAND", default_value = "ssh")]
        ssh: String,
    },
    /// Serve the site with working forms, and rebuild on every change
    #[command(
        after_help = "Example:\n  spaces serve --addr 127.0.0.1:8080 --data var\n\nRegistrations are stored in DATA/submissions.sqlite; stop with Ctrl-C. Drafts and what is scheduled are shown with a mark;\na faulty file never ends the server: its problems lie over the last good page."
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
        /// Register a dozen made-up guests for the next event that takes some, to try the pages of organisers with
        #[arg(long)]
        demo_guests: bool,
    },
    /// Write, see and publish in the browser, without a terminal: for whoever works on this machine, or for many people on a server
    #[command(after_help = EDIT_HELP)]
    Edit(EditArgs),
    /// Check everything that a build checks, and write no site
    #[command(
        after_help = "Examples:\n  spaces check --lang da\n  spaces check --format github\n  spaces check --format gitlab > gl-code-quality-report.json\n\nJSON: [{ severity, code, path, span, field, langs, message, label, hints, see }]; `field` is the key, such as `place.street` or\n`programme[2].time`, and `langs` the languages that a problem is about.\n\nExit status: 0 no errors, 1 errors, 2 wrong use."
    )]
    Check {
        /// Where and when.
        #[command(flatten)]
        site: SiteArgs,
        /// How to print the problems
        #[arg(long, value_enum, default_value_t = MessageFormat::Human)]
        format: MessageFormat,
        /// The language of what is said about the problems
        #[arg(long, value_name = "LANG", default_value = "en", value_parser = words())]
        lang: Words,
    },
    /// Show which translations are missing, out of date, or read by nobody
    #[command(after_help = STATUS_HELP)]
    Status(StatusArgs),
    /// Record what is published: addresses, so that old ones lead on, and events, so that calendars take what changes
    #[command(
        visible_alias = "addresses",
        after_help = "Example, at each publication:\n  spaces record\n\nAdds to content/addresses.yaml what is new and removes nothing. When a `slug` changes, the build makes a page at\nthe old address that leads to the new one; when a folder has another name, it says which line does that.\nWhere an event has another time, place or status than when it was last recorded, its `sequence` is made one more in its\nfile; content/published.yaml has the events as they were, and a build tells by it which of them are gone.\n\nExit status: 0 recorded, 1 errors in the content (nothing is written), 2 wrong use."
    )]
    Record {
        /// The folder that holds `content/` and `themes/`
        #[arg(long, value_name = "DIR", default_value = ".")]
        root: PathBuf,
        /// Record what is published at this moment (RFC 3339)
        #[arg(long, value_name = "RFC3339")]
        now: Option<Timestamp>,
    },
    /// Take out of pictures where, when and by whom they were taken, before they go into git
    #[command(
        after_help = "Examples:\n  spaces clean\n  spaces clean content/stories/bread-on-sunday/oven.jpg\n\nNo pixel changes. Without a file: every picture of the site in which `spaces check` finds something; drawings and documents\nwith such a picture in them are named.\nWhat is in git already stays in its history.\n\nExit status: 0 clean, 1 a file can't be cleaned (it is as it was), 2 wrong use."
    )]
    Clean {
        /// The pictures: JPEG, PNG or WebP
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
        /// The folder that holds `content/` and `themes/`
        #[arg(long, value_name = "DIR", default_value = ".")]
        root: PathBuf,
    },
    /// Print a JSON Schema of the heads of documents or of a file of the site, with the ids of this site, for editors that complete YAML
    #[command(
        after_help = "Examples:\n  spaces schema --file organisations > organisations.schema.json\n  spaces schema --kind event > event.schema.json\n  spaces schema --kind event --translation > event.translation.schema.json\n\nJSON Schema 2020-12. What can't be told of one file alone is left to `spaces check`."
    )]
    Schema {
        /// Of this kind; without it, of any
        #[arg(long, value_parser = kinds())]
        kind: Option<Kind>,
        /// Of the files of translations, in place of those of sources
        #[arg(long)]
        translation: bool,
        /// Of this file of the site, in place of heads: content/site.yaml, organisations.yaml, topics.yaml, or one in content/forms
        #[arg(long, value_parser = site_files(), conflicts_with_all = ["kind", "translation"])]
        file: Option<SiteFile>,
        /// The folder that holds `content/`
        #[arg(long, value_name = "DIR", default_value = ".")]
        root: PathBuf,
    },
    /// Write a file with every word that a language lacks, or add what is new to it
    #[command(
        after_help = "Examples:\n  spaces texts de\n  spaces texts zh-Hans\n\nWrites content/texts/LANG.yaml: the words of the interface and of forms, each without words yet, and above it what readers see\nuntil then. Plurals have the forms of the language. Running it again adds what is new and changes nothing else. The language\nneedn't be one of the site yet.\n\nExit status: 0 written, or nothing was missing, 1 not written."
    )]
    Texts {
        /// The language: its name in content/site.yaml, or a BCP 47 tag
        #[arg(value_name = "LANG")]
        lang: String,
        /// The folder that holds `content/` and `themes/`
        #[arg(long, value_name = "DIR", default_value = ".")]
        root: PathBuf,
    },
    /// Print a page of Markdown about all keys of heads
    Reference {
        /// About those of the site's own files and of forms, in place of heads
        #[arg(long)]
        files: bool,
    },
    /// Print what a shell needs to complete commands and options
    #[command(
        after_help = "Examples:\n  spaces completions bash > ~/.local/share/bash-completion/completions/spaces\n  spaces completions zsh > ~/.zfunc/_spaces\n  spaces completions fish > ~/.config/fish/completions/spaces.fish"
    )]
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Show the manual in the browser, with a search, or write its pages into a folder
    #[command(after_help = MANUAL_HELP)]
    Manual(ManualArgs),
    /// Write manual pages, one for each command
    #[command(after_help = "Example:\n  spaces man ~/.local/share/man/man1 && man spaces-init")]
    Man {
        /// The folder to write into
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Begin a site: settings, a front page, a story, an event and a form, which `spaces serve` shows at once
    #[command(after_help = INIT_HELP)]
    Init(InitArgs),
    /// What of the look can be replaced, and what is
    Theme {
        /// What to do.
        #[command(subcommand)]
        what: ThemeCommand,
    },
    /// Write a commented file to fill in
    #[command(
        after_help = "Example:\n  spaces new event dinner-aarhus-may --lang da\n\nThe file is a draft until you remove the line `draft: true`; a translation (--lang) goes with its source and is a draft as long as that is. A file in which a text still begins with CHANGE can't be published.\nA page called `home` is the front page, and `about`, `privacy`, `contact` and so on get their kind."
    )]
    New {
        /// What to write
        #[arg(value_parser = kinds())]
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
    /// Take over a site of Hugo or Zola into a new folder, and tell what couldn't be taken
    #[command(after_help = IMPORT_HELP)]
    Import(ImportArgs),
}

/// Examples and the shape of the JSON.
const STATUS_HELP: &str = "Examples:
  spaces status --lang da
  spaces status --accept content/stories/bread/index.da.md --reviewed-by \"Olha, volunteer\"

--accept says that a translation is up to date with its source: it notes the fingerprint of the source's words in
`sourceHash`. With --reviewed-by it also notes that a person has read it, who, and today as the day.

JSON: { version: 1, languages: [id], counts: { id: { original, current, stale, unknown, missing, machine, human } },
  documents: [{ id, source: { lang, path, hash },
    translations: [{ lang, state: current|stale|unknown|missing, lacks: [key], path, review: human|machine, reviewedBy, reviewedOn,
      sourceHash, suggestedSlug }],
    changes: [{ from, diff }] }],
  words: [{ path, langs, message }] }
What isn't known is null. `changes` are those of the source since `from`, the `sourceHash` of stale translations;
`diff` is null where git doesn't know that text. `lacks` are keys at which the source has words and the translation
hasn't: readers see the source's. `words` are words of the interface, forms, organisations and topics
that a language lacks.

Exit status: 0, with --strict 1 when something is missing or stale; 1 errors in the content or a file that can't be
accepted (then none is changed), 2 wrong use.";

/// What can be done with the look of a site.
#[derive(Debug, Subcommand)]
pub(crate) enum ThemeCommand {
    /// List tokens, components and files, each with the file that counts; `*` marks what isn't the default theme's
    #[command(
        after_help = "Example:\n  spaces theme list\n\n`--accent` is a token of tokens.css, `component brand_sign` a part of a template, all else a file of a theme.\n`spaces manual` has an example of a look of one's own.\n\nExit status: 0 listed, 1 errors in content/site.yaml, 2 wrong use."
    )]
    List {
        /// The folder that holds `content/` and `themes/`
        #[arg(long, value_name = "DIR", default_value = ".")]
        root: PathBuf,
    },
    /// Print a file of the theme: a template with its blocks and components, tokens.css, the words of a language
    #[command(
        after_help = "Examples:\n  spaces theme show tokens.css\n  spaces theme show templates/home.html > themes/own/templates/home.html\n  spaces theme show texts/en.yaml\n\nThe file that counts, or with --default that of the default theme.\n\nExit status: 0 shown, 1 there is none, 2 wrong use."
    )]
    Show {
        /// Its name as `spaces theme list` has it
        #[arg(value_name = "FILE")]
        name: String,
        /// The default theme's, whatever takes its place
        #[arg(long)]
        default: bool,
        /// The folder that holds `content/` and `themes/`
        #[arg(long, value_name = "DIR", default_value = ".")]
        root: PathBuf,
    },
}

/// Options of `spaces status`.
#[derive(Debug, clap::Args)]
pub(crate) struct StatusArgs {
    /// The folder that holds `content/` and `themes/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
    /// Only this language
    #[arg(long)]
    pub(crate) lang: Option<String>,
    /// How to print the report
    #[arg(long, value_enum, default_value_t = StatusFormat::Table)]
    pub(crate) format: StatusFormat,
    /// Exit with 1 when something is missing or stale
    #[arg(long)]
    pub(crate) strict: bool,
    /// Note in these translations that they are up to date
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with_all = ["lang", "format", "strict"])]
    pub(crate) accept: Vec<PathBuf>,
    /// Note who has read them, as the person wants to be called
    #[arg(long, value_name = "NAME", requires = "accept")]
    pub(crate) reviewed_by: Option<String>,
    /// Report as if it were this moment (RFC 3339)
    #[arg(long, value_name = "RFC3339")]
    pub(crate) now: Option<Timestamp>,
}

/// How the report is printed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum StatusFormat {
    /// Columns and lists, for people
    Table,
    /// One JSON object
    Json,
    /// Annotations for GitHub's checks
    Github,
}

/// What `build` and `release` make, and where to.
#[derive(Debug, clap::Args)]
pub(crate) struct BuildArgs {
    /// Where and when.
    #[command(flatten)]
    pub(crate) site: SiteArgs,
    /// The folder to write into
    #[arg(long, value_name = "DIR", default_value = "dist")]
    pub(crate) out: PathBuf,
    /// The address that the site will have, in place of `baseUrl` in site.yaml; with a path if it stands below one
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<BaseUrl>,
    /// Write no `.br` and `.gz` beside the texts, for a server that compresses by itself
    #[arg(long)]
    pub(crate) no_compress: bool,
    /// Make no search index: the search page lists all titles and finds nothing
    #[arg(long)]
    pub(crate) no_search: bool,
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
    /// Add two made-up languages, `en-XA` with long words and `ar-XB` from right to left: what stays plain on their pages
    /// can't be translated
    #[arg(long)]
    pub(crate) pseudo: bool,
    /// Build as if it were this moment (RFC 3339, such as 2027-03-01T12:00:00Z)
    #[arg(long, value_name = "RFC3339")]
    pub(crate) now: Option<Timestamp>,
    /// The folder that keeps pictures, texts and search indexes between builds; may be deleted at any time [default: ROOT/.cache]
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,
}

/// How problems are printed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum MessageFormat {
    /// With source lines, for people
    Human,
    /// One JSON array
    Json,
    /// Annotations for GitHub's checks
    Github,
    /// A report of GitLab's Code Quality
    Gitlab,
}

/// One of the kinds of documents by its name.
fn kinds() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.map(Kind::name))
        .map(|name| Kind::named(&name).expect("clap lets only these names pass"))
}

/// One of the site's own files by its name.
fn site_files() -> impl TypedValueParser<Value = SiteFile> {
    PossibleValuesParser::new(SiteFile::ALL.map(SiteFile::name))
        .map(|name| SiteFile::named(&name).expect("clap lets only these names pass"))
}

/// The languages that there are sentences in.
fn words() -> impl TypedValueParser<Value = Words> {
    PossibleValuesParser::new(Words::LANGS).map(|lang| Words::of(&lang).unwrap_or(Words::ENGLISH))
}
