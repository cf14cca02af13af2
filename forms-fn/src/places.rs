//! How much room is left at the events of a form, for the lists of the site.
//!
//! Nobody is told the number. Somebody who sends the form with another's address takes a seat for a day if that address is
//! registered, and for good if it isn't; who could count seats would see which.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde_json::{Value, json};

use crate::answer;
use crate::app::App;
use crate::desk::{Counters, Terms};
use crate::folder::Event;
use crate::openapi::{OfForm, Operation, json_body, responses};
use crate::problem::Problem;
use crate::reader::Reader;
use crate::refusal::Refusal;

/// So many seats or fewer are few.
const FEW: u32 = 5;

/// What is told of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    Enough,
    Few,
    WaitingList,
    None,
}

impl Room {
    const ALL: [Self; 4] = [Self::Enough, Self::Few, Self::WaitingList, Self::None];

    /// What a newcomer finds; `None` where seats aren't counted.
    fn of(terms: &Terms, counters: &Counters) -> Option<Self> {
        let capacity = terms.capacity?;
        if counters.seat_for_newcomer(terms) {
            let left = capacity.saturating_sub(counters.taken());
            return Some(if left > FEW { Self::Enough } else { Self::Few });
        }
        Some(if terms.waitlist { Self::WaitingList } else { Self::None })
    }

    /// As programs know it.
    fn as_str(self) -> &'static str {
        match self {
            Self::Enough => "enough",
            Self::Few => "few",
            Self::WaitingList => "waiting-list",
            Self::None => "none",
        }
    }

    /// The key of its words. Where there is room enough, the page says how many places there are in all.
    fn words(self) -> Option<&'static str> {
        match self {
            Self::Enough => None,
            Self::Few => Some("form.placesFew"),
            Self::WaitingList => Some("state.fullWaitlist"),
            Self::None => Some("state.full"),
        }
    }
}

/// How much room is left.
pub(crate) const SHOW: Operation<OfForm> = Operation {
    method: "get",
    handler: || get(show),
    describe: |form| {
        let room = json!({
            "type": "object", "required": ["room"],
            "properties": {
                "room": { "enum": Room::ALL.map(Room::as_str) },
                "text": { "type": "string", "description": "The same in words, where there is something to say." },
            },
        });
        let schema = json!({ "type": "object", "additionalProperties": room });
        json!({
            "operationId": form.operation_id("places"),
            "summary": "How much room is left at the events that one can register for now, by their ids",
            "responses": responses(200, json_body("Events with a number of places.", &schema), &[
                (404, "NotFound"), (405, "NotAllowed"), (503, "Unavailable"),
            ]),
        })
    },
};

async fn show(
    State(app): State<App>,
    Extension(reader): Extension<Reader>,
    Path((_, form)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let now = app.now();
    let definition = reader.folder.find_definition(&form)?.ok_or(Refusal::FormUnknown)?;
    let open: Vec<&Event> = reader
        .folder
        .open_events(&definition.id, now)
        .filter(|event| event.info.capacity.is_some())
        .collect();
    let ids: Vec<&str> = open.iter().map(|event| event.id.as_str()).collect();
    let all = app.desk.counters_of(&ids, now).await?;
    let told = open.iter().zip(all).filter_map(|(event, counters)| tell(&reader, event, &counters?));
    Ok(answer::for_a_minute(answer::json(&reader, StatusCode::OK, &Value::Object(told.collect()))))
}

/// Nothing of an event that the organisers have called off: its page doesn't know yet.
fn tell(reader: &Reader, event: &Event, counters: &Counters) -> Option<(String, Value)> {
    if counters.called_off {
        return None;
    }
    let room = Room::of(&event.terms(), counters)?;
    let mut told = json!({ "room": room.as_str() });
    if let Some(key) = room.words() {
        told["text"] = reader.language.texts.text(key).into();
    }
    Some((event.id.clone(), told))
}
