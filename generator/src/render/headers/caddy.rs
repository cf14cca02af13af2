//! `Caddyfile`: a site of its own, with the folder to be filled in. Caddy fetches the certificate itself.

use std::fmt::Write as _;

use super::place::{self, PREVIEW, PathPattern};
use super::{FORMS_AT, Headers, LARGER, PREVIEWS, ROOT};

/// The query of an address may be somebody's own link, and a redirect or a referrer repeats it.
const LOG: &str = "\
{
\t# The query of an address may be somebody's own link (`/my?t=…`): it opens their data, so no log has it.
\tlog default {
\t\tformat filter {
\t\t\tfields {
\t\t\t\trequest>uri regexp [?].* \"\"
\t\t\t\trequest>headers>Referer delete
\t\t\t\trequest>headers>Cookie delete
\t\t\t\tresp_headers>Location delete
\t\t\t}
\t\t\twrap json
\t\t}
\t}
}

";

/// Each header is set by exactly one of several matchers, and `route` keeps the order of the blocks.
pub(super) fn write(headers: &Headers) -> String {
    let mut text = format!(
        "# The site is where `spaces deploy {ROOT}` puts it, and forms-fn runs as `forms-fn.service` says: `--trusted-proxies 127.0.0.1`\n\
         # lets it believe this server who a sender is. `FORMS_AT` in Caddy's environment says where else it listens.\n\
         {LOG}{} {{\n\troot * {ROOT}/current/public\n\tlog\n\n\troute {{\n",
        headers.origin
    );
    let mut blocks = String::new();
    previews(&mut blocks, headers);
    forms(&mut blocks, headers);
    site(&mut blocks, headers);
    for line in blocks.lines() {
        let _ = writeln!(text, "{}{line}", if line.is_empty() { "" } else { "\t" });
    }
    text.push_str("\t}\n\n\thandle_errors {\n");
    errors(&mut text, headers);
    text.push_str("\t}\n}\n");
    text
}

/// A preview has no forms: its addresses of forms get a page that says so.
fn previews(text: &mut String, headers: &Headers) {
    let base = &headers.path;
    let forms = place::forms(&format!("{}{PREVIEW}", headers.expression()));
    let _ = write!(
        text,
        "\t# What is sent from a preview is sent to nobody.\n\t@preview-forms path_regexp {forms}\n\thandle @preview-forms {{\n\t\t\
         error 501\n\t}}\n\thandle_path {base}{PREVIEWS}/* {{\n\t\troot * {ROOT}{PREVIEWS}\n\t\t\
         # A preview is for those who have its address.\n\t\theader X-Robots-Tag \"noindex, nofollow\"\n"
    );
    files(text, headers, ("preview-", "/[a-z0-9-]+"));
    text.push_str("\t}\n\n");
}

/// Caddy replaces what a sender writes into `X-Forwarded-For` by itself. A connection that isn't accepted is tried again, so
/// a restart of forms-fn loses nothing; what was sent to it already isn't sent twice.
fn forms(text: &mut String, headers: &Headers) {
    let expression = place::forms(&headers.expression());
    let _ = write!(
        text,
        "\t# Addresses go on as they are, with the path of the site if it has one.\n\t@forms path_regexp forms {expression}\n\t\
         handle @forms {{\n"
    );
    for rule in headers.beside_forms() {
        let _ = writeln!(text, "\t\theader ?{} \"{}\"", rule.name, rule.value);
    }
    let _ = write!(
        text,
        "\t\t# forms-fn reads 64 KiB, and may hang up while Caddy still sends.\n\t\t@larger header_regexp Content-Length \"{LARGER}\"\n\t\t\
         error @larger 413\n\t\treverse_proxy {{$FORMS_AT:{FORMS_AT}}} {{\n\t\t\tlb_try_duration 5s\n\t\t\tlb_try_interval 100ms\n\t\t\t\
         header_up X-Request-Id {{http.request.uuid}}\n\t\t}}\n\t}}\n\n"
    );
}

