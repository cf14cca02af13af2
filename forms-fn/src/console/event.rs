//! `/desk/events/EVENT`: who comes, by name. Each filter has an address; what is searched for stands in none, and in no log.

mod filter;

use axum::extract::{Path, State};
use axum::response::Response;
use forms::{Definition, Html, Kind, Role};
use maud::html;
use serde_json::Value;

use super::events::places;
use super::parts::event_path;
use super::refused::Refused;
use super::visitor::Visitor;
use crate::accounts::Right;
use crate::app::App;
use crate::decode::{Posted, Query};
use crate::desk::{Action, Status, Stored};
use crate::export::{Search, names};
use crate::folder::in_language;
use crate::office::{ListQuery, Order, RecordsPage, Which};
use filter::Filter;

/// So many rows are a page.
const PAGE: usize = 50;
/// What is searched for.
const WORDS: &str = "words";

/// What the list was asked for.
#[derive(Default)]
struct Asked<'a> {
    filter: Filter,
    /// What was searched for, and whether there was something to look for in it.
    search: Option<(&'a str, Option<Search>)>,
    /// What was done before.
    said: Html,
}

/// GET
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    query: Query,
) -> Result<Response, Refused> {
    let said = html! { (visitor.said(&query)) (super::many::said(&visitor, &query)) };
    show(&app, &visitor, &event, Asked { filter: Filter::read(&query)?, said, ..Asked::default() }).await
}

/// POST: the same for whom the words find.
pub(super) async fn search(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let words = sent.take(WORDS)?.unwrap_or_default();
    let search = Some((words.as_str(), Search::new(&words)));
    show(&app, &visitor, &event, Asked { search, ..Asked::default() }).await
}

async fn show(app: &App, visitor: &Visitor, event: &str, asked: Asked<'_>) -> Result<Response, Refused> {
    let access = visitor.access(Right::Records, &visitor.t("why.list"))?;
    let query = ListQuery {
        which: Which { form: None, event: Some(event.to_owned()) },
        search: asked.search.as_ref().and_then(|(_, search)| search.clone()),
        order: Order::Name(Some(visitor.asker.lang.to_owned())),
        limit: Some(PAGE),
        ..asked.filter.query()
    };
    let (page, _) = visitor.office(app).list(&access, &query).await?.take().await?;
    let list = List { visitor, event, asked, page };
    Ok(visitor.page(&visitor.event_title(event), &list.draw()))
}

/// A list that is being drawn.
struct List<'a> {
    visitor: &'a Visitor,
    event: &'a str,
    asked: Asked<'a>,
    page: RecordsPage,
}

