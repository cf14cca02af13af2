//! Lists for people: in the order of the alphabet, by the clock on the wall, for the spreadsheet programs that they have.

use super::office::{Office, now, office, terms, words};
use crate::site::time;

async fn guests(names: &[&str]) -> Office {
    let office = office();
    for name in names {
        office.register_under(&[("full_name", name)], &terms("ten", 50), Vec::new(), now()).await;
    }
    office
}

fn on_the_list(html: &str) -> Vec<String> {
    let rows = html.split("<td class=\"number\">").skip(1);
    let name = |row: &str| Some(row.split_once("<bdi>")?.1.split_once("</bdi>")?.0.to_owned());
    rows.filter_map(name).filter(|name| !name.is_empty()).collect()
}

#[tokio::test]
async fn the_list_for_the_door_is_by_name_in_the_alphabet_of_its_language() {
    let office = guests(&[
        "Олена",
        "Åse",
        "zainab",
        "Ægir",
        "فاطمة",
        "Østen",
        "Anna",
        "bo",
        "أحمد",
        "Éric",
        "Aaron",
        "Çelik",
    ])
    .await;
    let list = |lang: &str| {
        on_the_list(&office.ask(&["export", "--event", "ten", "--format", "list", "--lang", lang]))
    };
    assert_eq!(
        list("en"),
        ["Aaron", "Ægir", "Anna", "Åse", "bo", "Çelik", "Éric", "Østen", "zainab", "Олена", "أحمد", "فاطمة"]
    );
    assert_eq!(list("ar")[..2], ["أحمد", "فاطمة"], "an Arabic list begins with Arabic names");
}

/// The site of the tests has no Danish, Swedish and Norwegian; the alphabets are the same wherever they are used.
#[test]
fn each_language_has_its_own_alphabet() {
    use forms_fn::export::names::Alphabet;
    let sorted = |lang: &str, names: &[&str]| {
        let (alphabet, mut names) = (Alphabet::of(lang), names.to_vec());
        names.sort_by(|one, other| alphabet.compare(one, other));
        names.join(" ")
    };
    let names = ["Åse", "Aaron", "Ærø", "Østen", "Zoe", "Anna", "Ali", "Öst", "Äng"];
    assert_eq!(
        sorted("da", &["Åse", "Aaron", "Østen", "Zoe", "Ærø", "Anna"]),
        "Anna Zoe Ærø Østen Aaron Åse"
    );
    assert_eq!(sorted("nb", &["Åse", "Østen", "Zoe", "Ærø", "Anna"]), "Anna Zoe Ærø Østen Åse");
    assert_eq!(sorted("sv", &["Öst", "Äng", "Åse", "Zoe", "Anna"]), "Anna Zoe Åse Äng Öst");
    assert_eq!(sorted("fi", &["Öst", "Äng", "Åse", "Zoe", "Anna"]), "Anna Zoe Åse Äng Öst");
    assert_eq!(
        sorted("uk", &["Яна", "Ґалина", "Iryna", "Ірина", "Ганна", "Євген"]),
        "Ганна Ґалина Євген Ірина Яна Iryna"
    );
    assert_eq!(sorted("no language", &names).split(' ').count(), names.len());
}

#[tokio::test]
async fn lists_for_people_have_local_times_and_programs_get_rfc_3339() {
    let office = guests(&["Zoe"]).await;
    let at = time("2025-06-10T12:00:00Z").to_string();
    let csv = office.ask(&["export", "--event", "ten", "--format", "csv"]);
    assert!(csv.starts_with("\u{feff}reference;status;position;event;submitted at (Europe/Oslo);"), "{csv}");
    assert!(csv.contains(";2025-06-10 14:00;") && csv.contains("\r\n") && !csv.contains(&at), "{csv}");
    let commas = office.ask(&["export", "--event", "ten", "--format", "csv", "--separator", "comma"]);
    assert!(commas.contains(",2025-06-10 14:00,"), "{commas}");
    let list = office.ask(&["list", "--event", "ten"]);
    assert!(list.contains("submitted (Europe/Oslo)") && list.contains("2025-06-10 14:00 "), "{list}");
    for args in
        [["list", "--event", "ten", "--format", "json"], ["export", "--event", "ten", "--format", "json"]]
    {
        assert_eq!(office.json(&args)[0]["submitted_at"], at.as_str());
    }
    let reference = office.json(&["list", "--event", "ten", "--format", "json"])[0]["reference"].clone();
    let shown = office.ask(&["show", reference.as_str().unwrap()]);
    assert!(shown.contains("submitted     2025-06-10 14:00\n") && shown.contains("Europe/Oslo"), "{shown}");
    let audit = office.ask(&["audit"]);
    let mut lines = audit.lines();
    assert!(lines.next().unwrap().starts_with("at (UTC) "), "{audit}");
    let at = |line: &str| jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M:%S", &line[..19]).is_ok();
    assert!(lines.clone().count() > 3 && lines.all(at), "{audit}");
}

