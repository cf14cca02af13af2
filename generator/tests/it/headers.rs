//! One table of headers: what each server's file says, read back and compared with it.

use std::collections::BTreeMap;

use generator::build::{self, BuildOptions, Produced};
use generator::headers::PathPattern;
use generator::render::File;

use crate::site;

fn produce(base_url: &str) -> Produced {
    let base_url = Some(base_url.parse().unwrap());
    build::produce(&BuildOptions { base_url, ..BuildOptions::new(site::whole(), site::now()) })
}

/// The server's files of the whole site.
fn files(produced: &Produced) -> BTreeMap<String, String> {
    let files = produced.headers.files(&produced.output.as_ref().unwrap().files.keys().cloned().collect());
    let text = |file: &File| String::from_utf8(file.bytes().unwrap()).unwrap();
    files.iter().map(|(path, file)| (path.to_string(), text(file))).collect()
}

#[test]
fn the_policy_is_strict_and_only_the_search_page_may_run_webassembly() {
    let headers = produce("https://spaces.example").headers;
    let policy = |path: &str| headers.of(path)["Content-Security-Policy"].clone();
    for path in ["/", "/en/", "/da/events/dinner/", "/en/search/more/", "/search/", "/en/forms/mentor"] {
        let policy = policy(path);
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
        assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"), "{policy}");
    }
    assert!(policy("/uk/search/").contains("script-src 'self' 'wasm-unsafe-eval';"));
    assert!(policy("/uk/search/index.html").contains("wasm"), "the same file by its name");
    assert!(!policy("/uk/search/").contains("unsafe-inline"));
}

#[test]
fn without_https_nothing_promises_it() {
    for headers in
        [produce("http://spaces.example").headers, produce("https://a.example").headers.without_https()]
    {
        let all = headers.of("/en/");
        assert!(!all.contains_key("Strict-Transport-Security"), "{all:?}");
        assert!(!all["Content-Security-Policy"].contains("upgrade"), "{all:?}");
    }
    assert!(produce("https://a.example").headers.of("/")["Strict-Transport-Security"].contains("63072000"));
    let below = produce("https://a.example/network").headers;
    assert!(
        !below.of("/").contains_key("Strict-Transport-Security"),
        "the host is somebody else's: {:?}",
        below.of("/")
    );
}

#[test]
fn what_changes_its_name_with_its_bytes_is_kept_and_nothing_else() {
    let produced = produce("https://spaces.example");
    for path in [
        "/assets/style.0123456789ab.css",
        "/pagefind/fragment/en_1.pf_fragment",
        "/pagefind/pagefind.en_1.pf_meta",
    ] {
        assert!(produced.headers.of(path)["Cache-Control"].contains("immutable"), "{path}");
    }
    for path in [
        "/en/",
        "/assets/table.svg",
        "/favicon.svg",
        "/pagefind/pagefind.js",
        "/pagefind/pagefind-entry.json",
        "/media/tea.jpg",
    ] {
        assert!(!produced.headers.of(path)["Cache-Control"].contains("immutable"), "{path}");
    }
    assert_eq!(produced.headers.of("/sw.js")["Cache-Control"], "no-cache");
    let scripts =
        produced.output.as_ref().unwrap().files.keys().filter_map(|path| path.strip_prefix("public"));
    for path in scripts.filter(|path| path.ends_with(".js") && *path != "/sw.js") {
        assert!(PathPattern::Kept.holds(path), "{path} has no hash in its name");
    }
}

/// `_headers` by its rules: all that match are added up, and `!` takes away what came before.
fn as_cloudflare_pages(text: &str, path: &str) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    let mut holds = false;
    for line in text.lines() {
        let Some(header) = line.strip_prefix("  ") else {
            holds = line.strip_suffix('*').map_or(line == path, |start| path.starts_with(start));
            continue;
        };
        if !holds {
            continue;
        }
        match header.strip_prefix("! ") {
            Some(name) => _ = all.remove(name),
            None => {
                let (name, value) = header.split_once(": ").expect(line);
                let twice = all.insert(name.to_owned(), value.to_owned());
                assert_eq!(twice, None, "{name} would be sent twice for {path}");
            }
        }
    }
    all
}