impl List<'_> {
    fn draw(&self) -> Html {
        let visitor = self.visitor;
        html! {
            h1 { (visitor.event_title(self.event)) } "\n"
            (self.about())
            (self.asked.said)
            (self.ways())
            @if self.page.counts.all() == 0 {
                p { (visitor.t("list.nobody")) } "\n"
            } @else {
                (self.search_form())
                (self.asked.filter.links(visitor, self.event, &self.page))
                (self.rows())
            }
        }
    }

    /// What else there is of the event: a registration on the telephone, the door with its lists on paper, tables.
    fn ways(&self) -> Html {
        let (visitor, path) = (self.visitor, event_path(self.event));
        let ways = [
            ("register", "list.register", Right::Records, visitor.asker.folder.event(self.event).is_some()),
            ("letter", "ownLetter.title", Right::Letters, true),
            ("link", "ownLink.title", Right::Letters, true),
            ("door", "nav.door", Right::Door, true),
            (
                "volunteers",
                "volunteers.title",
                Right::Records,
                visitor.asker.folder.event(self.event).is_some(),
            ),
            ("export", "export.title", Right::Export, true),
        ];
        html! {
            p class="desk-row" {
                @for (way, key, right, is_there) in ways {
                    @if is_there && visitor.may(right) {
                        a class="button button-quiet" href=(format!("{path}/{way}")) { (visitor.t(key)) } "\n"
                    }
                }
            } "\n"
        }
    }

    /// When and where it is, and how the seats stand.
    fn about(&self) -> Html {
        let (visitor, counts) = (self.visitor, &self.page.counts);
        let event = visitor.asker.folder.event(self.event);
        let lang = visitor.site_lang();
        let seated = counts.of_status(Status::Confirmed) + counts.of_status(Status::Offered);
        let seated = u32::try_from(seated).unwrap_or(u32::MAX);
        let mut seats = vec![places(visitor, seated, event.and_then(|event| event.info.capacity))];
        for (status, key) in [
            (Status::Offered, "seats.offered"),
            (Status::Waiting, "seats.waiting"),
            (Status::Held, "seats.held"),
        ] {
            let number = counts.of_status(status);
            if number > 0 {
                seats.push(visitor.with(key, &[("number", &number.to_string())]));
            }
        }
        html! {
            @if let Some(event) = event {
                p {
                    (event.when(lang))
                    @if let Some(place) = in_language(&event.info.place, lang) { br; (place) }
                } "\n"
            } @else { p class="desk-note" { (visitor.t("list.lost")) } "\n" }
            p class="desk-count" { (seats.join(" · ")) } "\n"
        }
    }

    fn search_form(&self) -> Html {
        let visitor = self.visitor;
        let typed = self.asked.search.as_ref().map_or("", |(words, _)| words);
        html! {
            form class="desk-row" method="post" action=(event_path(self.event)) role="search" {
                span class="field" {
                    label for=(WORDS) { (visitor.t("list.search")) }
                    span class="field-help" id="words-help" { (visitor.t("list.searchHelp")) }
                    input type="search" id=(WORDS) name=(WORDS) value=(typed) autocomplete="off" maxlength="100" aria-describedby="words-help";
                }
                button { (visitor.t("list.searchButton")) }
            } "\n"
        }
    }

    fn rows(&self) -> Html {
        let (visitor, records) = (self.visitor, &self.page.records);
        let has_words = self.asked.search.as_ref().is_none_or(|(_, search)| search.is_some());
        html! {
            @if !has_words { p class="notice" role="status" { (visitor.t("list.noWords")) } "\n" }
            @if records.is_empty() {
                p { (visitor.t("list.none")) " " a href=(event_path(self.event)) { (visitor.t("list.showAll")) } } "\n"
            } @else {
                form method="post" action=(format!("{}/many", event_path(self.event))) {
                    ul class="desk-cards desk-list" {
                        @for stored in records { li { (self.row(stored)) } "\n" }
                    } "\n"
                    (self.acts())
                } "\n"
                (self.more())
            }
        }
    }

    fn row(&self, stored: &Stored) -> Html {
        let (visitor, record) = (self.visitor, &stored.record);
        let form = self.page.versions.of(stored);
        let name = names::name(stored, form);
        let latin =
            form.and_then(|form| form.of_role(Role::LatinName)).and_then(|field| record.text(&field.name));
        let since = visitor.moment_of(Some(self.event), record.submitted_at);
        let id = format!("tick-{}", record.reference);
        html! {
            input type="checkbox" id=(id) name="ref" value=(record.reference) aria-label=(visitor.with("list.tick", &[("name", name)]));
            div {
                p class="desk-card-title" {
                    (visitor.record_link(&record.reference, name))
                    @if let Some(latin) = latin { " " bdi class="desk-soft" { (latin) } }
                }
                p { b { (visitor.status(record.status(), stored.position)) } " · " (visitor.with("list.since", &[("when", &since)])) }
                @if let Some(form) = form { (self.numbers(stored, form)) }
            }
        }
    }

    /// The numbers that somebody gave, such as how many children come along.
    fn numbers(&self, stored: &Stored, form: &Definition) -> Html {
        let given = form.fields.iter().filter(|field| matches!(field.kind, Kind::Integer { .. })).filter_map(
            |field| {
                let number =
                    stored.answers.get(&field.name).and_then(Value::as_u64).filter(|number| *number > 0)?;
                Some((field.label.get(self.visitor.site_lang()), number))
            },
        );
        html! {
            @for (label, number) in given { p class="desk-soft" { (label) ": " (number) } }
        }
    }

    /// What can be done to all that are ticked; a page asks first.
    fn acts(&self) -> Html {
        let visitor = self.visitor;
        let has_held = self.page.counts.of_status(Status::Held) > 0;
        let acts = crate::office::ACTS_ON_MANY.into_iter().filter(|act| *act != Action::Release || has_held);
        html! {
            fieldset class="desk-many" {
                legend { (visitor.t("many.legend")) }
                div class="desk-row" {
                    @for act in acts {
                        button class="button-quiet" name="act" value=(act.as_str()) { (visitor.t(&format!("manyAct.{}", act.as_str()))) } "\n"
                    }
                }
            } "\n"
        }
    }

    fn more(&self) -> Html {
        let visitor = self.visitor;
        match (&self.page.next, &self.asked.search) {
            (None, _) => Html::default(),
            (Some(_), Some(_)) => html! { p { (visitor.t("list.narrow")) } "\n" },
            (Some(next), None) => html! {
                p { a class="button button-quiet" rel="next" href=(self.asked.filter.address(self.event, Some(next))) { (visitor.t("list.next")) } } "\n"
            },
        }
    }
}
