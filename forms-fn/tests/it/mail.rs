//! Letters, read back by parsers that others wrote.

mod folder;
mod properties;
#[cfg(feature = "smtp")]
pub(crate) mod server;
#[cfg(feature = "smtp")]
mod smtp;

use forms_fn::calendar::{self, Method};
use forms_fn::mail::{self, CalendarPart, Letter, Paragraph, Party, SendError};
use mail_parser::{Message, MessageParser, MimeHeaders};

use crate::calendar as entry;

/// The titles of one event in the site's languages.
const TITLES: [&str; 7] = [
    "You have a seat: Storytelling dinner in Copenhagen",
    "Du har en plads: Fortællemiddag i København, årets første",
    "Sinulla on paikka: Tarinaillallinen Espoossa, myös äideille",
    "Du har plass: Fortellermiddag på Grünerløkka – før sommeren",
    "Du har en plats: Berättarmiddag i Malmö för små företag",
    "لديك مقعد: عشاء تُروى فيه الحكايات في كوبنهاغن، والدعوة مفتوحة للجميع",
    "Для вас є місце: вечеря з історіями в Копенгагені, п’ятниця",
];

/// A letter as the worker makes it.
fn letter() -> Letter {
    Letter {
        id: "k7q2mm4x.0.confirmed".to_owned(),
        lang: "ar".to_owned(),
        dir: forms::Direction::Rtl,
        to: "amina@example.net".to_owned(),
        from: Party { name: Some("Støttende rum".to_owned()), address: "hello@example.org".to_owned() },
        reply_to: Some(Party {
            name: Some("Creatorium, Oslo".to_owned()),
            address: "norway@example.org".to_owned(),
        }),
        subject: TITLES[5].to_owned(),
        paragraphs: vec![
            Paragraph::Text("أهلًا & <مرحبًا>\nالسطر الثاني".to_owned()),
            Paragraph::Link {
                url: "https://example.org/ar/forms/registration/my?t=AbC_-1&x=\"<2".to_owned(),
                label: "عرض أو تغيير".to_owned(),
            },
        ],
        footer: vec!["Supportive Spaces".to_owned(), "Paid by <some>".to_owned()],
        calendar: None,
        date: "2027-01-10T12:00:00Z".parse().unwrap(),
    }
}

fn with_entry(method: Method, sequence: u32) -> Letter {
    let text = calendar::invitation(&entry::dinner(method, sequence));
    Letter { calendar: Some(CalendarPart { method, text }), ..letter() }
}

fn bytes(letter: &Letter) -> Vec<u8> {
    let bytes = mail::message(letter).unwrap().formatted();
    assert!(bytes.is_ascii(), "a server without 8BITMIME takes it, too");
    for line in bytes.split(|byte| *byte == b'\n') {
        assert!(line.len() <= 999 && (line.is_empty() || line.ends_with(b"\r")), "RFC 5322 §2.1.1");
    }
    bytes
}

fn parse(bytes: &[u8]) -> Message<'_> {
    MessageParser::default().parse(bytes).unwrap()
}

fn types(message: &Message<'_>) -> Vec<String> {
    let of = |part: &mail_parser::MessagePart<'_>| {
        let kind = part.content_type().unwrap();
        format!("{}/{}", kind.ctype(), kind.subtype().unwrap())
    };
    message.parts.iter().map(of).collect()
}

#[test]
fn a_letter_is_read_back_as_it_was_written() {
    let bytes = bytes(&letter());
    let message = parse(&bytes);
    assert_eq!(types(&message), ["multipart/alternative", "text/plain", "text/html"]);
    assert_eq!(message.subject(), Some(TITLES[5]));
    assert_eq!(message.message_id(), Some("k7q2mm4x.0.confirmed@example.org"));
    assert_eq!(message.date().unwrap().to_rfc3339(), "2027-01-10T12:00:00Z");
    assert_eq!(message.header_raw("Auto-Submitted").unwrap().trim(), "auto-generated");
    assert_eq!(message.header_raw("Content-Language").unwrap().trim(), "ar");
    let mailbox = |address: &mail_parser::Address<'_>| {
        let first = address.first().unwrap();
        (first.name.as_deref().map(str::to_owned), first.address.as_deref().unwrap().to_owned())
    };
    let some = |name: &str, address: &str| (Some(name.to_owned()), address.to_owned());
    assert_eq!(mailbox(message.from().unwrap()), some("Støttende rum", "hello@example.org"));
    assert_eq!(mailbox(message.reply_to().unwrap()), some("Creatorium, Oslo", "norway@example.org"));
    assert_eq!(mailbox(message.to().unwrap()), (None, "amina@example.net".to_owned()));
    let plain = message.body_text(0).unwrap().replace("\r\n", "\n");
    assert_eq!(
        plain.trim_end(),
        "أهلًا & <مرحبًا>\nالسطر الثاني\n\nعرض أو تغيير:\nhttps://example.org/ar/forms/registration/my?t=AbC_-1&x=\"<2\n\n\
         -- \nSupportive Spaces\nPaid by <some>"
    );
}

