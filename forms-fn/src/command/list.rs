//! `forms-fn list`: the stored records for organisers, as a table or as JSON.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;
use forms_fn::{Status, Stored, Visible};
use serde_json::Value;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder of the database
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Id of the form
    #[arg(long)]
    pub(crate) form: String,
    /// Id of the event; without it, all records of the form
    #[arg(long)]
    pub(crate) event: Option<String>,
    /// How to show them
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    Table,
    Json,
}

/// Prints the records in the order in which they arrived.
pub(crate) async fn list(arguments: Arguments) -> Result<(), String> {
    // Opening would make an empty store, and a mistyped folder would look like nobody came.
    if !arguments.data.is_dir() {
        return Err(format!("no folder `{}`", arguments.data.display()));
    }
    let desk = crate::desk(&arguments.data, None)?;
    let list =
        desk.list(&arguments.form, arguments.event.as_deref(), Visible::Organisers, jiff::Timestamp::now());
    let records = list.await.map_err(|e| e.to_string())?;
    let text = match arguments.format {
        Format::Table => table(&records),
        Format::Json => serde_json::to_string_pretty(&records.iter().map(json).collect::<Vec<_>>())
            .map_err(|e| e.to_string())?,
    };
    // A reader such as `head` may leave early; that is no failure of ours.
    match writeln!(std::io::stdout(), "{text}") {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(format!("cannot write: {e}")),
        _ => Ok(()),
    }
}

/// One line a record, one column for each answer that anybody gave.
fn table(records: &[Stored]) -> String {
    let fields: BTreeSet<&str> =
        records.iter().flat_map(|record| record.answers.keys().map(String::as_str)).collect();
    let mut header = vec!["reference", "status", "submitted", "lang"];
    header.extend(&fields);
    let mut rows = vec![header.into_iter().map(str::to_owned).collect()];
    rows.extend(records.iter().map(|record| row(record, &fields)));
    align(&rows)
}

fn json(stored: &Stored) -> Value {
    serde_json::json!({
        "reference": stored.record.reference,
        "form": stored.record.form,
        "event": stored.record.event,
        "status": stored.record.status,
        "position": stored.position,
        "submitted_at": stored.record.submitted_at,
        "lang": stored.record.lang,
        "answers": stored.answers,
    })
}

fn row(record: &Stored, fields: &BTreeSet<&str>) -> Vec<String> {
    let status = match (record.record.status, record.position) {
        (Status::Waiting, Some(position)) => format!("waiting {position}"),
        (other, _) => other.as_str().to_owned(),
    };
    let record_ = &record.record;
    let mut row =
        vec![record_.reference.to_string(), status, record_.submitted_at.to_string(), record_.lang.clone()];
    row.extend(fields.iter().map(|field| cell(record.answers.get(*field))));
    row
}

/// On one line; control and direction characters would let an answer redraw the terminal.
fn cell(answer: Option<&Value>) -> String {
    let text = match answer {
        None => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Bool(_)) => "yes".to_owned(),
        Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        Some(other) => other.to_string(),
    };
    let redraws = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if redraws(c) { ' ' } else { c }).collect()
}

fn align(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}
