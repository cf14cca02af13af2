//! A site below a path of its host: every address of every file stands below it and leads to something.

use std::collections::{BTreeMap, BTreeSet};

use generator::build::{self, BuildOptions, Produced};
use generator::render::{File, OutPath};

use crate::site;

const ORIGIN: &str = "https://example.org";
const BASE: &str = "/network";

/// Attributes that hold one address, and those that hold several.
const ADDRESSES: [&str; 9] =
    ["href", "xlink:href", "src", "action", "formaction", "poster", "data", "cite", "manifest"];
const LISTS: [&str; 2] = ["srcset", "imagesrcset"];

fn produce() -> Produced {
    let base_url = Some(format!("{ORIGIN}{BASE}/").parse().unwrap());
    build::produce(&BuildOptions { base_url, ..BuildOptions::new(site::whole(), site::now()) })
}

/// All files of the whole site, those of the servers too, and the texts among them.
struct Built {
    paths: BTreeSet<String>,
    texts: BTreeMap<String, String>,
}

impl Built {
    fn new() -> Self {
        let produced = produce();
        let files = &produced.output.as_ref().unwrap().files;
        let servers = produced.headers.files(&files.keys().cloned().collect());
        let kinds = [
            "html",
            "css",
            "js",
            "svg",
            "xml",
            "ics",
            "txt",
            "json",
            "webmanifest",
            "conf",
            "_headers",
            "Caddyfile",
        ];
        let is_text = |path: &str| kinds.iter().any(|kind| path.ends_with(kind));
        let text = |(path, file): (&OutPath, &File)| {
            let bytes = is_text(path).then(|| file.bytes().unwrap())?;
            // Long lines of a calendar are folded.
            Some((path.to_string(), String::from_utf8(bytes).unwrap().replace("\r\n ", "")))
        };
        let texts = files.iter().chain(&servers).filter_map(text).collect();
        Self { paths: files.keys().chain(servers.keys()).map(OutPath::to_string).collect(), texts }
    }

    /// What is wrong with an address that stands on the page at `page`, which begins with `/`, the root of the site.
    fn fault(&self, page: &str, address: &str) -> Option<&'static str> {
        let address =
            address.strip_prefix(ORIGIN).map_or(address, |path| if path.is_empty() { "/" } else { path });
        let address = address.split(['#', '?']).next().unwrap();
        let scheme = address.split('/').next().unwrap().contains(':');
        if address.is_empty() || address.starts_with("//") || scheme {
            return None;
        }
        let path = if address.starts_with('/') {
            let below = address.strip_prefix(BASE).filter(|below| below.is_empty() || below.starts_with('/'));
            let Some(below) = below else { return Some("leads out of the site") };
            below.to_owned()
        } else {
            joined(page, address)
        };
        let path = percent_encoding::percent_decode_str(&path).decode_utf8().unwrap().into_owned();
        (!self.is_there(&path)).then_some("leads nowhere")
    }

    /// Whether a server has something at the path: a file, or a form.
    fn is_there(&self, path: &str) -> bool {
        let path = if path.is_empty() { "/" } else { path };
        let file =
            if path.ends_with('/') { format!("public{path}index.html") } else { format!("public{path}") };
        let mut parts = path.split('/').skip(2);
        let form = (parts.next() == Some("forms")).then(|| parts.next()).flatten();
        let is_form = |form: &str| self.paths.contains(&format!("forms/definitions/{form}.json"));
        self.paths.contains(&file) || form.is_some_and(is_form)
    }
}

/// A relative address, from where its page stands.
fn joined(page: &str, address: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            "." => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The addresses of a page: name and value of attributes, taken apart without the program's own help.
fn of_page(html: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, _) in html.match_indices("=\"") {
        let name = html[..at].rsplit(|c: char| c.is_whitespace() || c == '<').next().unwrap();
        let value = html[at + 2..].split('"').next().unwrap().trim();
        if ADDRESSES.contains(&name) || (name.starts_with("data-") && value.starts_with('/')) {
            found.push(value);
        } else if LISTS.contains(&name) {
            found.extend(value.split(", ").map(|one| one.trim().split(' ').next().unwrap()));
        } else if name == "content" && value.contains("url=") {
            found.push(value.split("url=").nth(1).unwrap());
        }
    }
    found
}