fn site(text: &mut String, headers: &Headers) {
    if headers.path.is_empty() {
        text.push_str("\thandle {\n");
    } else {
        let base = &headers.path;
        let _ = write!(
            text,
            "\t# The site stands below `{base}/`, its folder has no folder of that name. What else the host has goes here, too.\n\
             \t# Robots read only `/robots.txt` of the host: copy the line `Sitemap:` from the site's own into it.\n\
             \tredir {base} {base}/ 301\n\thandle_path {base}/* {{\n"
        );
    }
    let _ = write!(
        text,
        "\t\t# Files that are named by their bytes outlive the releases that name them.\n\t\t\
         @kept path_regexp {}\n\t\troot @kept {ROOT}/kept\n",
        PathPattern::Kept.expression("")
    );
    files(text, headers, ("", ""));
    text.push_str("\t}\n");
    if !headers.path.is_empty() {
        text.push_str("\thandle {\n\t\terror 404\n\t}\n");
    }
}

/// The headers of files, and the files. The path of the site was taken away; `below` is what may stand before it still.
fn files(text: &mut String, headers: &Headers, (prefix, below): (&str, &str)) {
    for name in headers.names() {
        let (special, everywhere) = headers.values(name);
        if special.is_empty() {
            let _ = writeln!(text, "\t\theader {name} \"{}\"", everywhere.unwrap_or_default());
            continue;
        }
        let short = format!("{prefix}{}", name.to_lowercase());
        let mut others = String::new();
        for (at, rule) in special.iter().enumerate() {
            let expression = rule.place.expression(below);
            let _ = writeln!(text, "\t\t@{short}-{at} path_regexp {short}-{at} {expression}");
            let _ = writeln!(text, "\t\theader @{short}-{at} {name} \"{}\"", rule.value);
            let _ = writeln!(others, "\t\t\tnot path_regexp {expression}");
        }
        if let Some(value) = everywhere {
            let _ = writeln!(text, "\t\t@{short} {{\n{others}\t\t}}\n\t\theader @{short} {name} \"{value}\"");
        }
    }
    // Caddy says it with packed files only, and whoever keeps copies has to know it of the others, too.
    text.push_str(
        "\t\theader {\n\t\t\tVary Accept-Encoding\n\t\t\tdefer\n\t\t}\n\t\t\
         file_server {\n\t\t\tprecompressed br gzip\n\t\t}\n",
    );
}

/// The pages for what goes wrong, in the language of the address.
fn errors(text: &mut String, headers: &Headers) {
    for rule in headers.table().into_iter().filter(|rule| rule.place == place::PathPattern::Everywhere) {
        let _ = writeln!(text, "\t\theader {} \"{}\"", rule.name, rule.value);
    }
    let _ = writeln!(text, "\t\tvars spaces_language \"\"");
    for lang in &headers.languages {
        let _ = writeln!(
            text,
            "\t\t@in-{lang} path_regexp ^{}({PREVIEW})?/{lang}/\n\t\tvars @in-{lang} spaces_language /{lang}",
            headers.expression()
        );
    }
    // A folder that may not be listed is as good as missing.
    for (name, statuses, page, status) in [
        ("missing", "[403, 404]", "404.html", " {\n\t\t\t\tstatus 404\n\t\t\t}"),
        ("too_large", "[413]", "too-large.html", ""),
        ("preview", "[501]", "preview.html", ""),
        ("unavailable", "[502, 503, 504]", "unavailable.html", ""),
    ] {
        let _ = writeln!(
            text,
            "\t\t@{name} expression `{{err.status_code}} in {statuses}`\n\t\thandle @{name} {{\n\t\t\t\
             rewrite * {{vars.spaces_language}}/{page}\n\t\t\tfile_server{status}\n\t\t}}"
        );
    }
}
