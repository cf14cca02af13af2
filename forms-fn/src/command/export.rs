//! `forms-fn export`: records for other programs, and the list for the door.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use forms_fn::Action;
use forms_fn::export::{Columns, csv, file};
use forms_fn::office::{ExportFormat, ExportQuery, Order, SheetQuery, Stop};

use super::office::OfficeArguments;
use super::output;
use super::site::WhichArguments;

#[derive(Debug, clap::Args)]
pub(crate) struct ExportArguments {
    #[command(flatten)]
    office: OfficeArguments,
    #[command(flatten)]
    which: WhichArguments,
    /// csv: in cells that a spreadsheet program could take for a formula, a `'` stands first, also before the `+`
    /// of telephone numbers; xlsx: text only; json: for programs, with times as RFC 3339; list: for the door, by name, to
    /// print from a browser
    #[arg(long, value_enum)]
    format: Format,
    /// Where to write it; without it, standard output
    #[arg(long, value_name = "FILE", required_if_eq("format", "xlsx"))]
    out: Option<PathBuf>,
    /// Tell options by their labels in this language, not by their values
    #[arg(long, value_name = "LANG")]
    labels: Option<String>,
    /// Language of the list for the door, and of the alphabet for `--sort name`; without it, the site's first
    #[arg(long)]
    lang: Option<String>,
    /// In which order csv and xlsx have the records
    #[arg(long, value_enum, default_value = "arrival")]
    sort: Sort,
    /// What stands between the cells of csv; spreadsheet programs of the Nordic countries want semicolons
    #[arg(long, value_enum, default_value = "semicolon")]
    separator: Separator,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Csv,
    Xlsx,
    Json,
    List,
}

/// The order of records on a list for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sort {
    /// In which they came
    Arrival,
    /// By name, in the alphabet of the language
    Name,
}

impl Sort {
    pub(crate) fn order(self, lang: Option<&str>) -> Order {
        match self {
            Self::Arrival => Order::Arrival,
            Self::Name => Order::Name(lang.map(str::to_owned)),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Separator {
    Semicolon,
    Comma,
}

impl From<Separator> for csv::Separator {
    fn from(separator: Separator) -> Self {
        match separator {
            Separator::Semicolon => Self::Semicolon,
            Separator::Comma => Self::Comma,
        }
    }
}

pub(crate) async fn export(arguments: ExportArguments) -> Result<(), String> {
    let (office, access) = arguments.office.open(Action::Export).await?;
    let bytes = match arguments.export_format() {
        Some(format) => office.export(&access, &arguments.query(format)).await,
        None => office.sheet(&access, &arguments.sheet()).await,
    };
    output::show(bytes, |bytes| match &arguments.out {
        Some(out) => put(out, bytes),
        None => output::print(bytes),
    })
    .await
}

impl ExportArguments {
    /// How records are written; none for the list for the door.
    fn export_format(&self) -> Option<ExportFormat> {
        match self.format {
            Format::Csv => Some(ExportFormat::Csv(self.separator.into())),
            Format::Xlsx => Some(ExportFormat::Xlsx),
            Format::Json => Some(ExportFormat::Json),
            Format::List => None,
        }
    }

    fn query(&self, format: ExportFormat) -> ExportQuery {
        let order = self.sort.order(self.lang.as_deref());
        let (which, labels) = (self.which.which(), self.labels.clone());
        ExportQuery { which, order, labels, format, columns: Columns::All }
    }

    fn sheet(&self) -> SheetQuery {
        SheetQuery { which: self.which.which(), lang: self.lang.clone() }
    }
}

fn put(out: &Path, bytes: &[u8]) -> Result<(), Stop> {
    file::write(out, bytes).map_err(|e| Stop::failed(format!("cannot write `{}`: {e}", out.display())))
}
