//! The seats of events. [`take`] owns every change of `taken` and `waiting`.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::store::{Seats, Status, StoreError, Taken};

/// Gives the next person a seat or a place on the waiting list; `None` when there is neither.
pub(super) fn take(transaction: &Transaction<'_>, seats: &Seats) -> Result<Option<Status>, StoreError> {
    let taken = count(transaction, &seats.event)?;
    let (next, status) = if seats.seat_free(taken) {
        (Taken { taken: taken.taken + 1, ..taken }, Status::Confirmed)
    } else if seats.waitlist {
        let position = last_position(transaction, &seats.event)? + 1;
        (Taken { waiting: taken.waiting + 1, ..taken }, Status::Waiting { position })
    } else {
        return Ok(None);
    };
    transaction
        .execute(
            "INSERT INTO events (event, taken, waiting) VALUES (?1, ?2, ?3)
             ON CONFLICT (event) DO UPDATE SET taken = excluded.taken, waiting = excluded.waiting",
            params![seats.event, next.taken, next.waiting],
        )
        .map_err(StoreError::while_doing("take a seat"))?;
    Ok(Some(status))
}

/// How many seats are taken, and how many people wait; zero for an event that nobody asked for yet.
pub(super) fn count(connection: &Connection, event: &str) -> Result<Taken, StoreError> {
    connection
        .query_row("SELECT taken, waiting FROM events WHERE event = ?1", [event], |row| {
            Ok(Taken { taken: row.get(0)?, waiting: row.get(1)? })
        })
        .optional()
        .map(Option::unwrap_or_default)
        .map_err(StoreError::while_doing("count seats"))
}

/// Stored positions only ever grow; what people are told is how many are before them.
fn last_position(transaction: &Transaction<'_>, event: &str) -> Result<u32, StoreError> {
    transaction
        .query_row("SELECT coalesce(max(position), 0) FROM records WHERE event = ?1", [event], |row| {
            row.get(0)
        })
        .map_err(StoreError::while_doing("read the waiting list"))
}
