//! Markdown in, HTML or problems out. Only the helpers here know the generator's functions.

mod directives;
mod ids;
mod inline_html;
mod notes_and_tables;
mod problems;
mod properties;
mod text;

use generator::diagnostic::{Diagnostic, Severity};
use generator::markdown::{self, Body, HtmlContext};
use generator::pictures::Published;

/// What stands before the body in every test: spans must be those of the file.
const FRONT: &str = "---\ntitle: Ærø\n---\n";

const TEXTS: &str = r#"
markdown:
  alert: { note: Note, tip: Tip, important: Important, warning: Warning, caution: Caution }
  footnotes: Footnotes
  footnoteBack: "Back to reference {number}"
  watchVideo: "Watch the video: {title}"
  minutes: { count: minutes, one: "{minutes} minute", other: "{minutes} minutes" }
  transcript: Transcript
  done: Done
  notDone: Not done
  table: Table
"#;

/// The page that the body is written for.
#[derive(Clone, Copy)]
struct Page {
    lang: &'static str,
    absolute: bool,
}

const ENGLISH: Page = Page { lang: "en", absolute: false };

fn parse(lang: &str, markdown: &str) -> (Body, Vec<Diagnostic>) {
    let text = format!("{FRONT}{markdown}");
    markdown::parse(
        "content/x/index.en.md",
        &text,
        FRONT.len()..text.len(),
        lang,
        &generator::source::Taken::default(),
    )
}

/// Links lead where they were written, behind `to:` so that nothing can leak past the context.
fn write(page: Page, body: &Body, href: &dyn Fn(usize) -> String) -> String {
    with_context(page, body, href, markdown::html)
}

/// The same in two parts, the first quote and the rest.
fn write_with_opening(page: Page, body: &Body) -> (Option<String>, String) {
    with_context(page, body, &|_| String::new(), markdown::html_with_opening)
}

fn with_context<T>(
    page: Page,
    body: &Body,
    href: &dyn Fn(usize) -> String,
    write: impl Fn(&Body, &HtmlContext<'_>) -> T,
) -> T {
    let texts = forms::Texts::parse("en", TEXTS).expect("the texts of this test are sound");
    let loaf = std::sync::Arc::new(Published { width: 640, height: 480, ..Published::default() });
    let context = HtmlContext {
        texts: &texts,
        href,
        picture: &|index| (body.links[index].written == "loaf.svg").then(|| loaf.clone()),
        absolute: page.absolute,
    };
    write(body, &context)
}

fn check_on(page: Page, markdown: &str, html: &str) {
    let (body, problems) = parse(page.lang, markdown);
    assert!(problems.is_empty(), "{problems:#?}");
    let written = write(page, &body, &|index| format!("/en/{}", body.links[index].written));
    assert_eq!(written.trim(), html.trim(), "\n{written}");
}

fn check(markdown: &str, html: &str) {
    check_on(ENGLISH, markdown, html);
}

/// Each expected line is `error code: the source that is marked`.
fn check_problems(markdown: &str, expected: &[&str]) -> Vec<Diagnostic> {
    let text = format!("{FRONT}{markdown}");
    let (_, problems) = parse("en", markdown);
    let lines: Vec<String> = problems
        .iter()
        .map(|problem| {
            let severity = if problem.severity == Severity::Error { "error" } else { "warning" };
            let span = problem.span.clone().expect("every problem of a body has a place");
            format!("{severity} {}: {}", problem.code, &text[span])
        })
        .collect();
    assert_eq!(lines, expected);
    problems
}

fn check_hint(markdown: &str, hint: &str) {
    let (_, problems) = parse("en", markdown);
    let hints: Vec<_> = problems.iter().flat_map(|problem| &problem.hints).collect();
    assert!(hints.iter().any(|written| written.contains(hint)), "{problems:#?}");
}
