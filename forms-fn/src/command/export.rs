//! `forms-fn export`: records for other programs, and the list for the door.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use forms_fn::export::participants::Participants;
use forms_fn::export::{
    LocalTime, Versions, Words, csv, file, json, names, participants, table, versions, xlsx,
};
use forms_fn::{Action, Audit, FormsFolder, Stored};

use super::door::{self, Stop};
use super::output;
use super::site::{self, SiteArguments, WhichArguments};
use super::store::StoreArguments;
use super::who::WhoArguments;

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
    /// of telephone numbers; xlsx: text only; json: for programs, with times as RFC 3339; list: for the door, by name, to
    /// print from a browser
    #[arg(long, value_enum)]
    format: Format,
    /// Where to write it; without it, standard output
    #[arg(long, value_name = "FILE", required_if_eq("format", "xlsx"))]
    out: Option<PathBuf>,
    /// Tell options by their labels in this language, not by their values
    #[arg(long, value_name = "LANG")]
    labels: Option<String>,
    /// Language of the list for the door, and of the alphabet for `--sort name`; without it, the site's first
    #[arg(long)]
    lang: Option<String>,
    /// In which order csv and xlsx have the records
    #[arg(long, value_enum, default_value = "arrival")]
    sort: Order,
    /// What stands between the cells of csv; spreadsheet programs of the Nordic countries want semicolons
    #[arg(long, value_enum, default_value = "semicolon")]
    separator: Separator,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Csv,
    Xlsx,
    Json,
    List,
}

/// The order of records on a list for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Order {
    /// In which they came
    Arrival,
    /// By name, in the alphabet of the language
    Name,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Separator {
    Semicolon,
    Comma,
}

impl From<Separator> for csv::Separator {
    fn from(separator: Separator) -> Self {
        match separator {
            Separator::Semicolon => Self::Semicolon,
            Separator::Comma => Self::Comma,
        }
    }
}

pub(crate) async fn export(arguments: Arguments) -> Result<(), String> {
    let entry = Audit {
        form: arguments.which.form.clone(),
        event: arguments.which.event.clone(),
        ..arguments.who.entry(Action::Export)?
    };
    door::organise(&arguments.store, entry, async |organiser| {
        let site = arguments.site.load().map_err(Stop::Refused)?;
        let (desk, now) = (&organiser.desk, organiser.now);
        let form = arguments.which.known_form(desk, site.as_ref(), now).await?;
        let mut records = arguments.which.records(desk, site.as_ref(), &form, now).await?;
        let current = site.as_ref().and_then(|site| site.definition(&form));
        let versions = versions(desk, &records, current, now).await?;
        organiser.entry.form = Some(form);
        organiser.entry.count = records.len();
        if arguments.sort == Order::Name {
            let usual = site.as_ref().map_or("en", |site| &site.manifest().default_language);
            names::sort_by_name(&mut records, &versions, arguments.lang.as_deref().unwrap_or(usual));
        }
        if let Some(lang) = &arguments.labels {
            site::check_lang(site.as_ref(), versions.iter(), lang)?;
        }
        if let (Some(lang), Format::List) = (&arguments.lang, arguments.format) {
            site::check_lang(site.as_ref(), versions.iter(), lang)?;
        }
        let made = Made { records, versions, site };
        let bytes = made.write(&arguments, &organiser.entry).map_err(Stop::Refused)?;
        match &arguments.out {
            Some(out) => put(out, &bytes).map_err(Stop::Failed),
            None => output::print(&bytes),
        }
    })
    .await
}

/// What an export is made of.
struct Made {
    records: Vec<Stored>,
    versions: Versions,
    site: Option<FormsFolder>,
}

impl Made {
    fn write(&self, arguments: &Arguments, entry: &Audit) -> Result<Vec<u8>, String> {
        let usual = self.site.as_ref().map_or("en", |site| &site.manifest().default_language);
        let lang = arguments.labels.as_deref().unwrap_or(usual);
        let words =
            Words { lang, labels: arguments.labels.is_some(), folder: self.site.as_ref(), between: "; " };
        let clock = LocalTime::of(self.site.as_ref(), arguments.which.event.as_deref());
        let table = || table(&self.records, &self.versions, words, &clock);
        match arguments.format {
            Format::Csv => Ok(csv::write(&table(), arguments.separator.into())),
            Format::Json => Ok(json::write(&self.records, &self.versions, words)),
            Format::Xlsx => {
                let purpose = entry.purpose.as_deref().unwrap_or_default();
                let at = clock.tell_with_zone(entry.at);
                let origin = xlsx::Origin { actor: &entry.actor, purpose, at: &at };
                xlsx::write(&table(), origin)
            }
            Format::List => self.list(arguments, entry, usual),
        }
    }

    fn list(&self, arguments: &Arguments, entry: &Audit, usual: &str) -> Result<Vec<u8>, String> {
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
            at: entry.at,
        };
        participants::write(list).map(String::into_bytes)
    }
}

fn put(out: &Path, bytes: &[u8]) -> Result<(), String> {
    file::write(out, bytes).map_err(|e| format!("cannot write `{}`: {e}", out.display()))
}
