//! What looks like markup and isn't: each kind is told, and ordinary prose is left alone.

mod prose;

use crate::front::{files, load, source};
use generator::diagnostic::{Diagnostic, Severity};

/// What is said about a page with this title and text.
pub(crate) fn of_page(title: &str, body: &str) -> (String, Vec<Diagnostic>) {
    let path = "content/pages/privacy/index.en.md";
    let text = format!("---\ntitle: {title}\nkind: privacy\nsummary: One sentence.\n---\n{body}\n");
    let mut files = files();
    files.insert(path.to_owned(), text.clone());
    let (_, problems) = load(&source(files));
    (text, problems)
}

/// The code of the one problem, and its first hint.
fn told(title: &str, body: &str) -> (&'static str, String) {
    let (_, problems) = of_page(title, body);
    let [problem] = &problems[..] else { panic!("{title} | {body}: {problems:#?}") };
    (problem.code.as_str(), problem.hints.first().map(ToString::to_string).unwrap_or_default())
}

#[track_caller]
fn check(body: &str, code: &str, mended: &str) {
    let (found, hint) = told("Privacy", body);
    assert_eq!((found, hint.as_str()), (code, mended), "{body}");
}

#[test]
fn links_that_are_none() {
    let link = "markup/link";
    check("See [the tea] (../../stories/tea/).", link, "write `See [the tea](../../stories/tea/).`");
    check("[the tea]\n(https://a.example)", link, "write `[the tea](https://a.example)`");
    check("![A loaf](my loaf.jpg)", link, "write `![A loaf](<my loaf.jpg>)`");
    check("[Plan](the plan 2027.pdf)", link, "write `[Plan](<the plan 2027.pdf>)`");
    check("(the tea)[https://a.example/tea]", link, "write `[the tea](https://a.example/tea)`");
    check("[the tea]{https://a.example/tea}", link, "write `[the tea](https://a.example/tea)`");
    check("[the tea]（https://a.example/tea）", link, "write `[the tea](https://a.example/tea)`");
    check("[tea](https://a.example/tea “The tea”)", link, "write `[tea](https://a.example/tea \"The tea\")`");
    check("[the tea(https://a.example/tea)", link, "write `[the tea](https://a.example/tea)`");
    check("![The tea] [tea.jpg]", link, "write `![The tea](tea.jpg)`");
    check("[the tea[https://a.example/tea]", link, "write `[the tea](https://a.example/tea)`");
    check("[the tea](../tea/ and more", link, "write `[the tea](../tea/) and more`");
}

#[test]
fn addresses_that_are_no_links() {
    let address = "markup/address";
    check("See www.a.example/tea.", address, "write `See <https://www.a.example/tea>.`");
    check("Write to hello@a.example, please.", address, "write `Write to <hello@a.example>, please.`");
    check("See http:/a.example now", address, "write `See http://a.example now`");
    check("See https//a.example now", address, "write `See https://a.example now`");
    check("See http.//a.example now", address, "write `See http://a.example now`");
    check("Write to anna@a,dk now", address, "write `Write to <anna@a.dk> now`");
    check("See htttp://a.example now", address, "write `See https://a.example now`");
}

#[test]
fn emphasis_that_is_none() {
    let bold = "markup/emphasis";
    check("Bring **bread ** and salt", bold, "write `Bring **bread** and salt`");
    check("Bring ** bread** and salt", bold, "write `Bring **bread** and salt`");
    check("Bring **bread **and salt", bold, "write `Bring **bread** and salt`");
    check("**Bread:**salt", bold, "write `**Bread**:salt`");
    check("Bring *bread * and salt", bold, "write `Bring *bread* and salt`");
    check("Bring __bread __ and salt", bold, "write `Bring **bread** and salt`");
    check("Bring ~~bread ~~ and salt", bold, "write `Bring ~~bread~~ and salt`");
    check("Bring ==bread== and salt", bold, "write `Bring <mark>bread</mark> and salt`");
    check("Bring '''bread''' and salt", bold, "write `Bring **bread** and salt`");
    check("Bring ＊＊bread＊＊", bold, "write `Bring **bread**`");
    let unclosed = "write `**` behind the last bold word as well, without a blank before it";
    check("**Bread and salt", bold, unclosed);
}

