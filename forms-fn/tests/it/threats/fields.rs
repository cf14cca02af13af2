//! Names that are sent and that the form doesn't have.

use std::collections::BTreeSet;

use axum::http::Method;
use forms_fn::secret::LinkPurpose;
use serde_json::{Value, json};

use crate::my::world::{AMINA, MY, world};
use crate::site::{FORM, ask, site};

/// What carries a form and is taken out before the check; `refusals` and `hostile` are about these.
const CARRIERS: [&str; 4] = ["event", "nonce", "website_url", "altcha"];
/// Names that must be among those that are tried, so that the hunt for them finds what it should.
const KNOWN: [&str; 12] = [
    "status",
    "position",
    "reference",
    "lang",
    "submitted_at",
    "version",
    "sealed",
    "contact",
    "confirmed",
    "waiting",
    "place",
    "doubts",
];
/// Names that stand in no body: columns of the stores, and what others call the same things.
const COLUMNS: [&str; 16] = [
    "capacity",
    "taken",
    "ttl",
    "expires",
    "rev",
    "revision",
    "pk",
    "sk",
    "body",
    "id",
    "admin",
    "role",
    "is_admin",
    "__proto__",
    "constructor",
    "_method",
];

/// Mass assignment: every name that stands anywhere in the store is sent as a field, in both encodings.
#[tokio::test]
async fn mass_assignment_no_name_of_ours_is_a_field() {
    let world = world();
    world.fill(11).await;
    world.register(AMINA).await;
    let before = world.items().await;
    let mut names: BTreeSet<String> = COLUMNS.map(str::to_owned).into();
    before.iter().for_each(|item| collect(&item.body, &mut names));
    for name in KNOWN {
        assert!(names.contains(name), "`{name}` was not found in {names:?}");
    }
    let fields = ["full_name", "email", "phone", "stage", "diet", "consent_needs", "news", "adult"];
    names.retain(|name| !CARRIERS.contains(&name.as_str()) && !fields.contains(&name.as_str()));
    assert!(names.len() > 60, "{names:?}");
    let url = "/en/forms/registration";
    for name in names {
        let form = format!("event=ten&full_name=Eve&email=eve%40example.org&adult=yes&{}=1", encoded(&name));
        assert_eq!(world.post(url, &form).await.status, 422, "{name}");
        let mut sent =
            json!({ "event": "ten", "full_name": "Eve", "email": "eve@example.org", "adult": true });
        sent[&name] = json!("1");
        let headers = [("content-type", "application/json")];
        let answer = ask(&world.app, Method::POST, url, &headers, sent.to_string()).await;
        assert_eq!(answer.status, 422, "{name}");
        assert_eq!(answer.json()["errors"], json!([error(&name, &answer.json())]), "{name}");
    }
    assert_eq!(world.items().await, before);
}

/// Mass assignment: a change is as narrow as a registration.
#[tokio::test]
async fn mass_assignment_a_change_takes_answers_only() {
    let world = world();
    let amina = world.register(AMINA).await;
    let token = world.token(LinkPurpose::Change, &amina);
    let record =
        || async { world.desk.find(&amina, crate::site::time(crate::my::world::NOW)).await.unwrap() };
    let before = record().await.unwrap().record;
    for name in COLUMNS.iter().chain(&KNOWN).chain(&["event", "form", "address_field"]) {
        let body =
            format!("action=change&t={token}&full_name=Amina&email=amina%40example.org&adult=yes&{name}=1");
        world.post(MY, &body).await;
        let after = record().await.unwrap().record;
        assert_eq!((after.status(), &after.reference), (before.status(), &before.reference), "{name}");
        assert_eq!(
            (after.event(), after.contact(), after.number()),
            (before.event(), before.contact(), before.number())
        );
        assert!(!after.answers.contains_key(*name), "{name}");
    }
}

/// Parameter pollution: another case, brackets, blanks or a NUL make another name.
#[tokio::test]
async fn parameter_pollution_a_name_is_known_in_one_spelling() {
    let site = site();
    let names = [
        "Full_Name",
        "FULL_NAME",
        "full_name[]",
        "full_name[0]",
        "full_name.x",
        "+full_name",
        "full_name+",
        "full_name%00",
        "full%5Fname%E2%80%8B",
        "full-name",
        "fullname",
        "Nonce",
        "EVENT",
        "Diet",
        "",
    ];
    for name in names {
        let answer = site.register(&format!("event=ten&full_name=A&{name}=B")).await;
        assert_eq!(answer.status, 422, "{name}");
        let alone = site.register(&format!("event=ten&{name}=B")).await;
        assert_eq!(alone.status, 422, "`{name}` is not the name");
    }
    for event in ["Event=ten", "event%5B%5D=ten", "%20event=ten", "event%00=ten"] {
        assert_eq!(site.register(&format!("{event}&full_name=A")).await.status, 404, "{event}");
    }
    // A name may be escaped; it is the same name then, and comes twice.
    let twice = site.post("/en/forms/registration", FORM, "event=ten&full_name=A&full%5Fname=B").await;
    assert_eq!(twice.status, 422);
    site.assert_nothing_stored().await;
}

/// All names of members, at any depth.
fn collect(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            names.insert(name.clone());
            collect(value, names);
        }),
        Value::Array(values) => values.iter().for_each(|value| collect(value, names)),
        _ => {}
    }
}

fn encoded(name: &str) -> String {
    name.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The one error that the answer should have; its sentence is whatever the texts say.
fn error(name: &str, answer: &Value) -> Value {
    json!({ "field": name, "code": "unknown", "message": answer["errors"][0]["message"] })
}
