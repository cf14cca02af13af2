//! Each rule by itself.

use axum::http::HeaderMap;
use forms::{Definition, Values};
use forms_fn::screen::{check_scope, origin_of, written};
use forms_fn::secret::Keyring;

use super::*;

/// The table of the threat "CSRF on plain posts".
#[test]
fn csrf_posts_of_other_sites_are_refused_and_unknown_ones_need_our_nonce() {
    const EVIL: &str = "https://evil.example";
    // Sec-Fetch-Site, Origin, the verdict with our nonce, and without one.
    let table = [
        (Some("same-origin"), Some(OWN), "pass", "pass"),
        (Some("same-origin"), Some("null"), "pass", "pass"),
        (Some("same-origin"), None, "pass", "pass"),
        (Some("same-origin"), Some("http://localhost:8080"), "pass", "pass"),
        (Some("same-site"), Some("https://members.example.org"), "pass", "pass"),
        (Some("none"), None, "pass", "pass"),
        (Some("cross-site"), Some(EVIL), "refuse", "refuse"),
        (Some("cross-site"), Some("null"), "refuse", "refuse"),
        (Some("cross-site"), None, "refuse", "refuse"),
        (Some("cross-site"), Some(OWN), "pass", "pass"),
        (None, Some(OWN), "pass", "pass"),
        (None, Some("HTTPS://Example.ORG"), "pass", "pass"),
        (None, Some("https://www.example.org"), "pass", "pass"),
        (None, Some("https://example.org.evil.example"), "refuse", "refuse"),
        (None, Some("http://example.org"), "refuse", "refuse"),
        (None, Some("https://example.org:8443"), "refuse", "refuse"),
        (None, Some(EVIL), "refuse", "refuse"),
        (None, Some(""), "refuse", "refuse"),
        (None, Some("null"), "pass", "check"),
        (None, None, "pass", "check"),
        (Some("sideways"), None, "pass", "check"),
    ];
    for (sec_fetch_site, origin, with, without) in table {
        for (nonce, expected) in
            [(signed(60_000), with), (NonceState::None, without), (NonceState::Foreign, without)]
        {
            let headers = Headers { sec_fetch_site, origin, ..BROWSER };
            let verdict = Post { headers, nonce, ..Post::person() }.judge();
            let said = match &verdict {
                Verdict::Pass => "pass",
                Verdict::Check(signs) => {
                    assert_eq!(signs, &[Sign::UnknownOrigin]);
                    "check"
                }
                Verdict::Hold(_) => "hold",
                Verdict::Refuse(_) => "refuse",
            };
            assert_eq!(said, expected, "{sec_fetch_site:?} {origin:?} {nonce:?}");
            let checked = Post { headers, ..Post::person().after_the_check(5000) }.judge();
            assert_eq!(
                matches!(checked, Verdict::Refuse(_)),
                with == "refuse",
                "the check page changes nothing"
            );
        }
    }
}

#[test]
fn headers_that_come_twice_or_are_no_text_say_nothing_good() {
    let mut map = HeaderMap::new();
    assert_eq!(Headers::read(&map), Headers::default());
    map.insert("user-agent", "Mozilla/5.0".parse().unwrap());
    map.insert("accept-language", "".parse().unwrap());
    map.insert("sec-fetch-site", "same-origin".parse().unwrap());
    map.insert("origin", OWN.parse().unwrap());
    let read = Headers::read(&map);
    assert_eq!(read, Headers { accept_language: false, ..BROWSER });
    map.append("origin", "https://evil.example".parse().unwrap());
    map.append("sec-fetch-site", "cross-site".parse().unwrap());
    let twice = Headers::read(&map);
    assert_eq!((twice.origin, twice.sec_fetch_site), (Some("?"), Some("?")));
    let post = Post {
        headers: Headers { sec_fetch_site: Some("?"), origin: Some("?"), ..BROWSER },
        ..Post::person()
    };
    assert_eq!(post.judge(), Verdict::Refuse(Sign::ForeignOrigin));
}

