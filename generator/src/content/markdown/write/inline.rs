//! What stands inside a line: text, code, task marks and links.

use super::escape;
use super::{Hole, HtmlWriter, address};
use pulldown_cmark::Event;

impl HtmlWriter<'_> {
    pub(super) fn inline(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) => self.text(text),
            Event::Code(code) => {
                self.push("<code>");
                self.text(code);
                self.push("</code>");
            }
            Event::SoftBreak => self.push("\n"),
            Event::HardBreak => self.push("<br>\n"),
            Event::Rule => self.push("<hr>\n"),
            Event::TaskListMarker(done) => self.task(*done),
            // HTML was refused or became safe tags; math is not read at all. A reference without a
            // footnote was reported.
            _ => {}
        }
    }

    /// A mark for the eye and a word for a screen reader.
    fn task(&mut self, done: bool) {
        let (mark, key) = if done { ("☑", "markdown.done") } else { ("☐", "markdown.notDone") };
        self.push(&format!("<span class=\"task-mark\" aria-hidden=\"true\">{mark}</span> "));
        let words = escape::text(&self.context.texts.text(key));
        self.push(&format!("<span class=\"visually-hidden\">{words}:</span> "));
    }

    pub(super) fn link(&mut self, index: usize, title: &str) {
        self.push("<a");
        self.target(index);
        if !title.is_empty() {
            self.attribute("title", title);
        }
        self.push(">");
    }

    /// ` href="…"` of the link, and `rel` where it leaves the site; or a hole for them.
    pub(super) fn target(&mut self, index: usize) {
        let written = self.body.links.get(index).map_or("", |link| link.written.as_str());
        let outside = written.starts_with("https://") || written.starts_with("http://");
        match &mut self.holes {
            Some(holes) => holes.push(Hole { at: self.out.len(), link: index, outside }),
            None => address(&mut self.out, &(self.context.href)(index), outside),
        }
    }
}