#[tokio::test]
async fn lists_can_be_by_name() {
    let office = guests(&["Zoe", "Éric", "anna"]).await;
    let names = |args: &[&str]| {
        let json = office.json(args);
        let name = |record: &serde_json::Value| record["answers"]["full_name"].as_str().unwrap().to_owned();
        json.as_array().unwrap().iter().map(name).collect::<Vec<_>>()
    };
    assert_eq!(names(&["list", "--event", "ten", "--format", "json"]), ["Zoe", "Éric", "anna"]);
    assert_eq!(
        names(&["list", "--event", "ten", "--format", "json", "--sort", "name"]),
        ["anna", "Éric", "Zoe"]
    );
    let csv = office.ask(&["export", "--event", "ten", "--format", "csv", "--sort", "name"]);
    let place = |name: &str| csv.find(name).unwrap();
    assert!(place("anna") < place("Éric") && place("Éric") < place("Zoe"), "{csv}");
}

#[tokio::test]
async fn somebody_is_found_by_a_part_of_the_name_the_address_or_the_number() {
    let office = office();
    let aase = office.register(&[("full_name", "Åse Østergård"), ("email", "aase@prøve.dk")]).await;
    let olena = office.register(&[("full_name", "Олена Коваль"), ("phone", "+45 12 34 56 78")]).await;
    let fatima = office
        .register_under(
            &[("full_name", "فاطمة"), ("latin_name", "Fatima"), ("email", "f@example.org")],
            &terms("two", 5),
            Vec::new(),
            now(),
        )
        .await;
    let found = |text: &str| {
        let json = office.json(&["find", text, "--format", "json"]);
        json.as_array()
            .unwrap()
            .iter()
            .map(|one| one["reference"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    for (text, who) in [
        ("åse", &aase),
        ("AASE", &aase),
        ("ostergard", &aase),
        ("aase østergaard", &aase),
        ("@prøve.dk", &aase),
        ("xn--prve", &aase),
        ("olena", &olena),
        ("коваль", &olena),
        ("12345678", &olena),
        ("0045 12 34", &olena),
        ("(34) 56-78", &olena),
        ("fatima", &fatima),
        ("f@example", &fatima),
        (aase.to_string().as_str(), &aase),
    ] {
        assert_eq!(found(text), [who.to_string()], "{text}");
    }
    let table = office.ask(&["find", "olena"]);
    for words in
        ["reference", "confirmed", "ten", "2025-06-10 14:00 (Europe/Oslo)", "Олена Коваль", "+45 12 34 56 78"]
    {
        assert!(table.contains(words), "no `{words}` in {table}");
    }
    let why = office.refuse(&["find", "nobody at all", "--purpose", "x"]);
    assert!(why.contains("nobody is found") && why.contains("hint:"), "{why}");
    assert!(office.refuse(&["find", "olena"]).contains("--purpose"));
    let audit = office.ask(&["audit", "--format", "json"]);
    assert!(
        audit.contains("\"find\"") && !audit.contains("olena"),
        "what is searched for isn't written down: {audit}"
    );
}

#[tokio::test]
async fn a_name_that_nobody_knows_is_told_with_the_nearest_one_and_all_there_are() {
    let office = guests(&["Zoe"]).await;
    for command in
        [&["list"][..], &["export", "--format", "csv"], &["export", "--format", "list"], &["stats"]]
    {
        let ask = |more: &[&str]| {
            let mut all = command.to_vec();
            all.extend(more);
            all.extend(["--purpose", "x"]);
            office.refuse(&all)
        };
        let why = ask(&["--event", "tenn", "--form", "registration"]);
        assert!(
            why.contains("knows the event `tenn`")
                && why.contains("did you mean `ten`?")
                && why.contains("`two`"),
            "{why}"
        );
        let why = ask(&["--event", "tenn"]);
        assert!(why.contains("`tenn`") && why.contains("did you mean `ten`?"), "{why}");
        let why = ask(&["--form", "registratoin", "--event", "ten"]);
        assert!(
            why.contains("knows the form `registratoin`") && why.contains("did you mean `registration`?"),
            "{why}"
        );
    }
    // An event that the site has lost is known as long as somebody is registered for it.
    office.register_under(&[("full_name", "Left")], &terms("gone", 5), Vec::new(), now()).await;
    assert!(office.ask(&["list", "--event", "gone", "--form", "registration"]).contains("Left"));
}

#[tokio::test]
async fn one_damaged_record_hides_no_other_and_is_named() {
    // Of another shape; not even JSON.
    for body in ["{\"reference\": 1}", "{\"refer"] {
        one_damaged(body).await;
    }
}

async fn one_damaged(body: &str) {
    let office = guests(&["Zoe", "Damaged", "Anna"]).await;
    let list = office.json(&["list", "--event", "ten", "--format", "json"]);
    let damaged = list[1]["reference"].as_str().unwrap().replace('-', "");
    let store = rusqlite::Connection::open(office.path().join("data/submissions.sqlite")).unwrap();
    // A disk that fails asks for no permission.
    store.pragma_update(None, "ignore_check_constraints", true).unwrap();
    let broken = store
        .execute(
            "update items set body = ?2 where pk = 'E#ten' and sk = ?1",
            [format!("R#{damaged}"), body.to_owned()],
        )
        .unwrap();
    assert_eq!(broken, 1);
    for command in [
        &["list", "--event", "ten"][..],
        &["list", "--form", "registration"],
        &["list", "--event", "ten", "--format", "json"],
        &["export", "--event", "ten", "--format", "csv"],
        &["export", "--event", "ten", "--format", "json"],
        &["export", "--event", "ten", "--format", "list"],
        &["find", "a"],
    ] {
        let mut all = command.to_vec();
        all.extend(["--purpose", "x"]);
        let output = office.run(&all);
        let (shown, said) = (words(&output.stdout), words(&output.stderr));
        assert!(!output.status.success(), "{command:?}: whoever reads it must know that it isn't all");
        assert!(shown.contains("Anna") && !shown.contains("Damaged"), "{command:?}: {shown}");
        assert!(command[0] == "find" || shown.contains("Zoe"), "{command:?}: {shown}");
        assert!(
            said.contains(&format!("`E#ten` `R#{damaged}`")) && said.contains("forms-fn verify"),
            "{command:?}: {said}"
        );
    }
    let output = office.run(&["stats", "--event", "ten", "--purpose", "x"]);
    assert!(words(&output.stdout).contains("confirmed") && !output.status.success());
    let audit = office.ask(&["audit"]);
    assert!(audit.contains("failed"), "{audit}");
}

#[tokio::test]
async fn a_language_that_the_site_does_not_have_is_refused_with_those_that_there_are() {
    let office = office();
    let guest = office.register(&[("full_name", "Amina"), ("diet", "pork")]).await.to_string();
    let event = ["--event", "ten"];
    for arguments in [
        vec!["show", &guest, "--lang", "xx"],
        vec!["show", &guest, "--format", "json", "--lang", "da"],
        [&["export"], &event[..], &["--format", "csv", "--labels", "xx"]].concat(),
        [&["export"], &event[..], &["--format", "json", "--labels", "EN"]].concat(),
        [&["export"], &event[..], &["--format", "list", "--lang", "xx"]].concat(),
        [&["register"], &event[..], &["--answer", "full_name=B", "--lang", "xx"]].concat(),
    ] {
        let why = office.refuse(&[&arguments[..], &["--purpose", "x"]].concat());
        assert!(why.contains("the site has no language `"), "{arguments:?}: {why}");
        assert!(why.contains("there are `ar`, `en`"), "{arguments:?}: {why}");
    }
    assert!(office.ask(&["show", &guest, "--lang", "ar"]).contains("[full_name]"));
    assert!(office.ask(&["show", &guest]).contains("[full_name]"));
}

#[tokio::test]
async fn whoever_is_held_is_listed_with_the_reasons() {
    let office = office();
    let doubts = vec!["too_fast".to_owned()];
    office.register_under(&[("full_name", "Held")], &terms("ten", 10), doubts, now()).await;
    office.register(&[("full_name", "Let-in")]).await;
    let held = office.ask(&["list", "--event", "ten", "--held"]);
    assert!(held.contains("held because") && !held.contains("Let-in"), "{held}");
    let all = office.ask(&["list", "--event", "ten"]);
    assert!(all.contains("held because") && all.contains("Let-in"), "{all}");
    let json = office.json(&["list", "--event", "ten", "--status", "held", "--format", "json"]);
    assert_eq!(json[0]["doubts"], serde_json::json!(["too_fast"]));
    let others = office.ask(&["list", "--event", "ten", "--status", "confirmed"]);
    assert!(!others.contains("held because"), "{others}");
}

#[tokio::test]
async fn sensitive_answers_stay_closed_until_somebody_opens_them() {
    let office = office();
    office.register(&[("full_name", "Amina"), ("diet", "pork")]).await;
    office.register(&[("full_name", "Bo")]).await;
    let closed = office.ask(&["list", "--event", "ten"]);
    let row = |name: &str| closed.lines().find(|line| line.contains(name)).unwrap();
    assert!(closed.lines().next().unwrap().contains("diet") && !closed.contains("pork"), "{closed}");
    assert!(row("Amina").contains("(sealed)") && !row("Bo").contains("(sealed)"), "{closed}");
    let json = office.json(&["list", "--event", "ten", "--format", "json"]);
    assert_eq!(json[0]["sealed"], serde_json::json!(["diet"]));
    assert!(json[0]["answers"].get("diet").is_none() && json[1].get("sealed").is_none(), "{json}");
    let open = office.ask(&["list", "--event", "ten", "--open"]);
    assert!(open.contains("pork") && !open.contains("(sealed)"), "{open}");
}

#[tokio::test]
async fn a_long_list_is_shown_in_parts() {
    let office = guests(&["Zoe", "Éric", "anna"]).await;
    let show = |more: &[&str]| {
        let fixed = ["list", "--event", "ten", "--sort", "name", "--limit", "2", "--purpose", "x"];
        let output = office.run(&[&fixed[..], more].concat());
        assert!(output.status.success(), "{}", words(&output.stderr));
        (words(&output.stdout), words(&output.stderr))
    };
    let (first, said) = show(&[]);
    assert!(first.contains("anna") && first.contains("Éric") && !first.contains("Zoe"), "{first}");
    let (_, next) = said.trim().rsplit_once("--after ").unwrap();
    let (second, said) = show(&["--after", next]);
    assert!(second.contains("Zoe") && !second.contains("anna"), "{second}");
    assert!(!said.contains("--after"), "{said}");
    let (found, _) = show(&["--search", "eric"]);
    assert!(found.contains("Éric") && !found.contains("anna"), "{found}");
}

#[tokio::test]
async fn a_command_sees_no_more_than_it_is_told_to() {
    let office = office();
    let guest = office.register(&[("full_name", "Amina")]).await.to_string();
    assert!(office.ask(&["list", "--event", "ten", "--organisation", "fika"]).contains("Amina"));
    assert!(office.ask(&["find", "amina", "--event", "ten"]).contains(&guest));
    for command in
        [&["list", "--event", "ten"][..], &["show", &guest], &["cancel", &guest], &["erase", &guest]]
    {
        let why = office.refuse(&[command, &["--country", "dk", "--purpose", "x"]].concat());
        assert!(why.contains("is beyond what you may see"), "{command:?}: {why}");
    }
    for narrow in [["--country", "dk"], ["--event", "two"]] {
        let why = office.refuse(&[&["find", "amina", "--purpose", "x"], &narrow[..]].concat());
        assert!(why.contains("nobody is found"), "{narrow:?}: {why}");
    }
    let why = office.refuse(&["events", "--organisation", "fikka"]);
    assert!(why.contains("no organisation `fikka`") && why.contains("`fika`"), "{why}");
    assert!(office.ask(&["show", &guest]).contains("cancel (refused) by karin"));
    assert_eq!(office.desk.counters("ten", now()).await.unwrap().confirmed, 1);
}
