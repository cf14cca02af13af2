//! `forms-fn list --calls` and `--failed`: what is left to do for organisers.

use forms_fn::Reference;
use forms_fn::export::LocalTime;
use forms_fn::office::{Access, Office, Task, Todo};
use serde::Serialize;

use super::list::ListFormat;
use super::output;

/// One line, as it is printed.
#[derive(Debug, Serialize)]
struct TodoRow<'a> {
    since: String,
    about: &'static str,
    reference: &'a Reference,
    event: Option<&'a str>,
    name: &'a str,
    phone: &'a str,
    reason: Option<&'a str>,
}

pub(crate) async fn list(
    office: &Office,
    access: &Access,
    format: ListFormat,
    todo: Todo,
) -> Result<(), String> {
    let tasks = office.todo(access, todo).await;
    output::show(tasks, |tasks| match format {
        ListFormat::Json => {
            let rows = tasks.iter().map(|task| row(task, task.since.to_string()));
            output::json(&rows.collect::<Vec<_>>())
        }
        ListFormat::Table => {
            let header = ["since", "about", "reference", "event", "name", "phone", "reason"];
            let since =
                |task: &Task| LocalTime::of(office.site(), task.event.as_deref()).tell_with_zone(task.since);
            output::table(&header, tasks.iter().map(|task| cells(row(task, since(task)))).collect())
        }
    })
    .await
}

fn row(task: &Task, since: String) -> TodoRow<'_> {
    TodoRow {
        since,
        about: task.about.as_str(),
        reference: &task.reference,
        event: task.event.as_deref(),
        name: &task.name,
        phone: &task.phone,
        reason: task.reason.as_deref(),
    }
}

fn cells(row: TodoRow<'_>) -> Vec<String> {
    let words = [row.event.unwrap_or_default(), row.name, row.phone, row.reason.unwrap_or_default()];
    let mut cells = vec![row.since, row.about.to_owned(), row.reference.to_string()];
    cells.extend(words.map(str::to_owned));
    cells
}
