//! People: their browsers, their ways to fill in a form, their names and words.

use forms_fn::screen::buckets::{ADDRESS, Bucket};

use super::*;

/// Name, what it says of where it comes from, and whether it runs our script.
type Browser = (&'static str, Headers<'static>, bool);

const OLD: Headers<'static> = Headers { sec_fetch_site: None, origin: None, ..BROWSER };

const BROWSERS: [Browser; 14] = [
    ("Chrome on Android", BROWSER, true),
    ("Firefox", BROWSER, true),
    ("Safari on an iPhone", BROWSER, true),
    ("Edge with a screen reader", BROWSER, true),
    ("Samsung Internet", BROWSER, true),
    ("a chat program's own browser", BROWSER, true),
    ("Chrome, script switched off", BROWSER, false),
    ("Tor Browser, safest", Headers { origin: Some("null"), ..BROWSER }, false),
    ("Firefox, tells no language", Headers { accept_language: false, ..BROWSER }, true),
    ("Chrome on a page of the function", Headers { origin: Some("null"), ..BROWSER }, true),
    ("Safari 15", Headers { sec_fetch_site: None, ..BROWSER }, true),
    ("Safari 15 on a page of the function", Headers { origin: Some("null"), ..OLD }, true),
    ("Android 4 without script", OLD, false),
    ("Android 4", OLD, true),
];

const SECOND: i64 = 1000;
const HOUR: i64 = 3600 * SECOND;

/// Name and how long after the first touch it is sent.
const WAYS: [(&str, i64); 12] = [
    ("typed in two minutes", 120 * SECOND),
    ("filled in by the browser in four seconds", 4 * SECOND),
    ("filled in by the browser at once", 1500),
    ("a slow typist", 2 * HOUR),
    ("a tab of twelve hours", 12 * HOUR),
    ("a tab of two days", 47 * HOUR),
    ("a tab of three days", 72 * HOUR),
    ("a page of yesterday from the cache", 90 * SECOND),
    ("the back button, sent again", 300 * SECOND),
    ("a screen reader, field by field", 25 * 60 * SECOND),
    ("a password manager fills what it finds", 20 * SECOND),
    ("a dinner's host registers guests", 40 * SECOND),
];

/// Names in twenty scripts.
const NAMES: [&str; 20] = [
    "Kari Nordmann",
    "عائشة بنت علي",
    "Олена Шевченко",
    "Ελένη Παπαδοπούλου",
    "שרה כהן",
    "ሰላም ተስፋይ",
    "山田花子",
    "김민지",
    "अनीता शर्मा",
    "রহিমা খাতুন",
    "ਹਰਪ੍ਰੀਤ ਕੌਰ",
    "அன்பு செல்வி",
    "లక్ష్మి దేవి",
    "สมหญิง ใจดี",
    "មករា សុខ",
    "နီလာ မြင့်",
    "ნინო ბერიძე",
    "Անի Սարգսյան",
    "ᠰᠠᠷᠠᠨ",
    "ލައިލާ މުޙައްމަދު",
];

const WORDS: [&str; 8] = [
    "",
    "I sew and would like to sell what I sew. Who can tell me how the rules are?",
    "My shop is at https://www.shop.example and I need help with the accounts.",
    "أريد أن أفتح مطعمًا صغيرًا. هذه صفحتي: https://restaurant.example",
    "Two pages: http://a.example (the old one) and http://b.example (the new one). Which is better?",
    "Хочу відкрити пекарню.\nПерше питання: скільки коштує оренда?",
    "I earn < 200 000 a year & I pay > 25 % tax [is that right?]",
    "Write to me at work: first.last@company.example, company.example",
];

/// Someone who builds web pages asks about one.
const WEB: &str = "I learn to build web pages. Why does <a href=\"index.html\">home</a> not work?";

pub(crate) fn cases() -> Vec<Case> {
    (0..500).map(case).collect()
}

fn case(number: usize) -> Case {
    let (browser, headers, script) = BROWSERS[number % BROWSERS.len()];
    let (way, milliseconds) = WAYS[number / BROWSERS.len() % WAYS.len()];
    let round = number / (BROWSERS.len() * WAYS.len());
    let words = if number.is_multiple_of(150) { WEB } else { WORDS[(number + round) % WORDS.len()] };
    // A page that the function draws has a nonce without any script.
    let nonce = if script || round == 2 { signed(milliseconds) } else { NonceState::None };
    let texts = vec![
        (AnswerLength::Short, NAMES[number % NAMES.len()].to_owned()),
        (AnswerLength::Short, format!("guest{number}@example.org")),
        (AnswerLength::Long, words.to_owned()),
    ];
    let overrun = Overrun { address: way.contains("host") && overrun(number, round), ..Overrun::default() };
    let honeypot = way.contains("password manager");
    let who = format!(
        "{way}{}{}{} | {browser} | {number}",
        if overrun.address { ", more than thirty" } else { "" },
        if matches!(nonce, NonceState::None) { ", without script" } else { "" },
        if words == WEB { ", about HTML" } else { "" },
    );
    Case { who, post: Post { headers, honeypot, nonce, texts, overrun, ..Post::person() } }
}

/// The guest's turn at one wifi: twenty-five within twenty minutes at the first dinner, forty at the others.
fn overrun(number: usize, round: usize) -> bool {
    let before = if round == 0 { 25 } else { 26 + number % BROWSERS.len() };
    let mut bucket = Bucket::full(crate::secret::now(), ADDRESS);
    let mut found = true;
    for guest in 0..i64::try_from(before).unwrap() {
        let at = crate::secret::now() + SignedDuration::from_secs(guest * 20);
        (bucket, found) = bucket.take(at, ADDRESS);
    }
    !found
}

/// Where a check is fair: nothing tells such a post from a program's, but the person can.
pub(crate) fn deserves_a_check(who: &str) -> bool {
    let old = who.contains("Android 4") || who.contains("Safari 15 on");
    let no_nonce = who.contains("without script") || who.contains("three days");
    who.contains("password manager")
        || who.contains("more than thirty")
        || who.contains("about HTML")
        || (old && no_nonce)
        || (who.contains("no language") && (who.contains("at once") || no_nonce))
}
