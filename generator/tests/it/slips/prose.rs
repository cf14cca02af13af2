//! Ordinary prose in seven languages, put together from its parts: nothing is said about any of it, and none of its
//! words is lost.

use super::of_page;

/// Beginnings, middles and ends, of which each may follow each.
const PARTS: [[&[&str]; 3]; 7] = [
    [
        &[
            "We meet",
            "Anna (a baker) bakes",
            "\"Come in,\" she said, and sells",
            "In C# or F#, she writes",
            "On 4/3 at 17:30 we eat",
            ":) They share",
        ],
        &[
            "bread for 50 kr",
            "5 * 3 * 2 loaves",
            "tea & salt",
            "snake_case_words and some_more_",
            "x < y > z",
            "about ~5 to ~10 pots",
            "10~15 loaves and 20~25 rolls",
            "a [sic] loaf [1]",
            "1.5 kg (2 bags)",
        ],
        &[
            "every day.",
            "#mentor #tea",
            "#Oslo in May",
            "the boys' and the bakers' (17)",
            "– or nothing :-)",
            "@anna and anna@home",
            "at 50 % off!",
            "since 1998; see § 3.",
            "in `www.a.example`.",
            "at https://a.example/tea.",
            "<3",
            "at 2 * 2 = 4.",
            "10:00–12:00.",
            "and/or C:\\tea.",
            "e.g. this, i.e. that…",
            "for $5 & €6.",
        ],
    ],
    [
        &[
            "Vi mødes",
            "Anna (bager) bager",
            "»Kom ind«, sagde hun og sælger",
            "Kl. 17.30 spiser vi",
            "Den 3. maj deler de",
            "Århus’ ÅBNE DØR giver",
        ],
        &["brød til 50 kr.", "5 * 3 stykker", "te & salt", "ca. ~5 kander", "Å, Æ og Ø", "1,5 kg (2 poser)"],
        &[
            "hver dag.",
            "#mentor",
            "#Århus og #Ål",
            "– eller intet :-)",
            "i 2027.",
            "50 % billigere!",
            "«sådan».",
            "på ”SMÅ”.",
            "osv. …",
        ],
    ],
    [
        &[
            "Tapaamme",
            "Anna (leipuri) leipoo",
            "– Tule sisään, hän sanoi ja myy",
            "Klo 17.30 syömme",
            "3.5.2027 jaamme",
        ],
        &["leipää 50 eurolla", "5 * 3 palaa", "teetä & suolaa", "n. ~5 pannua", "1,5 kg (2 pussia)"],
        &["joka päivä.", "#mentori", "– tai ei mitään :)", "vuonna 2027.", "50 % halvemmalla!", "ym."],
    ],
    [
        &[
            "Vi møtes",
            "Anna (baker) baker",
            "«Kom inn», sa hun og selger",
            "Kl. 17.30 spiser vi",
            "3. mai deler de",
        ],
        &["brød til 50 kr", "5 * 3 biter", "te & salt", "ca. ~5 kanner", "1,5 kg (2 poser)"],
        &["hver dag.", "#mentor", "– eller ingenting :-)", "i 2027.", "50 % billigere!", "«SMÅ»."],
    ],
    [
        &[
            "Vi möts",
            "Anna (bagare) bakar",
            "”Kom in”, sa hon och säljer",
            "Kl. 17.30 äter vi",
            "Den 3 maj delar de",
        ],
        &["bröd för 50 kr", "5 * 3 bitar", "te & salt", "ca ~5 kannor", "1,5 kg (2 påsar)"],
        &["varje dag.", "#mentor", "– eller inget :-)", "år 2027.", "50 % billigare!", "”FÅ”."],
    ],
    [
        &["نلتقي", "آنا (خبازة) تخبز", "«ادخل»، قالت وهي تبيع", "في الساعة 17:30 نأكل", "في 3 مايو نتقاسم"],
        &["خبزًا بسعر 50 كرونة", "5 * 3 قطع", "شايًا وملحًا", "١٫٥ كيلو (كيسان)"],
        &["كل يوم.", "#مرشد", "– أو لا شيء :-)", "في 2027.", "٪50 أرخص!", "؟"],
    ],
    [
        &[
            "Ми зустрічаємося",
            "Анна (пекарка) пече",
            "«Заходьте», — сказала вона і продає",
            "О 17:30 ми їмо",
            "Різдво. СІРІ РІКИ. Шість",
        ],
        &[
            "хліб за 50 крон",
            "5 * 3 шматки",
            "чай і сіль",
            "бл. ~5 чайників",
            "п’ять м'ячів, об’єкт",
            "1,5 кг (2 пакети)",
        ],
        &["щодня.", "#ментор", "– або нічого :-)", "у 2027 р.", "на 50 % дешевше!", "СІ, РІ."],
    ],
];

