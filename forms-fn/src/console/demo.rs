//! A dozen made-up guests for whoever tries the pages of organisers on a machine of their own.

use forms::{Definition, EventStatus, Facts, Field, Kind, Role, Submission, Values};

use crate::accounts::Actor;
use crate::app::App;
use crate::desk::Scope;
use crate::folder::{Event, FormsFolder};
use crate::office::{Access, NewRegistration, Office, Organiser, Purpose, Stop};

/// Nobody of that name exists: whoever sees them on a page sees that they are made up.
const GUESTS: [&str; 12] = [
    "Amal Example",
    "Bo Example",
    "Chidi Example",
    "Daryna Example",
    "Elif Example",
    "Farid Example",
    "Gita Example",
    "Hodan Example",
    "Irina Example",
    "Jonas Example",
    "Karim Example",
    "Lan Example",
];
/// A definition whose fields hang on each other is filled in so many rounds.
const ROUNDS: usize = 5;

/// The event that got the guests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoEvent {
    /// Its id.
    pub event: String,
    /// How many guests it has got now; none of those who were there already.
    pub guests: usize,
}

/// Registers them for the next event that takes registrations; none where there is no such event. The same guests again are the same
/// registrations for two days.
///
/// # Errors
/// When the form doesn't take what was made up, or the store fails.
pub async fn demo_guests(app: &App) -> Result<Option<DemoEvent>, Stop> {
    let (folder, now) = (app.forms(), app.now());
    let Some(event) = next_with_seats(app, &folder).await? else { return Ok(None) };
    let form = event.info.form.as_deref().and_then(|form| folder.definition(form));
    let form = form.ok_or_else(|| Stop::failed("the event's form can't be read"))?;
    let office = Office::new(app.desk.clone(), Some(std::sync::Arc::clone(&folder)));
    let organiser = Organiser::named(&Actor::Machine.to_string()).expect("it is a name");
    let access =
        Access { organiser, scope: Scope::Everything, purpose: Purpose::new("made-up guests"), at: now };
    let langs: Vec<&str> = folder.languages().collect();
    let mut guests = 0;
    for (at, name) in GUESTS.into_iter().enumerate() {
        let lang = langs[at % langs.len()];
        let submission = submission(form, event, Guest { name, at, lang })?;
        let new = NewRegistration { submission: &submission, event: Some(&event.id), lang };
        match office.register(&access, new).await {
            Ok(answered) => {
                answered.take().await?;
                guests += 1;
            }
            // A full event without a waiting list takes no more, and has guests enough to look at.
            Err(stop) if guests > 0 => {
                tracing::warn!(event = event.id, why = stop.words(), "no more made-up guests");
                break;
            }
            Err(stop) => return Err(stop),
        }
    }
    Ok(Some(DemoEvent { event: event.id.clone(), guests }))
}

/// The next event that has seats left, or else the next one with a waiting list.
async fn next_with_seats<'f>(app: &App, folder: &'f FormsFolder) -> Result<Option<&'f Event>, Stop> {
    let now = app.now();
    let forms = folder.manifest().forms.iter();
    let mut open: Vec<&Event> = forms.flat_map(|form| folder.open_events(form, now)).collect();
    open.sort_by_key(|event| event.info.starts.timestamp());
    for event in &open {
        let taken = app.desk.counters(&event.id, now).await?.taken();
        let has_seats = event.info.capacity.is_none_or(|seats| taken < seats);
        if has_seats && event.info.status != EventStatus::Full {
            return Ok(Some(event));
        }
    }
    Ok(open.first().copied())
}

#[derive(Clone, Copy)]
struct Guest<'a> {
    name: &'a str,
    at: usize,
    lang: &'a str,
}

/// Whatever the form needs, filled in; what one answer makes needed is filled in in the next round.
fn submission(form: &Definition, event: &Event, guest: Guest<'_>) -> Result<Submission, Stop> {
    let facts: &Facts = &event.info.facts;
    let mut values = Values::new();
    let roles = [Role::Name, Role::LatinName, Role::Email, Role::Phone, Role::Language, Role::Country];
    for field in roles.into_iter().filter_map(|role| form.of_role(role)) {
        fill(&mut values, field, guest);
    }
    for _ in 0..ROUNDS {
        let errors = match form.check(&values, facts) {
            Ok(submission) => return Ok(submission),
            Err(errors) => errors,
        };
        for field in errors.iter().filter_map(|error| form.field(&error.field)) {
            fill(&mut values, field, guest);
        }
    }
    Err(Stop::failed(format!("the form `{}` takes no made-up guest", form.id)))
}

fn fill(values: &mut Values, field: &Field, guest: Guest<'_>) {
    let value = match (&field.role, &field.kind) {
        (Some(Role::Name | Role::LatinName), _) | (_, Kind::Text { .. } | Kind::LongText { .. }) => {
            guest.name.to_owned()
        }
        (_, Kind::Email { .. }) => format!("guest-{}@example.org", guest.at + 1),
        (_, Kind::Phone { .. }) => format!("+47 40 00 00 {:02}", guest.at + 1),
        (_, Kind::Integer { min, .. }) => min.to_string(),
        (_, Kind::Choice { options, .. } | Kind::Choices { options, .. }) => {
            options.first().map(|option| option.value.clone()).unwrap_or_default()
        }
        (_, Kind::Checkbox { .. }) => "yes".to_owned(),
        (_, Kind::Language { values }) => {
            values.iter().find(|lang| *lang == guest.lang).or(values.first()).cloned().unwrap_or_default()
        }
        (_, Kind::Country) => field.offered().first().map(|&code| code.to_owned()).unwrap_or_default(),
    };
    values.remove(&field.name);
    values.insert(field.name.as_str(), value);
}
