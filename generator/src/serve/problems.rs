//! What the dev server adds to a page: what is wrong with the site, and that a page isn't published.
//!
//! Faults lie over the last good page in a dialog that can be closed; warnings only show how many there are, until somebody
//! asks. Where there is no page at all, the faults are the page. Texts of the site stand in all of it, so each is escaped.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::diagnostic::{self, Diagnostic, Sentence, Severity, Words};
use crate::keep;

/// The problems of one state of the site.
#[derive(Debug, Default)]
pub(super) struct Problems {
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The texts of the files that they name.
    pub(super) texts: BTreeMap<String, String>,
}

/// Loads the page again after each save. It stands on every page.
const RELOAD: &str = "<script type=\"module\" src=\"/-/reload.js\"></script>";

const STYLE: &str = "<link rel=\"stylesheet\" href=\"/-/preview.css\">";

impl Problems {
    /// Those for which there are no new pages.
    pub(super) fn stop(&self) -> bool {
        diagnostic::any_error(&self.diagnostics)
    }

    /// Both together; the same problem is said once.
    pub(super) fn and(&self, diagnostics: &[Diagnostic], texts: &BTreeMap<String, String>) -> Problems {
        let mut both = Problems { diagnostics: self.diagnostics.clone(), texts: self.texts.clone() };
        let new = diagnostics.iter().filter(|problem| !self.diagnostics.contains(problem)).cloned();
        both.diagnostics.extend(new);
        both.texts.extend(texts.clone());
        both
    }

    /// As on the terminal.
    pub(super) fn drawn(&self) -> String {
        diagnostic::draw(&self.diagnostics, &self.texts, diagnostic::Format::Human { color: false })
    }

    /// The dialog that lies over a page, and the button that opens it; nothing without problems.
    fn dialog(&self, words: Words) -> String {
        // A note is no problem of the page.
        if self.count(words).is_empty() {
            return String::new();
        }
        let (class, title, intro) = match self.stop() {
            true => {
                let title = words.with("overlay.asBefore", &[("count", &self.count(words))]);
                ("spaces-problems", title, words.text("overlay.mend"))
            }
            false => ("spaces-warnings", self.count(words), words.text("overlay.asSaved")),
        };
        // The same problems have the same name, on whatever page they are shown.
        let of = &keep::hash(&[self.drawn().as_bytes()])[..12];
        format!(
            "<button type=\"button\" class=\"spaces-count\" lang=\"{lang}\">{count}</button>\
             <dialog class=\"{class}\" lang=\"{lang}\" dir=\"ltr\" aria-labelledby=\"spaces-title\" data-of=\"{of}\">\
             <div class=\"spaces-head\"><h2 id=\"spaces-title\">{title}</h2>\
             <form method=\"dialog\"><button autofocus>{close}</button></form></div>{list}</dialog>",
            lang = words.lang(),
            close = words.text("overlay.close"),
            count = self.count(words),
            list = self.list(&intro, words),
        )
    }

    /// A page of nothing but the problems, where there is no other.
    pub(super) fn page(&self) -> String {
        let words = Words::ENGLISH;
        let title = match self.stop() {
            true => words.with("overlay.notShown", &[("count", &self.count(words))]),
            false => words.text("overlay.noPage"),
        };
        let intro = words.text("overlay.mendPage");
        format!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>{STYLE}{RELOAD}</head>\
             <body class=\"spaces-alone\"><main class=\"spaces-problems\">\
             <div class=\"spaces-head\"><h1>{title}</h1></div>{list}</main></body></html>",
            list = self.list(&intro, words),
        )
    }

    /// "2 errors and 1 warning".
    fn count(&self, words: Words) -> String {
        let of = |severity| self.diagnostics.iter().filter(|problem| problem.severity == severity).count();
        let named = |severity, key| {
            Some(of(severity))
                .filter(|count| *count > 0)
                .map(|count| words.with(key, &[("count", &count.to_string())]))
        };
        let errors = named(Severity::Error, "overlay.errors");
        match (errors, named(Severity::Warning, "overlay.warnings")) {
            (Some(errors), Some(warnings)) => {
                words.with("overlay.both", &[("errors", &errors), ("warnings", &warnings)])
            }
            (errors, warnings) => errors.or(warnings).unwrap_or_default(),
        }
    }

    /// All problems, errors first.
    fn list(&self, intro: &str, words: Words) -> String {
        let mut sorted: Vec<&Diagnostic> = self.diagnostics.iter().collect();
        sorted.sort_by_key(|problem| {
            (problem.severity, &problem.path, problem.span.as_ref().map_or(0, |span| span.start))
        });
        let items: String = sorted.into_iter().map(|problem| self.item(problem, words)).collect();
        format!(
            "<div class=\"spaces-list\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\">\
             <p class=\"intro\">{intro}</p><ol>{items}</ol></div>",
            label = words.text("overlay.list")
        )
    }

    fn item(&self, problem: &Diagnostic, words: Words) -> String {
        let tell = |sentence: &Sentence| with_code(&sentence.told(words.texts()));
        let line = |text: &str, at| {
            let line = diagnostic::position(text, at).line.to_string();
            format!(", {}", words.with("overlay.line", &[("line", &line)]))
        };
        let severity = match problem.severity {
            Severity::Error => words.text("overlay.error"),
            Severity::Warning => words.text("overlay.warning"),
            Severity::Note => words.text("problem.note"),
        };
        let text = self.texts.get(&problem.path);
        let place = problem.span.as_ref().zip(text);
        let at = place.map_or_else(String::new, |(span, text)| line(text, span.start));
        let mut item = format!(
            "<li><p class=\"what\">{severity}: {}</p><p class=\"where\"><code>{}</code>{at}</p>",
            tell(&problem.message),
            escape(&problem.path)
        );
        if let Some((span, text)) = place {
            let _ = write!(item, "<pre dir=\"auto\">{}</pre>", marked(text, span.start, span.end));
        }
        for hint in &problem.hints {
            let _ = write!(item, "<p class=\"hint\">{}</p>", tell(hint));
        }
        for (path, span, label) in &problem.see {
            let at = self.texts.get(path).map_or_else(String::new, |text| line(text, span.start));
            let _ = write!(item, "<p class=\"where\">{}: <code>{}</code>{at}</p>", tell(label), escape(path));
        }
        item + "</li>"
    }
}

