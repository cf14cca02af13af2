//! What stands alone: each item is what its place is for, and says itself where it lies.

use serde::de::DeserializeOwned;

use super::{COPY, Dependents, NOT_OURS};
use crate::accounts::{Account, AccountId, Session, StaffLetter};
use crate::desk::{
    Answered, Audit, Call, Counts, Dead, Digest, Due, EventFacts, Figures, Listed, Logged, Numbers, Outgoing,
    OwnLetter, Pass, Receipt, Tapped, Tombstone, keys,
};
use crate::reference::Reference;
use crate::screen::buckets::Drawn;
use crate::store::{Item, Key};

const ELSEWHERE: &str = "its key and what it says differ";

/// Reads an item that nothing else is compared with, and notes whom it is about. What this program doesn't know, a newer one
/// may have written.
pub(super) fn see(seen: &mut Dependents, item: Item) {
    let kind = item.key.pk.split_once('#').map_or(item.key.pk.as_str(), |(kind, _)| kind);
    match (kind, item.key.sk.as_str()) {
        ("P", _) => of_person(seen, item),
        ("OUT" | "DEAD" | "CALL" | "DUE", _) => waiting(seen, item),
        ("E", "FACTS") => shape::<EventFacts>(seen, &item),
        ("E", sk) if sk.starts_with("L#") => shape::<OwnLetter>(seen, &item),
        ("E", "RUSH") => shape::<bool>(seen, &item),
        ("E", "LINK" | "KEY") | ("LOST" | "MARK", _) => shape::<String>(seen, &item),
        ("EVENTS", _) => shape::<Listed>(seen, &item),
        ("N", "-") => shape::<Answered>(seen, &item),
        ("N" | "POW", _) => shape::<bool>(seen, &item),
        ("B", _) => shape::<Drawn>(seen, &item),
        ("TAP", _) => shape::<Tapped>(seen, &item),
        ("CAME", _) => {
            let reference = seen.read::<Reference>(&item);
            seen.about.extend(reference.map(|reference| (item.key, reference)));
        }
        #[cfg(feature = "office")]
        ("CAME-IN", _) => shape::<crate::desk::Quarter>(seen, &item),
        #[cfg(feature = "office")]
        ("FROZEN", _) if item.key.pk == keys::FROZEN => shape::<crate::desk::FrozenReport>(seen, &item),
        ("AUDIT", _) => shape::<Audit>(seen, &item),
        ("REPORT", _) => shape::<Numbers>(seen, &item),
        ("STAT", sk) if sk.ends_with("#published") => shape::<Figures>(seen, &item),
        ("STAT", _) => shape::<Counts>(seen, &item),
        ("DIGEST", _) => shape::<Digest>(seen, &item),
        ("ACCOUNTS", _) => shape::<Account>(seen, &item),
        ("ACCOUNT-OF" | "OPENING", _) => shape::<AccountId>(seen, &item),
        ("ACCOUNT", sk) if sk.starts_with("S#") => shape::<Session>(seen, &item),
        #[cfg(feature = "passkeys")]
        ("ACCOUNT", "PASSKEYS") => shape::<Vec<crate::accounts::OwnPasskey>>(seen, &item),
        #[cfg(feature = "passkeys")]
        ("PASSKEY", _) => shape::<crate::accounts::Pending>(seen, &item),
        #[cfg(feature = "console")]
        ("DOOR-LINKS", _) => shape::<crate::accounts::DoorLink>(seen, &item),
        #[cfg(feature = "office")]
        ("OPENED", _) => shape::<crate::accounts::Opened>(seen, &item),
        ("STAFF-MAIL", _) => shape::<StaffLetter>(seen, &item),
        ("E", "DESTROYED") | ("SWEPT" | "COPIED", _) => shape::<jiff::Timestamp>(seen, &item),
        ("PASS", _) => shape::<Pass>(seen, &item),
        ("TOMB", sk) => match Reference::parse(sk) {
            Some(reference) => {
                seen.erased.insert(reference);
                shape::<Tombstone>(seen, &item);
            }
            None => seen.fault(&item.key, NOT_OURS, COPY),
        },
        _ => {}
    }
}

fn shape<T: DeserializeOwned>(seen: &mut Dependents, item: &Item) {
    seen.read::<T>(item);
}

/// Receipts, letters and what was done with a record; they go with it.
fn of_person(seen: &mut Dependents, item: Item) {
    let sk = item.key.sk.as_str();
    match sk.split_once('#').map_or(sk, |(kind, _)| kind) {
        "C" => {
            if let Some(receipt) = seen.read::<Receipt>(&item) {
                seen.receipts.push((item.key.clone(), receipt));
            }
        }
        "M" => {
            if let Some(letter) = seen.read::<Logged>(&item) {
                seen.letters.entry(item.key.pk.clone()).or_default().push(letter.occasion);
            }
        }
        "A" => shape::<Audit>(seen, &item),
        // A key lies in a store of its own, and has no record beside it.
        "KEY" => return shape::<String>(seen, &item),
        _ => {}
    }
    match item.key.pk.strip_prefix("P#").and_then(Reference::parse) {
        Some(reference) => seen.about.push((item.key, reference)),
        None => seen.fault(&item.key, NOT_OURS, COPY),
    }
}

/// What somebody or the worker still has to do about a record.
fn waiting(seen: &mut Dependents, item: Item) {
    let key = &item.key;
    let (reference, fits) = match key.pk.as_str() {
        "OUT" => match seen.read::<Outgoing>(&item) {
            Some(letter) => (letter.reference, names(key, &letter.id)),
            None => return,
        },
        "DEAD" => match seen.read::<Dead>(&item) {
            Some(dead) => (dead.letter.reference, names(key, &dead.letter.id)),
            None => return,
        },
        "CALL" => match seen.read::<Call>(&item) {
            Some(call) => (call.reference, key.sk.starts_with(&keys::time(call.at))),
            None => return,
        },
        _ => match seen.read::<Due>(&item) {
            Some(due) => {
                let fits = keys::due(due.at, due.duty.as_str(), due.reference.plain()) == *key;
                seen.due.insert(key.clone());
                (due.reference, fits)
            }
            None => return,
        },
    };
    if !fits {
        seen.fault(key, ELSEWHERE, COPY);
    }
    seen.about.push((item.key, reference));
}

/// Whether what stands behind the time in a key is this id.
fn names(key: &Key, id: &str) -> bool {
    key.sk.split_once('#').is_some_and(|(_, named)| named == id)
}
