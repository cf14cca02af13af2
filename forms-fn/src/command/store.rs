//! Which store a command works with. Only `serve`, `import-store` and `restore` make one: a mistyped folder would
//! otherwise look as if nobody had come.

use std::path::{Path, PathBuf};

use forms_fn::installation::Make;
use forms_fn::{Desk, SqliteStore, Store};

/// The name of the file in its folder.
pub(crate) const NAME: &str = "submissions.sqlite";
/// The name of the file of keys beside it.
const KEYS: &str = "keys.sqlite";

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct StoreArguments {
    /// Folder of the database and the keys
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Table of DynamoDB to use instead of the database; AWS_REGION and credentials stand in the environment
    #[arg(long, value_name = "NAME")]
    pub(crate) table: Option<String>,
}

/// A store whose secrets aren't needed.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Where {
    /// Folder of the database
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Table in DynamoDB
    #[arg(long, value_name = "NAME")]
    pub(crate) table: Option<String>,
}

/// Each installation has two stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Records,
    Keys,
}

impl Part {
    fn file(self) -> &'static str {
        match self {
            Self::Records => NAME,
            Self::Keys => KEYS,
        }
    }
}

impl Where {
    /// Opens a store that is there.
    pub(crate) fn open(&self, part: Part) -> Result<Store, String> {
        match &self.data {
            Some(data) => {
                let path = existing(data, part.file())?;
                crate::warn_of_others(data);
                SqliteStore::open_existing(&path).map(Store::Sqlite).map_err(|e| e.to_string())
            }
            None => self.table(part),
        }
    }

    /// Opens a store, and makes it if it is a folder's.
    pub(crate) fn make(&self, part: Part) -> Result<Store, String> {
        match &self.data {
            Some(data) => {
                SqliteStore::open(&data.join(part.file())).map(Store::Sqlite).map_err(|e| e.to_string())
            }
            None => self.table(part),
        }
    }

    fn table(&self, part: Part) -> Result<Store, String> {
        let table = self.table.as_ref().ok_or("give a store, with --data or --table")?;
        open_table(table, part)
    }
}

#[cfg(feature = "aws")]
fn open_table(table: &str, part: Part) -> Result<Store, String> {
    let name = if part == Part::Keys { crate::table::keys_of(table) } else { table.to_owned() };
    Ok(Store::DynamoDb(forms_fn::DynamoStore::new(&crate::table::aws()?, name)))
}

#[cfg(not(feature = "aws"))]
fn open_table(_: &str, _: Part) -> Result<Store, String> {
    Err("this program was built without its feature `aws`".to_owned())
}

/// Opens a store that is there already, with its keys.
pub(crate) async fn open_desk(arguments: &StoreArguments) -> Result<Desk, String> {
    desk(&arguments.data, arguments.table.as_deref()).await
}

/// The same for `worker`, whose arguments are its own.
pub(crate) async fn desk(data: &Path, table: Option<&str>) -> Result<Desk, String> {
    if table.is_none() {
        existing(data, NAME)?;
    } else if !data.is_dir() {
        return Err(format!("no folder `{}`", data.display()));
    }
    let desk = crate::desk(data, table, Make::Nothing).await?;
    crate::warn_of_others(data);
    Ok(desk)
}

/// The file of a store, if it is there.
pub(crate) fn existing(data: &Path, name: &str) -> Result<PathBuf, String> {
    let path = data.join(name);
    if path.is_file() {
        return Ok(path);
    }
    let missing = if data.is_dir() {
        format!("no store `{}`", path.display())
    } else {
        format!("no folder `{}`", data.display())
    };
    let near = near(data, name);
    let hint = match near.as_slice() {
        [] => "is --data right? Only `serve`, `import-store` and `restore` make a store".to_owned(),
        near => format!("there is one in {}", near.join(", ")),
    };
    Err(format!("{missing}\n  hint: {hint}"))
}

/// Folders inside it and beside it that have such a store.
fn near(data: &Path, name: &str) -> Vec<String> {
    let beside = data.parent().map(|up| if up.as_os_str().is_empty() { Path::new(".") } else { up });
    let folders = [Some(data), beside].into_iter().flatten().filter_map(|folder| folder.read_dir().ok());
    let mut found: Vec<String> = folders
        .flat_map(|entries| entries.filter_map(Result::ok).map(|entry| entry.path()))
        .filter(|path| path.join(name).is_file())
        .map(|path| format!("`{}`", path.strip_prefix("./").unwrap_or(&path).display()))
        .collect();
    found.sort();
    found.dedup();
    found.truncate(3);
    found
}
