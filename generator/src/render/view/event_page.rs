//! What only an event's own page shows: place, programme, accessibility, registration.

use serde::Serialize;
use tera::Value;

use super::when::moment;
use super::{Ctx, Labels, SaidIn, extended};
use crate::content::Kind;
use crate::event::{Accessibility, Answer, CALENDAR, Event, Speaker};
use crate::site::{Entry, EventText};
use crate::url::Url;

/// What only an event's own page shows.
#[derive(Debug, Serialize)]
pub struct EventPage {
    topics: Vec<Value>,
    hosts: Vec<Host>,
    place: PlaceView,
    speakers: Vec<SpeakerView>,
    programme: Vec<ProgrammeStep>,
    interpretation_text: Option<String>,
    accessibility: Vec<Access>,
    diets_text: Option<String>,
    photo_notice: bool,
    opens_text: Option<String>,
    closes_text: Option<String>,
    attendance_text: Option<String>,
    external_url: Option<String>,
    email: Option<String>,
    ics_url: Url,
    credit: Option<String>,
}

#[derive(Debug, Serialize)]
struct Host {
    name: String,
    url: Url,
    email: Option<String>,
}

#[derive(Debug, Serialize)]
struct PlaceView {
    name: Option<String>,
    street: Option<String>,
    postcode: Option<String>,
    city: Option<String>,
    country_name: String,
    map_url: Option<String>,
}

#[derive(Debug, Serialize)]
struct SpeakerView {
    name: Option<String>,
    role: Option<String>,
}

#[derive(Debug, Serialize)]
struct ProgrammeStep {
    time: String,
    text: String,
    #[serde(flatten)]
    said_in: SaidIn,
}

#[derive(Debug, Serialize)]
struct Access {
    label: String,
    answer: &'static str,
    answer_text: String,
}

impl EventPage {
    /// The view of the page, which begins with the event's row and the notes of its text.
    pub fn view(ctx: &Ctx<'_>, labels: &Labels<'_>, entry: &Entry<Event>, row: &Value) -> Value {
        let facts = &entry.facts;
        let text = ctx.text_of(entry).event.as_deref();
        let page = EventPage {
            ics_url: ctx.url_of(entry).join(CALENDAR),
            topics: labels.of(&facts.topics),
            hosts: facts.hosts.iter().map(|id| host(ctx, id)).collect(),
            place: place(ctx, entry),
            speakers: facts.speakers.iter().map(|speaker| person(speaker, text)).collect(),
            programme: text.map_or_else(Vec::new, |text| programme(ctx, entry, text)),
            interpretation_text: some_list(ctx, "language", facts.interpretation.iter().map(String::as_str)),
            accessibility: accessibility(ctx, &facts.accessibility),
            diets_text: some_list(ctx, "diet", facts.food.diets.iter().map(|diet| diet.as_str())),
            photo_notice: facts.photo_notice,
            opens_text: facts.registration.opens.as_ref().map(|opens| moment(ctx, facts, opens)),
            closes_text: facts.registration.closes.as_ref().map(|closes| moment(ctx, facts, closes)),
            attendance_text: facts
                .attendance
                .map(|(registered, attended)| attendance(ctx, registered, attended)),
            external_url: facts.registration.url.clone(),
            email: email(ctx, facts),
            credit: ctx.credit(entry, facts.picture.as_ref()).map(str::to_owned),
        };
        extended(row, [super::notes(ctx, Kind::Event, entry), Value::from_serializable(&page)])
    }
}

fn host(ctx: &Ctx<'_>, id: &str) -> Host {
    let link = ctx.organisation_link(id);
    let email = ctx.site.organisation(id).and_then(|organisation| organisation.email.clone());
    Host { name: link.title, url: link.url, email }
}

/// In the words of the text, where it has its own.
fn person(speaker: &Speaker, text: Option<&EventText>) -> SpeakerView {
    let own = |role: &String| text.and_then(|text| text.roles.get(role)).unwrap_or(role).clone();
    SpeakerView { name: speaker.name.clone(), role: speaker.role.as_ref().map(own) }
}

fn place(ctx: &Ctx<'_>, entry: &Entry<Event>) -> PlaceView {
    let place = &entry.facts.place;
    PlaceView {
        name: ctx.place_name(entry).map(str::to_owned),
        street: place.street.clone(),
        postcode: place.postcode.clone(),
        city: place.city.as_deref().map(|city| ctx.town(city).to_owned()),
        country_name: ctx.name("country", &place.country),
        map_url: place.map_url.clone(),
    }
}

/// The programme's times are written `17:30` in the content and shown as the language writes them.
fn programme(ctx: &Ctx<'_>, entry: &Entry<Event>, text: &EventText) -> Vec<ProgrammeStep> {
    let step = |(at, (time, words)): (usize, &(String, String))| ProgrammeStep {
        time: ctx.locale.time_of_day(time),
        text: words.clone(),
        said_in: SaidIn::of(ctx, entry, text.borrowed_steps.contains(&at)),
    };
    text.programme.iter().enumerate().map(step).collect()
}

fn accessibility(ctx: &Ctx<'_>, facts: &Accessibility) -> Vec<Access> {
    let access = |key: &str, answer: Answer| Access {
        label: ctx.t(&format!("access.{key}")),
        answer: answer.as_str(),
        answer_text: ctx.name("answer", answer.as_str()),
    };
    vec![
        access("stepFree", facts.step_free),
        access("toilet", facts.toilet),
        access("hearing", facts.hearing),
        access("quiet", facts.quiet),
        access("captions", facts.captions),
    ]
}

fn attendance(ctx: &Ctx<'_>, registered: u32, attended: u32) -> String {
    ctx.texts
        .with("attendance", &[("attended", &attended.to_string()), ("registered", &registered.to_string())])
}

/// The event's own address, else its first host's, else the site's.
fn email(ctx: &Ctx<'_>, event: &Event) -> Option<String> {
    let own = event.registration.email.clone();
    let hosts = || event.hosts.iter().find_map(|id| ctx.site.organisation(id)?.email.clone());
    own.or_else(hosts).or_else(|| Some(ctx.site.config.contact_email.clone()))
}

fn some_list<'v>(
    ctx: &Ctx<'_>,
    group: &str,
    values: impl ExactSizeIterator<Item = &'v str>,
) -> Option<String> {
    (values.len() > 0).then(|| ctx.names(group, values))
}
