//! Blanks and comments of templates: what a page has of them, and where a template's writer finds an error.

use super::{broken, build};
use crate::site::{self as small, RENDERED as SITE};
use generator::render::File;

const TEMPLATE: &str = "themes/default/templates/organisation.html";

/// The page of an organisation, made with this template.
fn page(template: &str) -> String {
    let (output, diagnostics) = build(&[SITE, &format!("-- {TEMPLATE} --\n{template}")]);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    let Some(File::Bytes(bytes)) = output.files.get("public/en/organisations/hosts/index.html") else {
        panic!("no page in {:#?}", output.files.keys())
    };
    String::from_utf8(bytes.clone()).unwrap()
}

#[test]
fn a_page_has_no_comment_and_no_run_of_blanks_of_its_template() {
    let template = "<p>\n    <!-- Ask Ana  first. -->\n    <b>{{ organisation.name }}</b>  \t <i>and</i>\n\n\n\tfriends\n</p>";
    assert_eq!(page(template), "<p>\n<b>The Hosts</b> <i>and</i>\nfriends\n</p>\n");
}

#[test]
fn what_is_seen_of_blanks_stays() {
    for template in [
        "<b>{{ organisation.name }}</b> <i>and</i> {{ lang }}",
        "<pre>\n  {{ organisation.name }}\n\n    {{ lang }}\n</pre>",
        "<textarea>a\n\n  b</textarea>",
        "<script>let a = `b\n\n  c`; // <!-- d --></script>",
        "<p title=\"a  b{{ lang }}  c\">{{ \"d  e\" }}</p>",
        "{% raw %}a  {{  b{% endraw %}",
    ] {
        let expected = template.replace("{{ organisation.name }}", "The Hosts").replace("{{ lang }}", "en");
        let expected = expected.replace("{{ \"d  e\" }}", "d  e").replace("{% raw %}", "");
        assert_eq!(page(template), format!("{}\n", expected.replace("{% endraw %}", "")));
    }
}

#[test]
fn an_error_is_shown_where_it_stands_in_the_file() {
    for (before, behind) in [
        ("<ul>\n\n\t  <!-- a  note -->\n    <li>  {{ organisation.name }}\n      ", "  </li>\n</ul>"),
        ("<p>ø   b   <!-- ø -->", "<!-- ø -->   </p>"),
        ("{# a   b #}   <pre>   ", "   </pre>"),
    ] {
        let (message, at, _) = broken(TEMPLATE, &format!("{before}{{{{ organisation.titel }}}}{behind}"));
        assert!(message.starts_with("template/render: field `titel`"), "{message}");
        assert_eq!(at, "titel", "{before}");
        let (message, at, _) = broken(TEMPLATE, &format!("{before}{{{{ organisation.name | }}}}{behind}"));
        assert!(message.starts_with("template/load: "), "{message}");
        assert_eq!(at, "}}", "{before}");
        // Of a name that nobody knows the engine tells the place in words.
        let unknown = format!("-- {TEMPLATE} --\n{before}{{{{ organisation.name | shuot }}}}{behind}");
        let (_, diagnostics) = build(&[SITE, &unknown]);
        let message = diagnostics[0].message.to_string();
        let line = before.lines().count();
        let column = before.lines().last().unwrap().chars().count() + "{{ organisation.name | ".len() + 1;
        assert!(message.contains(&format!("{TEMPLATE}:{line}:{column}\n")), "{message}");
    }
}

#[test]
fn an_error_in_a_file_of_another_system_is_shown_in_its_line_and_column() {
    let site = small::on_disk(SITE);
    let own = "content/templates/organisation.html";
    small::write(
        site.path(),
        own,
        "<ul>\r\n\t<!-- a -->\r\n\r\n\t\t<li>   {{ organisation.titel }}</li>\r\n</ul>\r\n",
    );
    let output = small::spaces(site.path(), &["build"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains(&format!("{own}:4:26")), "{told}");
}
