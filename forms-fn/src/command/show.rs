//! `forms-fn show`: everything about one record.

use forms::Definition;
use forms_fn::export::{LocalTime, Words, guard};
use forms_fn::office::{OpenRecord, lang};
use forms_fn::screen::Sign;
use forms_fn::{Act, Action, Dossier, Reference};
use serde_json::{Value, json};

use super::change::reference;
use super::list::ListFormat;
use super::office::OfficeArguments;
use super::output;

#[derive(Debug, clap::Args)]
pub(crate) struct ShowArguments {
    /// What the person wrote down, such as `7KX2M-9QW4T`
    #[arg(value_parser = reference)]
    reference: Reference,
    #[command(flatten)]
    office: OfficeArguments,
    /// Language of questions and options; without it, English, or the site's first
    #[arg(long)]
    lang: Option<String>,
    /// How to show it
    #[arg(long, value_enum, default_value = "table")]
    format: ListFormat,
}

pub(crate) async fn show(arguments: ShowArguments) -> Result<(), String> {
    let (office, access) = arguments.office.open(Action::Show).await?;
    let shown = office.show(&access, &arguments.reference).await;
    output::show(shown, |OpenRecord { dossier, form }| {
        let site = office.site();
        if let Some(lang) = &arguments.lang {
            lang::check(site, [&**form], lang)?;
        }
        let lang = arguments.lang.as_deref().unwrap_or_else(|| lang::usual(site));
        let words = Words { lang, labels: true, folder: site, between: ", " };
        let clock = LocalTime::of(site, dossier.stored.record.event());
        match arguments.format {
            ListFormat::Json => output::json(&everything(dossier)),
            ListFormat::Table => output::print(text(dossier, form, words, &clock).as_bytes()),
        }
    })
    .await
}

fn everything(dossier: &Dossier) -> Value {
    let receipt = |(receipt, text): &(forms_fn::Receipt, Option<forms_fn::ConsentText>)| json!({ "receipt": receipt, "text": text });
    let record = &dossier.stored.record;
    json!({
        "reference": record.reference,
        "form": record.form,
        "form_version": record.version,
        "event": record.event(),
        "status": record.status(),
        "position": dossier.stored.position,
        "submitted_at": record.submitted_at,
        "changed_at": record.changed_at,
        "offer_until": record.offer_until(),
        "closed_at": record.closed_at(),
        "first_meeting": record.first_meeting(),
        "doubts": record.doubts(),
        "lang": record.lang,
        "answers": dossier.stored.answers,
        "receipts": dossier.receipts.iter().map(receipt).collect::<Vec<_>>(),
        "letters": dossier.letters,
        "audit": dossier.audit,
    })
}

fn text(dossier: &Dossier, definition: &Definition, words: Words<'_>, clock: &LocalTime) -> String {
    let mut lines = head(dossier, clock);
    lines.push("answers".to_owned());
    // Questions that are not in the form any more can't be: this is the form as it was.
    for field in &definition.fields {
        if let Some(answer) = dossier.stored.answers.get(&field.name) {
            let answer = words.answer(Some(field), Some(answer));
            lines.push(format!("  {} [{}]: {answer}", field.label.get(words.lang), field.name));
        }
    }
    lines.push("consents".to_owned());
    for (receipt, text) in &dossier.receipts {
        let act = if receipt.act == Act::Given { "given" } else { "taken back" };
        let text = text.as_ref().map_or("(the words are missing)", |text| text.text.as_str());
        let at = clock.tell(receipt.at);
        lines.push(format!("  {at} {act} [{}] ({}): {text}", receipt.field, receipt.lang));
    }
    lines.push("messages".to_owned());
    for letter in &dossier.letters {
        let state = match (&letter.sent_at, &letter.failed) {
            (Some(at), _) => format!("sent {}", clock.tell(*at)),
            (None, Some(_)) if letter.is_dropped() => "not sent: no longer needed".to_owned(),
            (None, Some(reason)) => format!("given up: {reason}"),
            (None, None) => "not sent yet".to_owned(),
        };
        lines.push(format!("  {} {}: {state}", clock.tell(letter.at), letter.occasion.as_str()));
    }
    lines.push("audit".to_owned());
    lines.extend(dossier.audit.iter().map(|entry| audit(entry, clock)));
    lines.iter().map(|line| guard::line(line) + "\n").collect()
}

fn head(dossier: &Dossier, clock: &LocalTime) -> Vec<String> {
    let record = &dossier.stored.record;
    let mut lines = vec![record.reference.to_string()];
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            lines.push(format!("  {name:<13} {value}"));
        }
    };
    add("status", Some(record.status().as_str().to_owned()));
    add("position", dossier.stored.position.map(|position| position.to_string()));
    add("form", Some(format!("{} {}", record.form, record.version)));
    add("event", record.event().map(str::to_owned));
    add("language", Some(record.lang.clone()));
    add("submitted", Some(clock.tell(record.submitted_at)));
    add("changed", record.changed_at.map(|at| clock.tell(at)));
    add("offer until", record.offer_until().map(|at| clock.tell(at)));
    add("closed", record.closed_at().map(|at| clock.tell(at)));
    add("first meeting", record.first_meeting().map(|at| clock.tell(at)));
    add("times", Some(clock.zone().to_owned()));
    add("held because", (!record.doubts().is_empty()).then(|| reasons(record.doubts())));
    lines
}

fn audit(entry: &Value, clock: &LocalTime) -> String {
    let word = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
    let outcome = match word("outcome").as_str() {
        "" | "done" => String::new(),
        other => format!(" ({other})"),
    };
    let at = word("at").parse().map_or_else(|_| word("at"), |at| clock.tell(at));
    format!("  {at} {}{outcome} by {}: {}", word("action"), word("actor"), word("purpose"))
}

/// Why a record is held, in words where we know them.
pub(crate) fn reasons(doubts: &[String]) -> String {
    let words = |doubt: &String| match doubt.as_str() {
        "in-line" => "too many came at once, and it is seated by itself in a moment".to_owned(),
        "phone-only" => "it has a telephone number only, so somebody has to call".to_owned(),
        other => match Sign::named(other) {
            Some(sign) => sign.words().to_owned(),
            None => other.to_owned(),
        },
    };
    doubts.iter().map(words).collect::<Vec<String>>().join("; ")
}
