//! Moving a whole store: `export-store`, `export-erased`, `import-store`, `create-table`.

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};

use forms_fn::Action;
use forms_fn::office::moving::{self, ExportTarget, StorePlace, WhichStore};
use forms_fn::office::{Audited, Scope, Stop};
use forms_fn::transfer::{Imported, Lines};

use super::office::WhoArguments;
use super::output;

/// A store whose secrets aren't needed.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub(crate) struct PlaceArguments {
    /// Folder of the database
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Table in DynamoDB
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
}

impl PlaceArguments {
    pub(crate) fn place(&self) -> Result<StorePlace, String> {
        match (&self.data, &self.table) {
            (Some(data), _) => Ok(StorePlace::Folder(data.clone())),
            (None, Some(table)) => crate::opening::tables(table),
            (None, None) => Err("give a store, with --data or --table".to_owned()),
        }
    }

    /// Others on the machine should not even see which files are there.
    pub(crate) fn warn_if_open<T>(&self, came: &Result<Audited<T>, Stop>) {
        if let (Some(data), Ok(_)) = (&self.data, came) {
            crate::warn_of_others(data);
        }
    }
}

/// Which of the two stores.
#[derive(Debug, clap::Args)]
pub(crate) struct StoreArgument {
    #[command(flatten)]
    pub(crate) place: PlaceArguments,
    /// The keys of sensitive answers instead of the records; keep such a file apart from copies of the records, and only
    /// the newest, since a key that was destroyed comes back with an older one
    #[arg(long)]
    pub(crate) keys: bool,
}

impl StoreArgument {
    pub(crate) fn which(&self) -> WhichStore {
        if self.keys { WhichStore::Keys } else { WhichStore::Records }
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    #[command(flatten)]
    store: StoreArgument,
    #[command(flatten)]
    to: To,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ExportErased {
    #[command(flatten)]
    place: PlaceArguments,
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
    store: StoreArgument,
    #[command(flatten)]
    who: WhoArguments,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Forget {
    /// What `export-erased` wrote, of the time since then
    #[arg(long, value_name = "FILE")]
    erased: PathBuf,
    #[command(flatten)]
    place: PlaceArguments,
    #[command(flatten)]
    who: WhoArguments,
}

#[derive(Debug, clap::Args)]
pub(crate) struct TableArguments {
    /// The table's name; the keys get `NAME-keys`
    #[arg(long, value_name = "NAME")]
    table: String,
}

pub(crate) async fn export(arguments: Export) -> Result<(), String> {
    let Export { store, to } = arguments;
    let action = if store.keys { Action::ExportKeys } else { Action::ExportStore };
    let access = to.who.access(action, Scope::Everything)?;
    let place = store.place.place()?;
    let taken = match &to.out {
        Some(path) => moving::export(&place, store.which(), &access, ExportTarget::File(path)).await,
        None => {
            let mut out = BufWriter::new(output::stdout());
            moving::export(&place, store.which(), &access, ExportTarget::Stream(&mut out)).await
        }
    };
    store.place.warn_if_open(&taken);
    told(taken).await
}

pub(crate) async fn export_erased(arguments: ExportErased) -> Result<(), String> {
    let ExportErased { place, to } = arguments;
    let access = to.who.access(Action::ExportErased, Scope::Everything)?;
    let store = place.place()?;
    let taken = match &to.out {
        Some(path) => moving::export_erased(&store, &access, ExportTarget::File(path)).await,
        None => {
            let mut out = BufWriter::new(output::stdout());
            moving::export_erased(&store, &access, ExportTarget::Stream(&mut out)).await
        }
    };
    place.warn_if_open(&taken);
    told(taken).await
}

/// Says how much it is, beside the lines themselves.
async fn told(taken: Result<Audited<u64>, Stop>) -> Result<(), String> {
    output::show(taken, |items| {
        eprintln!("{items} items");
        Ok(())
    })
    .await
}

/// Nothing is made or written before the files were read.
pub(crate) async fn import(arguments: Import) -> Result<(), String> {
    let Import { file: path, erased, store, who } = arguments;
    let mut file = read(&path)?;
    let mut erased = erased.as_deref().map(read).transpose()?;
    let (place, access) = (store.place.place()?, who.access_of_anybody());
    if store.keys {
        let imported = moving::import_keys(&place, &access, &mut file).await;
        return output::told(imported.map(|imported| say(&imported)));
    }
    let imported = moving::import(&place, &access, &mut file, erased.as_mut()).await;
    output::show(imported, |imported| {
        say(imported);
        Ok(())
    })
    .await
}

pub(crate) async fn forget(arguments: Forget) -> Result<(), String> {
    let Forget { erased, place, who } = arguments;
    let mut erased = read(&erased)?;
    let again = moving::forget(&place.place()?, &mut erased, &who.access_of_anybody()).await;
    place.warn_if_open(&again);
    output::show(again, |again| {
        for reference in &again.again {
            output::tell(&format!("{reference} had been erased, and is erased again\n"));
        }
        output::tell(&format!("{} erased again\n", again.again.len()));
        Ok(())
    })
    .await
}

fn say(imported: &Imported) {
    output::tell(&format!("{} items\n", imported.items));
    for reference in &imported.erased {
        output::tell(&format!("{reference} had been erased, and is not imported\n"));
    }
}

pub(crate) async fn create_table(arguments: TableArguments) -> Result<(), String> {
    crate::opening::create_tables(&arguments.table, |name| {
        output::tell(&format!(
            "made `{name}`; backups and protection against deletion are yours to switch on\n"
        ));
    })
    .await
}

pub(crate) fn read(path: &Path) -> Result<Lines<BufReader<File>>, String> {
    let error = |cause: String| format!("`{}`: {cause}", path.display());
    let file = File::open(path).map_err(|e| error(e.to_string()))?;
    Lines::check(BufReader::new(file)).map_err(|e| error(e.to_string()))
}
