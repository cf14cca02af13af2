//! Takes records out of the store: tables for spreadsheet programs, JSON for other programs, the list for the door.

use forms::{Field, Keep, Mark};

use super::list::sort;
use super::work::{Subject, Work};
use super::{Access, Audited, Cause, Office, Order, Stop, Which, lang, unusual};
use crate::desk::{Action, Stored};
use crate::export::csv::Separator;
use crate::export::participants::Participants;
use crate::export::{Columns, LocalTime, Versions, Words, csv, json, participants, table, versions, xlsx};
use crate::folder::FormsFolder;

/// Records for other programs.
#[derive(Debug, Clone)]
pub struct ExportQuery {
    /// Which records.
    pub which: Which,
    /// In which order.
    pub order: Order,
    /// The language in which options are told by their labels; without it they are told by their values.
    pub labels: Option<String>,
    /// What is written.
    pub format: ExportFormat,
    /// Which columns a table has; JSON has everything.
    pub columns: Columns,
}

/// Something that can be taken out of records.
#[derive(Debug, Clone)]
pub struct Question {
    /// The question, as the newest form that asks it has it.
    pub field: Field,
    /// Whether the answers were told in confidence.
    pub is_sealed: bool,
}

/// What an export is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// Cells with something between them.
    Csv(Separator),
    /// A workbook, text only.
    Xlsx,
    /// An array of objects.
    Json,
}

/// The list for the door, on paper.
#[derive(Debug, Clone)]
pub struct SheetQuery {
    /// Which records; it has to be those of one event.
    pub which: Which,
    /// The language of the list; the site's first where none is named.
    pub lang: Option<String>,
}

impl Office {
    /// The questions whose answers can be taken out, in the order of the newest form. No answer is read.
    ///
    /// # Errors
    /// When it is refused, the form or the event is unknown, or the store fails.
    pub async fn questions(&self, access: &Access, which: &Which) -> Result<Audited<Vec<Question>>, Stop> {
        let mut work = self.begin(access, Action::Events, about(which)).await?;
        let questions = questions(&mut work, which).await;
        work.end(questions).await
    }

    /// The records with all their answers, as a file.
    ///
    /// # Errors
    /// When it is refused, the form, the event or the language is unknown, or the store fails.
    pub async fn export(&self, access: &Access, query: &ExportQuery) -> Result<Audited<Vec<u8>>, Stop> {
        let mut work = self.begin(access, Action::Export, about(&query.which)).await?;
        let bytes = export(&mut work, query).await;
        work.end(bytes).await
    }

    /// The list for the door, as HTML that a browser prints.
    ///
    /// # Errors
    /// As for [`Self::export`], and when there is no site or no event is named.
    pub async fn sheet(&self, access: &Access, query: &SheetQuery) -> Result<Audited<Vec<u8>>, Stop> {
        let mut work = self.begin(access, Action::Export, about(&query.which)).await?;
        let bytes = sheet(&mut work, query).await;
        work.end(bytes).await
    }
}

fn about(which: &Which) -> Subject {
    let Which { form, event } = which.clone();
    Subject { form, event, reference: None }
}

/// Records with all their answers, and their forms.
struct OpenRecords {
    records: Vec<Stored>,
    versions: Versions,
}

async fn questions(work: &mut Work<'_>, which: &Which) -> Result<Vec<Question>, Stop> {
    let form = which.known_form(work).await?;
    work.entry.audit.form = Some(form.clone());
    let archived = work.desk.versions(&form, work.now).await?;
    let current = work.site.and_then(|site| site.definition(&form));
    let mut questions: Vec<Question> = Vec::new();
    let all = current.into_iter().chain(archived.iter().map(AsRef::as_ref));
    for field in all.flat_map(|definition| &definition.fields).filter(|field| field.keep != Keep::None) {
        let is_sealed = field.mark == Mark::Sensitive;
        match questions.iter_mut().find(|known| known.field.name == field.name) {
            // One that was told in confidence once is so in the records of then.
            Some(known) => known.is_sealed |= is_sealed,
            None => questions.push(Question { field: field.clone(), is_sealed }),
        }
    }
    Ok(questions)
}

async fn opened(
    work: &mut Work<'_>,
    which: &Which,
    order: &Order,
    columns: &Columns,
) -> Result<OpenRecords, Stop> {
    let form = which.known_form(work).await?;
    let mut closed = which.records(work, &form).await?;
    sort(work, &mut closed, order);
    let mut records: Vec<Stored> = closed.into_iter().map(|(stored, _)| stored).collect();
    // What nobody takes out stays closed.
    let takes_sealed = |stored: &Stored| stored.record.sealed.keys().any(|name| columns.has(name));
    if records.iter().any(takes_sealed) {
        work.desk.unseal(&mut records, work.now).await?;
        unusual::note(work, records.iter().filter(|stored| takes_sealed(stored)).count()).await?;
    }
    let current = work.site.and_then(|site| site.definition(&form));
    let versions = versions(&work.desk, &records, current, work.now).await?;
    work.entry.audit.form = Some(form);
    work.count(records.len());
    Ok(OpenRecords { records, versions })
}

async fn export(work: &mut Work<'_>, query: &ExportQuery) -> Result<Vec<u8>, Stop> {
    let OpenRecords { records, versions } = opened(work, &query.which, &query.order, &query.columns).await?;
    if let Some(lang) = &query.labels {
        lang::check(work.site, versions.iter(), lang)?;
    }
    let lang = query.labels.as_deref().unwrap_or_else(|| usual(work.site));
    let words = Words { lang, labels: query.labels.is_some(), folder: work.site, between: "; " };
    let clock = LocalTime::of(work.site, query.which.event.as_deref());
    let table = || table(&records, &versions, words, &clock, &query.columns);
    match query.format {
        ExportFormat::Csv(separator) => Ok(csv::write(&table(), separator)),
        ExportFormat::Json => Ok(json::write(&records, &versions, words)),
        ExportFormat::Xlsx => {
            let audit = &work.entry.audit;
            let (purpose, at) =
                (audit.purpose.as_deref().unwrap_or_default(), clock.tell_with_zone(audit.at));
            let origin = xlsx::Origin { actor: &audit.actor, purpose, at: &at };
            xlsx::write(&table(), origin).map_err(|words| Stop::because(Cause::TooLarge, words))
        }
    }
}

async fn sheet(work: &mut Work<'_>, query: &SheetQuery) -> Result<Vec<u8>, Stop> {
    let OpenRecords { records, versions } =
        opened(work, &query.which, &Order::Arrival, &Columns::All).await?;
    if let Some(lang) = &query.lang {
        lang::check(work.site, versions.iter(), lang)?;
    }
    let event = query.which.event.as_deref();
    let event =
        event.ok_or_else(|| Stop::refused("a list for the door is of one event: say which with --event"))?;
    let folder = work.site.ok_or_else(|| {
        Stop::refused("a list for the door needs the site: say where its folder is with --forms")
    })?;
    let lang = query.lang.as_deref().unwrap_or_else(|| usual(work.site));
    let list = Participants { folder, event, records: &records, versions: &versions, lang, at: work.now };
    let written = participants::write(list).map(String::into_bytes);
    written.map_err(|words| Stop::because(Cause::TooLarge, words))
}

fn usual(site: Option<&FormsFolder>) -> &str {
    site.map_or("en", |site| &site.manifest().default_language)
}
