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
use crate::office::Stop;
use crate::reference::Reference;

/// POST `…/letter/test`
pub(in crate::console) async fn try_out(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
) -> Result<Response, Refused> {
    let access = visitor.access(Right::Letters, "")?;
    let tried = visitor.office(&app).try_letter(&access, &event, &visitor.visit.account.id).await;
    match tried {
        Ok(tried) => {
            tried.take().await?;
            Ok(lead(&visitor, &event, &format!("/look?{}", done(Action::LetterDraft))))
        }
        Err(stop) => undone(&visitor, &event, stop),
    }
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
    match visitor.office(&app).send_letter(&access, of(&visitor, &event), &id, &references, lang).await {
        Ok(people) => {
            people.take().await?;
            Ok(back(&visitor, &event, &done(Action::Letter)))
        }
        Err(stop) => undone(&visitor, &event, stop),
    }
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
    match visitor.office(&app).take_letter_back(&access, &event, &id).await {
        Ok(taken) => {
            taken.take().await?;
            Ok(back(&visitor, &event, &done(Action::LetterBack)))
        }
        Err(stop) => undone(&visitor, &event, stop),
    }
}

/// The first page says why, where it has words for that.
fn undone(visitor: &Visitor, event: &str, stop: Stop) -> Result<Response, Refused> {
    match stop.cause() {
        Some(cause) => Ok(back(visitor, event, &format!("{UNDONE}={}", cause.as_str()))),
        None => Err(stop.into()),
    }
}
