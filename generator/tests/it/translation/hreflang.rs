//! `hreflang` is a promise: behind it stands a text in that language.

use generator::render::File;

use super::pseudo;

/// Language and address of every tag with `hreflang`.
fn promises(html: &str) -> Vec<(&str, &str)> {
    let tags = html.split('<').skip(1).filter_map(|tag| tag.split('>').next());
    let attribute = |tag: &'_ str, name: &str| {
        let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
        Some(start..start + tag[start..].find('"')?)
    };
    tags.filter_map(|tag| Some((&tag[attribute(tag, "hreflang")?], &tag[attribute(tag, "href")?]))).collect()
}

#[test]
fn every_hreflang_leads_to_a_page_in_that_language() {
    let site = pseudo::site();
    let output = pseudo::build(site.path(), false);
    let text = |path: &str| match output.files.get(path) {
        Some(File::Bytes(bytes)) => String::from_utf8(bytes.clone()).unwrap(),
        _ => panic!("no `{path}`"),
    };
    let mut kept = 0;
    for path in output.files.keys().filter(|path| path.starts_with("public/") && path.ends_with(".html")) {
        let html = text(path);
        // Pages of offices are other people's.
        let is_ours = |url: &str| url.starts_with('/') || url.starts_with("https://spaces.example/");
        for (lang, url) in promises(&html).into_iter().filter(|(_, url)| is_ours(url)) {
            let target = url.trim_start_matches("https://spaces.example");
            let page = text(&format!("public{target}index.html"));
            let is_its_language = lang == "x-default" || page.contains(&format!("<html lang=\"{lang}\""));
            // A page that shows another language's text says that its own place is there.
            let own = format!("<link rel=\"canonical\" href=\"https://spaces.example{target}\">");
            assert!(is_its_language && page.contains(&own), "{path}: {lang} {url}");
            kept += 1;
        }
    }
    assert!(kept > 500, "{kept}");
    let fallback = text("public/da/stories/cloth/index.html");
    assert_eq!(
        promises(&fallback).iter().map(|(lang, _)| *lang).collect::<Vec<_>>(),
        ["en", "en"],
        "above and below"
    );
    assert!(!fallback.contains("<link rel=\"alternate\" hreflang"), "{fallback}");
}
