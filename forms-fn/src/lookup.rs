//! Which form and which event a request is about.

use forms::{About, Definition, Facts};

use crate::decode::Posted;
use crate::folder::{Event, FormsFolder};
use crate::problem::{self, Problem};
use crate::refusal::Refusal;

/// The field and query parameter that names the event.
pub(crate) const EVENT_FIELD: &str = "event";

/// The form that is meant, with its event if it is one for events.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target<'a> {
    pub(crate) definition: &'a Definition,
    pub(crate) event: Option<&'a Event>,
}

/// For a POST: the event stands in the body. A form without events leaves a field of that name to the check.
pub(crate) fn posted<'a>(
    folder: &'a FormsFolder,
    form: &str,
    sent: &mut Posted,
) -> Result<Target<'a>, Refusal> {
    let definition = folder.find_definition(form)?.ok_or(Refusal::FormUnknown)?;
    let event = match definition.about {
        About::Event => sent.take(EVENT_FIELD)?,
        About::Nothing => None,
    };
    target(folder, form, event.as_deref())
}

/// The form and its event; an event that takes registrations through another form counts as unknown.
pub(crate) fn target<'a>(
    folder: &'a FormsFolder,
    form: &str,
    event: Option<&str>,
) -> Result<Target<'a>, Refusal> {
    let definition = folder.find_definition(form)?.ok_or(Refusal::FormUnknown)?;
    if definition.about == About::Nothing {
        return Ok(Target { definition, event: None });
    }
    let event = event.and_then(|id| folder.event(id)).ok_or(Refusal::EventUnknown)?;
    match event.info.form.as_deref() {
        Some(own) if own == form => Ok(Target { definition, event: Some(event) }),
        Some(_) => Err(Refusal::EventUnknown),
        None => Err(Refusal::EventWithoutForm),
    }
}

/// The form and the event that a problem is about.
pub(crate) fn find<'a>(folder: &'a FormsFolder, about: &problem::About) -> Option<Target<'a>> {
    let (definition, event) = (folder.definition(&about.form)?, about.event.as_deref());
    Some(Target { definition, event: event.and_then(|id| folder.event(id)) })
}

impl Target<'_> {
    /// A refusal about this form and event.
    pub(crate) fn refuse(&self, refusal: impl Into<Refusal>) -> Problem {
        let (form, event) = (self.definition.id.clone(), self.event_id().map(str::to_owned));
        Problem { refusal: refusal.into(), about: Some(problem::About { form, event }) }
    }

    /// What conditional fields may ask about the event; nothing for a form without one.
    pub(crate) fn facts(&self) -> Facts {
        self.event.map(|event| event.info.facts.clone()).unwrap_or_default()
    }

    /// Where the event is, for those who live there.
    pub(crate) fn country(&self) -> Option<&str> {
        self.event.and_then(|event| event.info.country.as_deref())
    }

    pub(crate) fn event_id(&self) -> Option<&str> {
        self.event.map(|event| event.id.as_str())
    }

    /// Where the form is sent, below `/<lang>/`.
    pub(crate) fn address(&self) -> String {
        format!("forms/{}", self.definition.id)
    }

    /// Where the form stands below `/<lang>/`, for the language switcher.
    pub(crate) fn path(&self) -> String {
        let form = self.address();
        match self.event {
            Some(event) => {
                let id: String = form_urlencoded::byte_serialize(event.id.as_bytes()).collect();
                format!("{form}?{EVENT_FIELD}={id}")
            }
            None => form,
        }
    }
}
