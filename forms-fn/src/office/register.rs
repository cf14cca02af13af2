//! Registers somebody whose answers an organiser has typed, usually on the telephone, by the same rules as the form on the page.

use forms::{About, Definition, Role, Submission};

use super::work::{Subject, Work};
use super::{Access, Audited, Cause, Office, Stop, nearest};
use crate::desk::{Action, Answered, Outcome, Registration, Terms};
use crate::folder::FormsFolder;
use crate::nonce::Nonce;

/// Somebody's answers, which keep the rules of the form.
#[derive(Debug, Clone, Copy)]
pub struct NewRegistration<'a> {
    /// The answers.
    pub submission: &'a Submission,
    /// The event that the person comes to; none for a form without events.
    pub event: Option<&'a str>,
    /// The person's language.
    pub lang: &'a str,
}

impl Office {
    /// Stores the answers. The same answers twice are one registration.
    ///
    /// # Errors
    /// When it is refused, the event takes nobody, or the store fails; then nothing was stored.
    pub async fn register(
        &self,
        access: &Access,
        new: NewRegistration<'_>,
    ) -> Result<Audited<Answered>, Stop> {
        let (form, event) = (Some(new.submission.form().to_owned()), new.event.map(str::to_owned));
        let mut work = self.begin(access, Action::Register, Subject { form, event, reference: None }).await?;
        let answered = register(&mut work, new).await;
        work.end(answered).await
    }
}

async fn register(work: &mut Work<'_>, new: NewRegistration<'_>) -> Result<Answered, Stop> {
    let (definition, terms) = target(work, new)?;
    let registration = Registration {
        submission: new.submission,
        definition,
        terms: terms.as_ref(),
        lang: new.lang,
        nonce: Nonce::fingerprint(new.event, new.submission),
        doubts: Vec::new(),
        marks: Vec::new(),
        draws: Vec::new(),
    };
    let answered = match work.desk.register(&registration, work.now).await? {
        Outcome::Stored(answered) => answered,
        Outcome::Full => {
            let words = "all places are taken, and there is no waiting list: nothing was stored";
            return Err(Stop::because(Cause::Full, words));
        }
        Outcome::CalledOff => {
            return Err(Stop::because(Cause::Cancelled, "the event is called off: nothing was stored"));
        }
    };
    work.entry.audit.reference = Some(answered.reference.clone());
    work.count(1);
    // Whoever is on the telephone now needs no call about it.
    work.desk.called(&answered.reference, None, work.now).await?;
    Ok(answered)
}

/// The form, and the event that has not begun yet.
fn target<'s>(work: &Work<'s>, new: NewRegistration<'_>) -> Result<(&'s Definition, Option<Terms>), Stop> {
    let form = new.submission.form();
    let site = work
        .site
        .ok_or_else(|| Stop::refused("to register somebody, say where the site's folder is with --forms"))?;
    let definition = site.definition(form).ok_or_else(|| no_form(site, form))?;
    within(work, definition, new)?;
    let Some(event) = new.event else {
        return match definition.about {
            About::Event => {
                Err(Stop::refused("say for which event with --event: `forms-fn events` shows them"))
            }
            About::Nothing => Ok((definition, None)),
        };
    };
    let terms = site.terms(event).ok_or_else(|| no_event(site, event))?;
    takes_place(work, &terms)?;
    Ok((definition, Some(terms)))
}

/// Refuses what is beyond the scope: another event, or a request of another country.
fn within(work: &Work<'_>, definition: &Definition, new: NewRegistration<'_>) -> Result<(), Stop> {
    if let Some(event) = new.event {
        return work.needs_event(event);
    }
    let country = definition.of_role(Role::Country);
    let named = country.and_then(|field| new.submission.answer(&field.name)?.as_text());
    if work.reach().has_request(named) {
        return Ok(());
    }
    Err(Stop::outside("a request of this country is beyond what you may see"))
}

fn takes_place(work: &Work<'_>, terms: &Terms) -> Result<(), Stop> {
    let event = &terms.event;
    if terms.cancelled {
        let words = format!("the site says that `{event}` is cancelled: nothing was stored");
        return Err(Stop::because(Cause::Cancelled, words));
    }
    if terms.has_no_date() {
        let words = format!("the site says that `{event}` is postponed: register when it has its new date");
        return Err(Stop::because(Cause::Postponed, words));
    }
    if work.now >= terms.starts {
        return Err(Stop::because(Cause::Begun, format!("`{event}` has begun")));
    }
    Ok(())
}

/// That the site has no such form, with those that there are.
#[must_use]
pub fn no_form(site: &FormsFolder, form: &str) -> Stop {
    let forms: Vec<&str> = site.manifest().forms.iter().map(String::as_str).collect();
    Stop::refused(format!("the site has no form `{form}`\n  hint: there are {}", nearest::names(&forms)))
}

/// That the site has no such event, with the one that is meant.
#[must_use]
pub fn no_event(site: &FormsFolder, event: &str) -> Stop {
    let events: Vec<&str> = site.manifest().events.keys().map(String::as_str).collect();
    let hint = match nearest::nearest(event, &events) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`forms-fn events` shows all".to_owned(),
    };
    Stop::refused(format!("the site has no event `{event}`\n  hint: {hint}"))
}
