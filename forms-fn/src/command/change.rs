//! The commands that change one record: `release`, `close`, `keep`, `met`, `called`, `accept`, `correct`, `resend`, `cancel` and `erase`.

use forms_fn::office::{Acted, CallsMade, Erased, OtherRecord};
use forms_fn::{Action, Reference, Step};
use jiff::civil::Date;

use super::office::OfficeArguments;
use super::output;

#[derive(Debug, clap::Args)]
pub(crate) struct RecordArguments {
    /// What the person wrote down, such as `7KX2M-9QW4T`
    #[arg(value_parser = reference)]
    reference: Reference,
    #[command(flatten)]
    office: OfficeArguments,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ReleaseArguments {
    /// What the people wrote down, such as `7KX2M-9QW4T`; `list --held` shows them
    #[arg(value_parser = reference, required = true)]
    references: Vec<Reference>,
    #[command(flatten)]
    office: OfficeArguments,
}

#[derive(Debug, clap::Args)]
pub(crate) struct MetArguments {
    #[command(flatten)]
    record: RecordArguments,
    /// The day on which mentor and mentee first met
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    on: Date,
}

fn day(text: &str) -> Result<Date, String> {
    text.trim().parse().map_err(|_| "a day looks like 2027-01-31: year, month, day".to_owned())
}

#[derive(Debug, clap::Args)]
pub(crate) struct CorrectArguments {
    #[command(flatten)]
    record: RecordArguments,
    /// The right address
    #[arg(long, value_name = "ADDRESS")]
    email: String,
}

pub(crate) fn reference(text: &str) -> Result<Reference, String> {
    Reference::parse(text).ok_or_else(|| "a reference has ten letters and digits: 7KX2M-9QW4T".to_owned())
}

/// It is done; says so.
fn done(reference: &Reference, words: &str) {
    output::tell(&format!("{reference} {words}\n"));
}

/// Takes one step that a person could take, or that only organisers take.
pub(crate) async fn step(arguments: RecordArguments, step: Step, action: Action) -> Result<(), String> {
    let RecordArguments { reference, office } = arguments;
    take(&office, &reference, step, action).await
}

async fn take(
    office: &OfficeArguments,
    reference: &Reference,
    step: Step,
    action: Action,
) -> Result<(), String> {
    let (office, access) = office.open(action).await?;
    let acted = office.step(&access, reference, step).await;
    output::show(acted, |Acted { reference, status, deadlines }| {
        match step {
            Step::Keep => done(reference, &format!("is wanted still; {}", again(deadlines.ask_again_months))),
            _ => done(reference, &format!("is {} now", status.as_str())),
        }
        Ok(())
    })
    .await
}

/// Lets held records in. One that can't be keeps none of the others out.
pub(crate) async fn release(arguments: ReleaseArguments) -> Result<(), String> {
    let mut failed = Vec::new();
    for reference in &arguments.references {
        let released = take(&arguments.office, reference, Step::Release, Action::Release).await;
        failed.extend(released.err());
    }
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n")) }
}

/// Gives a record another address.
pub(crate) async fn correct(arguments: CorrectArguments) -> Result<(), String> {
    let CorrectArguments { record: RecordArguments { reference, office }, email } = arguments;
    let (office, access) = office.open(Action::Correct).await?;
    let acted = office.correct(&access, &reference, &email).await;
    output::show(acted, |acted| {
        done(&acted.reference, "has the new address; its letter is on the way there");
        Ok(())
    })
    .await
}

/// Writes the letter once more.
pub(crate) async fn resend(arguments: RecordArguments) -> Result<(), String> {
    let (office, access) = arguments.office.open(Action::Resend).await?;
    let acted = office.resend(&access, &arguments.reference).await;
    output::show(acted, |acted| {
        done(&acted.reference, "gets its letter once more");
        Ok(())
    })
    .await
}

/// Writes down the first meeting.
pub(crate) async fn met(arguments: MetArguments) -> Result<(), String> {
    let MetArguments { record: RecordArguments { reference, office }, on } = arguments;
    let (office, access) = office.open(Action::Met).await?;
    let acted = office.met(&access, &reference, on).await;
    output::show(acted, |Acted { reference, status, .. }| {
        done(reference, &format!("is {} now", status.as_str()));
        Ok(())
    })
    .await
}

/// Ticks off telephone calls.
pub(crate) async fn called(arguments: RecordArguments) -> Result<(), String> {
    let (office, access) = arguments.office.open(Action::Called).await?;
    let made = office.called(&access, &arguments.reference).await;
    output::show(made, |made| {
        done(&arguments.reference, &calls(*made));
        Ok(())
    })
    .await
}

fn calls(made: CallsMade) -> String {
    let things = if made.number == 1 { "one thing" } else { &format!("{} things", made.number) };
    let next = made.deleted_after_days.map(|days| {
        let days = counted(days, "day");
        format!(
            "\nIf it is wanted still, write that down, or it is deleted {days} after we asked: forms-fn keep. If not: \
             forms-fn close"
        )
    });
    format!("has been called about {things}{}", next.unwrap_or_default())
}

/// When the question comes again.
fn again(months: u16) -> String {
    format!("we ask again in {}", counted(months, "month"))
}

fn counted(number: u16, unit: &str) -> String {
    if number == 1 { format!("one {unit}") } else { format!("{number} {unit}s") }
}

/// Deletes one record and everything about it, and names the others of the same person.
pub(crate) async fn erase(arguments: RecordArguments) -> Result<(), String> {
    let (office, access) = arguments.office.open(Action::Erase).await?;
    let erased = office.erase(&access, &arguments.reference).await;
    output::show(erased, |Erased { reference, others }| {
        done(reference, &format!("is deleted{}", left(others)));
        Ok(())
    })
    .await
}

/// What to say of the records that are still there.
fn left(others: &[OtherRecord]) -> String {
    let Some(first) = others.first() else { return String::new() };
    let line =
        |other: &OtherRecord| format!("\n  {}, {} ({})", other.reference, other.about, other.status.as_str());
    let lines: String = others.iter().map(line).collect();
    format!(
        "\nStill there, with the same address or telephone number:{lines}\nErase them, too, if all was meant: \
         forms-fn erase {}",
        first.reference
    )
}
