//! What of an old site would stop a build here: it becomes something harmless, and is told with its place.

use import::{LossKind, Program};

use crate::{import, tamed};

const SETTINGS: &str =
    "-- hugo.toml --\nbaseURL = \"https://old.example/\"\ntitle = \"Loaf\"\ntimeZone = \"UTC\"\n";

/// The body of the one page of a site, and what was told of a kind.
fn page(text: &str, kind: LossKind) -> (String, Vec<String>) {
    let site = import(Program::Hugo, &format!("{SETTINGS}-- content/a.md --\n{text}"));
    let body = site.file("content/pages/a/index.en.md").split_once("---\n\n").unwrap().1.to_owned();
    (body, site.told(kind).into_iter().map(str::to_owned).collect())
}

#[test]
fn a_front_page_made_of_settings_has_their_links_and_the_settings_their_words() {
    let site = import(
        Program::Hugo,
        "-- hugo.toml --\nbaseURL = \"https://old.example/\"\ntitle = \"Loaf\"\n[languages.en]\n\
         description = 'We **bake** with the <a href=\"https://group.example/\">Group</a>.'\n-- content/a.md --\nA",
    );
    let home = site.file("content/pages/home/index.en.md");
    assert!(home.ends_with("We **bake** with the [Group](https://group.example/).\n"), "{home}");
    let settings = site.file("content/site.yaml");
    assert!(settings.contains("description: { \"en\": \"We bake with the Group.\" }"), "{settings}");
    let told = site.told(LossKind::Setting);
    assert!(told.iter().any(|told| told.starts_with("hugo.toml:4 only words stand")), "{told:?}");
}

#[test]
fn settings_that_are_of_no_use_are_examples_and_told() {
    let site = import(
        Program::Hugo,
        "-- hugo.toml --\nbaseURL = \"/\"\ntitle = \"Loaf\"\ntimeZone = \"Nowhere\"\n[params]\nemail = \"b3NjQG9zYy5nYXJkZW4=\"\n-- content/a.md --\nA",
    );
    let settings = site.file("content/site.yaml");
    for line in
        ["contact: { email: \"hello@example.org\" }", "timeZone: \"UTC\"", "baseUrl: \"https://example.org\""]
    {
        assert!(settings.lines().any(|there| there == line), "{line}: {settings}");
    }
    let told = site.told(LossKind::Setting);
    assert!(
        told.iter().any(|told| told.starts_with("hugo.toml:5 `b3NjQG9zYy5nYXJkZW4=` can't be taken")),
        "{told:?}"
    );
}

#[test]
fn breaks_that_only_made_room_are_gone() {
    let (body, told) = page("One\n\n<br>\n\n<p>Two<br>\nlines<br></p>\n\nThree<br>\nfour\n", LossKind::Html);
    assert_eq!(body, "One\n\n\n\nTwo<br>\nlines\n\nThree<br>\nfour\n");
    assert_eq!(told, ["content/a.md:3 <br>", "content/a.md:5 <br>"]);
}

#[test]
fn links_that_can_be_none_here_leave_their_words() {
    let (body, told) = page(
        "Get [*it* `now`](ftp://old.example/x), [this][file], <ftp://old.example>, [](/b/) or [that]().\n\n[file]: ftp://old.example/y\n",
        LossKind::Unlinked,
    );
    assert_eq!(body, "Get *it* `now`, this, `ftp://old.example`,  or that.\n");
    assert_eq!(told.len(), 5, "{told:?}");
    assert!(told.contains(&"content/a.md:1 ftp://old.example/y".to_owned()), "{told:?}");
}

#[test]
fn what_everybody_sees_does_not_link_to_a_draft() {
    let site = import(
        Program::Hugo,
        &format!(
            "{SETTINGS}-- content/a.md --\nTo [b](/b/).\n-- content/b.md --\n---\ndraft: true\n---\nTo [b](/b/)."
        ),
    );
    assert!(site.file("content/pages/a/index.en.md").ends_with("To b.\n"));
    assert!(site.file("content/pages/b/index.en.md").ends_with("To [b](/pages/b/).\n"));
    assert_eq!(site.told(LossKind::Unlinked), ["content/a.md:1 /b/"]);
}

