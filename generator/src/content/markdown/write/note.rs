//! Footnotes: the references in the text and the list at its end, each leading to the other.

use super::HtmlWriter;
use super::escape;
use crate::markdown::step::Node;
use pulldown_cmark::{Event, TagEnd};

impl HtmlWriter<'_> {
    pub(super) fn note_reference(&mut self, number: usize, nth: usize) {
        if self.context.absolute {
            return self.push(&format!("<sup>{number}</sup>"));
        }
        self.push("<sup class=\"footnote-ref\"><a");
        self.id(&reference_id(number, nth));
        let href = format!("#{}", note_id(number));
        self.attribute("href", &href);
        self.push(&format!(" role=\"doc-noteref\">{number}</a></sup>"));
    }

    /// The list of footnotes, if there are any.
    pub(super) fn notes(&mut self) {
        let body = self.body;
        if body.notes.is_empty() {
            return;
        }
        self.push("<section class=\"footnotes\" role=\"doc-endnotes\"");
        let label = self.context.texts.text("markdown.footnotes");
        self.attribute("aria-label", &label);
        self.push(">\n<ol>\n");
        for (index, note) in body.notes.iter().enumerate() {
            let number = index + 1;
            self.push("<li");
            self.id(&note_id(number));
            self.push(">");
            // The way back stands in the last paragraph, where reading ends.
            match note.steps.split_last() {
                Some((last, steps)) if matches!(last.node, Node::Plain(Event::End(TagEnd::Paragraph))) => {
                    self.steps(steps);
                    self.ways_back(number, note.uses);
                    self.push("</p>\n");
                }
                _ => {
                    self.steps(&note.steps);
                    self.push("<p>");
                    self.ways_back(number, note.uses);
                    self.push("</p>\n");
                }
            }
            self.push("</li>\n");
        }
        self.push("</ol>\n</section>\n");
    }

    /// A link to each reference.
    fn ways_back(&mut self, number: usize, uses: usize) {
        if self.context.absolute {
            return;
        }
        for nth in 1..=uses {
            let href = format!("#{}", reference_id(number, nth));
            let label = if nth == 1 { number.to_string() } else { format!("{number}.{nth}") };
            let label = self.context.texts.with("markdown.footnoteBack", &[("number", &label)]);
            self.push(" <a class=\"footnote-back\"");
            self.attribute("href", &href);
            self.push(" role=\"doc-backlink\"><span aria-hidden=\"true\">↑</span>");
            self.push(&format!("<span class=\"visually-hidden\">{}</span></a>", escape::text(&label)));
        }
    }
}

fn note_id(number: usize) -> String {
    format!("fn-{number}")
}

fn reference_id(number: usize, nth: usize) -> String {
    if nth == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{nth}") }
}
