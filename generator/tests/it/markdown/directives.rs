//! `:::` directives, what they become and what can be wrong with them.

use super::{ENGLISH, Page, check, check_hint, check_on, check_problems, parse, write, write_with_opening};

#[test]
fn a_quote_has_its_own_language() {
    check(
        "::: quote lang=\"uk\" by=\"A baker's friend\"\nХліб \"тут\".\n\n- a\n:::\nIt's \"on\".",
        "<figure class=\"quote\">\n<blockquote lang=\"uk\" dir=\"ltr\">\n<p>Хліб «тут».</p>\n<ul>\n<li>a</li>\n</ul>\n</blockquote>\n<figcaption>A baker’s friend</figcaption>\n</figure>\n<p>It’s “on”.</p>",
    );
    check(
        "::: quote lang='ar'\nخبز\n:::",
        "<figure class=\"quote\">\n<blockquote lang=\"ar\" dir=\"rtl\">\n<p>خبز</p>\n</blockquote>\n</figure>",
    );
}

#[test]
fn a_figure_has_a_caption_or_none() {
    let img = "<figure class=\"picture\"><img src=\"/en/loaf.svg\" alt=\"A loaf\" width=\"640\" height=\"480\" loading=\"lazy\" decoding=\"async\">";
    check("::: figure src=\"loaf.svg\" alt=\"A loaf\"\n:::", &format!("{img}</figure>"));
    check(
        "::: figure src=\"loaf.svg\" alt=\"A loaf\"\nFrom *today*\n:::",
        &format!("{img}\n<figcaption>\n<p>From <em>today</em></p>\n</figcaption>\n</figure>"),
    );
}

#[test]
fn a_video_is_a_link() {
    let line = "::: video src=\"https://v.example/1?a=1&b=2\" title=\"Bread\" lang=\"en\" minutes=\"3\"";
    let link = "<div class=\"video\">\n<p><a href=\"/en/https://v.example/1?a=1&amp;b=2\" rel=\"noopener\" hreflang=\"en\">Watch the video: Bread</a> <span class=\"video-length\">(3 minutes)</span></p>\n";
    check(
        &format!("{line}\nWe bake.\n:::"),
        &format!("{link}<details>\n<summary>Transcript</summary>\n<p>We bake.</p>\n</details>\n</div>"),
    );
    check(&format!("{line}\n:::"), &format!("{link}</div>"));
}

#[test]
fn a_call_is_a_button_link() {
    check(
        "::: call to=\"/events/\"\n\nFind *a* dinner\n\n:::",
        "<p class=\"call\"><a class=\"button\" href=\"/en//events/\">Find <em>a</em> dinner</a></p>",
    );
}

#[test]
fn directives_nest_and_end_what_stands_above() {
    check(
        "::: quote\n::: call to=\"x\"\nGo\n:::\n| a |\n|---|\n| b |\n:::\n- c",
        "<figure class=\"quote\">\n<blockquote>\n<p class=\"call\"><a class=\"button\" href=\"/en/x\">Go</a></p>\n<div class=\"table-wrap\" role=\"group\" tabindex=\"0\" aria-label=\"Table\">\n<table>\n<thead>\n<tr><th scope=\"col\">a</th></tr>\n</thead>\n<tbody>\n<tr><td>b</td></tr>\n</tbody>\n</table>\n</div>\n</blockquote>\n</figure>\n<ul>\n<li>c</li>\n</ul>",
    );
    check(
        "- a\n\n  ::: quote\n  b\n  :::",
        "<ul>\n<li><p>a</p>\n<figure class=\"quote\">\n<blockquote>\n<p>b</p>\n</blockquote>\n</figure>\n</li>\n</ul>",
    );
}

#[test]
fn code_may_show_directives() {
    check("```\n::: quote\n:::\n```", "<pre dir=\"ltr\" tabindex=\"0\"><code>::: quote\n:::\n</code></pre>");
    check(
        "- a\n::: quote\nb\n:::\n  ```\n::: y\n  ```",
        "<ul>\n<li>a</li>\n</ul>\n<figure class=\"quote\">\n<blockquote>\n<p>b</p>\n</blockquote>\n</figure>\n<pre dir=\"ltr\" tabindex=\"0\"><code>::: y\n</code></pre>",
    );
    check("\\::: quote", "<p>::: quote</p>");
}

#[test]
fn windows_line_ends_change_nothing() {
    check(
        "::: quote by=\"B\"\r\na\r\n:::\r\n",
        "<figure class=\"quote\">\n<blockquote>\n<p>a</p>\n</blockquote>\n<figcaption>B</figcaption>\n</figure>",
    );
}

