//! The filters of a list, each with an address of its own.

use std::collections::BTreeMap;

use forms::{Definition, Html};
use maud::html;

use crate::console::parts::{event_path, in_address};
use crate::console::refused::Refused;
use crate::console::visitor::Visitor;
use crate::decode::Query;
use crate::desk::Status;
use crate::office::{Cursor, GivenAnswer, ListQuery, RecordsPage};

/// Only this status; none of that one; only those who answered so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Filter {
    status: Option<Status>,
    not: Option<Status>,
    answer: Option<GivenAnswer>,
    after: Option<Cursor>,
}

impl Filter {
    /// Reads it from an address; one that names nothing of ours leads nowhere.
    pub(super) fn read(query: &Query) -> Result<Self, Refused> {
        let status = |name| match query.get(name) {
            None => Ok(None),
            Some(word) => {
                let known = Status::ALL.into_iter().find(|status| status.as_str() == word);
                known.map(Some).ok_or(Refused::NotThere)
            }
        };
        let after =
            query.get("after").map(|text| Cursor::parse(text).ok_or(Refused::NotThere)).transpose()?;
        let answer =
            query.get("with").map(|text| GivenAnswer::parse(text).ok_or(Refused::NotThere)).transpose()?;
        Ok(Self { status: status("status")?, not: status("not")?, answer, after })
    }

    /// The part of the query of the office that it is.
    pub(super) fn query(&self) -> ListQuery {
        ListQuery {
            statuses: self.status.into_iter().collect(),
            except: self.not.into_iter().collect(),
            answer: self.answer.clone(),
            after: self.after.clone(),
            ..ListQuery::default()
        }
    }

    /// Where the list stands that is filtered so.
    pub(super) fn address(&self, event: &str, after: Option<&Cursor>) -> String {
        let answer = self.answer.as_ref().map(|answer| in_address(&answer.to_string()));
        let parts = [
            self.status.map(|status| format!("status={}", status.as_str())),
            self.not.map(|status| format!("not={}", status.as_str())),
            answer.map(|answer| format!("with={answer}")),
            after.map(|after| format!("after={after}")),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        match parts.is_empty() {
            true => event_path(event),
            false => format!("{}?{}", event_path(event), parts.join("&")),
        }
    }

    /// All filters that would show somebody, with how many.
    pub(super) fn links(&self, visitor: &Visitor, event: &str, page: &RecordsPage) -> Html {
        let counts = &page.counts;
        let mut all = vec![(visitor.t("list.all"), Self::default(), counts.all())];
        for status in Status::ALL.into_iter().filter(|status| counts.of_status(*status) > 0) {
            let filter = Self { status: Some(status), ..Self::default() };
            all.push((visitor.status(status, None), filter, counts.of_status(status)));
        }
        if counts.of_status(Status::Cancelled) > 0 {
            let filter = Self { not: Some(Status::Cancelled), ..Self::default() };
            let number = counts.all() - counts.of_status(Status::Cancelled);
            all.push((visitor.t("list.notCancelled"), filter, number));
        }
        let answers = answers(visitor, page);
        html! {
            nav aria-label=(visitor.t("list.filters")) {
                (self.list(event, &all))
                @if !answers.is_empty() {
                    details open[self.answer.is_some()] {
                        summary { (visitor.t("list.moreFilters")) } "\n"
                        (self.list(event, &answers))
                    }
                }
            } "\n"
        }
    }

    fn list(&self, event: &str, filters: &[(String, Self, usize)]) -> Html {
        let own = Self { after: None, ..self.clone() };
        html! {
            ul class="desk-filters" {
                @for (words, filter, number) in filters {
                    li {
                        a href=(filter.address(event, None)) aria-current=[(own == *filter).then_some("true")] {
                            (words) " " b { (number) }
                        }
                    } "\n"
                }
            } "\n"
        }
    }
}

/// What people answered, in the words of the newest form that asks it.
fn answers(visitor: &Visitor, page: &RecordsPage) -> Vec<(String, Filter, usize)> {
    let forms: Vec<&Definition> = page.versions.iter().collect();
    let by_place: BTreeMap<_, _> = page
        .counts
        .answers
        .iter()
        .filter_map(|(answer, number)| {
            let (at, words) = words(visitor, &forms, answer)?;
            let filter = Filter { answer: Some(answer.clone()), ..Filter::default() };
            Some(((at, answer), (words, filter, *number)))
        })
        .collect();
    by_place.into_values().collect()
}

/// Where the question stands in its form, and the answer in words.
fn words(visitor: &Visitor, forms: &[&Definition], answer: &GivenAnswer) -> Option<(usize, String)> {
    let (at, field) = forms
        .iter()
        .find_map(|form| form.fields.iter().enumerate().find(|(_, field)| field.name == answer.field))?;
    let label = field.label.get(visitor.site_lang());
    Some((
        at,
        match &answer.option {
            Some(option) => format!("{label}: {}", field.word(option, &visitor.wording()).text()),
            None => label.to_owned(),
        },
    ))
}
