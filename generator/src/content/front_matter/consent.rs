//! When the consent of a person must be looked at again.

use jiff::ToSpan as _;

use super::Checker;
use crate::content::Day;
use crate::diagnostic::{Code, Diagnostic, say};
use crate::yaml::Located;

/// Days before the date at which we begin to remind.
const REMIND: i64 = 60;

/// A date in the past stops the build; one that comes near is warned of.
pub(crate) fn review_on(checker: &mut Checker<'_>, written: &Located<Day>) {
    let Some(date) = checker.date(Some(written)) else { return };
    let today = checker.known.today;
    if date < today {
        checker.error(Code::ConsentReviewDue, written, say!("consent.due", date));
        checker.hint(say!("consent.dueHint"));
    } else if date <= today.saturating_add(REMIND.days()) {
        let message = say!("consent.soon", date);
        checker.push(Diagnostic::warning(
            Code::ConsentReviewSoon,
            checker.path,
            written.span.clone(),
            message,
        ));
        checker.hint(say!("consent.soonHint"));
    }
}
