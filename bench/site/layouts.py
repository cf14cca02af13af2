"""How one document is spelt for each generator, and what stands around the documents."""

import hashlib
import json
import os
import shutil

import corpus

HERE = os.path.dirname(os.path.abspath(__file__))
ADDRESS = "https://example.org"
NAMES = {"en": "English", "da": "dansk", "fi": "suomi", "nb": "norsk bokmål", "sv": "svenska"}
WORDS = {
    "en": dict(title="Stories", foot="Stories from many places.", stories="Stories", events="Events", topics="Topics",
               organisations="Organisations"),
    "da": dict(title="Historier", foot="Historier fra mange steder.", stories="Historier", events="Begivenheder",
               topics="Emner", organisations="Organisationer"),
    "fi": dict(title="Tarinat", foot="Tarinoita monesta paikasta.", stories="Tarinat", events="Tapahtumat",
               topics="Aiheet", organisations="Järjestöt"),
    "nb": dict(title="Historier", foot="Historier fra mange steder.", stories="Historier", events="Hendelser",
               topics="Temaer", organisations="Organisasjoner"),
    "sv": dict(title="Berättelser", foot="Berättelser från många platser.", stories="Berättelser", events="Evenemang",
               topics="Ämnen", organisations="Organisationer"),
}
STYLE = "body{font:1rem/1.5 sans-serif;max-width:50rem;margin:auto}nav ul{display:flex;gap:1rem}\n" * 20
# What a picture shows is said by the words beside it; its bytes lie in the project.
PICTURE = "picture.jpg"


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def by_language(texts):
    return "{ %s }" % ", ".join("%s: %s" % (lang, quoted(texts(lang))) for lang in corpus.LANGS)


class Layout:
    """A folder for one generator."""

    def __init__(self, root, project, pictures):
        self.root, self.project, self.pictures = root, project, pictures

    def write(self, path, text):
        target = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", encoding="utf-8") as file:
            file.write(text)

    def copy(self, source, path):
        shutil.copytree(source, os.path.join(self.root, path), dirs_exist_ok=True)

    def picture(self, document):
        """Puts the document's own picture beside it: equal pixels, other bytes, so that each is worked on."""
        if not self.pictures or document.is_event:
            return
        with open(os.path.join(self.project, "content/stories/bread-and-light/loaf.jpg"), "rb") as file:
            jpeg = file.read()
        target = os.path.join(self.root, "content", document.section, document.slug, PICTURE)
        with open(target, "wb") as file:
            file.write(jpeg + document.slug.encode())


