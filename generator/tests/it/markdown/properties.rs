//! What holds for any text whatever.

use super::{ENGLISH, TEXTS, parse, write, write_with_opening};
use generator::markdown::{self, Body, Prose};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Every tag that our own writer uses or content may use.
const TAGS: &str = "a abbr aside bdi blockquote br cite code dd del details div dl dt em figcaption figure h2 h3 h4 h5 h6 hr img kbd li mark ol p pre section span strong sub summary sup table tbody td th thead time tr ul";

/// Pieces that meet in odd ways.
const PIECES: [&str; 64] = [
    "a",
    " ",
    "\n",
    "\n\n",
    "*",
    "**",
    "_",
    "`",
    "```",
    "~~",
    "# ",
    "## ",
    "- ",
    "1. ",
    "> ",
    "> [!NOTE]\n",
    "    ",
    "|",
    "|---|\n",
    "[",
    "]",
    "](x)",
    "![",
    "](javascript:alert(1))",
    "<javascript:x>",
    "https://a.example/?a=1&b=2",
    "\"",
    "'",
    "\\",
    "&lt;",
    "&quot;",
    "&",
    "<",
    ">",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<?x?>",
    "<mark>",
    "</mark>",
    "<abbr title=\"a\">",
    "</abbr>",
    "<br>",
    "<time datetime=\"2027\">",
    "\n::: quote lang=\"ar\" by=\"b\"\n",
    "\n::: call to=\"javascript:x\"\n",
    "\n::: video src=\"x\" title=\"<b>\"\n",
    "\n::: figure src=\"x\" alt=\"\"\n",
    "\n:::\n",
    "[^1]",
    "\n[^1]: ",
    "\n: ",
    "{#id}",
    "[x] ",
    "æ\u{0}\r\nЇخ",
    "it's so \"they\" said, and a line that is longer than the thirty-two bytes of a chunk\n",
    "Øvrige ord — på dansk –, der ikke begynder med ascii\n",
    "\u{a0}",
    "\u{2003}",
    "\u{3000}",
    "\u{85}",
    "×",
    "’90s",
];

/// Reads the tags of `html` as a strict reader would, and sees that they nest and that ids are unique.
fn check_sound(html: &str) -> Result<(), TestCaseError> {
    let mut open = Vec::new();
    let mut ids = BTreeSet::new();
    for piece in html.split('<').skip(1) {
        let tag = piece.split_once('>').map(|(tag, _)| tag);
        prop_assert!(tag.is_some(), "a `<` that begins no tag: {piece}");
        let tag = tag.unwrap_or_default();
        let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
        prop_assert!(TAGS.split(' ').any(|known| known == name), "{tag}");
        let attributes = tag.to_lowercase();
        prop_assert!(
            !attributes.contains("href=\"javascript:") && !attributes.contains("src=\"javascript:"),
            "{tag}"
        );
        if let Some((_, id)) = tag.split_once(" id=\"") {
            prop_assert!(ids.insert(id.split('"').next().map(str::to_owned)), "twice: {tag}");
        }
        if tag.starts_with('/') {
            prop_assert_eq!(open.pop(), Some(name), "in {}", html);
        } else if !matches!(name, "br" | "hr" | "img") {
            open.push(name);
        }
    }
    prop_assert!(open.is_empty(), "{open:?} in {html}");
    Ok(())
}

fn check_any(text: &str) -> Result<(), TestCaseError> {
    let (body, problems) = parse("uk", text);
    for problem in &problems {
        let span = problem.span.clone().unwrap_or_default();
        prop_assert!(format!("{}{text}", super::FRONT).get(span).is_some(), "{problem:?}");
    }
    let html = write(ENGLISH, &body, &|index| body.links[index].written.clone());
    prop_assert!(is_kept_as_written(&body));
    prop_assert_eq!(body.words, words(&body.text()), "{}", body.text());
    prop_assert!(!html.to_lowercase().contains("<script"));
    prop_assert!(!html.contains("<?"));
    check_sound(&html)
}

/// How many words a reader meets, counted in the simplest way.
fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// What is kept of a body is what would be written, whole and with its opening apart; of one with pictures nothing is.
fn is_kept_as_written(body: &Body) -> bool {
    let texts = forms::Texts::parse("en", TEXTS).expect("the texts of this test are sound");
    let (whole, apart) = (Prose::new(body, &texts, false), Prose::new(body, &texts, true));
    let (Some(whole), Some(apart)) = (whole, apart) else { return body.links.iter().any(|link| link.image) };
    let href = |index: usize| body.links[index].written.clone();
    let addresses: Vec<String> = (0..body.links.len()).map(href).collect();
    whole.html(&addresses) == Some(write(ENGLISH, body, &href))
        && apart.html_with_opening(&[]) == Some(write_with_opening(ENGLISH, body))
        && whole.html_with_opening(&addresses).is_none()
        && apart.html(&addresses).is_none()
}

#[test]
fn every_text_of_the_site_is_kept_as_it_would_be_written() {
    let mut kept = 0;
    for file in walkdir::WalkDir::new(crate::site::whole().join("content")) {
        let file = file.unwrap().into_path();
        if file.extension().is_some_and(|extension| extension == "md") {
            let text = std::fs::read_to_string(&file).unwrap();
            let start = text[4..].find("---\n").map_or(0, |at| at + 8);
            let (body, _) = markdown::parse(
                "content/x/index.en.md",
                &text,
                start..text.len(),
                "uk",
                &generator::source::Taken::default(),
            );
            assert!(is_kept_as_written(&body), "{}", file.display());
            kept +=
                usize::from(Prose::new(&body, &forms::Texts::parse("en", TEXTS).unwrap(), true).is_some());
        }
    }
    assert!(kept > 20, "{kept}");
}

proptest! {
    #[test]
    fn any_text_gives_sound_html(text in "\\PC{0,200}") {
        check_any(&text)?;
    }

    #[test]
    fn any_mixture_gives_sound_html(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)) {
        check_any(&pieces.concat())?;
    }
}

#[test]
fn deep_nesting_is_no_trouble() {
    check_any(&">".repeat(20_000)).expect("sound");
    check_any(&"- ".repeat(2_000)).expect("sound");
    check_any(&"::: quote\n".repeat(500)).expect("sound");
}
