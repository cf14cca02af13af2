//! Opens the stores that commands work with. Only `serve`, `import-store` and `restore` make one.

use std::path::Path;

use forms_fn::Desk;
use forms_fn::installation::{self, Make};
use forms_fn::office::moving::StorePlace;

/// The desk of a store that is there already, with its keys.
pub(crate) async fn desk(data: &Path, table: Option<&str>) -> Result<Desk, String> {
    if table.is_none() {
        installation::existing(data, installation::RECORDS)?;
    } else if !data.is_dir() {
        return Err(format!("no folder `{}`", data.display()));
    }
    let desk = crate::desk(data, table, Make::Nothing).await?;
    crate::warn_of_others(data);
    Ok(desk)
}

/// Both tables of DynamoDB, by the name of the table of records.
#[cfg(feature = "aws")]
pub(crate) fn tables(name: &str) -> Result<StorePlace, String> {
    let (aws, keys) = (crate::table::aws()?, crate::table::keys_of(name));
    Ok(StorePlace::Tables { aws, records: name.to_owned(), keys })
}

#[cfg(not(feature = "aws"))]
pub(crate) fn tables(_: &str) -> Result<StorePlace, String> {
    Err("this program was built without its feature `aws`".to_owned())
}

/// Makes both tables where there are none, and tells of each.
#[cfg(feature = "aws")]
pub(crate) async fn create_tables(name: &str, tell: impl Fn(&str)) -> Result<(), String> {
    let aws = crate::table::aws()?;
    for name in [crate::table::keys_of(name).as_str(), name] {
        forms_fn::DynamoStore::new(&aws, name).create_table().await.map_err(|e| e.to_string())?;
        tell(name);
    }
    Ok(())
}

#[cfg(not(feature = "aws"))]
pub(crate) async fn create_tables(name: &str, _: impl Fn(&str)) -> Result<(), String> {
    Err(format!("no table `{name}`: this program was built without its feature `aws`"))
}
