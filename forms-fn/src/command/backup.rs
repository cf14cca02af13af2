//! `forms-fn backup` and `forms-fn restore`: a copy of the database, and a database of a copy.

use std::fs::File;
use std::path::{Path, PathBuf};

use forms_fn::transfer;
use forms_fn::{Action, Item, Reference, SqliteStore, Store};
use jiff::Timestamp;

use super::door::{self, Ended, Stop};
use super::output;
use super::store::{NAME, existing};
use super::transfer::read;
use super::who::WhoArguments;

#[derive(Debug, clap::Args)]
pub(crate) struct Backup {
    /// Folder of the database
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The copy; it must not be there yet, and its folder is made if it is missing
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
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
    erased: Erased,
    #[command(flatten)]
    who: WhoArguments,
}

/// Where the list of what was erased comes from.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Erased {
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
    let entry = arguments.who.entry(Action::Backup)?;
    let path = existing(&arguments.data, NAME)?;
    crate::warn_of_others(&arguments.data);
    let store = SqliteStore::open_existing(&path).map_err(|e| e.to_string())?;
    door::through(&Store::Sqlite(store.clone()), entry, async |_| {
        make_folder(&arguments.to)?;
        let records = store.backup(&arguments.to).await.map_err(Stop::from)?;
        output::tell(&written(&arguments, records));
        Ok(())
    })
    .await
}

/// The folder of the copy, closed to others.
fn make_folder(to: &Path) -> Ended {
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let made = folder.map_or(Ok(()), |folder| builder.create(folder));
    made.map_err(|e| Stop::Failed(format!("cannot make the folder of `{}`: {e}", to.display())))
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

/// Under its own name the file is there only when everything that was erased is erased again, so that no server can
/// open it before.
pub(crate) async fn restore(arguments: Restore) -> Result<(), String> {
    let target = arguments.data.join(NAME);
    if target.exists() {
        return Err(format!("`{}` is there already; restore into another folder", target.display()));
    }
    let erased = erased(&arguments.erased).await?;
    let part = Part::copy(&arguments.from, &arguments.data)?;
    let again =
        erase(&part.file, &erased).await.map_err(|why| format!("`{}`: {why}", arguments.from.display()))?;
    part.keep(&target)?;
    close_to_others(&arguments.data);
    for reference in again {
        output::tell(&format!("{reference} had been erased, and is erased again\n"));
    }
    if ["secrets.json", "keys.sqlite"].iter().any(|name| !arguments.data.join(name).exists()) {
        output::tell(&format!(
            "put the old `secrets.json` and `keys.sqlite` beside it: without them no link works, and no sensitive answer \
             can be read; keys that `export-store --keys` wrote: forms-fn import-store FILE --keys --data {}\n",
            arguments.data.display()
        ));
    }
    let store = Store::Sqlite(SqliteStore::open_existing(&target).map_err(|e| e.to_string())?);
    door::through(&store, arguments.who.entry_of_anybody(Action::Restore), async |_| Ok(())).await
}

/// Opens the copy, and erases in it what was erased since.
async fn erase(part: &Path, erased: &[Item]) -> Result<Vec<Reference>, String> {
    let store = Store::Sqlite(SqliteStore::open_existing(part).map_err(|e| e.to_string())?);
    store.check().await.map_err(|e| e.to_string())?;
    let verified = transfer::verify(&store, Timestamp::now()).await.map_err(|e| e.to_string())?;
    if verified.items == 0 {
        return Err("there is nothing in this copy".to_owned());
    }
    if transfer::holds_keys_only(&store, Timestamp::now()).await.map_err(|e| e.to_string())? {
        return Err("this is a copy of the keys, and not of what people sent".to_owned());
    }
    let again = transfer::erase_again(&store, erased, Timestamp::now()).await;
    // What has passed its date goes with the worker's first pass, once its clock is believed.
    store.wipe().await.map_err(|e| e.to_string())?;
    again.map_err(|e| e.to_string())
}

async fn erased(from: &Erased) -> Result<Vec<Item>, String> {
    match (&from.erased, &from.old) {
        (Some(file), _) => transfer::tombstones(&mut read(file)?).map_err(|e| e.to_string()),
        (None, Some(old)) => {
            let store =
                Store::Sqlite(SqliteStore::open_existing(&existing(old, NAME)?).map_err(|e| e.to_string())?);
            transfer::erased(&store, Timestamp::now()).await.map_err(|e| e.to_string())
        }
        (None, None) => Ok(Vec::new()),
    }
}

/// A copy that nobody else may read and that doesn't have its name yet. One that is dropped before leaves nothing behind.
struct Part {
    file: PathBuf,
    /// The folders that were made for it, the innermost first.
    made: Vec<PathBuf>,
}

impl Part {
    fn copy(from: &Path, folder: &Path) -> Result<Self, String> {
        let cannot = |e: std::io::Error| format!("cannot copy `{}`: {e}", from.display());
        let mut source = File::open(from).map_err(cannot)?;
        let named = folder.ancestors().filter(|folder| !folder.as_os_str().is_empty());
        let made = named.take_while(|folder| !folder.exists()).map(Path::to_owned).collect();
        // From here on whatever fails takes it away.
        let part = Self { file: folder.join(format!("{NAME}.part")), made };
        part.fill(&mut source, folder).map_err(cannot)?;
        Ok(part)
    }

    fn fill(&self, source: &mut File, folder: &Path) -> std::io::Result<()> {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        builder.create(folder)?;
        // What a restoring that was killed left behind.
        self.remove();
        let mut target = options.open(&self.file)?;
        std::io::copy(source, &mut target)?;
        target.sync_all()
    }

    /// Gives it its name.
    fn keep(mut self, target: &Path) -> Result<(), String> {
        let kept = File::open(&self.file).and_then(|file| file.sync_all());
        let kept = kept.and_then(|()| std::fs::rename(&self.file, target));
        kept.map_err(|e| format!("cannot write `{}`: {e}", target.display()))?;
        self.made.clear();
        Ok(())
    }

    fn remove(&self) {
        for end in ["", "-wal", "-shm", "-journal"] {
            let mut name = self.file.as_os_str().to_owned();
            name.push(end);
            drop(std::fs::remove_file(name));
        }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        self.remove();
        for folder in &self.made {
            // One in which something else stands by now stays.
            drop(std::fs::remove_dir(folder));
        }
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
const OURS: [&str; 5] = [NAME, "keys.sqlite", "secrets.json", "mail", "backup"];
