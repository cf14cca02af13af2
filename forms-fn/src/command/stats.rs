//! `forms-fn stats`: figures that tell nothing about anybody.

use forms_fn::{Action, Row, Statistics};

use super::list::ListFormat;
use super::office::OfficeArguments;
use super::output;
use super::site::WhichArguments;

#[derive(Debug, clap::Args)]
pub(crate) struct StatsArguments {
    #[command(flatten)]
    office: OfficeArguments,
    #[command(flatten)]
    which: WhichArguments,
    /// How to show them
    #[arg(long, value_enum, default_value = "table")]
    format: ListFormat,
}

pub(crate) async fn stats(arguments: StatsArguments) -> Result<(), String> {
    let (office, access) = arguments.office.open(Action::Statistics).await?;
    let figures = office.figures(&access, &arguments.which.which()).await;
    output::show(figures, |all| match arguments.format {
        ListFormat::Json => output::json(all),
        ListFormat::Table => output::print(text(all).as_bytes()),
    })
    .await
}

fn text(all: &[Statistics]) -> String {
    let mut text: String = all.iter().map(block).collect();
    text.push_str(
        "hidden: fewer than 5 people, or a number from which such a number could be worked out\n\
         Records that were deleted are counted in the status that they had.\n",
    );
    text
}

fn block(statistics: &Statistics) -> String {
    let mut lines = vec![match &statistics.event {
        Some(event) => format!("{event} ({})", statistics.form),
        None => statistics.form.clone(),
    }];
    lines.push("  status".to_owned());
    lines.extend(statistics.statuses.iter().map(row));
    if statistics.too_early {
        lines.push("  The answers are counted when the event is over.".to_owned());
    }
    for table in &statistics.answers {
        let several = if table.several { ", several answers possible" } else { "" };
        lines.push(format!("  {} ({} people{several})", table.field, table.people));
        lines.extend(table.rows.iter().map(row));
    }
    lines.iter().map(|line| forms_fn::export::guard::line(line) + "\n").collect::<String>() + "\n"
}

fn row(row: &Row) -> String {
    let value = if row.value.is_empty() { "(no answer)" } else { &row.value };
    let count = row.count.map_or_else(|| "hidden".to_owned(), |count| count.to_string());
    format!("    {value:<28} {count:>6}")
}
