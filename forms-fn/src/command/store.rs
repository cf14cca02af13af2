//! Which store a command works with.

use std::path::PathBuf;

use forms_fn::Desk;

#[derive(Debug, clap::Args)]
pub(crate) struct StoreArguments {
    /// Folder of the database and the keys
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Table of DynamoDB to use instead of the database; AWS_REGION and credentials stand in the environment
    #[arg(long, value_name = "NAME")]
    pub(crate) table: Option<String>,
}

/// Opens a store that is there already, with its keys.
pub(crate) fn open_desk(arguments: &StoreArguments) -> Result<Desk, String> {
    // Opening would make an empty store, and a mistyped folder would look like nobody came.
    if !arguments.data.is_dir() {
        return Err(format!("no folder `{}`", arguments.data.display()));
    }
    crate::desk(&arguments.data, arguments.table.as_deref())
}
