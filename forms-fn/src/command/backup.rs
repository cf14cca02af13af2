//! `forms-fn backup` and `forms-fn restore`: a copy of the database, or of all that a loss would take, and a database of a copy.

mod push;

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use forms_fn::Action;
use forms_fn::installation::RECORDS;
use forms_fn::office::Scope;
use forms_fn::office::moving::{self, Copied, ErasedSince, Forgotten, NightlyCopy, Restored};

use super::office::WhoArguments;
use super::output;
use super::transfer::read;

#[derive(Debug, clap::Args)]
pub(crate) struct Backup {
    /// Folder of the database
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// With --keys-to, a place for copies of the records and the list of what was erased, each in a folder named by its time;
    /// without, a single file of records, which must not be there yet
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// Another place, for the keys and secrets of the newest copy; whoever has only one of the two reads nothing in confidence
    #[arg(long, value_name = "DIR")]
    keys_to: Option<PathBuf>,
    /// Remove copies of records that are older than so many days, once the new one is done
    #[arg(long, value_name = "DAYS", requires = "keys_to", value_parser = clap::value_parser!(u32).range(1..))]
    keep: Option<u32>,
    /// Program that carries the copy away; it gets the folder of records and the folder of keys. The copy counts when it succeeds
    #[arg(long, value_name = "COMMAND", requires = "keys_to")]
    push: Option<PathBuf>,
    #[command(flatten)]
    who: WhoArguments,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Restore {
    /// What `backup` wrote
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// Folder without a database
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    #[command(flatten)]
    erased: ErasedArguments,
    #[command(flatten)]
    who: WhoArguments,
}

/// Where the list of what was erased comes from.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct ErasedArguments {
    /// What `export-erased` wrote after the copy was made
    #[arg(long, value_name = "FILE")]
    erased: Option<PathBuf>,
    /// Folder of the old database, if it can still be read
    #[arg(long, value_name = "DIR")]
    old: Option<PathBuf>,
    /// Nothing was erased since the copy was made
    #[arg(long)]
    nothing_erased: bool,
}

pub(crate) async fn backup(arguments: Backup) -> Result<(), String> {
    if let Some(keys_to) = &arguments.keys_to {
        return nightly(&arguments, keys_to).await;
    }
    let access = arguments.who.access(Action::Backup, Scope::Everything)?;
    let copied = moving::backup(&arguments.data, &access, &arguments.to).await;
    if copied.is_ok() {
        crate::warn_of_others(&arguments.data);
    }
    output::show(copied, |records| {
        output::tell(&written(&arguments, *records));
        Ok(())
    })
    .await
}

/// All that a loss would take, in one go.
async fn nightly(arguments: &Backup, keys_to: &Path) -> Result<(), String> {
    let access = arguments.who.access(Action::Backup, Scope::Everything)?;
    let Backup { data, to, .. } = arguments;
    let copy = NightlyCopy { data: data.clone(), to: to.clone(), keys_to: keys_to.to_owned() };
    let held = copy.hold(&access).map_err(|stop| stop.words().to_owned())?;
    let made = copy.make(&access, &held).await;
    let mut done = None;
    output::show(made, |copied| {
        tell_of(copied, data);
        done = Some(copied.clone());
        Ok(())
    })
    .await?;
    crate::warn_of_others(data);
    let copied = done.ok_or("the copy was made, and nobody was told of it")?;
    if let Some(command) = &arguments.push {
        push::run(command, &copied.records_folder, &copied.keys_folder)?;
    }
    if !copied.faults.is_empty() {
        // Older copies stay: one of them may agree.
        copy.note_only(access.at).await.map_err(|stop| stop.words().to_owned())?;
        return Err(format!(
            "the copy is whole, but {} things in the store don't agree; `forms-fn verify` tells each",
            copied.faults.len()
        ));
    }
    let forgotten = copy.done(&copied, arguments.keep, access.at, &held).await;
    let Forgotten { gone, stays, failed } = forgotten.map_err(|stop| stop.words().to_owned())?;
    gone.iter().for_each(|gone| output::tell(&format!("removed `{}`\n", gone.display())));
    stays.iter().for_each(|stays| output::tell(&format!("{stays}\n")));
    if failed.is_empty() {
        return Ok(());
    }
    Err(format!("the copy was made, but older ones can't be removed: {}", failed.join("; ")))
}

