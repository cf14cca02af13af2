"""Whether two finished sites are the same work: equal documents at equal addresses, list entries, feeds, words."""

import html
import os
import re

LANG = r"(?:en|da|fi|nb|sv)/"
KINDS = [
    ("document", re.compile(LANG + r"(?:stories|events)/[^/]+-\d+/index\.html$")),
    ("list", re.compile(LANG + r"(?:(?:stories|events|topics|organisations)/(?:(?:country|topic)/[^/]+/|org-\d+/)?)?index\.html$")),
    ("feed", re.compile(LANG + r"feed\.xml$")),
    ("sitemap", re.compile(r"(?:" + LANG + r")?sitemap\.xml$")),
]
TAG = re.compile(r"<[^>]*>")
# Numbers of notes and the ways back from them, which each generator words in its own way.
WITHIN = re.compile(r'<a [^>]*href="#[^>]*>.*?</a>', re.S)
MAIN = re.compile(r"<main[^>]*>(.*)</main>", re.S)
LOC = re.compile(r"<url>\s*<loc>([^<]*)</loc>")
ITEM = re.compile(r'<li><a href="[^"]*">[^<]*</a> <time')


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
        path = os.path.relpath(file, root)
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


def differences(ours, theirs):
    """What differs in sentences; none when both are the same work."""
    found = []
    for kind in ("document", "list", "feed"):
        missing, more = ours.paths[kind] - theirs.paths[kind], theirs.paths[kind] - ours.paths[kind]
        found += ["%ss missing: %d, such as %s" % (kind, len(missing), min(missing))] if missing else []
        found += ["%ss too many: %d, such as %s" % (kind, len(more), min(more))] if more else []
    for what, allowed in (("entries", 0), ("news", 0), ("words", 0.001)):
        a, b = getattr(ours, what), getattr(theirs, what)
        if abs(a - b) > allowed * a:
            found.append("%s: %d and %d" % (what, a, b))
    missing = {address for address in ours.addresses - theirs.addresses if not address.endswith("/events/past/")}
    more = theirs.addresses - ours.addresses
    found += ["sitemap lacks %d, such as %s" % (len(missing), min(missing))] if missing else []
    found += ["sitemap has %d more, such as %s" % (len(more), min(more))] if more else []
    return found


def size(root):
    """Numbers of files and bytes."""
    sizes = [os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(root) for name in names]
    return len(sizes), sum(sizes)
