//! What the buttons do: the draft goes to its writer, to all who were named, or a letter comes back.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::response::Response;

use super::look::TO;
use super::{ID, back, done, lead, of};
use crate::accounts::Right;
use crate::app::App;
use crate::console::parts::UNDONE;
use crate::console::refused::Refused;
use crate::console::visitor::Visitor;
use crate::decode::Posted;
use crate::desk::Action;
use crate::office::{Audited, Stop};
use crate::reference::Reference;

/// POST `…/letter/test`
pub(in crate::console) async fn try_out(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
) -> Result<Response, Refused> {
    let access = visitor.access(Right::Letters, "")?;
    let tried = visitor.office(&app).try_letter(&access, &event, &visitor.visit.account.id).await;
    settled(&visitor, &event, tried, &format!("/look?{}", done(Action::LetterDraft))).await
}

/// POST `…/letter/send`. The same press twice is one letter.
pub(in crate::console) async fn send(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let id = sent.take(ID)?.ok_or(Refused::Bad)?;
    let named = sent.take(TO)?.ok_or(Refused::Bad)?;
    let references = named.split(' ').map(|text| Reference::parse(text).ok_or(Refused::Bad));
    let references = references.collect::<Result<BTreeSet<_>, _>>()?;
    let access = visitor.access(Right::Letters, &visitor.t("why.letter"))?;
    let lang = visitor.asker.lang;
    let office = visitor.office(&app);
    let people = office.send_letter(&access, of(&visitor, &event), &id, &references, lang).await;
    settled(&visitor, &event, people, &format!("?{}", done(Action::Letter))).await
}

/// POST `…/letter/back`
pub(in crate::console) async fn take_back(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let id = sent.take(ID)?.ok_or(Refused::Bad)?;
    let access = visitor.access(Right::Letters, "")?;
    let taken = visitor.office(&app).take_letter_back(&access, &event, &id).await;
    settled(&visitor, &event, taken, &format!("?{}", done(Action::LetterBack))).await
}

/// To where it leads when it was done; else the first page says why not, where it has words for that.
async fn settled<T>(
    visitor: &Visitor,
    event: &str,
    result: Result<Audited<T>, Stop>,
    further: &str,
) -> Result<Response, Refused> {
    match result {
        Ok(done) => {
            done.take().await?;
            Ok(lead(visitor, event, further))
        }
        Err(stop) => match stop.cause() {
            Some(cause) => Ok(back(visitor, event, &format!("{UNDONE}={}", cause.as_str()))),
            None => Err(stop.into()),
        },
    }
}
