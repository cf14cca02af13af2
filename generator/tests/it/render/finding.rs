//! Ways from one page to the next: topics, stories that belong together, neighbours.

use std::fmt::Write;

use generator::related::Index;
use generator::site::{self, AssembleOptions, Site};

use super::{SITE, build, check, file, source};

/// The small site with as many stories more as asked for, each with another day and mixed topics.
fn site_of(stories: usize) -> Site {
    let mut text = SITE.to_owned();
    for number in 0..stories {
        let (topics, country) = if number % 2 == 0 { ("[food]", "DK") } else { ("[]", "SE") };
        let day = jiff::civil::date(2000, 1, 1) + jiff::ToSpan::days(i64::try_from(number).expect("small"));
        let _ = write!(
            text,
            "-- content/stories/s{number}/index.en.md --\n---\ntitle: Story {number}\nsummary: Told.\ndisplayName: A teller\nnameForm: pseudonym\ndate: \"{day}\"\ncountry: \"{country}\"\nbusiness: {{ sector: food }}\nhost: hosts\ntopics: {topics}\ndemo: true\nstatus: live\n---\nIt began.\n"
        );
    }
    let now = crate::site::now();
    let options =
        AssembleOptions { drafts: false, now, base_url: None, kept: site::DocumentCache::default() };
    let (site, problems) = site::load(&source(&[&text]), &options);
    site.unwrap_or_else(|| panic!("{problems:#?}"))
}

#[test]
fn a_story_is_weighed_against_a_few_however_many_there_are() {
    for stories in [200, 1600] {
        let site = site_of(stories);
        let live = site.entries.stories.iter().map(|story| &**story).filter(|story| !story.withdrawn);
        let index = Index::new(live.clone());
        let most = (0..live.count()).map(|at| index.candidates(at).len()).max();
        // Four lists (one topic, country, kind of work, all), a dozen on each side of the day.
        assert!(most.is_some_and(|most| (12..=96).contains(&most)), "{most:?} of {stories}");
    }
}

#[test]
fn stories_with_more_in_common_come_first_and_then_the_nearest_day() {
    let site = site_of(40);
    let index =
        Index::new(site.entries.stories.iter().map(|story| &**story).filter(|story| !story.withdrawn));
    let live: Vec<_> =
        site.entries.stories.iter().map(|story| &**story).filter(|story| !story.withdrawn).collect();
    let at = live.iter().position(|story| story.id == "stories/s20").expect("it is there");
    let like = index.like(at, &generator::lang::Lang::new("en"), 3);
    let like: Vec<&str> = like.into_iter().map(|at| live[at].id.as_str()).collect();
    assert_eq!(like, ["stories/s22", "stories/s18", "stories/s24"]);
    // Only one story has Danish words, so readers of Danish get it first.
    let danish = index.like(at, &generator::lang::Lang::new("da"), 1);
    assert_eq!(live[danish[0]].id, "stories/bread");
}

#[test]
fn pages_lead_on() {
    check("public/en/stories/bread/index.html", &["<p>like: Tea by the crate</p>"]);
    check(
        "public/en/events/dinner/index.html",
        &[
            "<p>story: Bread for the street</p>",
            "<p>previous: Online meeting</p>",
            "<p>Food /en/events/topic/food/</p>",
        ],
    );
}

#[test]
fn the_search_lists_the_front_page_by_the_name_of_the_site() {
    check("public/en/search/index.html", &["<a href=\"/en/\">Spaces</a>"]);
    check("public/da/search/index.html", &["<a href=\"/da/\">Rum</a>"]);
}

#[test]
fn topics_have_a_page_with_counts_and_lists_of_their_own() {
    check(
        "public/en/topics/index.html",
        &["<p>Food: 1 story /en/stories/topic/food/, 1 event /en/events/topic/food/</p>"],
    );
    check("public/da/events/topic/food/index.html", &["<title>Events about Mad", "Middag, historier; og te"]);
}

#[test]
fn only_an_event_that_people_can_come_to_has_a_poster() {
    let path = "public/da/events/dinner/poster/index.html";
    check(
        path,
        &[
            "noindex",
            "<a href=\"/en/events/dinner/poster/\">",
            "<p>spaces.example/da/events/dinner</p>",
            "<svg",
        ],
    );
    let (output, _) = build(&[SITE]);
    assert!(!output.files.contains_key("public/da/events/meeting/poster/index.html"), "it was cancelled");
    assert!(!file("public/sitemap.xml").contains("/poster/"));
}
