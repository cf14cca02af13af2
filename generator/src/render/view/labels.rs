//! The topics of an entry as labels, each with its list.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;

use super::Ctx;
use crate::content::Kind;
use crate::url::Url;

/// The labels of all topics in one section; made once, since thousands of entries share them.
pub struct Labels<'a>(BTreeMap<&'a str, Value>);

#[derive(Serialize)]
struct Label<'a> {
    label: &'a str,
    url: Url,
}

impl<'a> Labels<'a> {
    /// The labels that lead to the lists of a kind.
    pub fn new(ctx: &Ctx<'a>, kind: Kind) -> Labels<'a> {
        let labels = ctx.site.topics.iter().map(|topic| {
            let url = ctx.url(&kind.list_of_topic(&topic.id));
            let label = Label { label: topic.label.get(ctx.lang()), url };
            (topic.id.as_str(), Value::from_serializable(&label))
        });
        Labels(labels.collect())
    }

    /// Those of an entry, in its order.
    pub fn of(&self, topics: &[String]) -> Vec<Value> {
        topics.iter().filter_map(|id| self.0.get(id.as_str()).cloned()).collect()
    }
}
