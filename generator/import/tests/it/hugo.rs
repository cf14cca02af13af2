//! Sites of Hugo.

use generator::content::Kind;
use import::{LossKind, Program};

use crate::{Imported, import};

const SITE: &str = r#"
-- hugo.toml --
baseURL = "https://old.example/"
title = "Loaf"
defaultContentLanguage = "en"
timeZone = "Europe/Copenhagen"
[languages.en]
languageName = "English"
weight = 1
[[languages.en.menu.main]]
name = "About"
url = "/about/"
[languages.da]
languageName = "dansk"
title = "Brød"
weight = 2
-- content/_index.md --
---
title: Welcome
---
We bake. [All](/about/)
-- content/about.md --
+++
title = "About: us"
weight = 3
layout = "wide"
+++
# Who

We are at [home](/), [here](#who), [there](#nowhere) and [lost](/lost/).
-- content/about.da.md --
+++
title = "Om os"
slug = "om-os"
+++
Vi er her.
-- content/news/2024-05-06-bread/index.md --
---
title: "Bread"
description: How we bake it.
date: 2024-05-06T10:00:00Z
author: Amina
tags: [Food, Work]
cover: { image: oven.jpg, alt: An oven }
aliases: [/old/bread]
---
{{< figure src="oven.jpg" alt="The oven" caption="At five" >}}

See [the page]({{< ref "about.md#who" >}}), ![](/img/red-door.png) and <b>bold</b> words.

{{< youtube abc123 >}}

{{% notice warning %}}
Hot *inside*.
{{% /notice %}}

{{< counter 3 >}}

{{< wrap >}}Kept.{{< /wrap >}}

<div class="x">
<p>In a <a href="/about/">box</a></p>
<script>alert(1)</script>
</div>

```toml
[a](b) <b>code</b>
```
-- content/news/2024-05-06-bread/index.da.md --
---
title: Brød
description: Sådan bager vi.
date: 2024-05-06
tags: [Mad, Arbejde]
---
Vi bager.
-- content/news/2024-05-06-bread/oven.jpg --
a picture
-- content/empty.md --
---
title: Made by a template
---
-- content/broken.md --
---
title: [
---
Words
-- static/img/red-door.png --
a picture
"#;

fn site() -> Imported {
    import(Program::Hugo, SITE)
}

/// The file of the dated text, whether this program knows posts or not.
fn bread(site: &Imported, name: &str) -> String {
    let folder =
        if Kind::named("post").is_some() { "content/posts/bread" } else { "content/pages/news/bread" };
    site.file(&format!("{folder}/{name}")).to_owned()
}

#[test]
fn a_page_has_its_head_and_its_old_address() {
    let site = site();
    assert_eq!(
        site.file("content/pages/about/index.en.md"),
        "---\ntitle: \"About: us\"\naliases: [\"/about/\"]\nkind: page\norder: 3\n---\n\n## Who {#who}\n\n\
         We are at [home](/pages/home/), [here](#who), [there](/pages/about/) and [lost](https://old.example/lost/).\n"
    );
    assert_eq!(
        site.file("content/pages/about/index.da.md"),
        "---\ntitle: \"Om os\"\nslug: \"om-os\"\nreview: machine # `human` when somebody has read it against the source\n---\n\nVi er her.\n"
    );
    let keys = site.told(LossKind::Key).into_iter().filter(|told| told.starts_with("content/about"));
    assert_eq!(keys.collect::<Vec<_>>(), ["content/about.md:4 layout"]);
    assert_eq!(site.told(LossKind::Anchor), ["content/about.md:8 #nowhere"]);
    assert_eq!(site.told(LossKind::Link), ["content/about.md:8 /lost/"]);
}

#[test]
fn shortcodes_and_html_become_markdown_and_the_rest_stays() {
    let site = site();
    let bread = bread(&site, "index.en.md");
    let body = bread.split_once("---\n\n").unwrap().1;
    assert_eq!(
        body,
        "![The oven](oven.jpg \"At five\")\n\nSee [the page](/pages/about/#who), ![red door](red-door.png) and **bold** words.\n\n\
         ::: video src=\"https://www.youtube.com/watch?v=abc123\" title=\"Bread\"\n:::\n\n\
         > [!WARNING]\n> Hot *inside*.\n\n\n\nKept.\n\nIn a [box](/pages/about/)\n\n```toml\n[a](b) <b>code</b>\n```\n"
    );
    assert_eq!(site.told(LossKind::Shortcode).len(), 1, "{:?}", site.losses);
    assert!(
        site.told(LossKind::Shortcode)[0].ends_with("index.md:20 {{< counter 3 >}}"),
        "{:?}",
        site.losses
    );
    assert!(site.told(LossKind::Words)[0].ends_with("index.md:22 {{< wrap >}}"), "{:?}", site.losses);
    assert!(site.told(LossKind::Embedded)[0].ends_with("<script>alert(1)</script>"), "{:?}", site.losses);
    assert!(
        site.told(LossKind::Alt)[0].ends_with("index.md:12 static/img/red-door.png"),
        "{:?}",
        site.losses
    );
}

#[test]
fn what_lies_beside_a_text_goes_with_it() {
    let site = site();
    assert_eq!(bread(&site, "oven.jpg").trim_end(), "a picture");
    assert_eq!(bread(&site, "red-door.png").trim_end(), "a picture");
    assert_eq!(site.counts.files, 2);
}

#[test]
fn what_has_no_text_or_no_head_is_told_and_nothing_else_is_missing() {
    let site = site();
    assert_eq!(site.told(LossKind::NoText), ["content/empty.md:1 Made by a template"]);
    assert_eq!(site.told(LossKind::Head).len(), 1);
    let counts = site.counts;
    assert_eq!((counts.read, counts.taken, counts.documents), (7, 5, 3));
    let report = site.file("import-report.md");
    assert!(
        report.contains("| files of pages that were read | 7 |")
            && report.contains("- content/about.md:4 `layout`"),
        "{report}"
    );
}

#[test]
fn settings_name_languages_menu_and_what_is_to_be_looked_at() {
    let site = site();
    let settings = site.file("content/site.yaml");
    for line in [
        "title: { \"en\": \"Loaf\", \"da\": \"Brød\" }",
        "baseUrl: \"https://old.example\"",
        "timeZone: \"Europe/Copenhagen\"",
        "  - { id: \"da\", locale: \"da\", name: \"dansk\" }",
        "menu: [\"pages/about\"]",
    ] {
        assert!(settings.contains(line), "{line}: {settings}");
    }
    assert!(
        site.told(LossKind::Setting).iter().any(|told| told.contains("contact.email")),
        "{:?}",
        site.losses
    );
}

#[test]
fn a_dated_text_is_a_post_with_topics_in_each_language() {
    let site = site();
    if Kind::named("post").is_none() {
        // A page has neither, and that is told.
        for key in ["4 date", "6 tags"] {
            let told = format!("content/news/2024-05-06-bread/index.md:{key}");
            assert!(site.told(LossKind::Key).contains(&told.as_str()), "{told}: {:?}", site.losses);
        }
        return;
    }
    let bread = bread(&site, "index.en.md");
    for line in [
        "summary: \"How we bake it.\"",
        "alt: \"An oven\"",
        "aliases: [\"/news/2024-05-06-bread/\", \"/old/bread/\", \"/da/news/2024-05-06-bread/\"]",
        "date: \"2024-05-06\"",
        "authors: [\"Amina\"]",
        "topics: [\"food\", \"work\"]",
        "picture: { src: \"oven.jpg\", people: false }",
    ] {
        assert!(bread.lines().any(|there| there == line), "{line}: {bread}");
    }
    assert!(
        site.file("content/topics.yaml")
            .contains("\"food\":\n  label: { \"en\": \"Food\", \"da\": \"Mad\" }")
    );
}

#[test]
fn languages_have_a_folder_each() {
    let site = import(
        Program::Hugo,
        "-- config/_default/hugo.yaml --\nbaseURL: https://old.example\n-- config/_default/languages.en.toml --\nweight = 1\n\
         -- config/_default/languages.pt-br.toml --\nweight = 2\nlanguageCode = \"pt-BR\"\n\
         -- content/en/docs/Start Here.md --\n---\ntitle: Start\n---\nGo [on](../next/).\n-- content/en/docs/next.md --\nNext.\n\
         -- content/pt-br/docs/Start Here.md --\n---\ntitle: Começo\n---\nVá.\n-- content/stray.md --\nNowhere.",
    );
    assert!(
        site.file("content/pages/docs/start-here/index.en.md").ends_with("Go [on](/pages/docs/next/).\n")
    );
    let start = site.file("content/pages/docs/start-here/index.en.md");
    assert!(start.contains("aliases: [\"/docs/start-here/\"]"), "{start}");
    assert!(site.file("content/site.yaml").contains("{ id: \"pt-br\", locale: \"pt-BR\", name: \"pt-BR\" }"));
    assert_eq!(site.told(LossKind::Language), ["content/stray.md:1 in no language's folder"]);
    assert!(site.file("content/pages/home/index.en.md").contains("kind: home"));
}