/// The page with the script that loads it again, a mark above it, and what is wrong over it; and with our style sheet if
/// something of it, or a link on the page, may need it.
pub(super) fn with(html: &str, problems: &Problems, mark: Option<&str>, with_style: bool) -> String {
    let mark = mark.map(|words| {
        format!(
            "<div class=\"spaces-mark\" role=\"note\" lang=\"en\" dir=\"ltr\"><p>{}</p></div>",
            with_code(words)
        )
    });
    let dialog = problems.dialog(words_of(html));
    let style = if with_style || !dialog.is_empty() || mark.is_some() { STYLE } else { "" };
    let end = html.rfind("</body>").unwrap_or(html.len());
    let body =
        html[..end].find("<body").and_then(|at| Some(at + html[at..end].find('>')? + 1)).unwrap_or(end);
    [
        &html[..body],
        mark.as_deref().unwrap_or_default(),
        &html[body..end],
        RELOAD,
        style,
        &dialog,
        &html[end..],
    ]
    .concat()
}

/// In the language of the page, as far as there are sentences in it.
fn words_of(html: &str) -> Words {
    let tag = html.split_once("<html lang=\"").and_then(|(_, rest)| rest.split('"').next());
    tag.and_then(Words::of).unwrap_or(Words::ENGLISH)
}

/// The line at which something is wrong, with the place marked.
fn marked(text: &str, start: usize, end: usize) -> String {
    let start = diagnostic::floor(text, start);
    let from = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let to = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
    let end = diagnostic::floor(text, end).clamp(start, to);
    let (before, within, after) = (&text[from..start], &text[start..end], &text[end..to]);
    if within.is_empty() {
        return escape(&text[from..to]);
    }
    format!("{}<mark>{}</mark>{}", escape(before), escape(within), escape(after))
}

/// What stands between backticks as code.
fn with_code(text: &str) -> String {
    let mut out = String::new();
    let mut parts = text.split('`').peekable();
    let mut is_code = false;
    while let Some(part) = parts.next() {
        match is_code && parts.peek().is_some() {
            true => _ = write!(out, "<code>{}</code>", escape(part)),
            false if is_code => _ = write!(out, "`{}", escape(part)),
            false => out.push_str(&escape(part)),
        }
        is_code = !is_code;
    }
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, say};

    fn problems(diagnostics: Vec<Diagnostic>) -> Problems {
        let text = "---\ntitle: <b>Bread</b>\n---\n".to_owned();
        Problems { diagnostics, texts: [("content/a.md".to_owned(), text)].into() }
    }

    #[test]
    fn a_problem_shows_its_line_and_nothing_of_it_is_markup() {
        let problem =
            Diagnostic::error(Code::LinkNoPage, "content/a.md", 11..26, say!("link.noPage", written = "<i>"))
                .with_hint(say!("problem.said", error = "write `x`, or a lone ` mark"));
        let page =
            with("<html><body class=a>Hi</body></html>", &problems(vec![problem]), Some("a <draft>"), false);
        assert!(page.contains("<body class=a><div class=\"spaces-mark\""), "{page}");
        assert!(page.contains("a &lt;draft&gt;") && page.contains("<code>&lt;i&gt;</code>"), "{page}");
        assert!(page.contains("title: <mark>&lt;b&gt;Bread&lt;/b&gt;</mark></pre>"), "{page}");
        assert!(page.contains("<code>content/a.md</code>, line 2"), "{page}");
        assert!(page.contains("<code>x</code>, or a lone ` mark"), "{page}");
        assert!(page.contains("<dialog class=\"spaces-problems\"") && page.contains("1 error: "), "{page}");
        assert!(page.ends_with("</dialog></body></html>"), "{page}");
    }

    #[test]
    fn the_words_over_a_page_are_in_its_language() {
        let problem =
            || Diagnostic::error(Code::FrontUnknownKey, "content/a.md", 11..26, say!("hint.removeOne"));
        let page = |lang: &str| {
            let html = format!("<html lang=\"{lang}\"><body>Hi</body></html>");
            with(&html, &problems(vec![problem()]), None, false)
        };
        assert!(
            page("da").contains("lang=\"da\" dir=\"ltr\"") && page("da").contains("Fejl: fjern en af de to")
        );
        assert!(page("ar").contains("lang=\"en\" dir=\"ltr\"") && page("ar").contains("Error: remove one"));
    }

    #[test]
    fn warnings_are_counted_quietly_and_without_any_only_the_script_is_there() {
        let warning = || Diagnostic::warning(Code::LinkNoPage, "content/a.md", None, say!("hint.removeOne"));
        let page = with("<body></body>", &problems(vec![warning(), warning()]), None, false);
        assert!(page.contains(">2 warnings</button><dialog class=\"spaces-warnings\""), "{page}");
        assert_eq!(
            with("<body></body>", &Problems::default(), None, false),
            format!("<body>{RELOAD}</body>")
        );
    }
}
