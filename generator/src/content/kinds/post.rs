//! A post's front matter → [`Post`]: a dated text, and nothing that only a story or an event has.

use jiff::civil::Date;

use super::{KindFacts, KindHead};
use crate::content::kinds::head;
use crate::content::{Day, OfOrganisation, OfTopic};
use crate::diagnostic::{Code, say};
use crate::front_matter::{Checker, Picture, WrittenPicture, picture};
use crate::yaml::{Located, texts};

/// The facts of a post.
#[derive(Clone, Debug)]
pub struct Post {
    /// Orders the posts and dates them in the feed.
    pub date: Date,
    /// When its words were last changed.
    pub updated: Option<Date>,
    /// Who wrote it, as they want to be called.
    pub authors: Vec<String>,
    /// The organisation that publishes it, where it isn't the site as a whole.
    pub host: Option<String>,
    /// Ids of topics.
    pub topics: Vec<String>,
    /// Beside the source file.
    pub picture: Option<Picture>,
    /// An example, marked as such.
    pub demo: bool,
}

impl KindFacts for Post {
    fn rank(&self) -> i64 {
        let days = self.date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24;
        // The newest first.
        -days
    }

    fn picture(&self) -> Option<&Picture> {
        self.picture.as_ref()
    }

    fn hosts(&self) -> &[String] {
        self.host.as_slice()
    }

    fn topics(&self) -> &[String] {
        &self.topics
    }

    fn is_demo(&self) -> bool {
        self.demo
    }
}

head! {
    /// The head of a post's file.
    PostHeader {
        /// Orders the posts, the newest first, and dates them in the feed.
        Fact "date" date: Option<Located<Day>> = "\"2027-03-04\"" .required().in_new("\"@today@\"");
        /// When its words were last changed; nothing for a misprint.
        Fact "updated" updated: Option<Located<Day>> = "\"2027-03-09\"" .also_called(&["lastmod", "modified"]);
        /// Who wrote it, as they want to be called. Without a name it is the site's.
        Fact "authors" authors: Vec<String> = "[Amina Holm, Per]"
            .in_new("# [Amina]").note("without a name it is the site's").also_called(&["author", "by"]);
        /// The organisation that publishes it, if it isn't the site as a whole.
        Fact "host" host: Option<Located<OfOrganisation>> = "crossing-borders";
        /// What it is about.
        Fact "topics" topics: Vec<Located<OfTopic>> = "[first-customers]"
            .in_new("[]").note("ids of content/topics.yaml").also_called(&["tags", "categories"]);
        /// The picture above the text.
        Fact "picture" picture: Option<WrittenPicture> = "{ src: oven.jpg, credit: M. Berg, people: false }"
            .in_new("# { src: picture.jpg, credit: \"Who made it\", people: false }")
            .also_called(&["image", "cover", "photo"]);
        /// An invented example: page and feed say so, and search engines don't find it.
        Fact "demo" demo: bool = "true";
    }
}

impl KindHead for PostHeader {
    type Facts = Post;

    const HAS_LISTS: bool = true;

    fn picture(&self) -> Option<&WrittenPicture> {
        self.picture.as_ref()
    }

    fn facts(&self, checker: &mut Checker<'_>, _above: Option<String>) -> Option<Post> {
        let date = checker.require("date", self.date.as_ref());
        let date = checker.date(date);
        let updated = checker.date(self.updated.as_ref());
        if let (Some(date), Some(updated), Some(written)) = (date, updated, &self.updated)
            && updated < date
        {
            let message = say!("value.updatedEarly", date = &date);
            checker.error(Code::FrontValue, written, message).hint(say!("value.updatedHint"));
        }
        if let Some(host) = &self.host {
            checker.organisation(host);
        }
        checker.topics(&self.topics);
        let picture = self.picture.as_ref().and_then(|written| picture(checker, written));
        Some(Post {
            date: date?,
            updated,
            authors: self.authors.clone(),
            host: self.host.as_ref().map(|host| host.value.to_string()),
            topics: texts(&self.topics),
            picture,
            demo: self.demo,
        })
    }
}
