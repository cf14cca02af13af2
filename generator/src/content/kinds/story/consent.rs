//! Nobody's story is told without consent.

use super::StoryHeader;
use crate::content::validate;
use crate::diagnostic::{Code, say};
use crate::front_matter::{Checker, review_on};

/// An example needs none, a summary of public pages names them, every other story has consent.
pub(super) fn check(checker: &mut Checker<'_>, story: &StoryHeader) {
    for page in &story.based_on {
        checker.problems.extend(validate::web_address(checker.path, &page.url));
    }
    if let Some(date) = &story.review_on {
        review_on(checker, date);
    }
    if story.demo || !story.based_on.is_empty() {
        return;
    }
    let given = [
        ("consentRef", story.consent_ref.is_some()),
        ("consentScope", !story.consent_scope.is_empty()),
        ("reviewOn", story.review_on.is_some()),
    ];
    for (key, _) in given.iter().filter(|(_, given)| !given) {
        checker.missing(Code::ConsentMissing, key);
        checker.hint(say!("consent.hint"));
    }
}
