//! The times that the form promises: each number within what can be kept.

use super::{DefinitionReader, Section};
use crate::FaultCode;
use crate::definition::deadlines::DeadlineKey;
use crate::definition::{About, Deadlines};
use crate::sentence::say;

/// Reads `deadlines`. What it doesn't name is as in a form without it.
pub(super) fn deadlines(reader: &mut DefinitionReader, section: &Section, about: About) -> Deadlines {
    let mut deadlines = Deadlines::default();
    let Some(node) = section.get("deadlines") else { return deadlines };
    let inner = reader.section(node, &section.path("deadlines"), &names(about));
    for key in about.deadlines() {
        if let Some(number) = number(reader, &inner, key) {
            *(key.number)(&mut deadlines) = number;
        }
    }
    deadlines
}

/// The names of the deadlines that such a form has.
pub(super) fn names(about: About) -> Vec<&'static str> {
    about.deadlines().iter().map(|key| key.name).collect()
}

fn number(reader: &mut DefinitionReader, section: &Section, key: &DeadlineKey) -> Option<u16> {
    let number = reader.number(section, key.name)?;
    let kept = u16::try_from(number).ok().filter(|number| key.range.contains(number));
    if kept.is_none() {
        let message = say!("fault.deadline", path = &section.path(key.name), number);
        let hint = say!("fault.deadlineHint", least = key.range.start(), most = key.range.end());
        reader.fault(FaultCode::BadRange, &section.span_of(key.name), message, hint);
    }
    kept
}
