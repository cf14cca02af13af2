//! Blocks: paragraphs, headings, lists, quotations, alerts, code.

use super::HtmlWriter;
use super::escape;
use crate::markdown::directive::Directive;
use crate::markdown::step::{BodyStep, Node};
use pulldown_cmark::{BlockQuoteKind, Event, HeadingLevel, Tag, TagEnd};

impl<'a> HtmlWriter<'a> {
    pub(super) fn start(&mut self, tag: &'a Tag<'static>, next: &[BodyStep]) {
        match tag {
            // The words of a button stand in its link.
            Tag::Paragraph if self.in_call() => {}
            Tag::Paragraph => self.push("<p>"),
            Tag::Heading { level, id, .. } => self.heading(*level, id.as_deref()),
            Tag::BlockQuote(None) => self.push("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => self.alert(*kind),
            Tag::List(None) => self.push("<ul>\n"),
            Tag::List(Some(1)) => self.push("<ol>\n"),
            Tag::List(Some(first)) => self.push(&format!("<ol start=\"{first}\">\n")),
            Tag::Item if is_task(next) => self.push("<li class=\"task\">"),
            Tag::Item => self.push("<li>"),
            Tag::DefinitionList => self.push("<dl>\n"),
            Tag::DefinitionListTitle => self.push("<dt>"),
            Tag::DefinitionListDefinition => self.push("<dd>"),
            Tag::Table(alignments) => self.table_start(alignments),
            Tag::TableHead | Tag::TableRow => self.row_start(tag),
            Tag::TableCell => self.cell_start(next),
            Tag::Emphasis => self.push("<em>"),
            Tag::Strong => self.push("<strong>"),
            Tag::Strikethrough => self.push("<del>"),
            // Turned into steps of ours, or not read at all.
            _ => {}
        }
    }

    pub(super) fn end(&mut self, end: &TagEnd) {
        match end {
            TagEnd::Paragraph if self.in_call() => {}
            TagEnd::Paragraph => self.push("</p>\n"),
            TagEnd::Heading(level) => self.push(&format!("</{}>\n", (*level).max(HeadingLevel::H2))),
            TagEnd::BlockQuote(None) => self.push("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.push("</aside>\n"),
            TagEnd::List(false) => self.push("</ul>\n"),
            TagEnd::List(true) => self.push("</ol>\n"),
            TagEnd::Item => self.push("</li>\n"),
            TagEnd::DefinitionList => self.push("</dl>\n"),
            TagEnd::DefinitionListTitle => self.push("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.push("</dd>\n"),
            TagEnd::Table => self.table_end(),
            TagEnd::TableHead => self.push("</tr>\n</thead>\n<tbody>\n"),
            TagEnd::TableRow => self.push("</tr>\n"),
            TagEnd::TableCell => self.cell_end(),
            TagEnd::Emphasis => self.push("</em>"),
            TagEnd::Strong => self.push("</strong>"),
            TagEnd::Strikethrough => self.push("</del>"),
            TagEnd::Link => self.push("</a>"),
            _ => {}
        }
    }

    fn heading(&mut self, level: HeadingLevel, id: Option<&str>) {
        self.push(&format!("<{level}"));
        if let Some(id) = id {
            self.id(id);
        }
        self.push(">");
    }

    /// An aside with a translated title. The role keeps it from being a landmark, of which a page
    /// should have few.
    fn alert(&mut self, kind: BlockQuoteKind) {
        let name = match kind {
            BlockQuoteKind::Note => "note",
            BlockQuoteKind::Tip => "tip",
            BlockQuoteKind::Important => "important",
            BlockQuoteKind::Warning => "warning",
            BlockQuoteKind::Caution => "caution",
        };
        self.push(&format!("<aside class=\"alert alert-{name}\" role=\"note\">\n<p class=\"alert-title\">"));
        self.text(&self.context.texts.text(&format!("markdown.alert.{name}")));
        self.push("</p>\n");
    }

    /// Code reads from left to right in every language. A line that is wider than the page scrolls, which the keyboard must be
    /// able to do, too; other programs show feeds in their own way.
    pub(super) fn code_block(&mut self, language: &str, text: &str) {
        let class: String = language
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '#' | '_'))
            .collect();
        self.push("<pre dir=\"ltr\"");
        if !self.context.absolute {
            self.push(" tabindex=\"0\"");
        }
        self.push("><code");
        if !class.is_empty() {
            self.attribute("class", &format!("language-{class}"));
        }
        self.push(&format!(">{}</code></pre>\n", escape::text(text)));
    }

    fn in_call(&self) -> bool {
        matches!(self.directives.last(), Some(Directive::Call { .. }))
    }
}

/// Whether a list item begins with a box, alone or inside its first paragraph.
fn is_task(next: &[BodyStep]) -> bool {
    next.iter()
        .take(2)
        .find(|step| !matches!(step.node, Node::Plain(Event::Start(Tag::Paragraph))))
        .is_some_and(|step| matches!(step.node, Node::Plain(Event::TaskListMarker(_))))
}
