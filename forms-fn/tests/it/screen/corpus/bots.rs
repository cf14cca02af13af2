//! Programs: what they send of themselves, what they leave out, what they want to place.

use super::*;

const CURL: Headers<'static> =
    Headers { sec_fetch_site: None, origin: None, user_agent: true, accept_language: false };
/// A browser's headers as a program copies them, without what it doesn't know of.
const COPIED: Headers<'static> = Headers { accept_language: true, ..CURL };
const EVIL: &str = "https://free-prizes.example";

/// What sets a kind of program apart.
struct Kind {
    name: &'static str,
    headers: Headers<'static>,
    honeypot: bool,
    /// From the shortest to the longest time after the nonce, if it has one of ours.
    took: Option<(i64, i64)>,
    flood: bool,
}

const PLAIN: Kind = Kind { name: "", headers: CURL, honeypot: false, took: None, flood: false };
const DAY: i64 = 24 * 3_600_000;

const KINDS: [Kind; 14] = [
    Kind { name: "curl", ..PLAIN },
    Kind { name: "python-requests", honeypot: true, ..PLAIN },
    Kind { name: "a raw socket", headers: Headers { user_agent: false, ..CURL }, ..PLAIN },
    Kind { name: "a library that adds our origin", headers: Headers { origin: Some(OWN), ..CURL }, ..PLAIN },
    Kind {
        name: "a library that adds our origin and fetch metadata",
        headers: Headers { accept_language: false, ..BROWSER },
        ..PLAIN
    },
    Kind { name: "a poster of links with a browser's name", headers: COPIED, honeypot: true, ..PLAIN },
    Kind {
        name: "a headless browser that posts raw fields",
        headers: BROWSER,
        took: Some((40, 900)),
        ..PLAIN
    },
    Kind {
        name: "a headless browser that fills every field",
        headers: BROWSER,
        honeypot: true,
        took: Some((900, 9000)),
        ..PLAIN
    },
    Kind {
        name: "a replayer of nonces of last month",
        headers: COPIED,
        took: Some((3 * DAY, 40 * DAY)),
        ..PLAIN
    },
    Kind {
        name: "a replayer with the origin null",
        headers: Headers { origin: Some("null"), ..COPIED },
        ..PLAIN
    },
    Kind {
        name: "another site's page that posts",
        headers: Headers { sec_fetch_site: Some("cross-site"), origin: Some(EVIL), ..BROWSER },
        ..PLAIN
    },
    Kind {
        name: "another site's page in an old browser",
        headers: Headers { sec_fetch_site: None, origin: Some(EVIL), ..BROWSER },
        ..PLAIN
    },
    Kind {
        name: "a flood from one prefix",
        headers: BROWSER,
        took: Some((1000, 4000)),
        flood: true,
        ..PLAIN
    },
    Kind { name: "a fast filler that has learned the nonce", headers: COPIED, took: Some((0, 990)), ..PLAIN },
];

/// A short answer and a long one.
const WORDS: [(&str, &str); 7] = [
    ("John Smith", "Please call me back."),
    ("Buy now http://pills.example", "Cheap pills <a href=\"http://pills.example\">here</a>"),
    ("CryptoKing", "[url=https://coins.example]double your coins[/url] https://coins.example"),
    ("www.casino.example", "http://a.example http://b.example http://c.example http://d.example"),
    ("asdfgh", "qwerty"),
    ("Сергей", "Продвижение сайтов https://seo.example [url=https://seo.example]дешево[/url]"),
    ("test", "' OR 1=1 --"),
];

pub(crate) fn cases() -> Vec<Case> {
    (0..500).map(case).collect()
}

fn case(number: usize) -> Case {
    // One in 125 has a browser, takes its time and writes like a person: no screen can tell it from one.
    if number % 125 == 124 {
        return Case { who: format!("a patient mimic | {number}"), post: Post::person() };
    }
    let kind = &KINDS[number % KINDS.len()];
    let (short, long) = WORDS[number / KINDS.len() % WORDS.len()];
    let spread = |(from, to): (i64, i64)| from + (to - from) * i64::try_from(number % 37).unwrap() / 36;
    let nonce = match kind.took {
        Some(took) => signed(spread(took)),
        None if number.is_multiple_of(3) => NonceState::Foreign,
        None => NonceState::None,
    };
    let post = Post {
        headers: kind.headers,
        honeypot: kind.honeypot,
        nonce,
        texts: vec![
            (super::AnswerLength::Short, short.to_owned()),
            (super::AnswerLength::Long, long.to_owned()),
        ],
        overrun: Overrun {
            address: kind.flood,
            contact: kind.flood && number.is_multiple_of(2),
            event: false,
        },
        ..Post::person()
    };
    Case { who: format!("{} | {short} | {number}", kind.name), post }
}
