//! `waitingList` in `site.yaml`: how a seat that becomes free is offered to those who wait.

use forms::OfferRules;

use super::PATH;
use crate::content::{Clock, group};
use crate::diagnostic::{Code, Diagnostic, say};
use crate::time;
use crate::yaml::Located;

group! {
    /// What stands in the file; what is missing there is as [`OfferRules::default`] says.
    WrittenWaitingList {
        /// How long a seat is held for somebody.
        Fact "offerHours" offer_hours: Option<Located<u32>> = "24";
        /// No seat is offered from this time of day on.
        Fact "quietFrom" quiet_from: Option<Located<Clock>> = "\"21:00\"";
        /// Until this.
        Fact "quietTo" quiet_to: Option<Located<Clock>> = "\"08:00\"";
    }
}

pub(super) fn check(written: &WrittenWaitingList) -> Vec<Diagnostic> {
    let clocks = written.quiet_from.iter().chain(&written.quiet_to);
    let mut problems: Vec<Diagnostic> = clocks.filter_map(|clock| time::clock(PATH, clock).err()).collect();
    if let Some(hours) = &written.offer_hours
        && !(1..=OfferRules::MOST_HOURS).contains(&hours.value)
    {
        let message = say!("site.offerHours", hours = &hours.value);
        let problem = Diagnostic::error(Code::ConfigOfferHours, PATH, hours.span.clone(), message);
        problems.push(problem.with_hint(say!("site.offerHoursHint", most = &OfferRules::MOST_HOURS)));
    }
    problems
}

pub(super) fn rules(written: Option<WrittenWaitingList>) -> OfferRules {
    let default = OfferRules::default();
    let Some(written) = written else { return default };
    // What is no time of day stops the build.
    let value = |clock: Option<Located<Clock>>, default| {
        clock.and_then(|clock| clock.value.parse().ok()).unwrap_or(default)
    };
    OfferRules {
        hours: written.offer_hours.map_or(default.hours, |hours| hours.value),
        quiet_from: value(written.quiet_from, default.quiet_from),
        quiet_to: value(written.quiet_to, default.quiet_to),
    }
}
