//! `/desk/requests`: requests for a mentor, those that have waited longest first.

use axum::extract::State;
use axum::response::Response;
use forms::{About, Definition, Html};
use maud::html;

use super::parts::in_address;
use super::refused::Refused;
use super::visitor::Visitor;
use crate::accounts::Right;
use crate::app::App;
use crate::decode::Query;
use crate::desk::{Status, Stored};
use crate::export::names;
use crate::office::{Cursor, ListQuery, RecordsPage, Which};

const PAGE: usize = 50;

/// GET
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    query: Query,
) -> Result<Response, Refused> {
    let forms: Vec<&Definition> =
        visitor.asker.folder.definitions().filter(|form| form.about == About::Nothing).collect();
    let form = match query.get("form") {
        Some(id) => forms.iter().find(|form| form.id == id).copied(),
        None => forms.first().copied(),
    };
    let form = form.ok_or(Refused::NotThere)?;
    let status = match query.get("status") {
        Some(word) => {
            Some(Status::ALL.into_iter().find(|status| status.as_str() == word).ok_or(Refused::NotThere)?)
        }
        None => None,
    };
    let after = query.get("after").map(|text| Cursor::parse(text).ok_or(Refused::NotThere)).transpose()?;
    let access = visitor.access(Right::Requests, &visitor.t("why.requests"))?;
    let asked = ListQuery {
        which: Which { form: Some(form.id.clone()), event: None },
        statuses: status.into_iter().collect(),
        limit: Some(PAGE),
        after,
        ..ListQuery::default()
    };
    let (page, _) = visitor.office(&app).list(&access, &asked).await?.take().await?;
    let title = visitor.t("requests.title");
    let list = Requests { visitor: &visitor, form, status, page };
    let main = html! {
        h1 { (title) } "\n"
        (visitor.said(&query))
        @if forms.len() > 1 { (list.forms(&forms)) }
        (list.draw())
    };
    Ok(visitor.page(&title, &main))
}

struct Requests<'a> {
    visitor: &'a Visitor,
    form: &'a Definition,
    status: Option<Status>,
    page: RecordsPage,
}

impl Requests<'_> {
    fn address(&self, form: &str, status: Option<Status>, after: Option<&Cursor>) -> String {
        let form = format!("/desk/requests?form={}", in_address(form));
        let status = status.map(|status| format!("&status={}", status.as_str())).unwrap_or_default();
        let after = after.map(|after| format!("&after={after}")).unwrap_or_default();
        format!("{form}{status}{after}")
    }

    /// The forms, where there are several.
    fn forms(&self, forms: &[&Definition]) -> Html {
        let lang = self.visitor.site_lang();
        html! {
            ul class="desk-filters" {
                @for form in forms {
                    li { a href=(self.address(&form.id, None, None)) aria-current=[(form.id == self.form.id).then_some("true")] { (form.title.get(lang)) } } "\n"
                }
            } "\n"
        }
    }

    fn draw(&self) -> Html {
        let (visitor, counts) = (self.visitor, &self.page.counts);
        let statuses = Status::ALL.into_iter().filter(|status| counts.of_status(*status) > 0);
        html! {
            @if counts.all() > 0 && visitor.may(Right::Export) { (visitor.export_of_requests()) }
            @if counts.all() == 0 { p { (visitor.t("requests.none")) } "\n" } @else {
                nav aria-label=(visitor.t("list.filters")) {
                    ul class="desk-filters" {
                        li { a href=(self.address(&self.form.id, None, None)) aria-current=[self.status.is_none().then_some("true")] { (visitor.t("list.all")) " " b { (counts.all()) } } } "\n"
                        @for status in statuses {
                            li { a href=(self.address(&self.form.id, Some(status), None)) aria-current=[(self.status == Some(status)).then_some("true")] { (visitor.status(status, None)) " " b { (counts.of_status(status)) } } } "\n"
                        }
                    }
                } "\n"
                @if self.page.records.is_empty() {
                    p { (visitor.t("list.none")) } "\n"
                }
                ul class="desk-cards" {
                    @for stored in &self.page.records { li { (self.row(stored)) } "\n" }
                } "\n"
                @if let Some(next) = &self.page.next {
                    p { a class="button button-quiet" rel="next" href=(self.address(&self.form.id, self.status, Some(next))) { (visitor.t("list.next")) } } "\n"
                }
            }
        }
    }

    fn row(&self, stored: &Stored) -> Html {
        let (visitor, record) = (self.visitor, &stored.record);
        let since = visitor.moment(record.submitted_at);
        html! {
            p class="desk-card-title" { (visitor.record_link(&record.reference, names::name(stored, self.page.versions.of(stored)))) }
            p { b { (visitor.status(record.status(), None)) } " · " (visitor.with("list.since", &[("when", &since)])) }
        }
    }
}
