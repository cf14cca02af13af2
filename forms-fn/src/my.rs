//! A person's own page, behind a signed link: see, change, cancel, take, take back, download, erase.
//!
//! ```text
//! GET  /{lang}/forms/{form}/my?t=TOKEN        shows, and never writes: mail programs open every link
//! POST /{lang}/forms/{form}/my                acts: `action`, and `t` made for that act when the page was drawn
//! GET  /{lang}/forms/{form}/my/data?t=TOKEN   everything that is held, as JSON or to be read
//! ```
//!
//! [`visit`] opens the link; only with its [`Visit`] can anything be shown. [`page`] is the page, drawn from [`answers`],
//! [`consents`] and [`messages`]; [`question`] asks before an act and [`act`] carries it out; [`change`] is the form
//! again, and [`data`] the download. Whoever may act may see, so an act leads back to the page.

mod act;
mod action;
mod answers;
mod change;
mod consents;
mod data;
pub(crate) mod link;
mod messages;
mod page;
mod parts;
mod question;
mod show;
mod visit;
mod words;

use serde_json::{Value, json};

pub(crate) use act::ACT;
pub(crate) use data::DATA;
pub(crate) use link::{SentForm, for_sender, keep_link};
pub(crate) use show::SHOW;
use visit::Visit;
pub(crate) use words::{LOST, whom_to_ask};

/// The query parameter and the field that carry a token.
pub(crate) const TOKEN_FIELD: &str = "t";
/// The query parameter that names what was just done.
pub(crate) const DONE_FIELD: &str = "done";
/// The query parameter of the page after sending that lets it show the sender's own link.
pub(crate) const SENDER_FIELD: &str = "k";

/// How showing can fail, for the description.
const REFUSALS: [(u16, &str); 4] =
    [(403, "Forbidden"), (404, "NotFound"), (405, "NotAllowed"), (503, "Unavailable")];

/// The token in the query, for the description.
fn token_parameter() -> Value {
    json!({
        "name": TOKEN_FIELD, "in": "query", "required": true,
        "schema": { "type": "string", "minLength": 1 },
        "description": "The signed part of a link that the person got.",
    })
}
