//! The commands that change one record: `release`, `close`, `keep`, `met`, `called`, `accept`, `correct`, `resend`, `cancel` and `erase`.

use forms::{Code, EmailFault};
use forms_fn::export::LocalTime;
use forms_fn::{Action, Audit, Changed, FormsFolder, NoAddress, Reference, Status, Step, Stored, Terms};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::door::{self, Ended, Organiser, Stop};
use super::site::SiteArguments;
use super::store::StoreArguments;
use super::who::WhoArguments;
use super::{output, same_person};

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
pub(crate) struct ReleaseArguments {
    /// What the people wrote down, such as `7KX2M-9QW4T`; `list --held` shows them
    #[arg(value_parser = reference, required = true)]
    references: Vec<Reference>,
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
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    on: Date,
}

fn day(text: &str) -> Result<Date, String> {
    text.trim().parse().map_err(|_| "a day looks like 2027-01-31: year, month, day".to_owned())
}

#[derive(Debug, clap::Args)]
pub(crate) struct CorrectArguments {
    #[command(flatten)]
    record: Arguments,
    /// The right address
    #[arg(long, value_name = "ADDRESS")]
    email: String,
}

pub(crate) fn reference(text: &str) -> Result<Reference, String> {
    Reference::parse(text).ok_or_else(|| "a reference has ten letters and digits: 7KX2M-9QW4T".to_owned())
}

/// One record that an organiser is about to change.
struct Open<'a> {
    organiser: &'a mut Organiser,
    stored: Stored,
    site: Option<FormsFolder>,
}

impl Arguments {
    /// Finds the record behind the door, and does with it what is asked for.
    async fn open(
        &self,
        action: Action,
        work: impl AsyncFnOnce(&mut Open<'_>) -> Ended,
    ) -> Result<(), String> {
        let reference = &self.reference;
        let entry = Audit { reference: Some(reference.clone()), ..self.who.entry(action)? };
        door::organise(&self.store, entry, async |organiser| {
            let found = organiser.desk.find(reference, organiser.now).await?;
            let stored = found.ok_or_else(|| unknown(reference))?;
            organiser.entry.form = Some(stored.record.form.clone());
            organiser.entry.event.clone_from(&stored.record.event);
            let site = match &stored.record.event {
                Some(_) => self.site.load().map_err(Stop::Refused)?,
                None => None,
            };
            work(&mut Open { organiser, stored, site }).await
        })
        .await
    }
}

fn unknown(reference: &Reference) -> Stop {
    Stop::Nothing(format!("there is no record `{reference}`"))
}

impl Open<'_> {
    /// The terms of the event; without them nobody could be offered the seat that becomes free.
    fn terms(&self) -> Result<Option<Terms>, Stop> {
        let Some(event) = &self.stored.record.event else { return Ok(None) };
        let Some(site) = &self.site else {
            return Err(Stop::Refused(
                "this is a registration for an event: say where the site's folder is with --forms".into(),
            ));
        };
        Ok(site.terms(event))
    }

    /// The same as far as it is known: a letter needs no seat.
    fn site_terms(&self) -> Option<Terms> {
        self.site.as_ref()?.terms(self.stored.record.event.as_deref()?)
    }

    /// It is done; says so.
    fn done(&mut self, words: &str) -> Ended {
        self.organiser.entry.count = 1;
        output::tell(&format!("{} {words}\n", self.stored.record.reference));
        Ok(())
    }

    /// A letter would promise something about an event that is over.
    fn not_over(&self, terms: Option<&Terms>) -> Result<(), Stop> {
        match terms.filter(|terms| !terms.cancelled && self.organiser.now >= terms.ends) {
            Some(terms) => {
                Err(Stop::Refused(format!("`{}` is over: no letter is written about it", terms.event)))
            }
            None => Ok(()),
        }
    }

    fn changed(&mut self, changed: Changed) -> Ended {
        match changed {
            Changed::Done(status) => self.done(&format!("is {} now", status.as_str())),
            Changed::TooLate(status) => Err(Stop::Refused(format!(
                "`{}` is {}: that can't be done now",
                self.stored.record.reference,
                status.as_str()
            ))),
            Changed::NotBefore(until) => Err(Stop::Refused(format!(
                "`{}`: the address has had as many letters as it may within an hour or a day, so this one isn't written \
                 and nothing has changed\n  hint: try again from {} on, or call",
                self.stored.record.reference,
                LocalTime::of(self.site.as_ref(), self.stored.record.event.as_deref()).tell_with_zone(until),
            ))),
            Changed::Unknown => Err(unknown(&self.stored.record.reference)),
        }
    }
}

/// Takes one step that a person could take, or that only organisers take.
pub(crate) async fn step(arguments: Arguments, step: Step, action: Action) -> Result<(), String> {
    arguments
        .open(action, async |open| {
            let terms = open.terms()?;
            if let (Step::Release, Some(event), None) = (step, &open.stored.record.event, &terms) {
                return Err(Stop::Refused(format!(
                    "the site has no event `{event}` any more, so nobody can get a seat"
                )));
            }
            let now = open.organiser.now;
            let desk = &open.organiser.desk;
            let changed = desk.change(&arguments.reference, step, terms.as_ref(), now).await?;
            // Whoever says yes or no to an organiser needs no call about it.
            if matches!(changed, Changed::Done(_)) && matches!(step, Step::Accept | Step::Cancel | Step::Keep)
            {
                desk.called(&arguments.reference, None, now).await?;
            }
            match step {
                Step::Keep if matches!(changed, Changed::Done(_)) => {
                    open.done("is wanted still, and is kept for another half year")
                }
                _ => open.changed(changed),
            }
        })
        .await
}

