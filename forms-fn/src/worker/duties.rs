//! What is due: offers that end, addresses that nobody confirmed, answers that were kept long enough, old requests.

use jiff::Timestamp;

use super::{PIECE, Pass};
use crate::desk::{Belongs, Due, Duty, Step, Terms};
use crate::store::StoreError;

/// Entries of one pass.
const MOST: usize = 200;

/// Works off what is due. An entry goes when its work has been done; one whose work fails stays for the next pass.
pub(super) async fn work(pass: &mut Pass<'_>) {
    let (desk, now) = (&pass.app.desk, pass.now);
    pass.check("look through the store", desk.sweep(now).await);
    let Some(entries) = pass.check("read what is due", desk.duties(MOST, now).await) else { return };
    pass.report.more |= entries.len() == MOST;
    for (entry, due) in entries {
        if !pass.has_time(PIECE) {
            return;
        }
        let done = one(pass, &due, now).await;
        if pass.check("do what is due", done).is_none() {
            continue;
        }
        let removed = desk.duty_done(&entry, now).await;
        pass.check("remove what was due", removed);
        pass.report.duties += 1;
    }
}

/// What is right to do is decided by the record as it is now, in the transaction that does it.
async fn one(pass: &Pass<'_>, due: &Due, now: Timestamp) -> Result<(), StoreError> {
    let (desk, reference) = (&pass.app.desk, &due.reference);
    match due.duty {
        Duty::OfferEnds => match terms(pass, due).await?.filter(|terms| !terms.has_no_date()) {
            Some(terms) => desk.change(reference, Step::Lapse, Some(&terms), now).await.map(drop),
            None => pause(pass, due).await,
        },
        Duty::Unconfirmed => desk.drop_unconfirmed(reference, now).await.map(drop),
        Duty::Retain => {
            let terms = terms(pass, due).await?;
            desk.retain(reference, terms.as_ref(), now).await.map(drop)
        }
        Duty::AskStillWanted => desk.ask_still_wanted(reference, now).await.map(drop),
        Duty::DropUnanswered => desk.drop_unanswered(reference, now).await.map(drop),
    }
}

/// The event has no date, or isn't on the site: nobody could have said yes.
async fn pause(pass: &Pass<'_>, due: &Due) -> Result<(), StoreError> {
    let (desk, now) = (&pass.app.desk, pass.now);
    match desk.belongs_to(&due.reference, now).await?.as_ref().and_then(Belongs::event) {
        Some(event) => desk.pause_offers(event, now).await,
        None => Ok(()),
    }
}

/// The record's event as the site shows it now; none when the site doesn't know it any more.
async fn terms(pass: &Pass<'_>, due: &Due) -> Result<Option<Terms>, StoreError> {
    let belongs = pass.app.desk.belongs_to(&due.reference, pass.now).await?;
    let event = belongs.as_ref().and_then(|belongs| belongs.event());
    Ok(event.and_then(|id| pass.folder.event(id)).map(crate::folder::Event::terms))
}
