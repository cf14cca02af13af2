//! The commands that change one record: `release`, `close`, `met`, `called`, `cancel` and `erase`.

use forms_fn::{Action, Changed, FormsFolder, Reference, Step, Stored, Terms};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::output;
use super::site::SiteArguments;
use super::store::StoreArguments;
use super::who::{Organiser, Subject, WhoArguments};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// What the person wrote down, such as `7KX2M-9QW4T`
    #[arg(value_parser = reference)]
    reference: Reference,
    #[command(flatten)]
    store: StoreArguments,
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    who: WhoArguments,
}

#[derive(Debug, clap::Args)]
pub(crate) struct MetArguments {
    #[command(flatten)]
    record: Arguments,
    /// The day on which mentor and mentee first met
    #[arg(long, value_name = "DATE")]
    on: Date,
}

pub(crate) fn reference(text: &str) -> Result<Reference, String> {
    Reference::parse(text).ok_or_else(|| "a reference has ten letters and digits: 7KX2M-9QW4T".to_owned())
}

/// One record that an organiser is about to change; written down already.
struct Open {
    organiser: Organiser,
    stored: Stored,
    site: Option<FormsFolder>,
}

impl Open {
    async fn new(arguments: &Arguments, action: Action) -> Result<Self, String> {
        let organiser = Organiser::open(&arguments.store, &arguments.who)?;
        let reference = &arguments.reference;
        let found = organiser.desk.find(reference, organiser.now).await.map_err(|e| e.to_string())?;
        let stored = found.ok_or_else(|| format!("there is no record `{reference}`"))?;
        let site = match &stored.record.event {
            Some(_) => arguments.site.load()?,
            None => None,
        };
        let subject = Subject {
            form: Some(&stored.record.form),
            event: stored.record.event.as_deref(),
            reference: Some(reference),
            count: 1,
        };
        organiser.note(action, subject).await?;
        Ok(Self { organiser, stored, site })
    }

    /// The terms of the event; without them nobody could be offered the seat that becomes free.
    fn terms(&self) -> Result<Option<Terms>, String> {
        let Some(event) = &self.stored.record.event else { return Ok(None) };
        let Some(site) = &self.site else {
            return Err(
                "this is a registration for an event: say where the site's folder is with --forms".into()
            );
        };
        Ok(site.terms(event))
    }

    fn print(&self, words: &str) -> Result<(), String> {
        output::print(format!("{} {words}\n", self.stored.record.reference).as_bytes())
    }

    fn changed(&self, changed: Changed) -> Result<(), String> {
        match changed {
            Changed::Done(status) => self.print(&format!("is {} now", status.as_str())),
            Changed::TooLate(status) => Err(format!(
                "`{}` is {}: that can't be done now",
                self.stored.record.reference,
                status.as_str()
            )),
            Changed::Unknown => Err(format!("there is no record `{}`", self.stored.record.reference)),
        }
    }
}

/// Takes one step that a person could take, or that only organisers take.
pub(crate) async fn step(arguments: Arguments, step: Step, action: Action) -> Result<(), String> {
    let open = Open::new(&arguments, action).await?;
    let terms = open.terms()?;
    if let (Step::Release, Some(event), None) = (step, &open.stored.record.event, &terms) {
        return Err(format!("the site has no event `{event}` any more, so nobody can get a seat"));
    }
    let now = open.organiser.now;
    let changed = open.organiser.desk.change(&arguments.reference, step, terms.as_ref(), now).await;
    open.changed(changed.map_err(|e| e.to_string())?)
}

/// Writes down the first meeting.
pub(crate) async fn met(arguments: MetArguments) -> Result<(), String> {
    let open = Open::new(&arguments.record, Action::Met).await?;
    let now = open.organiser.now;
    let on = arguments.on.to_zoned(TimeZone::UTC).map_err(|e| e.to_string())?.timestamp();
    let first = open.stored.record.submitted_at.to_zoned(TimeZone::UTC).date();
    if on > now || arguments.on < first {
        return Err(format!("the first meeting was between {first} and today, not on {}", arguments.on));
    }
    let changed = open.organiser.desk.met(&arguments.record.reference, on, now).await;
    open.changed(changed.map_err(|e| e.to_string())?)
}

/// Ticks off telephone calls.
pub(crate) async fn called(arguments: Arguments) -> Result<(), String> {
    let open = Open::new(&arguments, Action::Called).await?;
    let called = open.organiser.desk.called(&arguments.reference, open.organiser.now).await;
    match called.map_err(|e| e.to_string())? {
        0 => Err(format!("nobody has to call about `{}`", arguments.reference)),
        number => open.print(&format!("has been called about {number} things")),
    }
}

/// Deletes everything about a person who asked for it.
pub(crate) async fn erase(arguments: Arguments) -> Result<(), String> {
    let open = Open::new(&arguments, Action::Erase).await?;
    let terms = open.terms()?;
    let erased = open.organiser.desk.erase(&arguments.reference, terms.as_ref(), open.organiser.now).await;
    if erased.map_err(|e| e.to_string())? {
        open.print("is deleted")
    } else {
        Err(format!("there is no record `{}`", arguments.reference))
    }
}