fn paragraphs() -> Vec<String> {
    let mut paragraphs = Vec::new();
    for [starts, middles, ends] in PARTS {
        for (n, start) in starts.iter().enumerate() {
            for middle in middles {
                for (m, end) in ends.iter().enumerate() {
                    // Every other sentence goes on on a second line, in some the next begins with another's words.
                    let gap = if (n + m) % 2 == 0 { "\n" } else { " " };
                    let second = ends[(m + 1) % ends.len()];
                    paragraphs.push(format!("{start} {middle}{gap}{end} {second}"));
                    paragraphs.push(format!("- {start}\n- {middle} {end}"));
                    paragraphs.push(format!("{start} {end}\n: {middle}"));
                    paragraphs.push(format!("1. {start} {middle}\n2. {end}\n\n> {start} {end}"));
                }
            }
        }
    }
    paragraphs
}

#[test]
fn nothing_is_said_about_ordinary_prose() {
    let paragraphs = paragraphs();
    assert!(paragraphs.len() > 5_000, "{}", paragraphs.len());
    let (text, problems) = of_page("Privacy", &paragraphs.join("\n\n"));
    let said: Vec<_> = problems
        .iter()
        .take(20)
        .map(|problem| {
            let span = problem.span.clone().unwrap_or_default();
            let line = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
            format!(
                "{}: {} | {}",
                problem.code,
                problem.message,
                text[line..].lines().next().unwrap_or_default()
            )
        })
        .collect();
    assert!(said.is_empty(), "{said:#?}");
}

#[test]
fn no_word_of_ordinary_prose_is_lost() {
    let marks =
        |text: &str| text.split_whitespace().map(|word| word.replace(['\\', '`'], "")).collect::<Vec<_>>();
    for paragraph in paragraphs().iter().filter(|paragraph| {
        !paragraph.contains("\n: ") && !paragraph.starts_with(|c: char| c == '-' || c.is_ascii_digit())
    }) {
        let (body, _) = generator::markdown::parse(
            "x",
            paragraph,
            0..paragraph.len(),
            "xx",
            &generator::source::Taken::default(),
        );
        let straight = |text: &str| text.replace(['“', '”', '’', '‘', '«', '»', '\'', '"'], "\"");
        assert_eq!(marks(&straight(&body.text())), marks(&straight(paragraph)), "{paragraph}");
    }
}

#[test]
fn a_colon_at_the_beginning_of_a_line_stays() {
    for (text, shown) in [
        ("Thanks for coming\n:) see you", "Thanks for coming :) see you"),
        ("A paragraph.\n\n:smile: Welcome", "A paragraph. :smile: Welcome"),
        ("A kilo costs\n:10 kr", "A kilo costs :10 kr"),
        ("Words `foo\n: bar` more", "Words foo : bar more"),
        ("Words **foo\n: bar** more", "Words foo : bar more"),
        ("A\n:", "A :"),
        ("- A\n  :) b", "A :) b"),
        ("> A\n> :) b", "A :) b"),
        ("- :) a", ":) a"),
        ("A\n:&amp; b", "A :& b"),
        ("A\n:\\* b", "A :* b"),
        ("```\n:a\n```", ":a"),
    ] {
        let (body, problems) =
            generator::markdown::parse("x", text, 0..text.len(), "en", &generator::source::Taken::default());
        assert!(problems.is_empty(), "{text}: {problems:?}");
        let said: Vec<_> = body.text().split_whitespace().map(str::to_owned).collect();
        assert_eq!(said.join(" "), shown, "{text}");
    }
}
