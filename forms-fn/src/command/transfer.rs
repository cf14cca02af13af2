//! Moving, copying, restoring and checking a whole store: `export-store`, `export-erased`, `import-store`, `backup`,
//! `restore`, `verify`.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use forms_fn::transfer::{self, Lines, What};
use forms_fn::{Item, SqliteStore, Store};
use jiff::Timestamp;

/// The name of the file in its folder.
const NAME: &str = "submissions.sqlite";
/// The name of the file of keys beside it.
const KEYS: &str = "keys.sqlite";

/// Which store.
#[derive(Debug, clap::Args)]
pub(crate) struct Place {
    #[command(flatten)]
    store: Where,
    /// The keys of sensitive answers instead of the records; keep such a file only while you move a store
    #[arg(long)]
    keys: bool,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Where {
    /// Folder of the database
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Table in DynamoDB
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct OfStore {
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Import {
    /// What `export-store` wrote
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What `export-erased` wrote since then
    #[arg(long, value_name = "FILE")]
    erased: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Table {
    /// The table's name; the keys get `NAME-keys`
    #[arg(long, value_name = "NAME")]
    table: String,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Backup {
    /// Folder of the database
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The copy; it must not be there yet
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
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

pub(crate) async fn export(arguments: OfStore, what: What) -> Result<(), String> {
    let store = open(&arguments.place)?;
    let out = BufWriter::new(std::io::stdout().lock());
    let items = transfer::export(&store, what, Timestamp::now(), out).await.map_err(|e| e.to_string())?;
    eprintln!("{items} items");
    Ok(())
}

pub(crate) async fn import(arguments: Import) -> Result<(), String> {
    let mut file = read(&arguments.file)?;
    let erased = match &arguments.erased {
        Some(path) => transfer::tombstones(&mut read(path)?).map_err(|e| e.to_string())?,
        None => Vec::new(),
    };
    let store = match (&arguments.place.store.data, arguments.place.keys) {
        (Some(data), false) => Store::open(data).map_err(|e| e.to_string())?,
        (Some(data), true) => Store::open_keys(data).map_err(|e| e.to_string())?,
        (None, _) => open(&arguments.place)?,
    };
    let now = Timestamp::now();
    let imported = transfer::import(&store, &mut file, &erased, now).await.map_err(|e| e.to_string())?;
    println!("{} items", imported.items);
    for reference in imported.erased {
        println!("{reference} had been erased, and is not imported");
    }
    Ok(())
}

pub(crate) async fn backup(arguments: Backup) -> Result<(), String> {
    let store = SqliteStore::open(&existing(&arguments.data, NAME)?).map_err(|e| e.to_string())?;
    store.backup(&arguments.to).await.map_err(|e| e.to_string())
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
    let again = {
        let store = Store::Sqlite(SqliteStore::open(&part).map_err(|e| e.to_string())?);
        let again = transfer::erase_again(&store, &erased, Timestamp::now()).await;
        store.purge(Timestamp::now()).await.map_err(|e| e.to_string())?;
        again.map_err(|e| e.to_string())?
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
    Ok(())
}

async fn erased(from: &Erased) -> Result<Vec<Item>, String> {
    match (&from.erased, &from.old) {
        (Some(file), _) => transfer::tombstones(&mut read(file)?).map_err(|e| e.to_string()),
        (None, Some(old)) => {
            let store = Store::Sqlite(SqliteStore::open(&existing(old, NAME)?).map_err(|e| e.to_string())?);
            transfer::erased(&store, Timestamp::now()).await.map_err(|e| e.to_string())
        }
        (None, None) => Ok(Vec::new()),
    }
}

#[cfg(feature = "aws")]
pub(crate) async fn create_table(arguments: Table) -> Result<(), String> {
    let aws = crate::table::aws()?;
    for name in [crate::table::keys_of(&arguments.table), arguments.table] {
        forms_fn::DynamoStore::new(&aws, name.as_str()).create_table().await.map_err(|e| e.to_string())?;
        println!("made `{name}`; backups and protection against deletion are yours to switch on");
    }
    Ok(())
}

#[cfg(not(feature = "aws"))]
pub(crate) async fn create_table(arguments: Table) -> Result<(), String> {
    Err(format!("no table `{}`: this program was built without its feature `aws`", arguments.table))
}

pub(crate) async fn verify(arguments: OfStore) -> Result<(), String> {
    let store = open(&arguments.place)?;
    let verified = transfer::verify(&store, Timestamp::now()).await.map_err(|e| e.to_string())?;
    let mut out = std::io::stdout().lock();
    for fault in &verified.faults {
        // A reader such as `head` may leave early.
        drop(writeln!(out, "{fault}"));
    }
    match verified.faults.len() {
        0 => {
            println!("{} items, {} records: fine", verified.items, verified.records);
            Ok(())
        }
        faults => Err(format!("{faults} of {} items don't agree", verified.items)),
    }
}

/// Opens a store that is there.
fn open(place: &Place) -> Result<Store, String> {
    match (&place.store.data, &place.store.table) {
        (Some(data), _) => {
            let path = existing(data, if place.keys { KEYS } else { NAME })?;
            SqliteStore::open(&path).map(Store::Sqlite).map_err(|e| e.to_string())
        }
        (None, Some(table)) => open_table(table, place.keys),
        (None, None) => Err("give a store, with --data or --table".to_owned()),
    }
}

#[cfg(feature = "aws")]
fn open_table(table: &str, keys: bool) -> Result<Store, String> {
    let name = if keys { crate::table::keys_of(table) } else { table.to_owned() };
    Ok(Store::DynamoDb(forms_fn::DynamoStore::new(&crate::table::aws()?, name)))
}

#[cfg(not(feature = "aws"))]
fn open_table(_: &str, _: bool) -> Result<Store, String> {
    Err("this program was built without its feature `aws`".to_owned())
}

/// Opening would make an empty store, and a mistyped folder would look fine.
fn existing(data: &Path, name: &str) -> Result<PathBuf, String> {
    let path = data.join(name);
    if path.is_file() { Ok(path) } else { Err(format!("no store `{}`", path.display())) }
}

fn read(path: &Path) -> Result<Lines<BufReader<File>>, String> {
    let error = |cause: String| format!("`{}`: {cause}", path.display());
    let file = File::open(path).map_err(|e| error(e.to_string()))?;
    Lines::check(BufReader::new(file)).map_err(|e| error(e.to_string()))
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
