//! `Caddyfile`: a site of its own, with the folder to be filled in. Caddy fetches the certificate itself.

use std::fmt::Write as _;

use super::{Headers, place};

/// Each header is set by exactly one of several matchers, so that no order has to be known.
pub(super) fn write(headers: &Headers) -> String {
    let mut text = format!(
        "# Set `root`, and where forms-fn listens.\n{} {{\n\troot * /srv/spaces/public\n\n\t@forms path_regexp forms {}\n\t\
         handle @forms {{\n\t\treverse_proxy 127.0.0.1:8081\n\t}}\n\n\thandle {{\n",
        headers.host,
        place::FORMS
    );
    for name in headers.names() {
        let (special, everywhere) = headers.values(name);
        if special.is_empty() {
            let _ = writeln!(text, "\t\theader {name} \"{}\"", everywhere.unwrap_or_default());
            continue;
        }
        let short = name.to_lowercase();
        let mut others = String::new();
        for (at, rule) in special.iter().enumerate() {
            let expression = rule.place.expression();
            let _ = writeln!(text, "\t\t@{short}-{at} path_regexp {short}-{at} {expression}");
            let _ = writeln!(text, "\t\theader @{short}-{at} {name} \"{}\"", rule.value);
            let _ = writeln!(others, "\t\t\tnot path_regexp {expression}");
        }
        if let Some(value) = everywhere {
            let _ = writeln!(text, "\t\t@{short} {{\n{others}\t\t}}\n\t\theader @{short} {name} \"{value}\"");
        }
    }
    text.push_str("\t\tfile_server {\n\t\t\tprecompressed br gzip\n\t\t}\n\t}\n\n\thandle_errors {\n");
    for lang in &headers.languages {
        missing(&mut text, lang, &format!("\t\t\tpath /{lang}/*\n"), &format!("/{lang}/404.html"));
    }
    missing(&mut text, "missing", "", "/404.html");
    text.push_str("\t}\n}\n");
    text
}

/// The page for what isn't there; other errors, such as forms-fn being away, are no missing pages.
fn missing(text: &mut String, name: &str, path: &str, page: &str) {
    let _ = writeln!(
        text,
        "\t\t@{name} {{\n\t\t\texpression `{{err.status_code}} == 404`\n{path}\t\t}}\n\t\thandle @{name} {{\n\t\t\t\
         rewrite * {page}\n\t\t\tfile_server\n\t\t}}"
    );
}