#[test]
fn signs_that_are_taken_for_markup() {
    let bold = "markup/emphasis";
    check("It is 20*30*40 cm.", bold, "write `20 × 30 × 40`, or `20\\*30\\*40`");
    check("5*3 and 4*2", bold, "write `5 × 3 and 4 × 2`, or `5\\*3 and 4\\*2`");
    check("Fun ^_^ and ^_^ again", bold, "write `\\_^ and ^\\_`");
    check("+ 45 12 34 56 78 is our number.", "markup/list", "write `\\+ 45 12 34 56 78 is our number.`");
    check("[Anna]: Yes!", "link/unused", "if it is text, write `\\[Anna]: Yes!`; if not, take it away");
    // Links by name, and notes to oneself, are used as they are meant.
    for meant in [
        "See [the tea][Tea shop].\n\n[tea  shop]: https://a.example/tea",
        "[//]: # (ask Anna)\n\nAnna comes.",
        "17. mai feirer vi.",
        "1. one\n1. two\n1. three",
        "1.FC Lund and class 2.B",
        "My name is __ and I come from __.",
        "Rock `n roll",
        "In `90erne",
        "✓ free tea",
        "→ read more",
        "В\u{a0}Гіллерьоді відкрили пекарню.",
    ] {
        let (_, problems) = of_page("Privacy", meant);
        assert!(problems.is_empty(), "{meant}: {problems:#?}");
    }
}

#[test]
fn headings_and_lists_that_are_none() {
    check("##Heading", "markup/heading", "write `## Heading`");
    check("＃＃ Heading", "markup/heading", "write `## Heading`");
    let hard = |mended: &str| format!("write `{mended}` with a plain blank (on a Mac without the Alt key)");
    check("##\u{a0}Heading", "markup/blank", &hard("## Heading"));
    check("-\u{a0}bread", "markup/blank", &hard("- bread"));
    check("• bread\n", "markup/list", "write `- bread`");
    check("1)Bread", "markup/list", "write `1) Bread`");
    check("1.Bread", "markup/list", "write `1. Bread`");
    check("-bread\n-salt", "markup/list", "write `- bread`");
    check("The plan:\n2. bread\n3. salt", "markup/list", "leave an empty line above the list");
    check("[ ] bread", "markup/list", "write `- [ ] bread`");
    check("-[ ] bread", "markup/list", "write `- [ ] bread`");
    check("\u{f0b7} bread", "markup/list", "write `- bread`");
    check("⁃ bread", "markup/list", "write `- bread`");
    check("✓ bread\n✓ salt", "markup/list", "write `- bread`");
    check("o\tbread\no\tsalt", "markup/list", "write `- bread`");
    check("a. bread\nb. salt", "markup/list", "write `1. bread`");
    check("1 . bread\n2 . salt", "markup/list", "write `1. bread`");
    check("== Bread ==", "markup/heading", "write `## Bread`");
    check("Name | Age\nAnna | 7", "markup/table", "write `| Name | Age |`");
    check("| a | b |\n| c | d |", "markup/table", "write `| a | b |`");
    check("Name\tAge\nAnna\t7", "markup/table", "write `| Name | Age |`");
    check(
        "One line.\nAnd one more.\n---",
        "markup/heading",
        "leave an empty line above it; a heading is written `## …`",
    );
    check("::quote", "markup/directive", "write `::: quote`");
}

