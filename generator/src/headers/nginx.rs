//! `nginx.conf`: to be included in nginx's block `http`, with the folder and the certificate filled in.

use std::fmt::Write as _;

use super::{Headers, place};

/// An `add_header` inside a location would hide all of the server's, so each value that differs is a `map`.
pub(super) fn write(headers: &Headers) -> String {
    let mut text = String::from(
        "# Include this in the block `http`; set `root`, and where forms-fn listens. With a certificate, listen on 443.\n",
    );
    for (at, name) in headers.names().into_iter().enumerate() {
        let (special, everywhere) = headers.values(name);
        if special.is_empty() {
            continue;
        }
        let _ = writeln!(text, "map $uri $spaces_header_{at} {{");
        let _ = writeln!(text, "    default \"{}\";", everywhere.unwrap_or_default());
        for rule in special {
            let _ = writeln!(
                text,
                "    \"~{}\" \"{}\";",
                rule.place.expression().replace('\\', "\\\\"),
                rule.value
            );
        }
        text.push_str("}\n");
    }
    let _ = write!(
        text,
        "server {{\n    listen 80;\n    server_name {};\n    root /srv/spaces/public;\n    charset utf-8;\n    server_tokens off;\n    \
         gzip_static on;\n    # brotli_static on;   # with the module ngx_brotli\n\n",
        headers.host
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
    let _ = write!(
        text,
        "\n    # forms-fn sends headers of its own; any `add_header` here keeps ours from being sent twice.\n    \
         location ~ \"{}\" {{\n        proxy_pass http://127.0.0.1:8081;\n        proxy_set_header Host $host;\n        \
         proxy_set_header X-Forwarded-For $remote_addr;\n        proxy_set_header X-Forwarded-Proto $scheme;\n        \
         add_header Cross-Origin-Opener-Policy same-origin always;\n    }}\n",
        place::FORMS.replace('\\', "\\\\")
    );
    for lang in &headers.languages {
        let _ = writeln!(
            text,
            "    location /{lang}/ {{\n        error_page 403 404 =404 /{lang}/404.html;\n    }}"
        );
    }
    text.push_str("    error_page 403 404 =404 /404.html;\n    location ~ \"\\.ics$\" {\n        default_type text/calendar;\n    }\n}\n");
    text
}