#[test]
fn origins_are_written_as_browsers_write_them() {
    for (url, origin) in [
        ("https://example.org", Some("https://example.org")),
        ("https://Example.ORG:443/en/?a#b", Some("https://example.org")),
        ("http://localhost:8080/", Some("http://localhost:8080")),
        ("http://example.org:80", Some("http://example.org")),
        ("http://[::1]:8080/x", Some("http://[::1]:8080")),
        ("https://user@example.org/", Some("https://example.org")),
        ("https://", None),
        ("ftp://example.org", None),
        ("example.org", None),
    ] {
        assert_eq!(origin_of(url).as_deref(), origin, "{url}");
    }
}

#[test]
fn bots_that_fill_the_honeypot_are_checked_and_held_if_they_fill_it_again() {
    let filled = Post { honeypot: true, ..Post::person() };
    checks(&filled, &[Sign::Honeypot]);
    passes(&filled.after_the_check(4000));
    let again = Post { honeypot: true, ..filled.after_the_check(4000) };
    assert_eq!(again.judge(), Verdict::Hold(vec![Sign::Honeypot]));
}

#[test]
fn bots_are_faster_than_people_but_speed_alone_must_be_great() {
    let took = |milliseconds| Post { nonce: signed(milliseconds), ..Post::person() };
    for milliseconds in [-500, 0, 1, 999] {
        checks(&took(milliseconds), &[Sign::TooFast]);
    }
    for milliseconds in [1000, 2999, 3000, 12 * 3_600_000, 48 * 3_600_000] {
        passes(&took(milliseconds));
    }
    let silent = |milliseconds| {
        let headers = Headers { accept_language: false, ..BROWSER };
        Post { headers, ..took(milliseconds) }
    };
    checks(&silent(2999), &[Sign::NoLanguage, Sign::Fast]);
    passes(&silent(3000));
    // On the check page nothing is filled in; a double click must not be held.
    passes(&took(60_000).after_the_check(1500));
    checks(&took(60_000).after_the_check(300), &[Sign::TooFast]);
}

#[test]
fn replayed_nonces_older_than_two_days_count_as_none() {
    let old = Post { nonce: signed(48 * 3_600_000 + 1), ..Post::person() };
    passes(&old);
    let headers = Headers { sec_fetch_site: None, origin: None, ..BROWSER };
    checks(&Post { headers, ..old.clone() }, &[Sign::UnknownOrigin]);
    let stale_check = Post { headers, checked: true, ..old };
    checks(&stale_check, &[Sign::UnknownOrigin]);
    for nonce in [NonceState::None, NonceState::Foreign] {
        let claimed = Post { honeypot: true, checked: true, nonce, ..Post::person() };
        checks(&claimed, &[Sign::NoNonce, Sign::Honeypot]);
    }
}

#[test]
fn spam_in_the_answers_is_checked_and_held_when_it_is_more_than_one_thing() {
    let wrote = |kind, text: &str| Post { texts: vec![(kind, text.to_owned())], ..Post::person() };
    for text in ["see http://a.example", "WWW.A.EXAMPLE", "HttpS://a"] {
        checks(&wrote(AnswerLength::Short, text), &[Sign::ShortLink]);
        passes(&wrote(AnswerLength::Long, text));
    }
    for text in ["<A HREF=x>", "[URL=x]y[/URL]", "[link=x]", "<script>", "x href=y"] {
        checks(&wrote(AnswerLength::Long, text), &[Sign::Markup]);
        passes(&wrote(AnswerLength::Long, text).after_the_check(4000));
    }
    for text in
        ["5 < 6 and a > b", "I work at Example.org AS", "http is a protocol", "O'Brien & sons", "[a] b"]
    {
        passes(&wrote(AnswerLength::Short, text));
    }
    let links = |count: usize| wrote(AnswerLength::Long, &"https://www.a.example ".repeat(count));
    passes(&links(2));
    passes(&links(9));
    checks(&Post { nonce: signed(2000), ..links(3) }, &[Sign::Fast, Sign::ManyLinks]);
    let mut spam = wrote(AnswerLength::Short, "Cheap http://a.example");
    spam.texts.push((AnswerLength::Long, "<a href=http://a.example>pills</a>".to_owned()));
    checks(&spam, &[Sign::ShortLink, Sign::Markup]);
    let held = Verdict::Hold(vec![Sign::ShortLink, Sign::Markup]);
    assert_eq!(spam.after_the_check(4000).judge(), held);
}

