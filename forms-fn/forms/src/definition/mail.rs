//! The words of the messages that a form's mail says.

use serde::{Deserialize, Serialize};

use super::{About, Text};

/// The words of one kind of message.
///
/// They hold no answer and no name: a message can be read by others on the way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailText {
    /// The subject line, with the same placeholders as the text.
    pub subject: Text,
    /// What the message says; blank lines part its paragraphs. It may hold [`About::mail_placeholders`].
    pub text: Text,
    /// The words of the link that stands after the text, where the theme's own don't fit.
    pub action: Option<Text>,
}

impl About {
    /// The result pages that such a form has.
    pub fn thanks_pages(self) -> &'static [&'static str] {
        match self {
            About::Event => &["confirmed", "waiting"],
            About::Nothing => &["received"],
        }
    }

    /// The kinds of messages that such a form sends, and needs words for.
    pub fn mail_kinds(self) -> &'static [&'static str] {
        match self {
            About::Event => &[
                "confirmed",
                "waiting",
                "offered",
                "lapsed",
                "cancelled",
                "event_changed",
                "event_cancelled",
                "reminder",
                "already",
                "held",
            ],
            About::Nothing => &["confirm_address", "received", "still_wanted", "closed"],
        }
    }

    /// What may stand in braces in those words.
    pub fn mail_placeholders(self) -> &'static [&'static str] {
        match self {
            About::Event => &["event", "when", "where", "reference", "position", "until", "before", "state"],
            About::Nothing => &["reference", "until"],
        }
    }
}
