//! Moving a whole store: `export-store`, `export-erased`, `import-store`, `create-table`.

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};

use forms_fn::export::file::Draft;
use forms_fn::transfer::{self, Lines, What};
use forms_fn::{Action, Audit, Store};
use jiff::Timestamp;

use super::door::{self, Ended, Stop};
use super::output;
use super::store::{Part, Where};
use super::who::WhoArguments;

/// Which of the two stores.
#[derive(Debug, clap::Args)]
pub(crate) struct Place {
    #[command(flatten)]
    pub(crate) store: Where,
    /// The keys of sensitive answers instead of the records; keep such a file apart from copies of the records, and only
    /// the newest, since a key that was destroyed comes back with an older one
    #[arg(long)]
    pub(crate) keys: bool,
}

impl Place {
    pub(crate) fn part(&self) -> Part {
        if self.keys { Part::Keys } else { Part::Records }
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    to: To,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ExportErased {
    #[command(flatten)]
    store: Where,
    #[command(flatten)]
    to: To,
}

/// Who takes it, and where it goes.
#[derive(Debug, clap::Args)]
struct To {
    #[command(flatten)]
    who: WhoArguments,
    /// Where to write it, for nobody else on this machine to read; without it, standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
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
    #[command(flatten)]
    who: WhoArguments,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Table {
    /// The table's name; the keys get `NAME-keys`
    #[arg(long, value_name = "NAME")]
    table: String,
}

pub(crate) async fn export(arguments: Export) -> Result<(), String> {
    let Export { place, to } = arguments;
    let action = if place.keys { Action::ExportKeys } else { Action::ExportStore };
    let entry = to.who.entry(action)?;
    let (records, store) = (place.store.open(Part::Records)?, place.store.open(place.part())?);
    door::through(&records, entry, async |entry| take(&store, What::Everything, &to, entry).await).await
}

pub(crate) async fn export_erased(arguments: ExportErased) -> Result<(), String> {
    let ExportErased { store, to } = arguments;
    let entry = to.who.entry(Action::ExportErased)?;
    let records = store.open(Part::Records)?;
    door::through(&records, entry, async |entry| take(&records, What::Erased, &to, entry).await).await
}

/// Items are counted: an export of the whole store is more than its records.
async fn take(store: &Store, what: What, to: &To, entry: &mut Audit) -> Ended {
    let now = Timestamp::now();
    let items = match &to.out {
        Some(path) => {
            let cannot = |e: std::io::Error| Stop::Failed(format!("cannot write `{}`: {e}", path.display()));
            let mut draft = Draft::new(path).map_err(cannot)?;
            let items = transfer::export(store, what, now, &mut draft).await?;
            draft.keep().map_err(cannot)?;
            items
        }
        None => transfer::export(store, what, now, BufWriter::new(output::stdout().lock())).await?,
    };
    entry.count = usize::try_from(items).unwrap_or(usize::MAX);
    eprintln!("{items} items");
    Ok(())
}

/// Nothing is made or written before the files were read.
pub(crate) async fn import(arguments: Import) -> Result<(), String> {
    let mut file = read(&arguments.file)?;
    let erased = match &arguments.erased {
        Some(path) => transfer::tombstones(&mut read(path)?).map_err(|e| e.to_string())?,
        None => Vec::new(),
    };
    let Place { store, keys } = &arguments.place;
    let wrong = |path: &Path, e: transfer::TransferError| format!("`{}`: {e}", path.display());
    transfer::look(&mut file, *keys).map_err(|e| wrong(&arguments.file, e))?;
    let target = store.make(arguments.place.part())?;
    let now = Timestamp::now();
    let imported = transfer::import(&target, &mut file, &erased, now).await.map_err(|e| e.to_string())?;
    output::tell(&format!("{} items\n", imported.items));
    for reference in &imported.erased {
        output::tell(&format!("{reference} had been erased, and is not imported\n"));
    }
    if *keys {
        return Ok(());
    }
    // Before it, an entry would have made the store one that isn't empty.
    let entry = Audit { at: now, ..arguments.who.entry_of_anybody(Action::ImportStore) };
    door::through(&target, entry, async |entry| {
        entry.count = usize::try_from(imported.items).unwrap_or(usize::MAX);
        Ok(())
    })
    .await
}

#[cfg(feature = "aws")]
pub(crate) async fn create_table(arguments: Table) -> Result<(), String> {
    let aws = crate::table::aws()?;
    for name in [crate::table::keys_of(&arguments.table), arguments.table] {
        forms_fn::DynamoStore::new(&aws, name.as_str()).create_table().await.map_err(|e| e.to_string())?;
        output::tell(&format!(
            "made `{name}`; backups and protection against deletion are yours to switch on\n"
        ));
    }
    Ok(())
}

#[cfg(not(feature = "aws"))]
pub(crate) async fn create_table(arguments: Table) -> Result<(), String> {
    Err(format!("no table `{}`: this program was built without its feature `aws`", arguments.table))
}

pub(crate) fn read(path: &Path) -> Result<Lines<BufReader<File>>, String> {
    let error = |cause: String| format!("`{}`: {cause}", path.display());
    let file = File::open(path).map_err(|e| error(e.to_string()))?;
    Lines::check(BufReader::new(file)).map_err(|e| error(e.to_string()))
}
