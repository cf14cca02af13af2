//! A site below a path of its host: `https://example.org/spaces`.

use axum::http::Method;
use forms_fn::FormsFolder;

use crate::site::{FORM, Site, ask, manifest, parts, site};

/// The site of the other tests, below `/spaces`.
fn below() -> Site {
    let mut parts = parts();
    let mut manifest = manifest();
    manifest.base_url = "https://example.org/spaces".to_owned();
    parts.insert("manifest.json".to_owned(), serde_json::to_vec(&manifest).unwrap());
    let site = site();
    site.app.swap(FormsFolder::from_parts(&parts).unwrap());
    site
}

/// Every address on a page that begins at the root of the host. The language switcher is the fixture's own.
fn addresses(page: &str) -> Vec<&str> {
    let main = page.split("<main>").nth(1).unwrap();
    let all = ["href=\"/", "action=\"/"].into_iter().flat_map(|mark| {
        main.match_indices(mark).map(move |(at, _)| main[at + mark.len() - 1..].split('"').next().unwrap())
    });
    all.collect()
}

#[tokio::test]
async fn every_answer_of_a_site_below_a_path_stays_below_it() {
    let site = below();
    let form = site.get("/spaces/en/forms/registration?event=ten").await;
    assert_eq!(form.status, 200);
    form.assert_has(&[
        "action=\"/spaces/en/forms/registration#error-summary\"",
        "href=\"/spaces/en/events/ten/\"",
    ]);

    let wrong = site.post("/spaces/en/forms/registration", FORM, "event=ten").await;
    assert_eq!(wrong.status, 422);
    let body = "event=ten&full_name=Amina&email=a%40example.org";
    let sent = site.post("/spaces/en/forms/registration", FORM, body).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let location = sent.header("location").to_owned();
    assert!(location.starts_with("/spaces/en/forms/registration/received?ref="), "{location}");

    let received = site.get(&location).await;
    assert_eq!(received.status, 200);
    let missing = site.get("/spaces/en/forms/nothing").await;
    assert_eq!(missing.status, 404);
    for page in [&form, &wrong, &received, &missing] {
        let outside: Vec<_> =
            addresses(&page.body).into_iter().filter(|address| !address.starts_with("/spaces/")).collect();
        assert!(outside.is_empty(), "{outside:?}");
    }
}

#[tokio::test]
async fn programs_are_told_the_path_too() {
    let site = below();
    let body = r#"{"event":"ten","full_name":"A","email":"a@example.org"}"#;
    let answer = site.post("/spaces/en/forms/registration", "application/json", body).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert!(answer.header("location").starts_with("/spaces/en/forms/registration/received?ref="));
    let described = site.get("/spaces/openapi.json").await;
    let described: serde_json::Value = serde_json::from_str(&described.body).unwrap();
    assert_eq!(described["servers"][0]["url"], "/spaces");
}

/// A proxy may take the path away, and whoever asks whether the program runs needn't know it.
#[tokio::test]
async fn addresses_without_the_path_are_answered_the_same() {
    let site = below();
    for path in ["/healthz", "/spaces/healthz", "/en/forms/registration?event=ten"] {
        assert_eq!(site.get(path).await.status, 200, "{path}");
    }
    for path in ["/spaces", "/spacesen/forms/registration", "/spaces/spaces/healthz", "/other/healthz"] {
        assert_eq!(ask(&site.app, Method::GET, path, &[], "").await.status, 404, "{path}");
    }
}