#[test]
fn links_find_their_heading_in_every_language() {
    let site = import(
        Program::Zola,
        "-- config.toml --\nbase_url = \"https://old.example\"\ndefault_language = \"en\"\n[languages.da]\n\
         -- content/a.md --\n## The oven\n\n## <a id=\"peel\">Peel</a>\n\n## Twice\n\n## Twice\n\n\
         -- content/a.da.md --\n## Ovnen\n\n## Skovl\n\n## To\n\n## To\n\n[o](#ovnen)\n\
         -- content/b.md --\n[oven](@/a.md#the-oven), [peel](@/a.md#peel), [second](@/a.md#twice-1)\n\
         -- content/b.da.md --\n[ovn], [skovl](@/a.md#peel), [anden](@/a.md#twice-1)\n\n[ovn]: @/a.md#the-oven\n",
    );
    let danish = site.file("content/pages/a/index.da.md");
    assert!(
        danish.ends_with(
            "## Ovnen {#the-oven}\n\n## Skovl {#peel}\n\n## To\n\n## To {#twice-1}\n\n[o](#the-oven)\n"
        ),
        "{danish}"
    );
    let english = site.file("content/pages/a/index.en.md");
    assert!(
        english.contains("## The oven {#the-oven}\n\n## Peel {#peel}\n\n## Twice\n\n## Twice {#twice-1}\n"),
        "{english}"
    );
    let links = site.file("content/pages/b/index.da.md");
    assert!(
        links.ends_with(
            "[ovn], [skovl](/pages/a/#peel), [anden](/pages/a/#twice-1)\n\n[ovn]: /pages/a/#the-oven\n"
        ),
        "{links}"
    );
    assert!(site.told(LossKind::Anchor).is_empty(), "{:?}", site.losses);
}

#[test]
fn a_translation_with_other_headings_has_the_link_without_its_place() {
    let site = import(
        Program::Zola,
        "-- config.toml --\nbase_url = \"https://old.example\"\ndefault_language = \"en\"\n[languages.da]\n\
         -- content/a.md --\n## The oven\n-- content/a.da.md --\nIngen.\n\
         -- content/b.md --\n[oven](@/a.md#the-oven)\n-- content/b.da.md --\n[ovn](@/a.md#the-oven)\n",
    );
    assert!(site.file("content/pages/b/index.en.md").ends_with("[oven](/pages/a/#the-oven)\n"));
    assert!(site.file("content/pages/b/index.da.md").ends_with("[ovn](/pages/a/)\n"));
    assert_eq!(site.told(LossKind::Anchor), ["content/b.da.md:1 @/a.md#the-oven"]);
}

#[test]
fn heads_have_words_only() {
    let text = "---\ntitle: Do <strong>not</strong>\ndescription: Of `Vec<T>`\n---\nA.";
    let site = import(Program::Hugo, &format!("{SETTINGS}-- content/a.md --\n{text}"));
    let page = site.file("content/pages/a/index.en.md");
    assert!(page.starts_with("---\ntitle: \"Do not\"\nsummary: \"Of `Vec<T>`\"\n"), "{page}");
    assert_eq!(site.told(LossKind::Html), ["content/a.md:2 Do <strong>not</strong>"]);
}

#[test]
fn two_headings_of_one_name_keep_the_first() {
    let (body, _) =
        page("## One {#a}\n\n## Two {#a}\n\n<h2 class=\"x\" id=\"c\">Three</h2>\n", LossKind::Html);
    assert_eq!(body, "## One {#a}\n\n## Two\n\n## Three {#c}\n");
    let text = "## One {#Parts}\n\n## Two {#parts}\n\n[one](#Parts), [two](#parts)\n";
    assert_eq!(page(text, LossKind::Anchor), (text.to_owned(), Vec::new()));
}

#[test]
fn a_key_joins_translations_of_other_names() {
    let site = import(
        Program::Hugo,
        "-- hugo.toml --\nbaseURL = \"https://old.example/\"\n[languages.en]\nweight = 1\n[languages.fr]\nweight = 2\n\
         -- content/en/blog/Safe: ‘agile’.md --\n---\ntitle: Safe\ntranslationKey: safe\n---\nGo.\n\
         -- content/fr/blog/prudence.md --\n---\ntitle: Prudence\ntranslationKey: safe\n---\nAllez.\n\
         -- content/fr/blog/encore.md --\n---\ntitle: Encore\ntranslationKey: safe\n---\nEncore.\n",
    );
    let source = site.file("content/pages/blog/safe-agile/index.en.md");
    assert!(source.contains("aliases: [\"/blog/safe-agile/\"]"), "{source}");
    assert!(site.file("content/pages/blog/safe-agile/index.fr.md").contains("slug: \"encore\""));
    assert!(site.file("content/pages/blog/prudence/index.fr.md").contains("source: true"));
}

