//! GET: whatever the link is for, it only shows.

use axum::http::StatusCode;
use axum::response::Response;

use super::action::Action;
use super::{Visit, change, page, question};
use crate::app::App;
use crate::problem::Problem;
use crate::reader::Reader;
use crate::secret::Purpose;

/// The purposes whose links open the page. A button's token for anything else is no address.
const PURPOSES: [Purpose; 7] = [
    Purpose::See,
    Purpose::Cancel,
    Purpose::Accept,
    Purpose::Change,
    Purpose::Erase,
    Purpose::Confirm,
    Purpose::Keep,
];

/// The question before an act, the form to change, or the page. An act that is not possible any more shows the page,
/// which says how it stands.
pub(crate) async fn show<'a>(
    app: &'a App,
    reader: &Reader<'a>,
    form: &str,
    token: Option<&str>,
    done: Option<&str>,
) -> Result<Response, Problem<'a>> {
    let visit = Visit::open(app, reader, form, &PURPOSES, token).await?;
    if let Some(response) = question::answer(&visit) {
        return Ok(response);
    }
    if visit.purpose == Purpose::Change && visit.allows(Action::Change) && !reader.json {
        return Ok(change::form(&visit));
    }
    let said = done.and_then(|done| page::said(&visit, done));
    Ok(page::answer(&visit, StatusCode::OK, said.as_deref()))
}
