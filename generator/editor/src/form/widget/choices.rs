//! What can be chosen: several of some words, and what ids of the site are called.

use forms::Html;
use generator::config::Translated;
use generator::content::Referent;
use generator::lang::Lang;
use maud::html;
use serde_json::Value;

use super::At;

impl At<'_> {
    /// Some of several, each with a box.
    pub(super) fn boxes(
        &self,
        path: &str,
        name: &str,
        mut options: Vec<(String, String)>,
        value: Option<&Value>,
    ) -> Html {
        let chosen: Vec<&str> =
            value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        for one in &chosen {
            if !options.iter().any(|(value, _)| value == one) {
                options.push(((*one).to_owned(), (*one).to_owned()));
            }
        }
        html! {
            fieldset class="boxes" id=(format!("f-{path}")) {
                legend { (name) }
                (self.message(path))
                (self.private(path))
                input type="hidden" name=(path) value="";
                @for (value, name) in &options {
                    label { input type="checkbox" name=(path) value=(value) checked[chosen.contains(&value.as_str())]; " " (name) }
                }
            }
        }
    }

    /// What ids may be named, and what each is called.
    pub(super) fn names(&self, of: Referent) -> Vec<(String, String)> {
        let Some(site) = self.subject.site else { return Vec::new() };
        let lang = Lang::new(self.subject.words.lang());
        let own = |text: &Translated| text.get(&lang).to_owned();
        match of {
            Referent::Organisation => {
                site.organisations.iter().map(|one| (one.id.clone(), one.name.clone())).collect()
            }
            Referent::Topic => {
                site.topics.iter().map(|topic| (topic.id.clone(), own(&topic.label))).collect()
            }
            Referent::Form => site.forms.iter().map(|form| (form.id.clone(), form.id.clone())).collect(),
            Referent::Event => site
                .entries
                .events
                .iter()
                .map(|event| (event.id.clone(), event.translation(&lang).1.title.clone()))
                .collect(),
            Referent::Language => {
                site.config.languages.iter().map(|one| (one.id.to_string(), one.name.clone())).collect()
            }
            Referent::Menu | Referent::Theme => Vec::new(),
        }
    }

    /// The zones of the site and of its events.
    pub(super) fn zones(&self) -> Vec<(String, String)> {
        let Some(site) = self.subject.site else { return Vec::new() };
        let of_events = site.entries.events.iter().map(|event| event.facts.starts.time_zone().clone());
        let zones = of_events.chain([site.config.time_zone.clone()]);
        let names: std::collections::BTreeSet<String> =
            zones.filter_map(|zone| zone.iana_name().map(str::to_owned)).collect();
        names.into_iter().map(|name| (name.clone(), name.replace('_', " "))).collect()
    }
}
