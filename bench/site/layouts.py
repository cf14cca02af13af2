"""How one document is spelt for each generator, and what stands around the documents."""

import hashlib
import json
import os
import shutil
import struct
import zlib

import corpus

HERE = os.path.dirname(os.path.abspath(__file__))
ADDRESS = "https://example.org"
NAMES = {"en": "English", "da": "dansk", "fi": "suomi", "nb": "norsk bokmål", "sv": "svenska"}
WORDS = {
    "en": dict(title="Stories", foot="Stories from many places.", stories="Stories", events="Events",
               topics="Topics", organisations="Organisations"),
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
        """Nothing of an earlier run is left in the folder."""
        target = os.path.join(self.root, path)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target)

    def picture(self, document):
        """Puts the document's own picture beside it: equal pixels, other bytes, so that each is worked on."""
        if not self.pictures or document.is_event:
            return
        with open(os.path.join(self.project, "bench/site/loaf.jpg"), "rb") as file:
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
            self.write("themes/plain/" + name, read(os.path.join(self.project, "themes/default", name)))

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
                "registration: { mode: none }\nstatus: %s\n%sdemo: false\n") % (
                    document.host, document.date, document.date, quoted(document.city), quoted(document.city),
                    document.country, self.status, topics)
        picture = "picture: { src: %s, people: false }\n" % PICTURE if self.has_picture(document) else ""
        return (
            "date: \"%s\"\nnameForm: pseudonym\ncountry: \"%s\"\ncity: %s\n"
            "business: { sector: %s, stage: running }\nhost: %s\n%s%sdemo: false\n"
            # Examples stand in no sitemap, and a real story says where it was told before.
            "basedOn: [{ title: An interview, url: \"https://example.org/1\" }]\nstatus: live\n") % (
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
        self.copy(os.path.join(HERE, "hugo", "layouts"), "layouts")
        self.write("static/style.css", STYLE)
        config = read(os.path.join(HERE, "hugo", "hugo.yaml"))
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


class CompleteHugo(Hugo):
    """The same with a picture for sharing for each document, and with what Pagefind looks for."""

    def frame(self):
        super().frame()
        self.write("hugo.yaml", read(os.path.join(self.root, "hugo.yaml")) + "params:\n  complete: true\n")
        fonts = os.path.join(self.project, "themes/default/fonts")
        os.makedirs(os.path.join(self.root, "assets"), exist_ok=True)
        shutil.copy(os.path.join(fonts, "NotoSans-Bold.ttf"), os.path.join(self.root, "assets"))
        with open(os.path.join(self.root, "assets/share.png"), "wb") as file:
            file.write(background())


def background():
    """A PNG of 1200 × 630 in three flat colours: field, side and band, as our theme's picture has them."""
    field, side, line, band = b"\x1d\x4b\x4c", b"\x15\x3f\x3f", b"\xf2\xc0\x79", b"\xa8\x47\x1f"
    rows = (b"\0" + field * 732 + line * 8 + side * 460) * 598 + (b"\0" + band * 1200) * 32
    chunk = lambda name, data: (struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)))
    head = struct.pack(">IIBBBBB", 1200, 630, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class Blades(Layout):
    """Blades knows no languages: each has its own tree of sections, templates and taxonomies; there is one feed."""

    TAXONOMIES = {"story_country": "stories", "story_topic": "topics", "event_country": "events",
                  "event_topic": "topics", "host": "organisations"}

    def frame(self):
        self.write("assets/style.css", STYLE)
        source = os.path.join(HERE, "blades")
        parts = {name[:-5]: read(os.path.join(source, "templates", name))
                 for name in os.listdir(os.path.join(source, "templates"))}
        config = read(os.path.join(source, "Blades.toml"))
        self.write("content/index.toml", 'title = "Stories"\ntemplate = "section_en.html"\n')
        for lang in corpus.LANGS:
            for name in ("page", "section", "taxonomy", "taxonomy_key"):
                self.write("templates/%s_%s.html" % (name, lang), template(parts, name, lang))
            for taxonomy, title in self.TAXONOMIES.items():
                config += "\n[taxonomies.%s_%s]\ntitle = %s\n" % (taxonomy, lang, quoted(WORDS[lang][title]))
                config += 'template = "taxonomy_%s.html"\nkey_template = "taxonomy_key_%s.html"\n' % (lang, lang)
            for section in ("", "/stories", "/events"):
                self.write("content/%s%s/index.toml" % (lang, section), (
                    'title = %s\ntemplate = "section_%s.html"\npage_template = "page_%s.html"\n') % (
                        quoted(WORDS[lang][section[1:] or "title"]), lang, lang))
        out = os.path.join(os.path.dirname(self.root), "out", "blades")
        self.write("Blades.toml", "output_dir = %s\n%s" % (quoted(out), config))

    def document(self, document):
        kind = "event" if document.is_event else "story"
        for lang in corpus.LANGS:
            head = "title = %s\ndate = %s\nsummary = %s\ncountry = %s\ncity = %s\nsection = %s\n[taxonomies]\n" % (
                quoted(document.title[lang]), document.date, quoted(document.summary[lang]), quoted(document.country),
                quoted(document.city), quoted(kind))
            for taxonomy, terms in ((kind + "_country", [document.country]), (kind + "_topic", document.topics),
                                    ("host", [document.host])):
                head += "%s_%s = [%s]\n" % (taxonomy, lang, ", ".join(map(quoted, terms)))
            body = document.body[lang].markdown().replace("\x01", "/%s/" % lang).replace("\x02", "")
            path = "content/%s/%s/%s.md" % (lang, document.section, document.slug)
            self.write(path, "+++\n%s+++\n\n%s" % (head, body))


def template(parts, name, lang):
    """A template of Blades for one language, with the words of the interface in it."""
    here = "/{{#parent}}{{slug}}{{/parent}}/{{slug}}" if name == "page" else "/"
    alternates = ['<link rel="alternate" hreflang="%s" href="%s/%s%s">\n' % (other, ADDRESS, other, here)
                  for other in corpus.LANGS]
    switches = ['<li><a href="/%s%s" hreflang="%s">%s</a></li>\n' % (other, here, other, NAMES[other])
                for other in corpus.LANGS]
    text = parts["base"].replace("@@main@@", parts[name]).replace("@@langs@@", "".join(switches))
    text = text.replace("@@alternates@@", "".join(alternates) if name == "page" else "")
    for key, word in dict(WORDS[lang], lang=lang).items():
        text = text.replace("@@%s@@" % key, word)
    return text


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


LAYOUTS = {"spaces": Spaces, "whole": Whole, "hugo": Hugo, "complete-hugo": CompleteHugo, "blades": Blades}
