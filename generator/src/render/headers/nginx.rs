//! `nginx.conf`: to be included in nginx's block `http`, with the folder and the certificate filled in.

use std::fmt::Write as _;

use super::place::{self, PREVIEW, PathPattern};
use super::{FORMS_AT, Headers, LARGEST, PREVIEWS, ROOT};

/// An `add_header` inside a location would hide all of the server's, so each value that differs is a `map`.
pub(super) fn write(headers: &Headers) -> String {
    let mut text = String::from(HEAD);
    upstream(&mut text);
    maps(&mut text, headers);
    if headers.https {
        plain(&mut text, headers);
    }
    text.push_str("server {\n");
    listen(&mut text, headers);
    files(&mut text, headers);
    forms(&mut text, headers);
    text.push_str("}\n");
    text
}

const HEAD: &str = "\
# Include this in the block `http` of nginx 1.22 or newer. The site is where `spaces deploy /srv/spaces` puts it, and forms-fn
# runs as `forms-fn.service` says: `--trusted-proxies 127.0.0.1` lets it believe this server who a sender is. Look at the
# certificate.

# The query of an address may be somebody's own link (`/my?t=…`): it opens their data, so no log has it, nor a referrer.
map $request_uri $spaces_path {
    \"~^(?<spaces_path_alone>[^?]*)\" $spaces_path_alone;
}
log_format spaces '$remote_addr [$time_iso8601] \"$request_method $spaces_path $server_protocol\" $status '
                  '$body_bytes_sent $request_time $request_id \"$http_user_agent\"';

";

/// The same address twice: a connection that forms-fn drops while it is started again is tried once more. What was sent with
/// POST isn't sent twice.
fn upstream(text: &mut String) {
    let server = format!("    server {FORMS_AT} max_fails=0;\n");
    let _ = write!(
        text,
        "# Twice, so that a connection that is lost while forms-fn is started again is tried once more.\n\
         upstream spaces_forms {{\n{server}{server}}}\n\n"
    );
}

fn maps(text: &mut String, headers: &Headers) {
    let _ = writeln!(text, "# The pages for what goes wrong are in the language of the address.");
    let _ = writeln!(text, "map $request_uri $spaces_language {{\n    default \"\";");
    let base = headers.expression();
    for lang in &headers.languages {
        let _ = writeln!(text, "    \"~^{}({PREVIEW})?/{lang}/\" \"/{lang}\";", escape(&base));
    }
    let _ = writeln!(
        text,
        "}}\n# A preview is for those who have its address.\nmap $request_uri $spaces_robots {{\n    default \"\";\n    \
         \"~^{}{PREVIEW}(/|$)\" \"noindex, nofollow\";\n}}",
        escape(&base)
    );
    for (at, name) in headers.names().into_iter().enumerate() {
        let (special, everywhere) = headers.values(name);
        if special.is_empty() {
            continue;
        }
        let _ = writeln!(text, "map $uri $spaces_header_{at} {{");
        let _ = writeln!(text, "    default \"{}\";", everywhere.unwrap_or_default());
        for rule in special {
            let expression = rule.place.expression(&format!("{base}({PREVIEW})?"));
            let _ = writeln!(text, "    \"~{}\" \"{}\";", escape(&expression), rule.value);
        }
        text.push_str("}\n");
    }
    text.push('\n');
}

/// Backslashes in a quoted word of nginx's.
fn escape(expression: &str) -> String {
    expression.replace('\\', "\\\\")
}

/// Port 80 only leads to 443, and lets the certificate be renewed.
fn plain(text: &mut String, headers: &Headers) {
    let _ = write!(
        text,
        "server {{\n    listen 80;\n    listen [::]:80;\n    server_name {};\n    server_tokens off;\n    \
         access_log /var/log/nginx/spaces.log spaces;\n    location /.well-known/acme-challenge/ {{\n        \
         root /var/www/html;\n    }}\n    location / {{\n        return 301 https://{}$request_uri;\n    }}\n}}\n\n",
        headers.name(),
        headers.host
    );
}

