//! Directives: quotes, figures, videos and calls.

use super::HtmlWriter;
use super::escape;
use crate::markdown::directive::Directive;
use crate::markdown::language;
use crate::markdown::step::{BodyStep, Node};

impl<'a> HtmlWriter<'a> {
    pub(super) fn open(&mut self, directive: &'a Directive, next: &[BodyStep]) {
        let is_empty = matches!(next.first(), Some(BodyStep { node: Node::Close, .. }) | None);
        match directive {
            Directive::Quote { lang, .. } => {
                self.push("<figure class=\"quote\">\n<blockquote");
                if let Some(lang) = lang {
                    self.attribute("lang", lang);
                    self.attribute("dir", language::direction(lang));
                }
                self.push(">\n");
            }
            Directive::Figure { link, alt } => {
                self.push("<figure class=\"picture\">");
                self.img(*link, "", alt);
                if !is_empty {
                    self.push("\n<figcaption>\n");
                }
            }
            Directive::Video { link, title, lang, minutes } => {
                self.video(*link, title, lang.as_deref(), *minutes);
                if !is_empty {
                    let transcript = escape::text(&self.context.texts.text("markdown.transcript"));
                    self.push(&format!("<details>\n<summary>{transcript}</summary>\n"));
                }
            }
            Directive::Call { link } => {
                self.push("<p class=\"call\"><a class=\"button\"");
                self.target(*link);
                self.push(">");
            }
        }
        self.directives.push(directive);
        self.empty.push(is_empty);
    }

    /// A link that names the video and its length. Nothing of it loads before a click.
    fn video(&mut self, link: usize, title: &str, lang: Option<&str>, minutes: Option<u32>) {
        self.push("<div class=\"video\">\n<p><a");
        self.target(link);
        if let Some(lang) = lang {
            self.attribute("hreflang", lang);
        }
        self.push(">");
        self.text(&self.context.texts.with("markdown.watchVideo", &[("title", title)]));
        self.push("</a>");
        if let Some(minutes) = minutes {
            let length = self.context.texts.with("markdown.minutes", &[("minutes", &minutes.to_string())]);
            self.push(&format!(" <span class=\"video-length\">({})</span>", escape::text(&length)));
        }
        self.push("</p>\n");
    }

    pub(super) fn close(&mut self) {
        let is_empty = self.empty.pop().unwrap_or(true);
        match self.directives.pop() {
            Some(Directive::Quote { by, .. }) => {
                self.push("</blockquote>\n");
                if let Some(by) = by {
                    self.push(&format!("<figcaption>{}</figcaption>\n", escape::text(by)));
                }
                self.push("</figure>\n");
            }
            Some(Directive::Figure { .. }) => {
                self.push(if is_empty { "</figure>\n" } else { "</figcaption>\n</figure>\n" })
            }
            Some(Directive::Video { .. }) => {
                self.push(if is_empty { "</div>\n" } else { "</details>\n</div>\n" })
            }
            Some(Directive::Call { .. }) => self.push("</a></p>\n"),
            None => {}
        }
    }
}
