//! `forms-fn list --calls` and `--failed`: what is left to do for organisers.

use forms::Kind;
use forms_fn::Reference;
use forms_fn::export::LocalTime;
use serde::Serialize;

use super::door::{Ended, Organiser, Stop};
use super::list::{Arguments, Format};
use super::output;

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Todo {
    /// People whom no message reaches.
    Calls,
    /// Messages that were given up.
    Failed,
}

/// One line of it.
#[derive(Debug, Serialize)]
struct Line {
    since: String,
    about: &'static str,
    reference: Reference,
    event: Option<String>,
    name: String,
    phone: String,
    /// Why a message was given up.
    reason: Option<String>,
}

pub(crate) async fn list(organiser: &mut Organiser, arguments: &Arguments, todo: Todo) -> Ended {
    let site = arguments.site.load().map_err(Stop::Refused)?;
    let entries: Vec<_> = match todo {
        Todo::Calls => {
            let calls = organiser.desk.calls(organiser.now).await?;
            calls.into_iter().map(|call| (call.at, call.occasion, call.reference)).collect()
        }
        Todo::Failed => {
            let letters = organiser.desk.dead_letters(organiser.now).await?;
            letters.into_iter().map(|letter| (letter.at, letter.occasion, letter.reference)).collect()
        }
    };
    let mut lines = Vec::new();
    for (at, occasion, reference) in entries {
        // The record may be gone by now, and with it the reason to call.
        let (desk, now) = (&organiser.desk, organiser.now);
        let Some(dossier) = desk.readable_dossier(&reference, now).await? else { continue };
        let definition = desk.definition_of(&reference, now).await?;
        let answer = |is: &dyn Fn(&Kind) -> bool| {
            let field = definition.as_ref()?.fields.iter().find(|field| is(&field.kind))?;
            dossier.stored.answers.get(&field.name)?.as_str().map(str::to_owned)
        };
        let mut letters = dossier.letters.iter();
        let reason = letters.find(|letter| letter.at == at && letter.occasion == occasion);
        lines.push(Line {
            since: match arguments.format {
                Format::Json => at.to_string(),
                Format::Table => {
                    LocalTime::of(site.as_ref(), dossier.stored.record.event.as_deref()).tell_with_zone(at)
                }
            },
            about: occasion.as_str(),
            name: answer(&|kind| matches!(kind, Kind::Text { .. })).unwrap_or_default(),
            phone: answer(&|kind| matches!(kind, Kind::Phone { .. })).unwrap_or_default(),
            reason: reason.and_then(|letter| letter.failed.clone()),
            event: dossier.stored.record.event,
            reference,
        });
    }
    organiser.entry.count = lines.len();
    match arguments.format {
        Format::Json => output::json(&lines),
        Format::Table => {
            let header = ["since", "about", "reference", "event", "name", "phone", "reason"];
            output::table(&header, lines.into_iter().map(row).collect())
        }
    }
}

fn row(line: Line) -> Vec<String> {
    vec![
        line.since,
        line.about.to_owned(),
        line.reference.to_string(),
        line.event.unwrap_or_default(),
        line.name,
        line.phone,
        line.reason.unwrap_or_default(),
    ]
}
