//! Running text: quotation marks, bare links, headings, lists, alerts, pictures, previews.

use super::{ENGLISH, Page, check, check_on, parse, write};

#[test]
fn template_syntax_is_only_text() {
    let (body, problems) = parse("en", "{{ x }} {% raw %}");
    assert_eq!(write(ENGLISH, &body, &|_| String::new()).trim(), "<p>{{ x }} {% raw %}</p>");
    assert!(problems.iter().all(|problem| problem.code.as_str() == "markup/foreign"), "{problems:?}");
}

#[test]
fn text_and_code_are_escaped() {
    check("1 < 2 & `a < b && \"c\"`", "<p>1 &lt; 2 &amp; <code>a &lt; b &amp;&amp; \"c\"</code></p>");
    check(
        "```rs x\nlet a = \"<b>\";\n```",
        "<pre dir=\"ltr\" tabindex=\"0\"><code class=\"language-rs\">let a = \"&lt;b&gt;\";\n</code></pre>",
    );
}

/// A line that is wider than the page scrolls.
#[test]
fn the_keyboard_reaches_a_block_of_code_but_not_in_a_feed() {
    check("```\na\n```", "<pre dir=\"ltr\" tabindex=\"0\"><code>a\n</code></pre>");
    check_on(Page { absolute: true, ..ENGLISH }, "```\na\n```", "<pre dir=\"ltr\"><code>a\n</code></pre>");
}

#[test]
fn quotation_marks_follow_the_language() {
    for (lang, html) in [
        ("en", "<p>“A ‘b’ c,” it’s <em>“so”</em>.</p>"),
        ("da", "<p>”A ’b’ c,” it’s <em>”so”</em>.</p>"),
        ("fi", "<p>”A ’b’ c,” it’s <em>”so”</em>.</p>"),
        ("sv", "<p>”A ’b’ c,” it’s <em>”so”</em>.</p>"),
        ("nb", "<p>«A ‘b’ c,» it’s <em>«so»</em>.</p>"),
        ("uk", "<p>«A „b“ c,» it’s <em>«so»</em>.</p>"),
        ("ar", "<p>«A “b” c,» it’s <em>«so»</em>.</p>"),
        ("de", "<p>„A ‚b‘ c,“ it’s <em>„so“</em>.</p>"),
        ("pl", "<p>„A «b» c,” it’s <em>„so”</em>.</p>"),
        ("tr", "<p>“A ‘b’ c,” it’s <em>“so”</em>.</p>"),
        ("he", "<p>”A ’b’ c,” it’s <em>”so”</em>.</p>"),
        ("zh-Hans", "<p>“A ‘b’ c,” it’s <em>“so”</em>.</p>"),
        ("zh-Hant", "<p>「A 『b』 c,」 it’s <em>「so」</em>.</p>"),
    ] {
        check_on(Page { lang, ..ENGLISH }, "\"A 'b' c,\" it's *\"so\"*.", html);
    }
}

#[test]
fn quotation_marks_know_their_side() {
    check("(\"a\") \"*b*\" \"`c`\"\n\"d\"", "<p>(“a”) “<em>b</em>” “<code>c</code>”\n“d”</p>");
    check("\"'a' b\" the '90s", "<p>“‘a’ b” the ’90s</p>");
    check("6\" and \\\"b\\\"", "<p>6\" and \"b\"</p>");
    check("\"one\n\ntwo\"", "<p>“one</p>\n<p>two\"</p>");
}

#[test]
fn addresses_become_links_without_the_sentence_s_punctuation() {
    let link = |url: &str| format!("<a href=\"/en/{url}\" rel=\"noopener\">{url}</a>");
    check("See https://a.example/b_c?d=1.", &format!("<p>See {}.</p>", link("https://a.example/b_c?d=1")));
    check("(https://a.example/x_(y))", &format!("<p>({})</p>", link("https://a.example/x_(y)")));
    check(
        "`https://a.example` https:// xhttps://a.b",
        "<p><code>https://a.example</code> https:// xhttps://a.b</p>",
    );
    check("[https://a.b](../c/)", "<p><a href=\"/en/../c/\">https://a.b</a></p>");
}

#[test]
fn a_bare_link_keeps_its_place() {
    let (body, _) = parse("en", "Se https://a.example/ø, og");
    assert_eq!(body.links[0].written, "https://a.example/ø");
    assert_eq!(body.links[0].span.len(), body.links[0].written.len());
}

#[test]
fn links_lead_where_the_page_says() {
    let (body, _) = parse("en", "[a](javascript:x) [b](../b/ \"T\") <c@d.example>");
    assert_eq!(body.links[2].written, "mailto:c@d.example");
    let html =
        write(ENGLISH, &body, &|index| ["javascript:x", "/da/b \"", "mailto:c@d.example"][index].to_owned());
    let expected = "<p><a>a</a> <a href=\"/da/b%20%22\" title=\"T\">b</a> <a href=\"mailto:c@d.example\">c@d.example</a></p>";
    assert_eq!(html.trim(), expected);
}

