//! A letter as plain text.

use super::{Letter, Paragraph, Span};

/// What parts the text from the small print; mail programs know this line (RFC 3676 §4.3).
const SIGNATURE: &str = "-- ";

pub(super) fn text(letter: &Letter) -> String {
    let paragraphs = letter.paragraphs.iter().map(|paragraph| match paragraph {
        Paragraph::Text(text) | Paragraph::Code { words: text, .. } => text.trim().to_owned(),
        Paragraph::Written(spans) => written(spans).trim().to_owned(),
        Paragraph::Link { url, label } | Paragraph::More { url, label } => format!("{label}:\n{url}"),
    });
    let mut text = paragraphs.collect::<Vec<_>>().join("\n\n");
    if !letter.footer.is_empty() {
        text = format!("{text}\n\n{SIGNATURE}\n{}", letter.footer.join("\n"));
    }
    text.push('\n');
    text
}

fn written(spans: &[Span]) -> String {
    let words = spans.iter().map(|span| match span {
        Span::Text(words) | Span::Link(words) => words.as_str(),
    });
    words.collect()
}