#[test]
fn dates_and_years_are_no_list_and_lists_stay_lists() {
    let list = "markup/list";
    let hint = |line: &str| {
        format!(
            "write `{line}`, so each such line, and an empty line between them; a list has numbers that follow each other"
        )
    };
    for (body, line) in [
        ("17. mai kom vi til Oslo.\n3. maj kom vi til Aarhus.", "17\\. mai kom vi til Oslo."),
        ("17. mai kom vi til Oslo.\n\n3. maj kom vi til Aarhus.", "17\\. mai kom vi til Oslo."),
        ("1. maj gik vi.\n1. maj gik vi igen.", "1\\. maj gik vi."),
        ("1. juni åbner vi.\n15. juli lukker vi.", "1\\. juni åbner vi."),
        ("16. mai.\n17. mai.\n3. juni.", "16\\. mai."),
        ("3. toukokuuta tulimme.\n5. kesäkuuta avasimme.", "3\\. toukokuuta tulimme."),
        ("3. травня ми приїхали.\n10. червня ми відкрили.", "3\\. травня ми приїхали."),
        ("3. مايو وصلنا.\n10. يونيو فتحنا.", "3\\. مايو وصلنا."),
        ("17. 5. kom vi.\n3. 6. åbnede vi.", "17\\. 5. kom vi."),
        ("1986. Vi kom.\n1992. Vi åbnede.", "1986\\. Vi kom."),
        ("3. klasse begyndte.\n5. klasse sluttede.", "3\\. klasse begyndte."),
        ("3. Bread\n2. Tea\n1. Salt", "3\\. Bread"),
        ("> 17. mai kom vi.\n> 3. maj gik vi.", "17\\. mai kom vi."),
        ("- 17. mai kom vi.\n  3. maj gik vi.", "17\\. mai kom vi."),
        ("17. mai kom vi.\n\n1. flour\n2. salt", "17\\. mai kom vi."),
        ("1. dag: brød\n2. dag: te\n4. dag: fest", "1\\. dag: brød"),
        ("1. sal: køkken\n3. sal: kontor", "1\\. sal: køkken"),
        (
            "17. mai kom vi til Oslo med fem kufferter, en kat og en meget stor gryde.\n3. maj gik vi.",
            "17\\. mai kom vi til Oslo med fem …",
        ),
    ] {
        check(body, list, &hint(line));
    }
    for meant in [
        "1. flour\n2. salt\n3. water",
        "1. flour\n1. salt\n1. water",
        "3. flour\n1. salt\n1. water",
        "1. flour\n3. salt",
        "1. flour\n2. salt\n4. water",
        "4. flour\n5. salt\n7. water",
        "0. flour\n1. salt",
        "17. mai kom vi.\n18. mai gik vi.",
        "17) Anna\n3) Maja",
        "Bring:\n1. flour",
        "Bring:\n1. flour\n2. salt",
        "- Bread\n  1. Flour",
        "We need flour\n1. flour\n2. salt",
        "Bread.\n1. flour",
        "1. Maja\n1. Augusta",
        "17. mai",
        "17. mai kom vi.\n\n1. 17. mai\n2. Oslo",
        "7. Tea\n\n1. flour\n2. salt",
        "17.Mai kom vi.",
        "Vi rejste:\n17. mai kom vi.\n18. mai gik vi.",
        "1. Bread\n   1. Flour\n   2. Salt\n2. Tea",
    ] {
        let (_, problems) = of_page("Privacy", meant);
        assert!(problems.is_empty(), "{meant}: {problems:#?}");
    }
}

#[test]
fn a_line_that_begins_with_one_and_a_dot_breaks_no_sentence_off() {
    let hint = |line: &str| format!("write `{line}`, or an empty line before a list");
    for (body, line) in [
        ("Festen er fredag den\n1. maj. Kom endelig!", "1\\. maj. Kom endelig!"),
        ("Prisen er\n1. for voksne", "1\\. for voksne"),
        ("We came on\n1. May 2015 to Oslo.", "1\\. May 2015 to Oslo."),
    ] {
        check(body, "markup/list", &hint(line));
    }
}

