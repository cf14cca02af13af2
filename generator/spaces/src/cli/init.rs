//! `spaces init`: its options, and what it says.

use std::path::PathBuf;
use std::process::ExitCode;

use generator::init::{self, NewSite};
use jiff::civil::Date;

pub(crate) const INIT_HELP: &str = "Examples:
  spaces init our-site && spaces serve --root our-site
  spaces init our-site --languages da,en --country DK --name \"Our Network\"

Nothing is asked: what isn't said is taken from the first language, and everything can be changed in the files later.
The folder has to be new or empty, and stays so if something goes wrong.

Exit status: 0 begun, 1 nothing is written, 2 wrong use.";

/// Options of `spaces init`.
#[derive(Debug, clap::Args)]
pub(crate) struct InitArgs {
    /// The folder of the site
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The languages of the site, the first one first
    #[arg(long, value_name = "LANG,…", value_delimiter = ',', default_value = "en")]
    languages: Vec<String>,
    /// The country of the network, in two letters; default where the first language is mostly spoken
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    /// What the network calls itself
    #[arg(long)]
    name: Option<String>,
    /// The clock of its events, such as Europe/Berlin; default that of the country's capital
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
}

/// Writes the site and says which files it has.
pub(crate) fn run(args: InitArgs, today: Date) -> Result<ExitCode, String> {
    let InitArgs { folder, languages, country, name, time_zone } = args;
    let mut files =
        init::write(&NewSite { folder: folder.clone(), languages, country, time_zone, name, today })?;
    files.sort_unstable();
    files.iter().for_each(|file| println!("{}", folder.join(file).display()));
    eprintln!("`spaces serve --root {}` shows the site; its files say what they are for", folder.display());
    Ok(ExitCode::SUCCESS)
}