class Spaces(Layout):
    """This project's generator with templates that make what the others make."""

    theme = "plain"
    # A postponed event has no poster, which the others don't have either.
    status = "postponed"

    def frame(self):
        languages = "".join(
            "  - { id: %s, locale: %s, name: %s }\n" % (quoted(lang), lang, NAMES[lang]) for lang in corpus.LANGS)
        words = lambda key: by_language(lambda lang: WORDS[lang][key])
        self.write("content/site.yaml", (
            "title: %s\ntagline: %s\ndescription: %s\nbaseUrl: %s\ntheme: %s\ntimeZone: UTC\nlanguages:\n%s"
            "menu: [stories, events, organisations]\nfooterMenu: []\ncontact: { email: hello@example.org }\n"
            "funding: { acknowledgement: %s, disclaimer: %s }\n") % (
                words("title"), words("foot"), words("foot"), ADDRESS, self.theme, languages, words("foot"),
                words("foot")))
        self.write("content/organisations.yaml", "".join(
            "%s: { name: %s, country: \"DK\", city: København, role: partner, about: %s }\n" % (
                host, quoted(host), words("foot")) for host in corpus.HOSTS))
        self.write("content/topics.yaml", "".join(
            "%s: { label: %s, text: %s }\n" % (topic, by_language(lambda lang: topic), words("foot"))
            for topic in corpus.TOPICS))
        for lang in corpus.LANGS:
            review = "" if lang == "en" else "review: human\n"
            self.write("content/pages/home/index.%s.md" % lang, "---\ntitle: %s\nsummary: %s\n%s%s---\n" % (
                quoted(WORDS[lang]["title"]), quoted(WORDS[lang]["foot"]), "kind: home\n" if lang == "en" else "",
                review))
        self.put_theme()

    def put_theme(self):
        """The plain templates; the words of the interface are those of the project's own theme."""
        self.copy(os.path.join(HERE, "plain"), "themes/plain")
        self.write("themes/plain/styles/style.css", STYLE)
        for lang in corpus.LANGS:
            name = "texts/%s.yaml" % lang
            with open(os.path.join(self.project, "themes/default", name), encoding="utf-8") as file:
                self.write("themes/plain/" + name, file.read())

    def document(self, document):
        folder = "content/%s/%s" % (document.section, document.slug)
        bodies = {}
        for lang in corpus.LANGS:
            text = document.body[lang].markdown().replace("\x01", "/").replace("\x02", "/")
            bodies[lang] = text
        source = self.fingerprint(document, bodies["en"])
        for lang in corpus.LANGS:
            head = self.words(document, lang)
            head += self.facts(document) if lang == "en" else "review: human\nsourceHash: \"%s\"\n" % source
            self.write("%s/index.%s.md" % (folder, lang), "---\n%s---\n\n%s" % (head, bodies[lang]))
        self.picture(document)

    def has_picture(self, document):
        return self.pictures and not document.is_event

    def words(self, document, lang):
        head = "title: %s\nsummary: %s\n" % (quoted(document.title[lang]), quoted(document.summary[lang]))
        if self.has_picture(document):
            head += "alt: %s\n" % quoted(document.alt[lang])
        if not document.is_event:
            head += "displayName: %s\n" % quoted(document.name[lang])
        return head

    def facts(self, document):
        topics = "topics: [%s]\n" % ", ".join(document.topics)
        if document.is_event:
            return (
                "kind: talk\nhosts: [%s]\nstarts: \"%sT17:00\"\nends: \"%sT20:00\"\ntimeZone: UTC\n"
                "place: { mode: in_person, name: %s, city: %s, country: \"%s\" }\nlanguagesSpoken: [en]\n"
                "price: free\naccessibility: { stepFree: \"yes\", toilet: \"yes\" }\nchildcare: none\n"
                "registration: { mode: none }\nstatus: %s\n%sdemo: true\n") % (
                    document.host, document.date, document.date, quoted(document.city), quoted(document.city),
                    document.country, self.status, topics)
        picture = "picture: { src: %s, people: false }\n" % PICTURE if self.has_picture(document) else ""
        return (
            "date: \"%s\"\nnameForm: pseudonym\ncountry: \"%s\"\ncity: %s\nbusiness: { sector: %s, stage: running }\n"
            "host: %s\n%s%sdemo: true\nstatus: live\n") % (
                document.date, document.country, quoted(document.city), document.sector, document.host, topics, picture)

    def fingerprint(self, document, body):
        """As `spaces status --accept` notes it: of the words in the order of their keys, a blank line and the body."""
        words = {"title": document.title["en"], "summary": document.summary["en"]}
        if self.has_picture(document):
            words["alt"] = document.alt["en"]
        if not document.is_event:
            words["displayName"] = document.name["en"]
        lines = ["%s: %s" % (key, words[key]) for key in sorted(words)] + [""]
        lines += [line.rstrip() for line in body.strip().splitlines()]
        return hashlib.sha256("".join(line + "\n" for line in lines).encode()).hexdigest()[:12]


class Whole(Spaces):
    """The same site with the theme that the project is delivered with: everything that a reader gets."""

    theme = "default"
    status = "scheduled"

    def put_theme(self):
        self.copy(os.path.join(self.project, "themes/default"), "themes/default")


class Hugo(Layout):
    """Hugo with templates that make the same pages at the same addresses."""

    def frame(self):
        self.copy(os.path.join(HERE, "hugo"), ".")
        self.write("static/style.css", STYLE)
        with open(os.path.join(HERE, "hugo", "hugo.yaml"), encoding="utf-8") as file:
            config = file.read()
        languages = "".join("  %s:\n    weight: %d\n    label: %s\n    title: %s\n" % (
            lang, at + 1, quoted(NAMES[lang]), quoted(WORDS[lang]["title"])) for at, lang in enumerate(corpus.LANGS))
        self.write("hugo.yaml", config + "languages:\n" + languages)
        for lang in corpus.LANGS:
            self.write("i18n/%s.yaml" % lang, "".join(
                "%s: %s\n" % (key, quoted(text)) for key, text in WORDS[lang].items()))
            for section in ("", "stories/", "events/", "topics/", "organisations/"):
                title = WORDS[lang][section.rstrip("/") or "title"]
                self.write("content/%s_index.%s.md" % (section, lang), "---\ntitle: %s\n---\n" % quoted(title))

    def document(self, document):
        kind = "event" if document.is_event else "story"
        for lang in corpus.LANGS:
            head = "title: %s\nsummary: %s\ndate: %s\ncountry: %s\ncity: %s\nhost: [%s]\ntopics: [%s]\n" % (
                quoted(document.title[lang]), quoted(document.summary[lang]),
                document.date + ("T17:00:00Z" if document.is_event else ""), document.country, quoted(document.city),
                document.host, ", ".join(document.topics))
            head += "%s_country: [%s]\n%s_topic: [%s]\ntranslationKey: %s\n" % (
                kind, document.country, kind, ", ".join(document.topics), document.slug)
            if self.pictures and not document.is_event:
                head += "picture: %s\nalt: %s\n" % (PICTURE, quoted(document.alt[lang]))
            body = document.body[lang].markdown().replace("\x01", "/").replace("\x02", "")
            self.write("content/%s/%s/index.%s.md" % (document.section, document.slug, lang),
                       "---\n%s---\n\n%s" % (head, body))
        self.picture(document)


LAYOUTS = {"spaces": Spaces, "whole": Whole, "hugo": Hugo}