/// Lets held records in. One that can't be keeps none of the others out.
pub(crate) async fn release(arguments: ReleaseArguments) -> Result<(), String> {
    let ReleaseArguments { references, store, site, who } = arguments;
    let mut failed = Vec::new();
    for reference in references {
        let one = Arguments { reference, store: store.clone(), site: site.clone(), who: who.clone() };
        failed.extend(step(one, Step::Release, Action::Release).await.err());
    }
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n")) }
}

/// Gives a record another address.
pub(crate) async fn correct(arguments: CorrectArguments) -> Result<(), String> {
    let CorrectArguments { record, email } = arguments;
    record
        .open(Action::Correct, async |open| {
            let terms = open.site_terms();
            open.not_over(terms.as_ref())?;
            let (desk, reference, now) = (&open.organiser.desk, &record.reference, open.organiser.now);
            match desk.correct(reference, &email, terms.as_ref(), now).await? {
                Err(NoAddress::NotAsked) => {
                    let form = &open.stored.record.form;
                    Err(Stop::Refused(format!("the form `{form}` asks for no address")))
                }
                Err(NoAddress::Wrong(code)) => Err(Stop::Refused(no_address(&email, code))),
                Ok(Changed::Done(_)) => open.done("has the new address; its letter is on the way there"),
                Ok(other) => open.changed(other),
            }
        })
        .await
}

fn no_address(email: &str, code: Code) -> String {
    let hint = match code {
        Code::Email(fault) => fault,
        _ => EmailFault::Other,
    };
    format!("no letter can be sent to `{email}`\n  hint: {hint}")
}

/// Writes the letter once more.
pub(crate) async fn resend(arguments: Arguments) -> Result<(), String> {
    arguments
        .open(Action::Resend, async |open| {
            let reference = &arguments.reference;
            if open.stored.record.address_field.is_none() {
                let words = format!("`{reference}` has no e-mail address: somebody has to call");
                return Err(Stop::Refused(words));
            }
            let terms = open.site_terms();
            open.not_over(terms.as_ref())?;
            match open.organiser.desk.resend(reference, terms.as_ref(), open.organiser.now).await? {
                Changed::Done(_) => open.done("gets its letter once more"),
                other => open.changed(other),
            }
        })
        .await
}

/// Writes down the first meeting.
pub(crate) async fn met(arguments: MetArguments) -> Result<(), String> {
    let MetArguments { record, on } = arguments;
    record
        .open(Action::Met, async |open| {
            if open.stored.record.event.is_some() {
                return Err(Stop::Refused(format!(
                    "`{}` is a registration for an event and no request: a first meeting is written down for requests for a mentor",
                    record.reference
                )));
            }
            let now = open.organiser.now;
            let at = on.to_zoned(TimeZone::UTC).map_err(|e| Stop::Refused(e.to_string()))?.timestamp();
            let first = open.stored.record.submitted_at.to_zoned(TimeZone::UTC).date();
            if at > now || on < first {
                return Err(Stop::Refused(format!(
                    "the first meeting was between {first} and today, not on {on}"
                )));
            }
            let changed = open.organiser.desk.met(&record.reference, at, now).await?;
            open.changed(changed)
        })
        .await
}

/// Ticks off telephone calls.
pub(crate) async fn called(arguments: Arguments) -> Result<(), String> {
    arguments
        .open(Action::Called, async |open| {
            let reference = &arguments.reference;
            let record = &open.stored.record;
            let is_open = record.status == Status::Offered && record.offer_until.is_none();
            let terms = if is_open { open.terms()? } else { None };
            match open.organiser.desk.called(reference, terms.as_ref(), open.organiser.now).await? {
                0 => Err(Stop::Nothing(format!("nobody has to call about `{reference}`"))),
                number => {
                    let things = if number == 1 { "one thing" } else { &format!("{number} things") };
                    let asked = open.stored.record.asked_at.is_some();
                    let next = if asked && open.stored.record.status == Status::Received {
                        "\nIf it is wanted still, write that down, or it is deleted 30 days after we asked: \
                         forms-fn keep. If not: forms-fn close"
                    } else {
                        ""
                    };
                    open.done(&format!("has been called about {things}{next}"))
                }
            }
        })
        .await
}

/// Deletes one record and everything about it, and names the others of the same person.
pub(crate) async fn erase(arguments: Arguments) -> Result<(), String> {
    arguments
        .open(Action::Erase, async |open| {
            let (terms, now) = (open.terms()?, open.organiser.now);
            let desk = &open.organiser.desk;
            let others = match desk.definition_of(&arguments.reference, now).await? {
                Some(form) => same_person::others(desk, &open.stored, &form, now).await?,
                None => Vec::new(),
            };
            if open.organiser.desk.erase(&arguments.reference, terms.as_ref(), now).await? {
                open.done(&format!("is deleted{}", same_person::tell(&others)))?;
                open.organiser.wiped().await
            } else {
                Err(unknown(&arguments.reference))
            }
        })
        .await
}
