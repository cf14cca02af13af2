//! `forms-fn backup` and `forms-fn restore`: a copy of the database, and a database of a copy.

use std::fs::File;
use std::path::{Path, PathBuf};

use forms_fn::transfer;
use forms_fn::{Action, Item, Reference, SqliteStore, Store};
use jiff::Timestamp;

use super::door::{self, Stop};
use super::store::{NAME, existing};
use super::transfer::read;
use super::who::WhoArguments;

#[derive(Debug, clap::Args)]
pub(crate) struct Backup {
    /// Folder of the database
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The copy; it must not be there yet
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
        store.backup(&arguments.to).await.map_err(Stop::from)
    })
    .await
}

/// Under its own name the file is there only when everything that was erased is erased again, so that no server can
/// open it before.
pub(crate) async fn restore(arguments: Restore) -> Result<(), String> {
    let target = arguments.data.join(NAME);
    if target.exists() {
        return Err(format!("`{}` is there already; restore into another folder", target.display()));
    }
    let erased = erased(&arguments.erased).await?;
    let part = arguments.data.join(format!("{NAME}.part"));
    copy(&arguments.from, &part)?;
    let again = match erase(&part, &erased).await {
        Ok(again) => again,
        Err(why) => {
            // What is no store leaves nothing behind.
            for end in ["", "-wal", "-shm"] {
                drop(std::fs::remove_file(arguments.data.join(format!("{NAME}.part{end}"))));
            }
            return Err(format!("`{}`: {why}", arguments.from.display()));
        }
    };
    let cannot = |e: std::io::Error| format!("cannot write `{}`: {e}", target.display());
    File::open(&part).and_then(|file| file.sync_all()).map_err(cannot)?;
    std::fs::rename(&part, &target).map_err(cannot)?;
    for reference in again {
        println!("{reference} had been erased, and is erased again");
    }
    if !arguments.data.join("secrets.json").exists() {
        println!(
            "put the old `secrets.json` and `keys.sqlite` beside it: without them no link works, and no sensitive answer can be read"
        );
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

/// Copies into a file and folder that nobody else may read.
fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let cannot = |e: std::io::Error| format!("cannot copy `{}`: {e}", from.display());
    let mut source = File::open(from).map_err(cannot)?;
    let mut folder = std::fs::DirBuilder::new();
    folder.recursive(true);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    if let Some(parent) = to.parent() {
        folder.create(parent).map_err(cannot)?;
    }
    let mut target = options.open(to).map_err(cannot)?;
    std::io::copy(&mut source, &mut target).map_err(cannot)?;
    target.sync_all().map_err(cannot)
}
