//! Who speaks at an event.

use crate::diagnostic::{Code, say};
use crate::event::Speaker;
use crate::event::written::WrittenSpeaker;
use crate::front_matter::Checker;
use crate::yaml::Located;

/// Speakers; whoever is named has agreed to it.
pub(super) fn speakers(checker: &mut Checker<'_>, written: &[Located<WrittenSpeaker>]) -> Vec<Speaker> {
    for speaker in written {
        if speaker.value.name.is_some() && speaker.value.consent_ref.is_none() {
            checker.error(Code::ConsentMissing, speaker, say!("event.speakerConsent"));
            checker.hint(say!("consent.hint"));
            checker.hint(say!("event.roleOnlyHint"));
        }
        if speaker.value.name.is_none() && speaker.value.role.is_none() {
            checker.error(Code::FrontMissing, speaker, say!("event.speakerEmpty"));
            checker.hint(say!("event.speakerHint"));
        }
    }
    let speaker =
        |s: &Located<WrittenSpeaker>| Speaker { name: s.value.name.clone(), role: s.value.role.clone() };
    written.iter().map(speaker).collect()
}