#[test]
fn no_line_breaks_a_sentence_off_by_the_mark_that_it_happens_to_begin_with() {
    let hint = |line: &str| format!("write `{line}`, or an empty line before a list");
    for (body, line) in [
        ("The price for children is\n1) nothing at all.", "1\\) nothing at all."),
        ("- Vi ses fredag den\n17) maj i Oslo.", "17\\) maj i Oslo."),
        ("- Vi ses fredag den\n17. maj i Oslo.", "17\\. maj i Oslo."),
        ("> Vi ses fredag den\n17. maj i Oslo.", "17\\. maj i Oslo."),
        ("We sell bread\n- and tea on Sundays.", "\\- and tea on Sundays."),
        ("We are open from 10\n- 17 on weekdays.", "\\- 17 on weekdays."),
        ("Bread, salt,\n* tea and more", "\\* tea and more"),
    ] {
        check(body, "markup/list", &hint(line));
    }
    for meant in [
        "Bring:\n- flour",
        "We need flour\n- flour\n- salt",
        "We need\n- Flour",
        "Bread.\n- flour",
        "- Bread\n- flour",
        "1) flour\n2) salt",
        "We need flour\n1) flour\n2) salt",
        "- Bread\n  - flour",
        "1. Bread\n   - flour",
        "We meet\n\n- and eat",
        "Vi ses fredag den\n17) maj i Oslo.",
    ] {
        let (_, problems) = of_page("Privacy", meant);
        assert!(problems.is_empty(), "{meant}: {problems:#?}");
    }
}

#[test]
fn one_mark_before_a_word_is_no_heading_and_slants_nothing() {
    let heading = "markup/heading";
    check("#Our story\n\nIt began.", heading, "write `## Our story`; if it is a hashtag, write `\\#Our`");
    check("#Program\n\nWe eat.", heading, "write `## Program`; if it is a hashtag, write `\\#Program`");
    check("#Program\nWe eat.", heading, "write `## Program`; if it is a hashtag, write `\\#Program`");
    check(
        "We eat.\n\n#Åbent hver dag",
        heading,
        "write `## Åbent hver dag`; if it is a hashtag, write `\\#Åbent`",
    );
    check("#قصة الخبز\n\nبدأت.", heading, "write `## قصة الخبز`; if it is a hashtag, write `\\#قصة`");
    check(
        "> #Our story\n>\n> It began.",
        heading,
        "write `## Our story`; if it is a hashtag, write `\\#Our`",
    );
    let star = "write `*` behind the last slanted word as well; if the star is meant, write `\\*`";
    check("Bring *bread and salt.", "markup/emphasis", star);
    check("Bring (*bread and salt).", "markup/emphasis", star);
    check("Bring **salt** and *bread.", "markup/emphasis", star);
    let first = "write `*` behind the last slanted word as well; a list has a blank behind its mark; if the star is meant, write `\\*`";
    check("*bread and salt.", "markup/emphasis", first);
    check("We eat\n*bread and salt.", "markup/emphasis", first);
    for meant in [
        "#mentor #tea",
        "#Mentor #Tea\n\nWe eat.",
        "#CreatoriumSpaces\n\nWe eat.",
        "#Nordplus2027\n\nWe eat.",
        "We eat.\n\n#Nordplus",
        "#Mentor is our word. Use it!",
        "#Mentor is our word\nand we use it.",
        "- #Mentor\n- #Tea",
        "We eat at\n#Mentor Day",
        "\\#Our story\n\nIt began.",
        "#1 in Oslo\n\nIt began.",
        "Bread 50 kr*\n\n*only for members",
        "Bread in `this`* and tea\n\n*Only for members",
        "Bread 50 kr*, tea 20 kr*\n*only for members",
        "| Bread | 50 kr* |\n|---|---|\n| Tea | 20 kr |\n\n*Members pay nothing.",
        "Bring \\*bread",
        "Künstler*innen und Bäcker*innen",
        "Any *.pdf",
        "5 * 3",
        "Bring *bread* and *salt*.",
        "`*args`",
    ] {
        let (_, problems) = of_page("Privacy", meant);
        assert!(problems.is_empty(), "{meant}: {problems:#?}");
    }
    let (_, problems) = of_page("Dinner 50 kr*", "*only for members");
    assert!(problems.iter().all(|problem| problem.code.as_str() != "markup/emphasis"), "{problems:#?}");
}

