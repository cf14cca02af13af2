//! What is wrong with headings, links and pictures, and where.

use super::{check, check_hint, check_problems};

#[test]
fn headings_begin_below_the_title() {
    check_problems("# Ø\n\n## B", &["error heading/level: # Ø"]);
    check_hint("A\n===", "begin with `## `");
    check_problems("## A\n#### B", &["warning heading/skipped: #### B"]);
    check_problems("### A", &["warning heading/skipped: ### A"]);
    check_hint("## A\n#### B", "begin it with `### `");
    check_problems("##", &["error heading/empty: ##"]);
}

#[test]
fn ids_are_unique_and_plain() {
    let problems = check_problems("## A {#x}\n## B {#x}", &["error heading/id: ## B {#x}"]);
    assert_eq!(problems[0].see.len(), 1);
    check_problems("## A {#footnotes}", &["error heading/id: ## A {#footnotes}"]);
    check_problems("## A {#a/b}", &["error heading/id: ## A {#a/b}"]);
    check_problems("## A {.big}", &["error heading/attribute: ## A {.big}"]);
}

#[test]
fn links_have_words_and_a_definition() {
    check_problems("a [](b)", &["error link/empty: [](b)"]);
    check_problems("a [b][c]", &["error link/undefined: [b][c]"]);
    check("a [b] [c][d]\n\n[d]: ../e/", "<p>a [b] <a href=\"/en/../e/\">c</a></p>");
}

#[test]
fn pictures_have_words() {
    check_problems("a ![](b.svg)", &["error alt/missing: ![](b.svg)"]);
    check_hint("![ ](b.svg)", "what the picture shows");
}

#[test]
fn all_problems_are_shown_at_once() {
    check_problems(
        "# A\n\n![](b)\n\n<div>",
        &["error html/refused: <div>", "error alt/missing: ![](b)", "error heading/level: # A"],
    );
}
