//! What a command knows of the site, and which of its records are meant.

use std::path::{Path, PathBuf};

use forms_fn::FormsFolder;
use forms_fn::office::Which;

/// Where the generator puts the folder when nobody says otherwise.
const USUAL: &str = "dist/forms";

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct SiteArguments {
    /// Folder `forms` of the built site; without it `dist/forms`, if that is there
    #[arg(long, value_name = "DIR")]
    pub(crate) forms: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct FolderArguments {
    /// Folder `forms` of the built site
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(crate) struct WhichArguments {
    /// Id of the form; without it, the form of the event, or the only one that there is
    #[arg(long)]
    pub(crate) form: Option<String>,
    /// Id of the event, as `forms-fn events` shows it; without it, all records of the form
    #[arg(long)]
    pub(crate) event: Option<String>,
}

impl SiteArguments {
    /// The site, if it is there.
    pub(crate) fn load(&self) -> Result<Option<FormsFolder>, String> {
        match &self.forms {
            Some(folder) => crate::forms(folder).map(Some),
            None if Path::new(USUAL).is_dir() => crate::forms(Path::new(USUAL)).map(Some),
            None => Ok(None),
        }
    }

    /// The site, for commands that can't do without.
    pub(crate) fn needed(&self) -> Result<FormsFolder, String> {
        self.load()?.ok_or_else(|| format!("no folder `{USUAL}`: say where the site's is with --forms"))
    }
}

impl WhichArguments {
    /// As the office takes it.
    pub(crate) fn which(&self) -> Which {
        Which { form: self.form.clone(), event: self.event.clone() }
    }
}
