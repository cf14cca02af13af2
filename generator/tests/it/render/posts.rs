//! Posts: their lists, pages, feed and data, and that a site without them has none.

use serde_json::Value;

use super::{SITE, build, told};
use generator::render::Output;

const POSTS: &str = "\
-- content/posts/market/index.en.md --
---
title: A day at the market
summary: Twelve people sold what they make.
date: \"2026-09-20\"
updated: \"2026-09-22\"
authors: [Amina Holm, Per Vik]
topics: [food]
---
It rained until ten.
-- content/posts/market/index.da.md --
---
title: En dag på markedet
summary: Tolv mennesker solgte det, de laver.
slug: markedsdag
review: machine
---
Det regnede til klokken ti.
-- content/posts/rooms/index.en.md --
---
title: Two more rooms
summary: There is room for talks.
date: \"2025-10-01\"
---
Both are on the ground floor.
";

fn made(texts: &[&str]) -> Output {
    let (output, problems) = build(texts);
    assert!(problems.is_empty(), "{problems:#?}");
    output
}

fn text(output: &Output, path: &str) -> String {
    String::from_utf8(output.files[path].bytes().unwrap()).unwrap()
}

#[test]
fn a_site_without_posts_has_no_list_of_them() {
    let output = made(&[SITE]);
    let posts: Vec<_> = output.files.keys().filter(|path| path.contains("posts")).collect();
    assert!(posts.is_empty(), "{posts:?}");
    let linked = SITE.replace("with one crate.", "with [one crate](/posts/).");
    let codes: Vec<String> = told(&[&linked]).iter().map(|problem| problem.code.to_string()).collect();
    assert_eq!(codes, ["link/no-page"]);
}

#[test]
fn posts_stand_by_their_years_and_each_topic_has_a_list() {
    let output = made(&[SITE, POSTS]);
    let list = text(&output, "public/en/posts/index.html");
    let wanted = "<h2>2026</h2><p>A day at the market</p><h2>2025</h2><p>Two more rooms</p>";
    assert!(list.contains(wanted) && list.contains("<p>2 articles</p>"), "{list}");
    assert!(list.contains("<p>Food 1 /en/posts/topic/food/</p>"), "{list}");
    let about_food = text(&output, "public/da/posts/topic/food/index.html");
    assert!(about_food.contains("En dag på markedet") && !about_food.contains("Two more"), "{about_food}");
    let sitemap = text(&output, "public/sitemap.xml");
    for address in ["/en/posts/", "/en/posts/market/", "/da/posts/markedsdag/", "/en/posts/topic/food/"] {
        assert!(sitemap.contains(&format!("<loc>https://spaces.example{address}</loc>")), "{address}");
    }
    assert!(sitemap.contains("<lastmod>2026-09-22</lastmod>"), "{sitemap}");
}

#[test]
fn a_post_has_its_authors_and_days_and_neighbours() {
    let output = made(&[SITE, POSTS]);
    let newer = text(&output, "public/en/posts/market/index.html");
    assert!(
        newer.contains("A day at the market by Amina Holm and Per Vik, 20 September 2026, 22 September 2026"),
        "{newer}"
    );
    assert!(newer.contains("older: Two more rooms") && !newer.contains("newer:"), "{newer}");
    assert!(newer.contains("<p>Food /en/posts/topic/food/</p>"), "{newer}");
    // In Danish it is a fallback, which leads to the Danish page of the other.
    let older = text(&output, "public/da/posts/rooms/index.html");
    assert!(older.contains("newer: En dag på markedet"), "{older}");
}

#[test]
fn programs_read_a_post_as_one_of_a_blog() {
    let page = text(&made(&[SITE, POSTS]), "public/en/posts/market/index.html");
    let data = page.split("<script type=\"application/ld+json\">").nth(1).unwrap();
    let graph: Value = serde_json::from_str(data.split("</script>").next().unwrap()).unwrap();
    let post = graph["@graph"].as_array().unwrap().iter().find(|it| it["@type"] == "BlogPosting").unwrap();
    assert_eq!(post["datePublished"], "2026-09-20");
    assert_eq!(post["dateModified"], "2026-09-22");
    assert_eq!(post["author"][1]["name"], "Per Vik");
    assert_eq!(post["@id"], "https://spaces.example/en/posts/market/#post");
    assert_eq!(post["workTranslation"][0]["@id"], "https://spaces.example/da/posts/markedsdag/#post");
}

#[test]
fn the_feed_has_posts_with_their_authors() {
    let feed = text(&made(&[SITE, POSTS]), "public/en/feed.xml");
    let feed = feed_rs::parser::parse(feed.as_bytes()).unwrap();
    let post = feed.entries.iter().find(|entry| entry.links[0].href.ends_with("/en/posts/market/")).unwrap();
    let authors: Vec<Option<&str>> = post.authors.iter().map(|author| author.name.as_deref()).collect();
    assert_eq!(authors, [Some("Amina Holm"), Some("Per Vik")]);
    assert_eq!(post.published.unwrap().to_rfc3339(), "2026-09-19T22:00:00+00:00");
    assert_eq!(post.updated.unwrap().to_rfc3339(), "2026-09-21T22:00:00+00:00");
}

#[test]
fn the_menu_leads_to_posts_once_there_are_some() {
    let with = SITE.replace("menu: [stories,", "menu: [posts, stories,");
    let warned: Vec<String> = told(&[&with]).iter().map(|problem| problem.code.to_string()).collect();
    assert_eq!(warned, ["menu/unknown"]);
    let shown = "-- content/templates/stories.html --\n{% extends \"base.html\" %}{% block main %}{% for entry in menu %}{{ entry.url }}{% endfor %}{% endblock %}\n";
    let (without, _) = build(&[&with, shown]);
    let page = text(&without, "public/en/stories/index.html");
    assert!(page.contains("/en/stories/") && !page.contains("/en/posts/"), "{page}");
    let (output, problems) = build(&[&with, POSTS, shown]);
    assert!(problems.is_empty() && told(&[&with, POSTS]).is_empty(), "{problems:#?}");
    assert!(text(&output, "public/en/stories/index.html").contains("/en/posts/"));
}
