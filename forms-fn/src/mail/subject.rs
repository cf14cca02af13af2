//! The subject as a header: what the builder would let through as it is, although a reader's program
//! would take it for something else, is encoded here.

use lettre::message::header::{HeaderName, HeaderValue};

/// The longest word that is left as it is: no line can be broken inside it, and RFC 5322 §2.1.1
/// asks for lines of at most 78 characters.
const LONGEST_WORD: usize = 60;
/// Octets in one encoded word, which may be 75 characters long (RFC 2047 §2): each takes three.
const PIECE: usize = 20;

/// The header; runs of blanks become one.
pub(super) fn header(subject: &str) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str("Subject");
    let words: Vec<&str> = subject.split(' ').filter(|word| !word.is_empty()).collect();
    let plain = words.iter().all(|word| word.len() <= LONGEST_WORD && !word.contains("=?"));
    let text = words.join(" ");
    // The builder encodes what isn't ASCII; an encoded word of ours is ASCII, and stays.
    HeaderValue::new(name, if plain { text } else { encoded(&text) })
}

/// Encoded words, which cannot hold half a character (RFC 2047 §5). Blanks between them don't count.
fn encoded(text: &str) -> String {
    let mut words = Vec::new();
    let mut piece = String::new();
    for char in text.chars() {
        if piece.len() + char.len_utf8() > PIECE {
            words.push(word(&piece));
            piece.clear();
        }
        piece.push(char);
    }
    words.push(word(&piece));
    words.join(" ")
}

fn word(piece: &str) -> String {
    let octets: String = piece.bytes().map(|byte| format!("={byte:02X}")).collect();
    format!("=?utf-8?q?{octets}?=")
}