/// Addresses in anything else: those with our host, and those of a style sheet.
fn of_text<'t>(path: &str, text: &'t str) -> Vec<&'t str> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(ORIGIN) {
        let ends = |c: char| c.is_whitespace() || "\"'<>)\\$&{,;`".contains(c);
        found.push(text[at..].split(ends).next().unwrap().trim_end_matches('.'));
    }
    if path.ends_with(".css") || path.ends_with(".svg") {
        for (at, _) in text.match_indices("url(") {
            found.push(text[at + 4..].split(')').next().unwrap().trim_matches(['"', '\'']));
        }
    }
    found
}

#[test]
fn every_address_of_a_site_below_a_path_stands_below_it_and_leads_to_a_file_or_a_form() {
    let built = Built::new();
    let (mut count, mut faults) = (0, Vec::new());
    for (path, text) in &built.texts {
        let page = path.strip_prefix("public").unwrap_or("/");
        let html = if path.ends_with(".html") { of_page(text) } else { Vec::new() };
        for address in html.into_iter().chain(of_text(path, text)) {
            // The comment in `robots.txt`, and the redirect to HTTPS, are about the host.
            let of_host = (path.ends_with("robots.txt") && address.ends_with("example.org/robots.txt:"))
                || (path.starts_with("server/") && address == ORIGIN);
            // forms-fn fills this in.
            if of_host || address.contains("@@path@@") && address.contains(BASE) {
                continue;
            }
            count += 1;
            faults.extend(built.fault(page, address).map(|fault| format!("{path}: `{address}` {fault}")));
        }
    }
    assert!(faults.is_empty(), "{} of {count}: {:#?}", faults.len(), &faults[..faults.len().min(20)]);
    assert!(count > 5_000, "{count}");
    assert!(
        built.paths.iter().all(|path| !path.contains("network/")),
        "the folder is as it is without a path"
    );
    scripts_name_no_path(&built.texts);
    each_way_of_saying_where_a_page_stands(&built.texts);
}

/// Scripts find the root of the site by where they stand themselves, so they are the same wherever it is.
fn scripts_name_no_path(texts: &BTreeMap<String, String>) {
    for (path, text) in texts.iter().filter(|(path, _)| path.ends_with(".js")) {
        assert!(!text.contains(BASE), "{path}");
        for quote in ['\'', '"', '`'] {
            let mark = format!("{quote}/");
            let named = text.match_indices(&mark).map(|(at, _)| &text[at + 2..]);
            // What follows the address of a form.
            let mut named = named.filter(|rest| !rest.starts_with("nonce"));
            let named = named.find(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
            assert!(path.contains("word-forms") || named.is_none(), "{path}: {:.40}", named.unwrap_or(""));
        }
    }
}

fn each_way_of_saying_where_a_page_stands(texts: &BTreeMap<String, String>) {
    let page = &texts["public/da/events/dinner/index.html"];
    for expected in [
        "<link rel=\"canonical\" href=\"https://example.org/network/da/events/dinner/\">",
        "hreflang=\"fi\" href=\"https://example.org/network/fi/events/dinner/\"",
        "action=\"/network/da/forms/registration#error-summary\"",
        "src=\"/network/assets/",
        "href=\"/network/assets/style.",
        "property=\"og:image\" content=\"https://example.org/network/media/",
        "\"url\":\"https://example.org/network/da/events/dinner/\"",
        "href=\"/network/favicon.svg\"",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
    assert!(texts["public/robots.txt"].contains("Robots read only https://example.org/robots.txt"));
    assert!(texts["public/robots.txt"].ends_with("Sitemap: https://example.org/network/sitemap.xml\n"));
    assert!(texts["forms/shells/ar.html"].contains("href=\"/network/fi/@@path@@\""));
    assert!(texts["public/_headers"].contains("\n/network/*\n"));
    assert!(texts["server/nginx.conf"].contains("location /network/ {"));
    assert!(texts["server/Caddyfile"].contains("handle_path /network/* {"));
    assert!(texts["server/cloudfront-headers.json"].contains("\"/network/sw.js\""));
}