#[test]
fn the_html_is_simple_and_fetches_nothing() {
    let bytes = bytes(&letter());
    let message = parse(&bytes);
    let html = message.body_html(0).unwrap().replace("\r\n", "\n");
    let url = "https://example.org/ar/forms/registration/my?t=AbC_-1&amp;x=&quot;&lt;2";
    for part in [
        "<html lang=\"ar\" dir=\"rtl\">",
        "<div lang=\"ar\" dir=\"rtl\"",
        "<p>أهلًا &amp; &lt;مرحبًا&gt;<br>\nالسطر الثاني</p>",
        &format!("<a href=\"{url}\" style="),
        &format!(">{url}</a>"),
        "Paid by &lt;some&gt;</p>",
    ] {
        assert!(html.contains(part), "no {part} in {html}");
    }
    for fetched in ["<img", "src=", "<link", "<style", "<script", "url(", "@import", "background=\""] {
        assert!(!html.contains(fetched), "{fetched}");
    }
}

#[test]
fn a_calendar_entry_is_an_alternative_and_an_attachment() {
    let request = with_entry(Method::Request, 1);
    let first = bytes(&request);
    let message = parse(&first);
    assert_eq!(
        types(&message),
        [
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "text/html",
            "text/calendar",
            "text/calendar"
        ]
    );
    let attached = message.parts.last().unwrap();
    assert_eq!(attached.attachment_name(), Some("event.ics"));
    assert_eq!(attached.content_disposition().unwrap().ctype(), "attachment");
    assert!(message.parts[4].content_disposition().is_none());
    for part in &message.parts[4..] {
        assert_eq!(part.content_type().unwrap().attribute("method"), Some("REQUEST"));
        assert_eq!(part.text_contents(), request.calendar.as_ref().map(|calendar| calendar.text.as_str()));
    }
    let second = bytes(&with_entry(Method::Cancel, 2));
    let message = parse(&second);
    let part = &message.parts[4];
    assert_eq!(part.content_type().unwrap().attribute("method"), Some("CANCEL"));
    let read = |bytes| entry::event(parse(bytes).parts[4].text_contents().unwrap());
    use icalendar::Component;
    let ((_, before), (after_calendar, after)) = (read(&first), read(&second));
    assert_eq!(after_calendar.property_value("METHOD"), Some("CANCEL"));
    assert_eq!(before.get_uid(), after.get_uid());
    assert_eq!((before.get_sequence(), after.get_sequence()), (Some(1), Some(2)));
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    let letter = with_entry(Method::Request, 1);
    assert_eq!(bytes(&letter), bytes(&letter));
}

#[test]
fn a_subject_of_any_language_is_read_back() {
    for title in TITLES {
        let letter = Letter { subject: title.to_owned(), ..letter() };
        assert_eq!(parse(&bytes(&letter)).subject(), Some(title));
    }
}

#[test]
fn nothing_in_a_head_can_begin_a_line() {
    type Set = fn(&mut Letter, String);
    let fields: [(&str, Set); 8] = [
        ("id", |letter, text| letter.id = text),
        ("lang", |letter, text| letter.lang = text),
        ("to", |letter, text| letter.to = format!("amina@example.net{text}")),
        ("from", |letter, text| letter.from.address = format!("hello@example.org{text}")),
        ("name", |letter, text| letter.from.name = Some(text)),
        ("reply-to", |letter, text| {
            letter.reply_to = Some(Party { name: Some(text), address: "a@b.example".to_owned() })
        }),
        ("subject", |letter, text| letter.subject = text),
        ("link", |letter, text| {
            let url = format!("https://example.org/{text}");
            letter.paragraphs = vec![Paragraph::Link { url, label: String::new() }];
        }),
    ];
    for (field, set) in fields {
        for hostile in ["\r\nBcc: eve@example.org", "\nBcc: eve@example.org", "\rx", "\0", "x\u{85}y"] {
            let mut letter = letter();
            set(&mut letter, hostile.to_owned());
            let sent = mail::message(&letter);
            assert!(matches!(sent, Err(SendError::Permanent(_))), "{field} {hostile:?}: {sent:?}");
        }
    }
}

#[test]
fn a_failure_quotes_no_address() {
    for to in
        ["amina", "amina@", "a@b@c", "Amina <amina@example.net>", "amina@example.net, eve@example.org", ""]
    {
        let failure = mail::message(&Letter { to: to.to_owned(), ..letter() }).unwrap_err();
        assert_eq!(failure, SendError::Permanent("`to` has no address that mail can be sent to".to_owned()));
    }
}