#[test]
fn marks_of_code_are_no_apostrophes() {
    let code = "markup/code";
    let hint = |phrase: &str| format!("write `{phrase}` with apostrophes");
    for (body, phrase) in [
        ("Hotel d`Oro lies in l`Aquila.", "d'Oro lies in l'Aquila"),
        ("We play rock ``n`` roll here.", "rock 'n' roll"),
        ("We play rock `n` roll here.", "rock 'n' roll"),
        ("Rock`n`roll!", "Rock'n'roll"),
        ("П`ять хлібів і м`ята.", "П'ять хлібів і м'ята"),
        ("We don`t\nand won`t.", "don't and won't"),
        ("`Tis Anna and it isn`t Maja.", "'Tis Anna and it isn't"),
        ("Caffè dell`Oro` is here.", "dell'Oro'"),
        ("In the bakers` oven and the boys` room.", "bakers' oven and the boys'"),
        ("In the bakers` oven and\nthe boys`, too.", "bakers' oven and the boys'"),
        ("In the baker`s oven and the boys` room.", "baker's oven and the boys'"),
        ("In the boys` room and the baker`s oven.", "boys' room and the baker's"),
        ("I don`t know the boys` room.", "don't know the boys'"),
        ("Lars` hund og Jens` kat.", "Lars' hund og Jens'"),
    ] {
        check(body, code, &hint(phrase));
    }
    for meant in [
        "Write `cargo run` and `main`.",
        "Two `Vec`s, ``a ` b`` and ``file``.",
        "والملف و`index` هنا",
        "It is `n` or `x`.",
        "x`f(y)` and `a_b`c",
        "We play `rock` and roll.",
        "Two `async fn`s of ``n`` and `pub use`d.",
        "In nightly`Rust`, by`tracing-log` and a`Script`.",
        "`use is now `extern mod` here",
        "All `Vec`s and the `async fn`s.",
        "Its `name` is `boys`.",
        // No blank parts words there, or an ending follows at once.
        "记录和`AAAA`记录，用`cargo check`和`index`。",
        "이것이 `cargo check`에서는 `lang item`을 봅니다.",
        "これは`cargo check`で、`Box`型です。",
        "ใช้`cargo check`แล้ว",
    ] {
        let (_, problems) = of_page("Privacy", meant);
        assert!(problems.is_empty(), "{meant}: {problems:#?}");
    }
}

#[test]
fn what_nothing_ends_and_what_other_programs_read() {
    check("```\ncode", "markup/code", "write a line ````` below it");
    check(
        "Some `code here",
        "markup/code",
        "write the same mark behind the code; with a backslash in front it is text",
    );
    check(
        "One line\\",
        "markup/break",
        "take it away: at the end of a line it breaks the line, and here no line follows",
    );
    check(
        "One line\\ \nand more",
        "markup/break",
        "take the blank behind it away: a backslash breaks the line only at its very end",
    );
    check("Bread &nbsp and salt", "markup/entity", "write `Bread &nbsp; and salt`");
    check("Br\\u00f8d and salt", "markup/entity", "write `Brød and salt`");
    check("Br=C3=B8d and salt", "markup/entity", "write `Brød and salt`");
    for foreign in [
        "{{< youtube x >}}",
        "{% include x %}",
        "{{ page.title }}",
        "[gallery ids=\"1,2\"]",
        "[shortcode]",
        "[button link=\"x\"]Go[/b]",
        "[toc]",
        "![[loaf.jpg]]",
        "[[Bread]]",
        "Words {.big}",
        "Words {width=50%}",
    ] {
        let (_, problems) = of_page("Privacy", foreign);
        assert!(
            !problems.is_empty() && problems.iter().all(|p| p.code.as_str() == "markup/foreign"),
            "{foreign}: {problems:?}"
        );
    }
}

