//! `forms-fn export`: records for other programs, and the list for the door.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use forms_fn::export::participants::Participants;
use forms_fn::export::{Versions, Words, csv, file, json, participants, table, versions, xlsx};
use forms_fn::{Action, FormsFolder, Stored};

use super::output;
use super::site::{SiteArguments, WhichArguments};
use super::store::StoreArguments;
use super::who::{Organiser, Subject, WhoArguments};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    store: StoreArguments,
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    which: WhichArguments,
    #[command(flatten)]
    who: WhoArguments,
    /// csv: in cells that a spreadsheet program could take for a formula, a `'` stands first, also before the `+`
    /// of telephone numbers; xlsx: text only; list: for the door, to print from a browser
    #[arg(long, value_enum)]
    format: Format,
    /// Where to write it; without it, standard output
    #[arg(long, value_name = "FILE", required_if_eq("format", "xlsx"))]
    out: Option<PathBuf>,
    /// Tell options by their labels in this language, not by their values
    #[arg(long, value_name = "LANG")]
    labels: Option<String>,
    /// Language of the list for the door; without it, the site's first
    #[arg(long)]
    lang: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Csv,
    Xlsx,
    Json,
    List,
}

pub(crate) async fn export(arguments: Arguments) -> Result<(), String> {
    let purpose = arguments.who.needed_purpose()?.to_owned();
    let organiser = Organiser::open(&arguments.store, &arguments.who)?;
    let site = arguments.site.load()?;
    let form = arguments.which.form(site.as_ref())?;
    let records = arguments.which.records(&organiser.desk, site.as_ref(), &form, organiser.now).await?;
    let current = site.as_ref().and_then(|site| site.definition(&form));
    let versions = versions(&organiser.desk, &records, current, organiser.now).await;
    let made = Made { records, versions: versions.map_err(|e| e.to_string())?, site };
    let bytes = made.write(&arguments, &organiser, &purpose)?;
    let event = arguments.which.event.as_deref();
    let subject = Subject { form: Some(&form), event, count: made.records.len(), ..Subject::default() };
    organiser.note(Action::Export, subject).await?;
    match &arguments.out {
        Some(out) => put(out, &bytes),
        None => output::print(&bytes),
    }
}

/// What an export is made of.
struct Made {
    records: Vec<Stored>,
    versions: Versions,
    site: Option<FormsFolder>,
}

impl Made {
    fn write(&self, arguments: &Arguments, organiser: &Organiser, purpose: &str) -> Result<Vec<u8>, String> {
        let usual = self.site.as_ref().map_or("en", |site| &site.manifest().default_language);
        let lang = arguments.labels.as_deref().unwrap_or(usual);
        let words =
            Words { lang, labels: arguments.labels.is_some(), folder: self.site.as_ref(), between: "; " };
        let table = || table(&self.records, &self.versions, words);
        match arguments.format {
            Format::Csv => Ok(csv::write(&table())),
            Format::Json => Ok(json::write(&self.records, &self.versions, words)),
            Format::Xlsx => {
                let origin = xlsx::Origin { actor: &organiser.actor, purpose, at: organiser.now };
                xlsx::write(&table(), origin)
            }
            Format::List => self.list(arguments, organiser, usual),
        }
    }

    fn list(&self, arguments: &Arguments, organiser: &Organiser, usual: &str) -> Result<Vec<u8>, String> {
        let event = arguments.which.event.as_deref();
        let event = event.ok_or("a list for the door is of one event: say which with --event")?;
        let list = Participants {
            folder: match &self.site {
                Some(site) => site,
                None => &arguments.site.needed()?,
            },
            event,
            records: &self.records,
            versions: &self.versions,
            lang: arguments.lang.as_deref().unwrap_or(usual),
            at: organiser.now,
        };
        participants::write(list).map(String::into_bytes)
    }
}

fn put(out: &Path, bytes: &[u8]) -> Result<(), String> {
    file::write(out, bytes).map_err(|e| format!("cannot write `{}`: {e}", out.display()))
}