fn listen(text: &mut String, headers: &Headers) {
    let (name, port) = (headers.name(), headers.port());
    // `http2 on` is newer than the nginx of Debian 12, and this is understood by all.
    let ssl = if headers.https { " ssl http2" } else { "" };
    let _ = writeln!(text, "    listen {port}{ssl};\n    listen [::]:{port}{ssl};\n    server_name {name};");
    if headers.https {
        let _ = writeln!(
            text,
            "    ssl_certificate /etc/letsencrypt/live/{name}/fullchain.pem;\n    \
             ssl_certificate_key /etc/letsencrypt/live/{name}/privkey.pem;\n    ssl_protocols TLSv1.2 TLSv1.3;\n    \
             ssl_session_cache shared:spaces:2m;"
        );
    }
    text.push_str(
        "    server_tokens off;\n    access_log /var/log/nginx/spaces.log spaces;\n    \
         # Into every message about a request nginx writes its whole address: only what ends nginx itself is kept.\n    \
         error_log /var/log/nginx/spaces-error.log crit;\n\n",
    );
}

/// What stands in the folder. A text has a `.gz` and a `.br` beside it; `Vary` tells those who keep copies that it has.
fn files(text: &mut String, headers: &Headers) {
    let base = &headers.path;
    text.push_str(
        "    include /etc/nginx/mime.types;\n    types {\n        text/calendar ics;\n        text/javascript js;\n    }\n    \
         charset utf-8;\n    charset_types text/css text/javascript text/calendar text/xml text/plain;\n    \
         gzip_static on;\n    gzip_vary on;\n    # brotli_static on;   # with the module ngx_brotli\n\n",
    );
    for (at, name) in headers.names().into_iter().enumerate() {
        let (special, everywhere) = headers.values(name);
        match everywhere {
            Some(value) if special.is_empty() => {
                let _ = writeln!(text, "    add_header {name} \"{value}\" always;");
            }
            _ => {
                let _ = writeln!(text, "    add_header {name} $spaces_header_{at} always;");
            }
        }
    }
    let _ = writeln!(text, "    add_header X-Robots-Tag $spaces_robots always;");
    let _ = writeln!(text, "\n    error_page 403 404 =404 {base}$spaces_language/404.html;");
    previews(text, headers);
    let _ = write!(
        text,
        "\n    # Files that are named by their bytes outlive the releases that name them.\n    \
         location ~ \"^{}/(?={})(?<spaces_kept>.*)$\" {{\n        alias {ROOT}/kept/$spaces_kept;\n    }}\n",
        escape(&headers.expression()),
        escape(PathPattern::Kept.expression("").trim_start_matches("^/")),
    );
    if base.is_empty() {
        let _ = writeln!(text, "    root {ROOT}/current/public;");
        return;
    }
    let _ = writeln!(
        text,
        "    # The site stands below `{base}/`, its folder has no folder of that name. What else the host has goes here, too.\n    \
         # Robots read only `/robots.txt` of the host: copy the line `Sitemap:` from the site's own into it.\n    \
         location {base}/ {{\n        alias {ROOT}/current/public/;\n    }}\n    location = {base} {{\n        return 301 {base}/;\n    }}"
    );
}

/// A preview has no forms: its addresses of forms get a page that says so.
fn previews(text: &mut String, headers: &Headers) {
    let base = &headers.path;
    let forms = place::forms(&format!("{}{PREVIEW}", headers.expression()));
    let _ = write!(
        text,
        "\n    # What is sent from a preview is sent to nobody.\n    location ~ \"{}\" {{\n        \
         error_page 501 {base}$spaces_language/preview.html;\n        return 501;\n    }}\n    \
         location {base}{PREVIEWS}/ {{\n        alias {ROOT}{PREVIEWS}/;\n    }}\n",
        escape(&forms)
    );
}

/// forms-fn sends its own headers; any `add_header` here hides the server's, so those that it doesn't send are repeated.
fn forms(text: &mut String, headers: &Headers) {
    let _ = write!(
        text,
        "\n    # Addresses go on as they are, with the path of the site if it has one.\n    location ~ \"{}\" {{\n        \
         proxy_pass http://spaces_forms;\n        proxy_http_version 1.1;\n        proxy_set_header Host $http_host;\n        \
         # Replaces what a sender writes there.\n        proxy_set_header X-Forwarded-For $remote_addr;\n        \
         proxy_set_header X-Forwarded-Proto $scheme;\n        proxy_set_header X-Request-Id $request_id;\n        proxy_set_header Forwarded \"\";\n        \
         client_max_body_size {LARGEST};\n",
        escape(&place::forms(&headers.expression()))
    );
    for rule in headers.beside_forms() {
        let _ = writeln!(text, "        add_header {} \"{}\" always;", rule.name, rule.value);
    }
    let page = format!("{}$spaces_language", headers.path);
    let _ = write!(
        text,
        "        error_page 413 {page}/too-large.html;\n        error_page 502 503 504 {page}/unavailable.html;\n    }}\n"
    );
}