/// What was copied, and how to go on from it.
fn tell_of(copied: &Copied, data: &Path) {
    let Copied { records_folder, keys_folder, records, erased, .. } = copied;
    let (records_folder, keys_folder, data) =
        (records_folder.display(), keys_folder.display(), data.display());
    output::tell(&format!(
        "`{records_folder}`: {records} records, and a list of {erased} that were erased\n\
         `{keys_folder}`: keys and secrets\n\
         To go on from them, as the user that runs forms-fn: forms-fn restore --from {records_folder}/submissions.sqlite \
         --erased {records_folder}/erased.jsonl --data {data}\n  then: cp {keys_folder}/* {data}/\n  \
         if root did that: chown -R --reference={records_folder} {data}\n"
    ));
}

/// What was written, what isn't in it, and how to go on from it.
fn written(arguments: &Backup, records: i64) -> String {
    let (data, to) = (arguments.data.display(), arguments.to.display());
    format!(
        "`{to}`: {records} records and all that belongs to them\n\
         Not in it: secrets.json, keys.sqlite, and what is erased from now on. Keep each of them apart from this copy:\n  \
         secrets.json  copy it once, and after each `rotate-keys`\n  \
         keys          forms-fn export-store --keys --data {data} --out KEYS --purpose \"copy of the keys\"\n  \
         erased        forms-fn export-erased --data {data} --out ERASED --purpose \"goes with the copy\"\n\
         To go on from it: forms-fn restore --from {to} --data NEW --erased ERASED\n"
    )
}

pub(crate) async fn restore(arguments: Restore) -> Result<(), String> {
    let Restore { from, data, erased, who } = &arguments;
    let restored = moving::restore(from, data, erased.since()?, &who.access_of_anybody()).await;
    if restored.is_ok() {
        close_to_others(data);
    }
    output::show(restored, |Restored { again }| {
        for reference in again {
            output::tell(&format!("{reference} had been erased, and is erased again\n"));
        }
        if ["secrets.json", "keys.sqlite"].iter().any(|name| !data.join(name).exists()) {
            output::tell(&format!(
                "put the old `secrets.json` and `keys.sqlite` beside it: without them no link works, and no sensitive answer \
                 can be read; keys that `export-store --keys` wrote: forms-fn import-store FILE --keys --data {}\n",
                data.display()
            ));
        }
        Ok(())
    })
    .await
}

impl ErasedArguments {
    fn since(&self) -> Result<ErasedSince<'_, BufReader<File>>, String> {
        Ok(match (&self.erased, &self.old) {
            (Some(file), _) => ErasedSince::File(read(file)?),
            (None, Some(old)) => ErasedSince::Old(old),
            (None, None) => ErasedSince::Nothing,
        })
    }
}

/// A folder that was there already is closed as one that we make, if nothing but an installation stands in it.
#[cfg(unix)]
fn close_to_others(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let ours = |name: &str| OURS.iter().any(|ours| name.starts_with(ours));
    let names = folder.read_dir().map(|entries| entries.flatten().map(|entry| entry.file_name()));
    let is_ours = names.is_ok_and(|mut names| names.all(|name| name.to_str().is_some_and(ours)));
    let mode = folder.metadata().map_or(0, |data| data.permissions().mode());
    if is_ours && mode & 0o077 != 0 {
        drop(std::fs::set_permissions(folder, std::fs::Permissions::from_mode(mode & 0o700)));
    }
    crate::warn_of_others(folder);
}

#[cfg(not(unix))]
fn close_to_others(_: &Path) {}

/// What an installation has in its folder; what SQLite lays beside it begins so, too.
#[cfg(unix)]
const OURS: [&str; 5] = [RECORDS, "keys.sqlite", "secrets.json", "mail", "backup"];