#[test]
fn an_address_is_an_alias_of_one_document() {
    let site = import(
        Program::Hugo,
        "-- hugo.toml --\nbaseURL = \"https://old.example/\"\n[languages.en]\nweight = 1\n[languages.hi]\nweight = 2\n\
         -- content/en/cloud-apps.md --\n---\naliases: [/hi/cloud-apps, /old]\n---\nApps.\n\
         -- content/hi/cloud apps.md --\n---\naliases: [/OLD/]\n---\nApps.\n",
    );
    let english = site.file("content/pages/cloud-apps/index.en.md");
    assert!(english.contains("aliases: [\"/cloud-apps/\", \"/hi/cloud-apps/\", \"/old/\"]"), "{english}");
    let other = site.file("content/pages/cloud-apps-2/index.hi.md");
    assert!(!other.contains("aliases"), "{other}");
    assert_eq!(
        site.told(LossKind::Address),
        [
            "content/hi/cloud apps.md:2 /OLD/, which is that of pages/cloud-apps",
            "content/hi/cloud apps.md:2 /hi/cloud-apps/, which is that of pages/cloud-apps"
        ]
    );
}

#[test]
fn heads_with_tabs_and_posts_without_a_sentence_are_taken() {
    let site = import(
        Program::Hugo,
        &format!(
            "{SETTINGS}-- content/news/a.md --\n---\ntitle: A list\ndate: 2024-05-06\naliases: [\n\t/old,\n]\n---\n- One\n"
        ),
    );
    let post = site.file("content/posts/a/index.en.md");
    assert!(post.contains("summary: \"A list\"") && post.contains("\"/old/\""), "{post}");
}

#[test]
fn shortcodes_that_name_a_page_or_a_term_keep_its_words() {
    let site = import(
        Program::Hugo,
        &format!(
            "{SETTINGS}-- content/a.md --\n{{{{< page-ref page=\"b.md\" >}}}}, {{{{< page-relref ref=\"b#x\" caption=\"the x\" >}}}}, \
             {{{{< button url=\"https://x.example\" text=\"X\" >}}}}.\n\n{{{{% def id=\"CA\" name=\"Authority\" %}}}} who signs.{{{{% /def %}}}}\n\n\
             {{{{< hint style=\"warning\" >}}}}Hot{{{{< /hint >}}}}\n-- content/b.md --\n---\ntitle: The b\n---\n## X\n"
        ),
    );
    let body = site.file("content/pages/a/index.en.md").split_once("---\n\n").unwrap().1;
    assert_eq!(
        body,
        "[The b](/pages/b/), [the x](/pages/b/#x), [X](https://x.example).\n\n**Authority** who signs.\n\n> [!WARNING]\n> Hot\n"
    );
}

#[test]
fn whatever_a_check_still_refuses_is_made_harmless_and_told() {
    let text = "---\ntitle: A\n---\nOne <kbd>key and\n\n::: warning\nHot.\n:::\n\nA note[^1] and [x](../../../../y).\n\n## Two {#b .c}\n\n\
                ![drawing](bad.svg) [![again](bad.svg)](https://x.example) [keys](keys.txt)\n";
    let (site, errors) = tamed(
        Program::Hugo,
        &format!(
            "{SETTINGS}-- content/a.md --\n{text}-- content/bad.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\"><foreignObject/></svg>\n\
             -- content/keys.txt --\n-----BEGIN CERTIFICATE-----\n-- content/_index.md --\n---\ntitle: Home\n---\nHome."
        ),
    );
    assert!(errors.is_empty(), "{errors:?}");
    let body = site.file("content/pages/a/index.en.md").split_once("---\n\n").unwrap().1;
    assert!(body.contains("One key and\n\n\\::: warning\nHot.\n\\:::\n\nA note\\[^1]"), "{body}");
    let drawing = "\n[drawing](https://old.example/bad.svg) [again](https://x.example) ";
    assert!(body.contains(drawing), "{body}");
    let told = site.told(LossKind::Tamed);
    assert!(told.contains(&"content/a.md:4 html/not-balanced: <kbd>"), "{told:?}");
    assert!(told.iter().any(|told| told.starts_with("content/a.md:10 footnote/undefined")), "{told:?}");
    let pictures = site.told(LossKind::Picture);
    assert!(pictures.iter().any(|told| told.starts_with("content/a.md:14 ")), "{pictures:?}");
}

#[test]
fn two_errors_at_one_place_are_one_change_told_once() {
    let text = "---\ntitle: A\n---\n::: video src=\"https://x.example/v\" one=\"1\" two=\"2\"\n:::\n";
    let (site, errors) = tamed(Program::Hugo, &format!("{SETTINGS}-- content/a.md --\n{text}"));
    assert!(errors.is_empty(), "{errors:?}");
    let body = site.file("content/pages/a/index.en.md").split_once("---\n\n").unwrap().1;
    assert!(body.starts_with("\\::: video src") && !body.contains("\\\\"), "{body}");
    let told = site.told(LossKind::Tamed);
    assert_eq!(told.iter().filter(|told| told.starts_with("content/a.md:4 ")).count(), 1, "{told:?}");
}
