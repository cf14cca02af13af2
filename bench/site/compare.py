"""Whether two finished sites are the same work: equal documents at equal addresses, list entries, feeds, words."""

import filecmp
import html
import json
import os
import re

LANG = r"(?:en|da|fi|nb|sv)/"
SECTION = r"(?:stories|events|topics|organisations)/"
KINDS = [
    ("document", re.compile(LANG + r"(?:stories|events)/[^/]+-\d+/index\.html$")),
    ("list", re.compile(LANG + "(?:" + SECTION + r"(?:(?:country|topic)/[^/]+/|org-\d+/)?)?index\.html$")),
    ("feed", re.compile(LANG + r"feed\.xml$")),
    ("sitemap", re.compile(r"(?:" + LANG + r")?sitemap\.xml$")),
]
TAG = re.compile(r"<[^>]*>")
# Numbers of notes and the ways back from them, which each generator words in its own way.
WITHIN = re.compile(r'<a [^>]*href="#[^>]*>.*?</a>', re.S)
MAIN = re.compile(r"<main[^>]*>(.*)</main>", re.S)
SHARED = re.compile(r'<meta property="og:image" content="https://example\.org/([^"]*)">')
LOC = re.compile(r"<url>\s*<loc>([^<]*)</loc>")
ITEM = re.compile(r'<li><a href="[^"]*">[^<]*</a> <time')


# Blades has addresses of its own: the same places as the others name them.
BLADES = [
    (re.compile(r"^(../)(stories|events)/([^/]+-\d+)\.html$"), r"\1\2/\3/index.html"),
    (re.compile(r"^story_(country|topic)_(..)/([^/]+)/index"), r"\2/stories/\1/\3/index"),
    (re.compile(r"^event_(country|topic)_(..)/([^/]+)/index"), r"\2/events/\1/\3/index"),
    (re.compile(r"^host_(..)/"), r"\1/organisations/"),
    (re.compile(r"^story_topic_(..)/index"), r"\1/topics/index"),
]


def usual(path):
    """The path as all but Blades write it."""
    for form, name in BLADES:
        path, changed = form.subn(name, path)
        if changed:
            return re.sub("/country/[^/]*", lambda country: country.group().lower(), path)
    return path


class Site:
    """What counts in a finished site."""

    def __init__(self, root):
        self.files = self.bytes = self.words = self.entries = self.news = 0
        self.paths = {name: set() for name, _ in KINDS}
        self.paths["other"] = set()
        self.addresses = set()
        for folder, _, names in os.walk(root):
            for name in names:
                self.add(root, os.path.join(folder, name))

    def add(self, root, file):
        path = usual(os.path.relpath(file, root))
        self.files += 1
        self.bytes += os.path.getsize(file)
        kind = next((kind for kind, form in KINDS if form.match(path)), "other")
        self.paths[kind].add(path)
        if kind == "other":
            return
        with open(file, encoding="utf-8") as opened:
            text = opened.read()
        if kind == "document":
            main = MAIN.search(text)
            words = WITHIN.sub("", main.group(1) if main else text)
            self.words += len(html.unescape(TAG.sub(" ", words)).split())
        elif kind == "list":
            self.entries += len(ITEM.findall(text))
        elif kind == "feed":
            self.news += text.count("<entry")
        else:
            self.addresses |= set(LOC.findall(text))


def complete(root):
    """What makes a site complete, in numbers by name; documents are counted in their languages."""
    documents = shared = copies = texts = 0
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.relpath(os.path.join(folder, name), root)
            if not path.endswith(".html"):
                continue
            texts += 1
            copies += sum(os.path.exists(os.path.join(root, path + ending)) for ending in (".br", ".gz"))
            if KINDS[0][1].match(path):
                documents += 1
                shared += has_picture(root, path)
    with open(os.path.join(root, "pagefind", "pagefind-entry.json"), encoding="utf-8") as file:
        found = sum(language["page_count"] for language in json.load(file)["languages"].values())
    return {"documents": documents, "with a picture for sharing": shared, "found by search": found,
            "compressed copies for each page": round(copies / max(texts, 1), 1)}


def has_picture(root, path):
    """Whether the picture that the page names for sharing is there."""
    with open(os.path.join(root, path), encoding="utf-8") as file:
        named = SHARED.search(file.read())
    return bool(named) and os.path.exists(os.path.join(root, named.group(1)))


def less(ours, theirs, name):
    """In which of the counts of `complete` a site is less complete than ours."""
    return ["%s: %s %s, ours has %s" % (name, theirs[what], what, number)
            for what, number in ours.items() if theirs[what] != number]


def differences(ours, theirs, name):
    """What differs in sentences; none when both are the same work."""
    found = []
    # Blades does less: one feed without the texts, a plain sitemap, home pages without entries; it numbers notes twice.
    whole = name != "blades"
    for kind in ("document", "list", "feed")[:3 if whole else 2]:
        found += sets("%ss" % kind, ours.paths[kind], theirs.paths[kind])
    if whole:
        # Ours has a list of past events, which is empty here, and one of each kind of events: here all are of one.
        own = ("/events/past/", "/events/kind/talk/")
        listed = {address for address in ours.addresses if not address.endswith(own)}
        found += sets("addresses in the sitemap", listed, theirs.addresses)
        found += numbers("news in the feeds", ours.news, theirs.news)
    found += numbers("entries in lists", ours.entries, theirs.entries, 0 if whole else 0.01)
    found += numbers("words of documents", ours.words, theirs.words, 0 if whole else 0.002)
    return ["%s: %s" % (name, what) for what in found]


def sets(what, ours, theirs):
    missing, more = ours - theirs, theirs - ours
    found = ["%d %s missing, such as %s" % (len(missing), what, min(missing))] if missing else []
    return found + (["%d %s too many, such as %s" % (len(more), what, min(more))] if more else [])


def numbers(what, ours, theirs, allowed=0):
    return ["%d %s, ours has %d" % (theirs, what, ours)] if abs(ours - theirs) > allowed * ours else []


def size(root):
    """Numbers of files and bytes."""
    sizes = [os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(root) for name in names]
    return len(sizes), sum(sizes)


def unequal(one, other):
    """The files of two folders that aren't the same, in a sentence."""
    paths = [{os.path.relpath(os.path.join(folder, name), root) for folder, _, names in os.walk(root) for name in names}
             for root in (one, other)]
    differ = paths[0] ^ paths[1]
    differ |= set(filecmp.cmpfiles(one, other, paths[0] & paths[1], shallow=False)[1])
    return ["%d files differ from those of a build from scratch, such as %s" % (len(differ), min(differ))] if differ else []
