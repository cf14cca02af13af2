//! Languages whose tags have a script: written in any case, published as BCP 47 has them.

use crate::front;

#[test]
fn a_tag_in_any_case_is_published_as_bcp_47_has_it() {
    let mut files = front::files();
    let settings = files.get_mut("content/site.yaml").unwrap();
    let line = settings.lines().find(|line| line.contains("id: nb")).unwrap().to_owned();
    let more =
        "\n  - { id: zh-hans, locale: zh-Hans, name: 简体中文 }\n  - { id: he, locale: he, name: עברית }";
    *settings = settings.replace(&line, &format!("{line}{more}"));
    files.insert("content/texts/zh-hans.yaml".to_owned(), "menu: 菜单\n".to_owned());
    let page = "---\ntitle: 关于\nreview: machine\n---\n文字。\n";
    files.insert("content/pages/about/index.zh-hans.md".to_owned(), page.to_owned());
    let (site, problems) = front::load(&front::source(files));
    let site = site.unwrap_or_else(|| panic!("only words are missing: {problems:?}"));
    let gaps: Vec<&str> = problems
        .iter()
        .filter(|problem| problem.code.as_str() == "text/gaps")
        .flat_map(|problem| problem.langs.iter().map(String::as_str))
        .collect();
    assert_eq!(gaps, ["zh-Hans", "he"]);
    let lang = &site.config.languages.iter().find(|language| language.name == "简体中文").unwrap().id;
    assert_eq!(lang.as_str(), "zh-Hans");
    let about = site.entries.pages.iter().find(|entry| entry.id == "pages/about").unwrap();
    assert!(about.url(lang).to_string().starts_with("/zh-Hans/"), "{}", about.url(lang));
    assert_eq!(about.translation(lang).1.title, "关于");
    assert_eq!(site.text(lang).text("menu"), "菜单");
}
