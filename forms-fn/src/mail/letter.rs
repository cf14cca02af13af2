//! [`Letter`]: all that a message is made of.

use forms::Direction;
use jiff::Timestamp;

use crate::calendar::Method;

/// A letter to one person. The same letter gives the same bytes, however often it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Letters, digits, `-` and `_`, in parts with a dot between them. Readers' programs know a letter by it that comes twice.
    pub id: String,
    /// The language of all its words, as a BCP 47 tag.
    pub lang: String,
    /// Which way that language is written.
    pub dir: Direction,
    /// The address alone: a name that somebody typed stays out of headers.
    pub to: String,
    /// The site. The domain of its address is the one of the `Message-ID`.
    pub from: Party,
    /// Who reads the answers.
    pub reply_to: Option<Party>,
    /// One line, made of our own words or an organiser's, and the event's title.
    pub subject: String,
    /// What it says.
    pub paragraphs: Vec<Paragraph>,
    /// Below the text, in small print: who writes and why.
    pub footer: Vec<String>,
    /// The entry for the reader's calendar.
    pub calendar: Option<CalendarPart>,
    /// When the letter was written.
    pub date: Timestamp,
}

/// Somebody with a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// As it is shown.
    pub name: Option<String>,
    /// `hello@example.org`
    pub address: String,
}

/// A piece of a letter's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paragraph {
    /// Words; line breaks stay.
    Text(String),
    /// What an organiser wrote, with links in it; line breaks stay.
    Written(Vec<Span>),
    /// A button, and the bare address below it for those who don't trust buttons, or see none.
    Link {
        /// A whole address: `https://…`.
        url: String,
        /// What happens there: "See, change or cancel".
        label: String,
    },
    /// A quiet line about a page that says more: a link on its words, and the bare address where there is no HTML.
    More {
        /// A whole address: `https://…`.
        url: String,
        /// What is there: "Show on a map".
        label: String,
    },
    /// A picture of a code, which lies in the letter itself. Where there are no pictures its words stand there.
    Code {
        /// The picture (PNG).
        png: Vec<u8>,
        /// What to do with it, and how to do without.
        words: String,
    },
}

/// A piece of what an organiser wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// Words.
    Text(String),
    /// A whole address of the web.
    Link(String),
}

/// A calendar file in a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarPart {
    /// The same as in the file: programs look at the one or the other.
    pub method: Method,
    /// What [`crate::calendar::invitation`] made.
    pub text: String,
}
