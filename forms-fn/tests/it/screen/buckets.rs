//! Token buckets, and who shares one.

use forms_fn::screen::buckets::{
    ADDRESS, ADDRESS_DAY, Bucket, CONTACT, CONTACT_DAY, Drawn, Limits, Over, RateLimit, mailbox, prefix,
    share,
};
use jiff::{SignedDuration, Timestamp};

use crate::secret::now;

/// Takes at these times and counts the posts that found a token.
fn taken(rule: RateLimit, times: impl IntoIterator<Item = Timestamp>) -> usize {
    let mut bucket = Bucket::full(now(), rule);
    let take = |at| {
        let (left, taken) = bucket.take(at, rule);
        bucket = left;
        taken
    };
    times.into_iter().map(take).filter(|taken| *taken).count()
}

fn every(seconds: i64, count: i64) -> impl Iterator<Item = Timestamp> {
    (0..count).map(move |at| now() + SignedDuration::from_secs(seconds * at))
}

#[test]
fn a_bucket_empties_at_its_rule_and_fills_with_time() {
    assert_eq!(taken(ADDRESS, every(0, 100)), 30);
    assert_eq!(taken(CONTACT, every(0, 100)), 6);
    assert_eq!(taken(ADDRESS, every(120, 500)), 500, "thirty an hour for ever");
    assert_eq!(taken(ADDRESS, every(60, 60)), 59, "thirty at once and one more every two minutes");
    let mut bucket = Bucket::full(now(), CONTACT);
    for _ in 0..6 {
        bucket = bucket.take(now(), CONTACT).0;
    }
    let after = |minutes| bucket.take(now() + SignedDuration::from_mins(minutes), CONTACT);
    assert!(!after(9).1 && after(10).1);
    let (full, _) = after(600);
    assert!((full.tokens - 5.0).abs() < 1e-9, "never more than the rule's number");
}

/// Rounding must not let a bucket starve that is asked very often.
#[test]
fn a_bucket_fills_also_while_it_is_asked_all_the_time() {
    let times = (0..3_600_000).step_by(100).map(|at| now() + SignedDuration::from_millis(at));
    let found = taken(ADDRESS, times);
    assert!((59..=60).contains(&found), "{found}");
}

#[test]
fn a_clock_that_goes_back_fills_nothing_and_a_broken_item_fails_nothing() {
    let mut bucket = Bucket { tokens: 0.0, at: now() };
    for step in 1..1000 {
        let (left, taken) = bucket.take(now() - SignedDuration::from_secs(step), ADDRESS);
        assert!(!taken);
        bucket = left;
    }
    assert_eq!(bucket.at, now());
    for tokens in [f64::NAN, f64::INFINITY, -5.0, 1e300] {
        let (left, _) = Bucket { tokens, at: now() }.take(now(), ADDRESS);
        assert!((0.0..=30.0).contains(&left.tokens), "{tokens}");
    }
    let json = serde_json::to_string(&bucket).unwrap();
    assert_eq!(serde_json::from_str::<Bucket>(&json).unwrap(), bucket);
}

#[test]
fn neighbours_share_a_bucket() {
    for (address, shared) in [
        ("203.0.113.77", "203.0.113.0/24"),
        ("203.0.114.77", "203.0.114.0/24"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:ff00::1", "2001:db8:1::/48"),
        ("2001:db8:2::1", "2001:db8:2::/48"),
        ("::1", "::/48"),
    ] {
        assert_eq!(prefix(address.parse().unwrap()), shared, "{address}");
    }
}

/// A clock that was wrong for a while must not hold everybody afterwards.
#[test]
fn a_bucket_that_was_emptied_in_the_future_is_full() {
    let now = crate::secret::now();
    let emptied = Bucket { tokens: 0.0, at: now + SignedDuration::from_hours(24 * 365) };
    let (bucket, taken) = emptied.take(now, ADDRESS);
    assert!(taken);
    assert_eq!(bucket, Bucket { tokens: 29.0, at: now });
}

#[test]
fn an_address_has_a_limit_for_the_hour_and_one_for_the_day() {
    let limits = Limits { hour: CONTACT, day: CONTACT_DAY, event: None };
    let mut drawn = Drawn::default();
    let mut taken = 0;
    for minute in 0..24 * 60 {
        match drawn.clone().take(now() + SignedDuration::from_mins(minute), &limits) {
            Ok(left) => (drawn, taken) = (left, taken + 1),
            Err(over) => assert_eq!(over, Over::All),
        }
    }
    assert!((20..=40).contains(&taken), "{taken} in a day");
}

#[test]
fn one_network_takes_half_of_an_event_and_a_table_in_any_case() {
    for (capacity, wanted) in [(Some(50), 25), (Some(12), 10), (Some(4), 10), (Some(200), 30), (None, 30)] {
        let event = |id: &str| Some((id.to_owned(), share(capacity)));
        let limits = |id: &str| Limits { hour: ADDRESS, day: ADDRESS_DAY, event: event(id) };
        let mut drawn = Drawn::default();
        let mut taken = 0;
        while let Ok(left) = drawn.clone().take(now(), &limits("ten")) {
            (drawn, taken) = (left, taken + 1);
        }
        assert_eq!(taken, wanted, "{capacity:?}");
        let other = drawn.take(now(), &limits("other"));
        assert_eq!(other.is_ok(), wanted < 30, "another event has its own share");
    }
}

#[test]
fn spellings_of_one_mailbox_share_its_limit() {
    for address in ["Ada@Example.net", "ada+1@example.net", " ada+list+2@example.net"] {
        assert_eq!(mailbox(address), "ada@example.net");
    }
    assert_eq!(mailbox("a.d.a+x@googlemail.com"), mailbox("ada@gmail.com"));
    assert_ne!(mailbox("a.da@example.net"), mailbox("ada@example.net"));
}