#[test]
fn every_server_s_file_says_what_the_table_says() {
    let produced = produce("https://spaces.example");
    let files = files(&produced);
    let style = produced.output.as_ref().unwrap().files.keys().find(|path| path.contains("/assets/style."));
    let style = style.unwrap().trim_start_matches("public").to_owned();
    for path in ["/", "/ar/stories/", "/fi/search/", style.as_str(), "/sw.js"] {
        let mut expected = produced.headers.of(path);
        let mut sent = as_cloudflare_pages(&files["public/_headers"], path);
        if !PathPattern::Kept.holds(path) {
            // The host's own way with pages.
            expected.remove("Cache-Control");
            sent.remove("Cache-Control");
        }
        let expected: BTreeMap<String, String> =
            expected.into_iter().map(|(n, v)| (n.to_owned(), v)).collect();
        assert_eq!(sent, expected, "{path}");
    }
    for rule in produced.headers.table() {
        for path in ["server/nginx.conf", "server/Caddyfile", "server/cloudfront-headers.json"] {
            let value = if rule.name == "Strict-Transport-Security" { "63072000" } else { &rule.value };
            // CloudFront has a switch for this one.
            let value = if path.ends_with("json") && rule.name == "X-Content-Type-Options" {
                "ContentTypeOptions"
            } else {
                value
            };
            assert!(files[path].contains(value), "{path} lacks {}: {value}", rule.name);
        }
    }
    for path in ["server/nginx.conf", "server/Caddyfile"] {
        let text = &files[path];
        assert_eq!(text.matches('{').count(), text.matches('}').count(), "{path}:\n{text}");
    }
}

#[test]
fn cloudfront_gets_one_whole_policy_for_each_behaviour() {
    let files = files(&produce("https://spaces.example"));
    let policies: Vec<serde_json::Value> =
        serde_json::from_str(&files["server/cloudfront-headers.json"]).unwrap();
    assert_eq!(policies.last().unwrap()["PathPatterns"][0], "*", "the default behaviour comes last");
    for policy in policies {
        let config = &policy["ResponseHeadersPolicyConfig"];
        let security = config["SecurityHeadersConfig"].as_object().unwrap();
        assert_eq!(security.len(), 5, "{config}");
        let custom = &config["CustomHeadersConfig"];
        assert_eq!(custom["Quantity"], custom["Items"].as_array().unwrap().len());
        assert!(config["Name"].as_str().unwrap().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
    }
}

#[test]
fn every_address_of_the_forms_is_handed_on() {
    let files = files(&produce("https://spaces.example"));
    for route in forms_fn::routes() {
        let form = route.starts_with("/{lang}/forms/");
        let named = ["altcha", "openapi\\.json", "healthz", "readyz"]
            .iter()
            .any(|name| format!("/{}", name.replace("\\", "")) == *route);
        assert!(form || named, "`{route}` is in no server's file");
    }
    for (_, pattern, _) in forms_fn::console::routes() {
        assert!(pattern == "/desk" || pattern.starts_with("/desk/"), "`{pattern}` is in no server's file");
    }
    for file in ["server/Caddyfile", "server/nginx.conf"] {
        assert!(files[file].contains("desk(/|$)"), "{file}");
    }
    assert!(
        files["server/Caddyfile"].contains("reverse_proxy")
            && files["server/nginx.conf"].contains("proxy_pass")
    );
}

/// What the policy would not let run. JSON-LD is data, which no policy touches.
#[test]
fn no_page_holds_a_script_or_a_style_of_its_own() {
    let produced = produce("https://spaces.example");
    let output = produced.output.as_ref().unwrap();
    let pages = output.files.iter().filter(|(path, _)| path.ends_with(".html"));
    let mut count = 0;
    for (path, file) in pages {
        let html = String::from_utf8(file.bytes().unwrap()).unwrap();
        for tag in html.match_indices("<script").map(|(at, _)| &html[at..]) {
            let tag = &tag[..=tag.find('>').unwrap()];
            let named = tag.contains(" src=\"/assets/") && tag.contains(" integrity=\"sha384-");
            assert!(named || tag.contains("application/ld+json"), "{path}: {tag}");
        }
        for refused in
            ["<style", " style=\"", "javascript:", " onclick=", " onload=", "src=\"http", "src=\"data:"]
        {
            assert!(!html.contains(refused), "{path}: {refused}");
        }
        count += 1;
    }
    assert!(count > 250 && output.files.contains_key("forms/shells/ar.html"), "{count} pages");
}
