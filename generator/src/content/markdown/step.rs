//! The steps that a body is made of: pulldown-cmark's events, and what our passes made of some.

use super::directive::Directive;
use super::tag::SafeTag;
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// One step and the bytes of the file that it came from.
#[derive(Clone, Debug)]
pub(super) struct BodyStep {
    pub(super) node: Node,
    pub(super) span: Range<usize>,
}

/// What happens in a step.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// As pulldown-cmark read it. HTML events in here are never written.
    Plain(Event<'static>),
    /// A block of code, its language as written (may be empty) and its text.
    CodeBlock { language: String, text: String },
    /// A line that begins with `:::`, until `directives` has read it.
    Line,
    /// A block of HTML, until `inline_html` has refused it.
    HtmlBlock,
    /// A directive begins; its content follows up to the matching [`Node::Close`].
    Open(Directive),
    /// The innermost directive ends.
    Close,
    /// An inline tag that content may use.
    Tag(SafeTag),
    /// A link begins, by its index in the body's links; a plain end of link closes it.
    Link { index: usize, title: String },
    /// A picture; `alone` in its paragraph, it stands as a figure.
    Image { index: usize, title: String, alt: String, alone: bool },
    /// A reference to the footnote `number`, the `nth` one to it (both from 1).
    NoteRef { number: usize, nth: usize },
}

/// A footnote, in the order of first use.
#[derive(Clone, Debug)]
pub(super) struct Footnote {
    pub(super) steps: Vec<BodyStep>,
    /// How many references lead here.
    pub(super) uses: usize,
}

impl BodyStep {
    /// A step with running text.
    pub(super) fn text(text: impl Into<String>, span: Range<usize>) -> Self {
        let text = CowStr::from(text.into());
        Self { node: Node::Plain(Event::Text(text)), span }
    }

    /// The three steps of a link that shows its own address.
    pub(super) fn autolink(url: &str, span: &Range<usize>) -> [Self; 3] {
        let start = Tag::Link {
            link_type: LinkType::Autolink,
            dest_url: CowStr::from(url.to_owned()),
            title: CowStr::from(""),
            id: CowStr::from(""),
        };
        [
            Self { node: Node::Plain(Event::Start(start)), span: span.clone() },
            Self::text(url, span.clone()),
            Self { node: Node::Plain(Event::End(TagEnd::Link)), span: span.clone() },
        ]
    }

    /// The running text of this step, if it is one.
    pub(super) fn as_text(&self) -> Option<&str> {
        match &self.node {
            Node::Plain(Event::Text(text)) => Some(text),
            _ => None,
        }
    }
}

impl Node {
    /// Whether a new block begins or ends here, so that no phrase goes on across it.
    pub(super) fn is_block_edge(&self) -> bool {
        match self {
            Node::Plain(Event::Start(tag)) => !matches!(
                tag,
                Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
            ),
            Node::Plain(Event::End(end)) => !matches!(
                end,
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
            ),
            Node::Plain(Event::Rule) | Node::CodeBlock { .. } | Node::Line | Node::HtmlBlock => true,
            Node::Open(_) | Node::Close => true,
            Node::Image { alone, .. } => *alone,
            Node::Plain(_) | Node::Tag(_) | Node::Link { .. } | Node::NoteRef { .. } => false,
        }
    }

    /// Whether readers see anything of this step alone; a line between paragraphs is nothing.
    pub(super) fn is_seen(&self) -> bool {
        match self {
            Node::Plain(Event::Text(words) | Event::Code(words)) => words.contains(is_seen),
            Node::CodeBlock { text, .. } => text.contains(is_seen),
            Node::Image { .. } | Node::NoteRef { .. } => true,
            Node::Open(directive) => !matches!(directive, Directive::Quote { .. }),
            Node::Plain(_) | Node::Line | Node::HtmlBlock | Node::Close => false,
            Node::Tag(_) | Node::Link { .. } => false,
        }
    }

    /// Whether the line ends here inside a phrase.
    pub(super) fn is_break(&self) -> bool {
        matches!(self, Node::Plain(Event::SoftBreak | Event::HardBreak))
    }
}

/// Whether a character leaves a mark: none that only parts, joins or turns others.
fn is_seen(character: char) -> bool {
    let is_hidden = matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    !is_hidden && !character.is_whitespace() && !character.is_control()
}