#[test]
fn what_is_over_a_limit_is_held_whatever_else_speaks_for_it() {
    for (address, contact, event, signs) in [
        (true, false, false, &[Sign::AddressOverrun][..]),
        (false, true, false, &[Sign::ContactOverrun]),
        (false, false, true, &[Sign::EventOverrun]),
        (true, true, false, &[Sign::AddressOverrun, Sign::ContactOverrun]),
    ] {
        let post = Post { overrun: Overrun { address, contact, event }, ..Post::person() };
        let held = Verdict::Hold(signs.to_vec());
        assert_eq!(post.judge(), held);
        assert_eq!(post.after_the_check(4000).judge(), held);
        assert_eq!(Post { proof_of_work: Some(true), ..post }.judge(), held);
    }
}

#[test]
fn work_outweighs_one_sign_of_who_sends_and_none_of_what_is_sent() {
    let nobody = Headers::default();
    let worked = |post: Post| Post { proof_of_work: Some(true), ..post };
    let without =
        Post { headers: Headers { sec_fetch_site: None, origin: None, ..BROWSER }, ..Post::person() };
    let without = Post { nonce: NonceState::None, ..without };
    passes(&worked(without.clone()));
    checks(&Post { proof_of_work: Some(false), ..without }, &[Sign::UnknownOrigin]);
    let bare = Post { headers: nobody, nonce: NonceState::None, ..Post::person() };
    checks(&worked(bare), &[Sign::NoUserAgent, Sign::NoLanguage]);
    let filled = Post { honeypot: true, ..Post::person() };
    checks(&worked(filled), &[Sign::Honeypot]);
    let foreign = Headers { sec_fetch_site: Some("cross-site"), origin: None, ..BROWSER };
    let foreign = worked(Post { headers: foreign, ..Post::person() });
    assert_eq!(foreign.judge(), Verdict::Refuse(Sign::ForeignOrigin));
}

#[test]
fn only_the_check_pages_nonce_says_that_somebody_checked() {
    let keyring = Keyring::generate();
    let now = crate::secret::now();
    let ordinary = keyring.nonce("registration", Some("ten"), now);
    let check = keyring.nonce(&check_scope("registration"), Some("ten"), now);
    let later = now + SignedDuration::from_secs(9);
    let state = |scope: &str, nonce: &str| NonceState::of(&keyring, scope, Some("ten"), Some(nonce), later);
    assert_eq!(state("registration", &ordinary), signed(9000));
    assert_eq!(state(&check_scope("registration"), &check), signed(9000));
    assert_eq!(state(&check_scope("registration"), &ordinary), NonceState::Foreign);
    assert_eq!(state("registration", &check), NonceState::Foreign);
    assert_eq!(NonceState::of(&keyring, "registration", None, None, later), NonceState::None);
}

#[test]
fn the_open_answers_are_picked_by_what_the_definition_asks() {
    let fixture =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixture/mentor-request.yaml");
    let yaml = std::fs::read_to_string(fixture).unwrap();
    let definition = Definition::parse("mentor-request", &yaml, &["en", "ar"]).unwrap();
    let values: Values = definition.fields.iter().map(|field| (field.name.clone(), "x")).collect();
    let picked = written(&definition, &values);
    let open = |kind: &forms::Kind| {
        matches!(kind, forms::Kind::Text { .. } | forms::Kind::Email { .. } | forms::Kind::Phone { .. })
    };
    let short = definition.fields.iter().filter(|field| open(&field.kind)).count();
    let long = |kind: &forms::Kind| matches!(kind, forms::Kind::LongText { .. });
    let long = definition.fields.iter().filter(|field| long(&field.kind)).count();
    assert!(short > 0 && long > 0);
    assert_eq!(picked.iter().filter(|written| written.kind == AnswerLength::Short).count(), short);
    assert_eq!(picked.iter().filter(|written| written.kind == AnswerLength::Long).count(), long);
    let canary = Written { kind: AnswerLength::Short, text: "canary" };
    assert_eq!(format!("{canary:?}"), "Short(6 bytes)", "no answer gets into a log");
}
