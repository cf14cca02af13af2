//! The parts that fields play: said, or plain from what they are.

use std::ops::Range;

use super::{DefinitionReader, Section};
use crate::definition::{Field, Kind, Role};
use crate::sentence::say;
use crate::{Fault, FaultCode};

/// The part that a field says it plays.
pub(super) fn said(
    reader: &mut DefinitionReader,
    section: &Section,
    kind: &Kind,
    earlier: &[Field],
) -> Option<Role> {
    section.get("role")?;
    let role = reader.one_of(section, "role", &Role::ALL)?;
    let place = section.span_of("role");
    let name = role.as_str();
    if !role.fits(kind) {
        reader.fault(FaultCode::Role, &place, say!("fault.roleKind", name), say!("fault.roleKindHint"));
    }
    let other = earlier.iter().find(|field| field.role == Some(role) && role != Role::Trait);
    if let Some(other) = other {
        let message = say!("fault.roleTwice", name, other = &other.name);
        reader.fault(FaultCode::Role, &place, message, say!("fault.roleTwiceHint"));
    }
    Some(role)
}

/// Gives the parts that nobody says to the only field that can play each, and asks which one is meant where there are two.
/// `kinds` are the places of the fields' kinds; what has a faulty one plays no part.
pub(super) fn unsaid(reader: &mut DefinitionReader, fields: &mut [Field], kinds: &[Option<Range<usize>>]) {
    let could: Vec<Option<Role>> = fields
        .iter()
        .zip(kinds)
        .map(|(field, kind)| kind.as_ref().and_then(|_| Role::unsaid(field)))
        .collect();
    for (at, kind) in kinds.iter().enumerate() {
        let (Some(role), Some(kind)) = (could[at], kind) else { continue };
        if fields[at].role.is_some() || fields.iter().any(|field| field.role == Some(role)) {
            continue;
        }
        let others = |from: usize, to: usize| (from..to).find(|other| could[*other] == Some(role));
        if let Some(other) = others(0, at) {
            let message = say!("fault.roleDoubt", name = &fields[at].name, other = &fields[other].name);
            let hint = say!("fault.roleDoubtHint", role = role.as_str());
            reader.faults.push(Fault::new(FaultCode::Role, kind.clone(), message).hint(hint));
        } else if others(at + 1, fields.len()).is_none() {
            fields[at].role = Some(role);
        }
    }
}
