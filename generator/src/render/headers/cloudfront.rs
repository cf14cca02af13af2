//! `cloudfront-headers.json`: response headers policies, each with the path patterns of the cache behaviours that use it.

use serde_json::{Value, json};

use super::{Headers, PathPattern};

/// A distribution has one policy for each behaviour, so each policy is whole.
pub(super) fn write(headers: &Headers) -> String {
    let places = [
        (PathPattern::Search, "search", "/en/search/"),
        (PathPattern::Kept, "kept", "/pagefind/index/x"),
        (PathPattern::Worker, "worker", "/sw.js"),
        (PathPattern::Everywhere, "pages", "/"),
    ];
    let policies: Vec<Value> = places
        .into_iter()
        .map(|(place, name, example)| {
            json!({
                "PathPatterns": globs(headers, place),
                "ResponseHeadersPolicyConfig": policy(headers, name, example),
            })
        })
        .collect();
    format!("{:#}\n", Value::Array(policies))
}

/// All that a distribution has may be more than the site.
fn globs(headers: &Headers, place: PathPattern) -> Vec<String> {
    let globs = place.globs().iter();
    globs
        .map(
            |glob| if glob.starts_with('/') { format!("{}{glob}", headers.path) } else { (*glob).to_owned() },
        )
        .collect()
}

/// CloudFront has fields of their own for some headers, and refuses those among the free ones.
fn policy(headers: &Headers, name: &str, example: &str) -> Value {
    let mut security = serde_json::Map::new();
    let mut custom = Vec::new();
    for (header, value) in headers.of(example) {
        match header {
            "Content-Security-Policy" => {
                security.insert(
                    "ContentSecurityPolicy".into(),
                    json!({ "Override": true, "ContentSecurityPolicy": value }),
                );
            }
            "Strict-Transport-Security" => {
                let seconds: u32 =
                    value.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0);
                security.insert(
                    "StrictTransportSecurity".into(),
                    json!({ "Override": true, "AccessControlMaxAgeSec": seconds, "IncludeSubdomains": true, "Preload": false }),
                );
            }
            "X-Content-Type-Options" => {
                security.insert("ContentTypeOptions".into(), json!({ "Override": true }));
            }
            "X-Frame-Options" => {
                security.insert("FrameOptions".into(), json!({ "Override": true, "FrameOption": value }));
            }
            "Referrer-Policy" => {
                security
                    .insert("ReferrerPolicy".into(), json!({ "Override": true, "ReferrerPolicy": value }));
            }
            _ => custom.push(json!({ "Header": header, "Value": value, "Override": true })),
        }
    }
    json!({
        "Name": format!("{}-{name}", headers.host.replace(['.', ':', '[', ']'], "-")),
        "SecurityHeadersConfig": security,
        "CustomHeadersConfig": { "Quantity": custom.len(), "Items": custom },
    })
}