#[test]
fn headings_get_anchors() {
    check("## Rødgrød & *fløde*", "<h2 id=\"rodgrod-flode\">Rødgrød &amp; <em>fløde</em></h2>");
    check("## Їжа й чай", "<h2 id=\"їжа-й-чай\">Їжа й чай</h2>");
    check("## الطعام والشاي", "<h2 id=\"الطعام-والشاي\">الطعام والشاي</h2>");
    check("## Don't {#stop}", "<h2 id=\"stop\">Don’t</h2>");
    check(
        "## A\n## B {#a}\n## A\n## !",
        "<h2 id=\"a-2\">A</h2>\n<h2 id=\"a\">B</h2>\n<h2 id=\"a-3\">A</h2>\n<h2 id=\"section\">!</h2>",
    );
    check("## Footnotes", "<h2 id=\"footnotes-2\">Footnotes</h2>");
    check_on(Page { absolute: true, ..ENGLISH }, "## A", "<h2>A</h2>");
}

#[test]
fn headings_are_listed() {
    let (body, _) = parse("en", "## One `two`\n### \"Three\"");
    let listed: Vec<_> = body.headings.iter().map(|h| (h.level, h.id.as_str(), h.text.as_str())).collect();
    assert_eq!(listed, [(2, "one-two", "One two"), (3, "three", "“Three”")]);
}

#[test]
fn lists_definitions_and_breaks() {
    check("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>");
    check("Tea\n: Hot", "<dl>\n<dt>Tea</dt>\n<dd>Hot</dd>\n</dl>");
    check("a\\\n~~b~~\n\n***", "<p>a<br>\n<del>b</del></p>\n<hr>");
}

#[test]
fn tasks_say_whether_they_are_done() {
    let mark = |mark, word| {
        format!(
            "<li class=\"task\"><span class=\"task-mark\" aria-hidden=\"true\">{mark}</span> <span class=\"visually-hidden\">{word}:</span> "
        )
    };
    check(
        "- [x] a\n- [ ] b\n- c",
        &format!("<ul>\n{}a</li>\n{}b</li>\n<li>c</li>\n</ul>", mark("☑", "Done"), mark("☐", "Not done")),
    );
}

#[test]
fn alerts_have_a_translated_title() {
    check(
        "> [!TIP]\n> Come *early*.",
        "<aside class=\"alert alert-tip\" role=\"note\">\n<p class=\"alert-title\">Tip</p>\n<p>Come <em>early</em>.</p>\n</aside>",
    );
    check("> a", "<blockquote>\n<p>a</p>\n</blockquote>");
}

#[test]
fn pictures_alone_are_figures() {
    let img = "alt=\"A *round* “loaf”\" width=\"640\" height=\"480\" loading=\"lazy\" decoding=\"async\">";
    let img = img.replace('*', "");
    check(
        "![A *round* \"loaf\"](loaf.svg)",
        &format!("<figure class=\"picture\"><img src=\"/en/loaf.svg\" {img}</figure>"),
    );
    check(
        "![a](b.svg \"C\")",
        "<figure class=\"picture\"><img src=\"/en/b.svg\" alt=\"a\" loading=\"lazy\" decoding=\"async\"><figcaption>C</figcaption></figure>",
    );
    check("x ![a](b.svg)", "<p>x <img src=\"/en/b.svg\" alt=\"a\" loading=\"lazy\" decoding=\"async\"></p>");
}

#[test]
fn a_body_knows_its_words_and_beginning() {
    let (body, _) = parse("en", "## Heading here\n\nOne *two*\nthree – `four`.\n\nFive[^a]\n\n[^a]: Six");
    assert_eq!((body.words, body.plain().as_str()), (8, "One two three – four. Five"));
    let (body, _) = parse("en", &"æøåæøåæøå ".repeat(80));
    assert_eq!(body.plain().chars().count(), 299);
    assert!(parse("en", "<!-- nothing -->\n").0.is_empty());
}

#[test]
fn a_mark_is_escaped_wherever_it_stands() {
    for length in 0..40 {
        let a = "a".repeat(length);
        check(&format!("b{a}\\&{a}\\<\u{7f}{a}æ"), &format!("<p>b{a}&amp;{a}&lt;\u{fffd}{a}æ</p>"));
    }
}

#[test]
fn a_link_has_its_place_in_a_text_of_several_lines() {
    let markdown = "One https://a.example/\ntwo\n&amp; https://b.example/\nthree \"https://c.example/\"";
    let (body, _) = parse("en", markdown);
    let text = format!("{}{markdown}", super::FRONT);
    let places: Vec<&str> = body.links.iter().map(|link| &text[link.span.clone()]).collect();
    assert_eq!(places, ["https://a.example/", "&amp; https://b.example/", "https://c.example/"]);
}

#[test]
fn the_end_of_a_line_is_a_blank_to_quotation_marks() {
    check("\"One\"\n\"two\" it's\n'three'", "<p>“One”\n“two” it’s\n‘three’</p>");
    check("> \"One\n> two\"", "<blockquote>\n<p>“One\ntwo”</p>\n</blockquote>");
}
