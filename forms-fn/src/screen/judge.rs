//! The verdict.

use std::collections::BTreeSet;

use jiff::SignedDuration;

use super::evidence::{Evidence, NonceState};
use super::sign::{Family, Sign};
use super::{content, origin};

/// Longer than a tab stays open over a weekend's night; an older nonce counts as none.
pub const OLDEST: SignedDuration = SignedDuration::from_hours(48);
/// Nobody reads a form and fills it in so fast, but a browser does when it is told to.
const FAST: SignedDuration = SignedDuration::from_secs(3);
/// No browser fills in and is told to send so fast either.
const TOO_FAST: SignedDuration = SignedDuration::from_secs(1);

/// What to do with a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Go on.
    Pass,
    /// Answer with the page to check the answers; store nothing.
    Check(Vec<Sign>),
    /// Store it, but hold it until an organiser has looked.
    Hold(Vec<Sign>),
    /// Refuse: a page of another site sent it.
    Refuse(Sign),
}

/// The form id that the check page's nonce is signed for, so that no other nonce says that somebody checked.
#[must_use]
pub fn check_scope(form: &str) -> String {
    // No form is named so: ids have no slash.
    format!("check/{form}")
}

/// Judges a post by what is known about it.
#[must_use]
pub fn judge(evidence: &Evidence<'_>) -> Verdict {
    let from = origin::of(&evidence.headers, evidence.origins);
    if from == origin::From::Foreign {
        return Verdict::Refuse(Sign::ForeignOrigin);
    }
    let age = age(evidence.nonce);
    let mut signs = Vec::new();
    signs.extend(who(evidence, from, age.is_some()));
    signs.extend(age.and_then(|age| hurry(age, evidence.checked)));
    signs.extend(content::signs(evidence.texts));
    if evidence.proof_of_work == Some(true)
        && let Some(at) = signs.iter().position(|sign| sign.is_outweighed_by_work())
    {
        signs.remove(at);
    }
    let verdict =
        if evidence.checked && age.is_some() { after_the_check(signs) } else { before_the_check(signs) };
    over_the_limits(verdict, evidence)
}

/// What is over a limit is held: no look at one's answers makes it fewer.
fn over_the_limits(verdict: Verdict, evidence: &Evidence<'_>) -> Verdict {
    let overrun = evidence.overrun;
    let all = [
        (Sign::AddressOverrun, overrun.address),
        (Sign::ContactOverrun, overrun.contact),
        (Sign::EventOverrun, overrun.event),
    ];
    let flood: Vec<Sign> = all.into_iter().filter_map(|(sign, holds)| holds.then_some(sign)).collect();
    match verdict {
        Verdict::Pass if !flood.is_empty() => Verdict::Hold(flood),
        Verdict::Hold(signs) => Verdict::Hold([signs, flood].concat()),
        Verdict::Check(signs) => Verdict::Check([signs, flood].concat()),
        other => other,
    }
}

/// How long ago we issued the nonce, if we did and it is not too old. Clocks of two machines differ
/// a little, so what seems to come from the future is new.
fn age(nonce: NonceState) -> Option<SignedDuration> {
    match nonce {
        NonceState::Signed(age) if age <= OLDEST => Some(age.max(SignedDuration::ZERO)),
        NonceState::Signed(_) | NonceState::None | NonceState::Foreign => None,
    }
}

fn who(evidence: &Evidence<'_>, from: origin::From, nonce: bool) -> impl Iterator<Item = Sign> {
    let signs = [
        (Sign::UnknownOrigin, from == origin::From::Unknown && !nonce),
        (Sign::NoNonce, from == origin::From::Own && !nonce),
        (Sign::NoUserAgent, !evidence.headers.user_agent),
        (Sign::NoLanguage, !evidence.headers.accept_language),
        (Sign::Honeypot, evidence.honeypot),
    ];
    signs.into_iter().filter_map(|(sign, holds)| holds.then_some(sign))
}

/// On the check page there is nothing to fill in, so there only the least time counts.
fn hurry(age: SignedDuration, checked: bool) -> Option<Sign> {
    if age < TOO_FAST { Some(Sign::TooFast) } else { (age < FAST && !checked).then_some(Sign::Fast) }
}

/// One sign that is rare among people, or two common ones.
fn before_the_check(signs: Vec<Sign>) -> Verdict {
    let weak = signs.iter().filter(|sign| sign.is_weak()).count();
    if weak >= 2 || signs.len() > weak { Verdict::Check(signs) } else { Verdict::Pass }
}

/// Who comes from the check page has shown care, so it takes signs of two causes, or the honeypot
/// again, which that page doesn't show. A click that came too fast was perhaps the second half of a
/// double click: the page comes once more.
fn after_the_check(signs: Vec<Sign>) -> Verdict {
    let families: BTreeSet<Family> = signs.iter().map(|sign| sign.family()).collect();
    if families.contains(&Family::Honeypot) || families.len() >= 2 {
        Verdict::Hold(signs)
    } else if families.contains(&Family::Time) {
        Verdict::Check(signs)
    } else {
        Verdict::Pass
    }
}
