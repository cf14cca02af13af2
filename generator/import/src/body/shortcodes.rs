//! Shortcodes → pictures, links, directives, boxes, or the words inside. Those that nobody here knows are told.

use std::ops::Range;

use super::blocks;
use super::line;
use super::shortcode::{self, Does, Mark};
use super::target::REFERENCE;
use crate::Program;
use crate::edits::{Edits, Places};
use crate::loss::{LossKind, Losses};
use crate::site::OldPage;

/// What takes the place of one that stands alone.
enum Made {
    /// Words within a line.
    Inline(String),
    /// Lines of their own.
    Block(String),
    /// Nothing.
    Gone,
}

/// The body without shortcodes, and where its bytes stood.
pub(super) fn replace(program: Program, page: &OldPage, losses: &mut Losses) -> (String, Places) {
    let marks = shortcode::marks(program, &page.body);
    let mut edits = Edits::default();
    let mut replacing = Replacing { program, page, losses, text: &page.body };
    replacing.all(&marks, &mut edits);
    edits.apply(&page.body)
}

struct Replacing<'r> {
    program: Program,
    page: &'r OldPage,
    losses: &'r mut Losses,
    text: &'r str,
}

impl Replacing<'_> {
    fn all(&mut self, marks: &[Mark], edits: &mut Edits) {
        let mut index = 0;
        while let Some(mark) = marks.get(index) {
            let end = shortcode::end(self.program, marks, index).filter(|_| mark.does == Does::Begins);
            match (mark.does, end) {
                (Does::Shows, _) => {
                    let shown = self.text[mark.span.clone()].replacen("/*", "", 1).replacen("*/", "", 1);
                    edits.replace(mark.span.clone(), shown);
                }
                // Its beginning was replaced.
                (Does::Ends, _) => edits.replace(mark.span.clone(), ""),
                (Does::Begins, Some(end)) => {
                    index = self.around(marks, index, end, edits);
                    continue;
                }
                (Does::Begins, None) => self.alone(mark, edits),
            }
            index += 1;
        }
    }

    /// One that has words inside; gives the index behind what it has dealt with.
    fn around(&mut self, marks: &[Mark], begin: usize, end: usize, edits: &mut Edits) -> usize {
        let (mark, last) = (&marks[begin], &marks[end]);
        let inner = mark.span.end..last.span.start;
        let whole = mark.span.start..last.span.end;
        if let Some(mark_of_box) =
            box_of(&mark.name, mark.named(&["type", "kind", "style", "level"]).or(mark.nth(0)))
        {
            let words = self.within(marks, begin, end, inner);
            let title = mark.named(&["title"]).map(|title| format!("**{title}**\n\n")).unwrap_or_default();
            let lines = format!("{title}{}", words.trim());
            let lines = format!("> [!{mark_of_box}]\n{}", blocks::quoted(&lines));
            let lines = blocks::apart(self.text, &whole, &lines);
            edits.replace(whole, lines);
            return end + 1;
        }
        match mark.name.as_str() {
            "highlight" => {
                let language = mark.nth(0).unwrap_or_default();
                let code = self.text[inner].trim_matches('\n');
                let lines = blocks::apart(self.text, &whole, &format!("```{language}\n{code}\n```"));
                edits.replace(whole, lines);
                return end + 1;
            }
            "raw" | "rawhtml" | "html" => {}
            _ => {
                let what = self.text[mark.span.clone()].lines().next().unwrap_or_default().to_owned();
                self.tell(LossKind::Words, mark, what);
            }
        }
        edits.replace(mark.span.clone(), heading_of(mark, &self.text[inner]));
        begin + 1
    }

    /// The words between two marks, with what they hold replaced.
    fn within(&mut self, marks: &[Mark], begin: usize, end: usize, inner: Range<usize>) -> String {
        let moved = |mark: &Mark| {
            let mut mark = mark.clone();
            mark.span = mark.span.start - inner.start..mark.span.end - inner.start;
            mark
        };
        let inside: Vec<Mark> = marks[begin + 1..end].iter().map(moved).collect();
        let mut edits = Edits::default();
        let text = &self.text[inner];
        Replacing { text, program: self.program, page: self.page, losses: &mut *self.losses }
            .all(&inside, &mut edits);
        edits.apply(text).0
    }

    fn alone(&mut self, mark: &Mark, edits: &mut Edits) {
        let made = self.made(mark);
        match made {
            Made::Inline(words) => {
                edits.replace(mark.span.clone(), words);
                for part in mark.left_out() {
                    self.tell(LossKind::Part, mark, part);
                }
            }
            Made::Block(lines) if is_alone(self.text, &mark.span) => {
                edits.replace(mark.span.clone(), blocks::apart(self.text, &mark.span, &lines));
            }
            Made::Block(_) | Made::Gone => {
                let what = self.text[mark.span.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
                self.tell(LossKind::Shortcode, mark, what);
                edits.replace(mark.span.clone(), "");
            }
        }
    }

    fn made(&self, mark: &Mark) -> Made {
        let first = |names: &[&str]| mark.named(names).or_else(|| mark.nth(0)).map(str::to_owned);
        if let Some(mark_of_box) = box_of(&mark.name, mark.named(&["type", "kind", "style", "level"]))
            && let Some(words) = first(&["text", "content", "body"])
        {
            return Made::Block(format!("> [!{mark_of_box}]\n{}", blocks::quoted(words.trim())));
        }
        match mark.name.as_str() {
            "ref" | "relref" => first(&["path"])
                .map_or(Made::Gone, |path| Made::Inline(format!("{REFERENCE}{}", blocks::address(&path)))),
            "youtube" => first(&["id", "video_id"])
                .map_or(Made::Gone, |id| self.video(mark, &format!("https://www.youtube.com/watch?v={id}"))),
            "vimeo" => {
                first(&["id"]).map_or(Made::Gone, |id| self.video(mark, &format!("https://vimeo.com/{id}")))
            }
            "gist" => match (mark.nth(0), mark.nth(1)) {
                (Some(user), Some(id)) => Made::Inline(format!("<https://gist.github.com/{user}/{id}>")),
                _ => Made::Gone,
            },
            "tweet" | "x" | "instagram" => Made::Gone,
            _ => picture(mark).or_else(|| link(mark)).map_or(Made::Gone, Made::Inline),
        }
    }

    fn video(&self, mark: &Mark, address: &str) -> Made {
        let title = mark.named(&["title"]).map(str::to_owned).or_else(|| self.page.head.text(&["title"]));
        let title = title.unwrap_or_else(|| address.to_owned());
        Made::Block(format!("::: video src=\"{address}\" title=\"{}\"\n:::", title.replace('"', "”")))
    }

    fn tell(&mut self, kind: LossKind, mark: &Mark, what: String) {
        // Within a box the place is counted from its beginning, so the name is looked for.
        let at = match std::ptr::eq(self.text, self.page.body.as_str()) {
            true => mark.span.start,
            false => self.page.body.find(&self.text[mark.span.clone()]).unwrap_or_default(),
        };
        self.losses.add(kind, &self.page.file, line(self.page, at), what);
    }
}

