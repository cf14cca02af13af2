//! Who speaks at an event.

use crate::diagnostic::Code;
use crate::event::Speaker;
use crate::event::written::WrittenSpeaker;
use crate::front_matter::{CONSENT_HINT, Checker};
use crate::yaml::Located;

/// Speakers; whoever is named has agreed to it.
pub(super) fn speakers(checker: &mut Checker<'_>, written: &[Located<WrittenSpeaker>]) -> Vec<Speaker> {
    for speaker in written {
        if speaker.value.name.is_some() && speaker.value.consent_ref.is_none() {
            checker.error(Code::ConsentMissing, speaker, "a speaker who is named needs `consentRef`");
            checker.hint(CONSENT_HINT);
            checker.hint("or name the role only: `{ role: \"A bakery owner\" }`");
        }
        if speaker.value.name.is_none() && speaker.value.role.is_none() {
            checker.error(Code::FrontMissing, speaker, "a speaker has a `name` or a `role`");
            checker.hint("write `{ role: \"A bakery owner\" }`");
        }
    }
    let speaker =
        |s: &Located<WrittenSpeaker>| Speaker { name: s.value.name.clone(), role: s.value.role.clone() };
    written.iter().map(speaker).collect()
}