#[test]
fn marks_of_a_conflict_are_an_error() {
    let (_, problems) = of_page("Privacy", "One\n<<<<<<< HEAD\nTwo\n=======\nThree\n>>>>>>> theirs\n");
    let said: Vec<_> = problems.iter().map(|problem| (problem.severity, problem.code.as_str())).collect();
    assert_eq!(said, [(Severity::Error, "text/conflict"); 2]);
    let (_, problems) = of_page("One\n<<<<<<< HEAD", "Two");
    assert_eq!(problems.iter().map(|problem| problem.code.as_str()).collect::<Vec<_>>(), ["text/conflict"]);
    let (_, problems) = of_page("Privacy", "```\n<<<<<<< HEAD\n```");
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn words_in_the_wrong_encoding() {
    let encoding = "text/encoding";
    for (wrong, right) in [
        ("BrÃ¸d og smÃ¸r", "Brød og smør"),
        ("PÃ¥ bordet", "På bordet"),
        ("SmÃ¶rgÃ¥s", "Smörgås"),
        ("Anna’s â€œbreadâ€\u{9d}", "Anna’s “bread”"),
        ("Itâ€™s", "It’s"),
        ("Ð¥Ð»Ñ–Ð±", "Хліб"),
        ("РҐР»С–Р±", "Хліб"),
        ("Ø®Ø¨Ø²", "خبز"),
        ("Br√∏d", "Brød"),
        ("Br├©d", "Brød"),
    ] {
        let (_, problems) = of_page("Privacy", wrong);
        let problem = problems.iter().find(|problem| problem.code.as_str() == encoding);
        let problem = problem.unwrap_or_else(|| panic!("{wrong}: {problems:?}"));
        assert_eq!(&*problem.hints[0], format!("write `{right}`"));
    }
    assert_eq!(told("BrÃ¸d", "Words").1, "write `title: Brød`");
}

#[test]
fn titles_take_no_markup() {
    for (title, plain) in [
        ("Bread **and** salt", "Bread and salt"),
        ("\"[Bread](../bread/)\"", "Bread"),
        ("Bread &amp; salt", "Bread & salt"),
        ("Bread <b>and</b> salt", "Bread and salt"),
    ] {
        let said = told(title, "Words");
        assert_eq!(said, ("front/markup", format!("write `{plain}`")), "{title}");
    }
}

#[test]
fn characters_that_cannot_be_seen() {
    for (title, body) in [
        ("\"Bread\\bLight\"", "Words"),
        ("Bread", "Bread\u{8} and"),
        ("Bread", "Bread\u{b} and"),
        ("Br\u{b}ead", "x"),
    ] {
        let (_, problems) = of_page(title, body);
        let said: Vec<_> = problems.iter().map(|problem| (problem.severity, problem.code.as_str())).collect();
        assert_eq!(said, [(Severity::Error, "text/control")], "{title:?} {body:?} {problems:?}");
    }
}

#[test]
fn files_of_settings_are_looked_at_as_well() {
    for (path, old, new, code) in [
        ("content/topics.yaml", "Food", "Br\u{8}ead", "text/control"),
        ("content/site.yaml", "Rooms", "R\u{b}ooms", "text/control"),
        ("content/organisations.yaml", "In Oslo", "\"In\\eOslo\"", "text/control"),
        ("content/topics.yaml", "At lave mad", "BrÃ¸d", "text/encoding"),
        ("themes/plain/texts/en.yaml", "menu: Menu", "<<<<<<< HEAD\nmenu: Menu", "text/conflict"),
        ("content/site.yaml", "theme: plain", "<<<<<<< HEAD\ntheme: plain", "text/conflict"),
    ] {
        let mut files = files();
        let text = files.get_mut(path).unwrap();
        *text = text.replacen(old, new, 1);
        let (_, problems) = load(&source(files));
        let said: Vec<_> =
            problems.iter().map(|problem| (problem.path.as_str(), problem.code.as_str())).collect();
        assert_eq!(said, [(path, code)], "{problems:?}");
    }
}