/// What a shortcode says above its words, such as the term that they explain.
fn heading_of(mark: &Mark, inner: &str) -> String {
    let words = mark.named(&["title", "name", "term", "summary", "heading", "header", "caption", "label"]);
    let words = words.or(mark.named(&["abbr"])).map(|words| blocks::words(words.trim()));
    let gap = if inner.starts_with('\n') { "\n" } else { "" };
    words.map_or_else(String::new, |words| format!("**{words}**{gap}"))
}

/// A picture, whatever the shortcode is called, if it names one.
fn picture(mark: &Mark) -> Option<String> {
    let source = mark
        .named(&["src", "url", "path", "image", "src_light", "default_src", "light_src", "file"])
        .or_else(|| mark.nth(0))?;
    if !shortcode::names_picture(source) {
        return None;
    }
    let caption = mark
        .named(&["caption", "title"])
        .map(|words| format!(" \"{}\"", words.replace('"', "”").replace('\n', " ")))
        .unwrap_or_default();
    let alt = mark
        .named(&["alt", "caption", "title"])
        .unwrap_or_default()
        .replace(['[', ']'], "")
        .replace('\n', " ");
    Some(format!("![{alt}]({}{caption})", blocks::address(source)))
}

/// A link, whatever the shortcode is called, if it names a page, or says an address and its words. What names a page only
/// has the page's title for words.
fn link(mark: &Mark) -> Option<String> {
    let words = mark.named(&["caption", "text", "title", "label", "name"]);
    let (page, address) = (mark.named(&["page", "ref", "relref"]), mark.named(&["url", "href", "link"]));
    match (page, address, words) {
        (Some(page), _, words) => {
            let words = words.map(blocks::words).unwrap_or_default();
            Some(format!("[{words}]({REFERENCE}{})", blocks::address(page)))
        }
        (None, Some(address), Some(words)) => {
            Some(format!("[{}]({})", blocks::words(words), blocks::address(address)))
        }
        _ => None,
    }
}

/// The mark of our box for a shortcode that makes one.
fn box_of(name: &str, kind: Option<&str>) -> Option<&'static str> {
    let of_kind = kind.and_then(|kind| mark_of(&kind.to_lowercase()));
    match name.rsplit('/').next().unwrap_or(name) {
        "admonition" | "alert" | "callout" | "box" | "notice" => Some(of_kind.unwrap_or("NOTE")),
        name => mark_of(name).map(|own| of_kind.unwrap_or(own)),
    }
}

fn mark_of(kind: &str) -> Option<&'static str> {
    match kind {
        "note" | "info" => Some("NOTE"),
        "tip" | "hint" | "success" => Some("TIP"),
        "important" => Some("IMPORTANT"),
        "warning" | "warn" => Some("WARNING"),
        "caution" | "danger" | "error" => Some("CAUTION"),
        _ => None,
    }
}

/// Whether nothing else stands in its line.
fn is_alone(text: &str, span: &Range<usize>) -> bool {
    let before = text[..span.start].rsplit('\n').next().unwrap_or_default();
    let behind = text[span.end..].split('\n').next().unwrap_or_default();
    before.is_empty() && behind.trim().is_empty()
}
