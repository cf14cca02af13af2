//! Footnotes and tables.

use super::{ENGLISH, Page, check, check_hint, check_on, check_problems};

fn reference(prefix: &str, number: usize, id: &str) -> String {
    format!(
        "<sup class=\"footnote-ref\"><a id=\"{prefix}{id}\" href=\"#{prefix}fn-{number}\" role=\"doc-noteref\">{number}</a></sup>"
    )
}

fn back(prefix: &str, id: &str, label: &str) -> String {
    format!(
        " <a class=\"footnote-back\" href=\"#{prefix}{id}\" role=\"doc-backlink\"><span aria-hidden=\"true\">↑</span><span class=\"visually-hidden\">Back to reference {label}</span></a>"
    )
}

fn section(items: &str) -> String {
    format!(
        "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n{items}</ol>\n</section>"
    )
}

#[test]
fn footnotes_come_last_in_order_of_first_use() {
    let html = format!(
        "<p>A{} b{} c{}</p>\n{}",
        reference("", 1, "fnref-1"),
        reference("", 2, "fnref-2"),
        reference("", 1, "fnref-1-2"),
        section(&format!(
            "<li id=\"fn-1\"><p>One{}{}</p>\n</li>\n<li id=\"fn-2\"><p>Two{}</p>\n</li>\n",
            back("", "fnref-1", "1"),
            back("", "fnref-1-2", "1.2"),
            back("", "fnref-2", "2"),
        )),
    );
    check("[^b]: Two\n\nA[^a] b[^b] c[^A]\n\n[^a]: One", &html);
}

#[test]
fn footnotes_refer_to_footnotes_and_may_end_in_a_list() {
    let html = format!(
        "<p>A{}</p>\n{}",
        reference("", 1, "fnref-1"),
        section(&format!(
            "<li id=\"fn-1\"><p>B{}{}</p>\n</li>\n<li id=\"fn-2\"><ul>\n<li>c</li>\n</ul>\n<p>{}</p>\n</li>\n",
            reference("", 2, "fnref-2"),
            back("", "fnref-1", "1"),
            back("", "fnref-2", "2"),
        )),
    );
    check("A[^1]\n\n[^1]: B[^2]\n\n[^2]:\n    - c", &html);
}

#[test]
fn footnotes_are_checked() {
    check_problems("a[^x]", &["error footnote/undefined: [^x]"]);
    check_hint("a[^x]", "`[^x]: …`");
    check_hint("a[^nite] b[^note]\n\n[^note]: c", "did you mean `note`?");
    check_problems("a\n\n[^x]: b", &["warning footnote/unused: [^x]"]);
    check_problems("a[^x]\n\n[^x]: b\n\n[^x]: c", &["error footnote/twice: [^x]"]);
    check_problems("[a[^x]](b)\n\n[^x]: c", &["error footnote/in-link: [^x]"]);
    check("\\[^x] `[^y]`", "<p>[^x] <code>[^y]</code></p>");
}

#[test]
fn tables_align_by_class() {
    let wrap = |label| {
        format!(
            "<div class=\"table-wrap\" role=\"group\" tabindex=\"0\" aria-label=\"{label}\">\n<table>\n<thead>\n<tr>"
        )
    };
    check(
        "|   | b | c |\n|---|--:|:-:|\n| d | 1 |\n\n| x |\n|---|",
        &format!(
            "{}<td></td><th scope=\"col\" class=\"align-end\">b</th><th scope=\"col\" class=\"align-center\">c</th></tr>\n</thead>\n<tbody>\n<tr><th scope=\"row\">d</th><td class=\"align-end\" data-label=\"b\">1</td><td class=\"align-center\" data-label=\"c\"></td></tr>\n</tbody>\n</table>\n</div>\n{}<th scope=\"col\">x</th></tr>\n</thead>\n<tbody>\n</tbody>\n</table>\n</div>",
            wrap("Table"),
            wrap("Table 2"),
        ),
    );
    check_on(
        Page { absolute: true, ..ENGLISH },
        "| x |\n|---|",
        "<div class=\"table-wrap\">\n<table>\n<thead>\n<tr><th scope=\"col\">x</th></tr>\n</thead>\n<tbody>\n</tbody>\n</table>\n</div>",
    );
}
