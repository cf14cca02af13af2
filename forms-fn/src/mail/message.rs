//! [`Letter`] → a message as it goes over the wire (RFC 5322, MIME), by lettre's typed builder.

use std::time::SystemTime;

use lettre::address::Envelope;
use lettre::message::header::{ContentDisposition, ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, Message, MultiPart, MultiPartBuilder, SinglePart};
use sha2::{Digest, Sha256};

use super::{CalendarPart, Letter, Paragraph, Party, SendError, Span, html, plain, subject};

/// How the calendar file is called where it is an attachment.
const FILE: &str = "event.ics";

/// The message.
///
/// # Errors
/// Always [`SendError::Permanent`]: an address that is none, a control character in a header, an id or
/// a link that can't be one.
pub fn message(letter: &Letter) -> Result<Message, SendError> {
    check(letter)?;
    let from = mailbox("from", &letter.from)?;
    let to: lettre::Address = address("to", &letter.to)?;
    let envelope = Envelope::new(Some(from.email.clone()), vec![to.clone()]).map_err(SendError::permanent)?;
    let mut builder = Message::builder()
        .envelope(envelope)
        .message_id(Some(format!("<{}@{}>", letter.id, from.email.domain())))
        .date(SystemTime::from(letter.date))
        .from(from)
        .to(Mailbox::new(None, to))
        .raw_header(subject::header(&letter.subject))
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("Content-Language", &letter.lang));
    if let Some(reply_to) = &letter.reply_to {
        builder = builder.reply_to(mailbox("reply-to", reply_to)?);
    }
    builder.multipart(body(letter)).map_err(SendError::permanent)
}

/// The id may become the name of a file, and every value here a line of the head.
fn check(letter: &Letter) -> Result<(), SendError> {
    let plain = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    // The left side of a Message-ID (RFC 5322 §3.6.4), of plain characters only.
    if !letter.id.split('.').all(plain) {
        return Err(SendError::permanent(
            "the letter's id is not made of letters, digits, `-`, `_` and single dots",
        ));
    }
    if !plain(&letter.lang) {
        return Err(SendError::permanent("the letter's language is not a language tag"));
    }
    no_control("subject", &letter.subject)?;
    let links = letter.paragraphs.iter().flat_map(links);
    for url in links {
        let web = url.starts_with("https://") || url.starts_with("http://");
        if !web || url.contains(|char: char| char.is_whitespace() || char.is_control()) {
            return Err(SendError::permanent("a link of the letter is not a web address"));
        }
    }
    Ok(())
}

fn links(paragraph: &Paragraph) -> Vec<&str> {
    match paragraph {
        Paragraph::Link { url, .. } | Paragraph::More { url, .. } => vec![url],
        Paragraph::Written(spans) => spans.iter().filter_map(link).collect(),
        Paragraph::Text(_) | Paragraph::Code { .. } => Vec::new(),
    }
}

fn link(span: &Span) -> Option<&str> {
    match span {
        Span::Link(url) => Some(url),
        Span::Text(_) => None,
    }
}

/// The encoder takes care of line breaks; but where one stands, somebody tries something.
fn no_control(header: &str, value: &str) -> Result<(), SendError> {
    if value.chars().any(char::is_control) {
        return Err(SendError::permanent(format!("there is a control character in `{header}`")));
    }
    Ok(())
}

fn address(header: &str, address: &str) -> Result<lettre::Address, SendError> {
    no_control(header, address)?;
    // A domain in letters of its own is known to mail servers in another spelling.
    let known = forms::email::canonical(address).unwrap_or_else(|_| address.to_owned());
    // The parser's error would quote the address.
    known
        .parse()
        .map_err(|_| SendError::permanent(format!("`{header}` has no address that mail can be sent to")))
}

fn mailbox(header: &str, party: &Party) -> Result<Mailbox, SendError> {
    let name = party.name.as_deref().unwrap_or_default();
    no_control(header, name)?;
    if name.contains("=?") {
        return Err(SendError::permanent(format!("the name in `{header}` looks like an encoded word")));
    }
    let name = (!name.trim().is_empty()).then(|| name.trim().to_owned());
    Ok(Mailbox::new(name, address(header, &party.address)?))
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// The last of the alternatives is the richest that a program can show (RFC 2046 §5.1.4). The calendar
/// is there twice: some programs only look among the alternatives, others only at what is attached.
fn body(letter: &Letter) -> MultiPart {
    let (text, page) = (plain::text(letter), html::page(letter).into_string());
    let boundary = boundary(letter, &text, &page);
    let alternative =
        part(MultiPart::alternative(), &format!("{boundary}-a")).singlepart(SinglePart::plain(text));
    let alternative = match code(letter) {
        Some(png) => alternative.multipart(with_code(page, png, &boundary)),
        None => alternative.singlepart(SinglePart::html(page)),
    };
    let Some(calendar) = &letter.calendar else { return alternative };
    part(MultiPart::mixed(), &format!("{boundary}-m"))
        .multipart(
            alternative.singlepart(
                SinglePart::builder().header(calendar_type(calendar)).body(calendar.text.clone()),
            ),
        )
        .singlepart(
            SinglePart::builder()
                .header(ContentDisposition::attachment(FILE))
                .header(calendar_type(calendar))
                .body(calendar.text.clone()),
        )
}

/// The picture of a code.
fn code(letter: &Letter) -> Option<&[u8]> {
    letter.paragraphs.iter().find_map(|paragraph| match paragraph {
        Paragraph::Code { png, .. } => Some(png.as_slice()),
        Paragraph::Text(_) | Paragraph::Written(_) | Paragraph::Link { .. } | Paragraph::More { .. } => None,
    })
}

/// The page together with the picture that it shows (RFC 2387).
fn with_code(page: String, png: &[u8], boundary: &str) -> MultiPart {
    let kind = ContentType::parse("image/png").expect("a kind that is registered");
    let picture = Attachment::new_inline(html::CODE.to_owned()).body(png.to_vec(), kind);
    part(MultiPart::related(), &format!("{boundary}-r"))
        .singlepart(SinglePart::html(page))
        .singlepart(picture)
}

fn part(builder: MultiPartBuilder, boundary: &str) -> MultiPart {
    builder.boundary(boundary).build()
}

fn calendar_type(calendar: &CalendarPart) -> ContentType {
    let written = format!("text/calendar; charset=utf-8; method={}", calendar.method.as_str());
    ContentType::parse(&written).expect("one of two names")
}

/// Made of what it parts, so it can't stand in it, and is the same at each try.
fn boundary(letter: &Letter, text: &str, page: &str) -> String {
    let calendar = letter.calendar.as_ref().map_or("", |calendar| calendar.text.as_str());
    let mut hash = Sha256::new();
    let code = code(letter).unwrap_or_default();
    for part in [letter.id.as_bytes(), text.as_bytes(), page.as_bytes(), calendar.as_bytes(), code] {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
