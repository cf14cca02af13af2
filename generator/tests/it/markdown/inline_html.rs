//! The few tags that content may use, and the refusal of all others.

use super::{ENGLISH, check, check_hint, check_problems, parse, write};

#[test]
fn allowed_tags_are_written_anew() {
    check(
        "<ABBR title='A &amp; \"B\"' lang=\"en\" dir=\"ltr\">AB</ABBR> <bdi lang=\"ar\">خ</bdi><br/>H<sub>2</sub>O",
        "<p><abbr title=\"A &amp; &quot;B&quot;\" lang=\"en\" dir=\"ltr\">AB</abbr> <bdi lang=\"ar\">خ</bdi><br>H<sub>2</sub>O</p>",
    );
    check(
        "<cite>a</cite> <kbd>b</kbd> <mark>c *d*</mark> m<sup>2</sup> <time datetime=\"2027-03-04T17:30\">then</time>",
        "<p><cite>a</cite> <kbd>b</kbd> <mark>c <em>d</em></mark> m<sup>2</sup> <time datetime=\"2027-03-04T17:30\">then</time></p>",
    );
}

#[test]
fn comments_vanish() {
    check("a<!-- b -->c\n\n<!-- d\n\n::: quote\n--> <!-- e -->\n\nf", "<p>ac</p>\n<p>f</p>");
    check_problems("a\n\n<!-- b\n\nc", &["error html/comment: <!-- b\n\nc"]);
}

#[test]
fn other_tags_are_refused() {
    check_problems(
        "a <script>b</script>",
        &["error html/refused: <script>", "error html/refused: </script>"],
    );
    check_problems("<script>\nalert(1)\n</script>", &["error html/refused: <script>\nalert(1)\n</script>"]);
    check_problems("<!-- a --> <div>\n\nb", &["error html/refused: <div>"]);
    check_problems(
        "a <?php x ?> <![CDATA[y]]>",
        &["error html/refused: <?php x ?>", "error html/refused: <![CDATA[y]]>"],
    );
    check_hint("a <b>c</b>", "write `**bold**`");
    check_hint("<iframe src=\"x\"></iframe>", "::: video");
    check_hint("a <span>b</span>", "`kbd`");
}

#[test]
fn refused_tags_never_reach_a_page() {
    let (body, _) = parse(
        "en",
        "a <img src=x onerror=alert(1)> <mark onclick=\"x\">b</mark>\n\n<div onclick=\"x\">\n\nc",
    );
    assert_eq!(write(ENGLISH, &body, &|_| String::new()), "<p>a  b</p>\n<p>c</p>\n");
}

#[test]
fn attributes_are_checked() {
    for (tag, hint) in [
        ("<mark class=\"x\">", "`class` cannot stand here"),
        ("<abbr titel=\"x\">", "did you mean `title`?"),
        ("<bdi dir=\"left\">", "`dir` is"),
        ("<bdi lang=\"?\">", "language code"),
        ("<bdi lang=uk>", "straight quotation marks"),
        ("<bdi lang=\"uk\" LANG=\"uk\">", "only once"),
        ("<time datetime=\"4 March\">", "write the time as"),
        ("<time datetime=\"2027-02-30\">", "write the time as"),
        ("<time>", "for machines too"),
    ] {
        check_hint(&format!("a {tag}b"), hint);
    }
}

#[test]
fn tags_are_balanced_in_their_phrase() {
    check_problems("a <mark>b\n\nc", &["error html/not-balanced: <mark>"]);
    check_problems("a</mark>", &["error html/not-balanced: </mark>"]);
    check_problems(
        "*a <mark>b* c</mark>",
        &["error html/not-balanced: <mark>", "error html/not-balanced: </mark>"],
    );
    let (body, _) = parse("en", "*a <mark>b* c</mark>");
    assert_eq!(write(ENGLISH, &body, &|_| String::new()), "<p><em>a <mark>b</mark></em> c</p>\n");
}