#[test]
fn targets_are_links_of_the_body() {
    let (body, _) = parse("en", "::: figure src=\"ø.svg\" alt=\"a\"\n:::\n[x](../y/)");
    let links: Vec<_> = body.links.iter().map(|link| (link.written.as_str(), link.image)).collect();
    assert_eq!(links, [("ø.svg", true), ("../y/", false)]);
    assert_eq!(body.links[0].span.len(), "ø.svg".len());
}

#[test]
fn feeds_have_no_anchors() {
    let page = Page { absolute: true, ..ENGLISH };
    check_on(
        page,
        "a[^1]\n\n[^1]: b",
        "<p>a<sup>1</sup></p>\n<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n<li><p>b</p>\n</li>\n</ol>\n</section>",
    );
}

#[test]
fn names_and_attributes_are_checked() {
    check_problems("::: qoute\na\n:::", &["error directive/unknown: qoute"]);
    check_hint("::: qoute\na\n:::", "did you mean `quote`?");
    check_problems("::: quote bye=\"x\"\na\n:::", &["error directive/attribute: bye"]);
    check_hint("::: quote bye=\"x\"\na\n:::", "did you mean `by`?");
    check_problems("::: quote by=\"x\" by=\"y\"\na\n:::", &["error directive/attribute: by"]);
    check_problems("::: video title=\"x\"\n:::", &["error directive/missing: video"]);
    check_problems("::: figure src=\"a.svg\" alt=\" \"\n:::", &["error alt/missing: alt=\" \""]);
    check_problems("::: quote lang=\"ukrainian\"\na\n:::", &["error directive/value: lang=\"ukrainian\""]);
    check_problems(
        "::: video src=\"a\" title=\"b\" minutes=\"3 min\"\n:::",
        &["error directive/value: minutes=\"3 min\""],
    );
    check_problems("::: call to=\"\"\na\n:::", &["error directive/value: to=\"\""]);
}

#[test]
fn lines_must_be_readable() {
    check_problems("::: quote by=”x”\na\n:::", &["error directive/syntax: by=”x”"]);
    check_hint("::: quote by=”x”\na\n:::", "straight quotation marks");
    check_problems("::: quote by=\"x\na\n:::", &["error directive/syntax: by=\"x"]);
    check_problems("::: quote by\na\n:::", &["error directive/syntax: by"]);
    check_problems("::: quote =\na\n:::", &["error directive/syntax: ="]);
}

#[test]
fn beginnings_and_ends_match() {
    check_problems("a\n\n::: quote\nb", &["error directive/not-closed: ::: quote"]);
    check_problems("a\n:::\nb", &["error directive/stray: :::"]);
    check_problems(
        "- ::: quote\n\n  b\n\n:::",
        &["error directive/misplaced: ::: quote", "error directive/stray: :::"],
    );
    check_problems(
        "- a\n\n  ::: quote\n  b\n\n:::",
        &["error directive/not-closed: ::: quote", "error directive/stray: :::"],
    );
    check_problems("> ::: quote\n> b", &["error directive/misplaced: ::: quote"]);
}

#[test]
fn content_must_fit() {
    check_problems("::: quote\n:::", &["error directive/content: ::: quote"]);
    check_problems("::: call to=\"x\"\n:::", &["error directive/content: ::: call to=\"x\""]);
    check_problems("::: call to=\"x\"\n[a](b)\n:::", &["error directive/content: ::: call to=\"x\""]);
    check_problems("::: call to=\"x\"\na\n\nb\n:::", &["error directive/content: ::: call to=\"x\""]);
}

#[test]
fn a_story_can_open_with_its_first_quote() {
    let text = "Before.\n\n> Cited.\n\n::: quote by=\"A baker\"\nI needed an oven.\n:::\n\nAfter.\n\n::: quote\nStays.\n:::\n";
    let (body, problems) = parse("en", text);
    assert!(problems.is_empty(), "{problems:#?}");
    let (opening, rest) = write_with_opening(ENGLISH, &body);
    let opening = opening.expect("the body has a quote");
    assert!(opening.starts_with("<figure class=\"quote\">") && opening.contains("I needed an oven."));
    assert!(opening.contains("<figcaption>A baker</figcaption>") && !opening.contains("After."));
    assert!(
        !rest.contains("oven")
            && rest.contains("Before.")
            && rest.contains("Cited.")
            && rest.contains("Stays.")
    );
    let (body, _) = parse("en", "Nothing is quoted here.\n");
    let whole = write(ENGLISH, &body, &|_| String::new());
    assert_eq!(write_with_opening(ENGLISH, &body), (None, whole));
}
