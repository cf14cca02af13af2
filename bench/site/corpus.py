"""Writes a site of stories and events in five languages, once for each generator that is compared.

The same numbers give the same bytes. Of all documents, 80 in 100 are stories of 600 to 900 words, with headings, lists,
tables, quotations, footnotes and two to five links to other documents; the rest are events of 90 to 180 words. Every
generator gets the same words, links and facts; only the spelling differs (see `layouts`).
"""

import datetime
import json
import multiprocessing
import os
import random
import shutil
import zlib

import layouts
from words import WORDS

LANGS = ["en", "da", "fi", "nb", "sv"]
COUNTRIES = ("DK FI NO SE IS EE LV LT DE PL FR ES PT IT GR IE NL BE AT CZ KE GH IN NP BR CL CA JP VN JO").split()
TOPICS = (
    "climate energy housing schools health food water forests oceans transport work care youth ageing language culture "
    "faith music sport democracy peace migration technology crafts"
).split()
HOSTS = ["org-%d" % number for number in range(1, 13)]
SECTORS = "food trade beauty care crafts transport building tech culture other".split()

FIRST_DAY = datetime.date(2012, 1, 1)
DAYS = 5200
# Events lie ahead of the moment for which the sites are built (`measure.NOW`), so that all of them stand in lists.
EVENTS_LATER = datetime.timedelta(days=20 * 365)
# What fits on a card; longer summaries are an error.
SUMMARY_MAX = 200


class Text:
    """Sentences of one language, with frequent and rare words."""

    def __init__(self, lang, seed):
        connecting, content = (words.split() for words in WORDS[lang])
        random.Random("%s-%s" % (seed, lang)).shuffle(content)
        self.content = content
        self.words = connecting + content
        weights = [9.0 / (1 + i * 0.35) for i in range(len(connecting))]
        weights += [3.2 / (1 + i * 0.02) for i in range(len(content))]
        self.cumulative, total = [], 0.0
        for weight in weights:
            total += weight
            self.cumulative.append(total)

    def phrase(self, rng, words):
        return " ".join(rng.choices(self.content, k=words))

    def title(self, rng):
        return self.phrase(rng, rng.randint(3, 6)).capitalize()

    def sentence(self, rng):
        words = rng.choices(self.words, cum_weights=self.cumulative, k=rng.randint(7, 19))
        kind = rng.random()
        if kind < 0.06:
            at = rng.randrange(len(words))
            words[at] = "**%s**" % words[at]
        elif kind < 0.13:
            at = rng.randrange(len(words))
            words[at] = "*%s*" % words[at]
        elif kind < 0.16:
            words[-1] = '"%s"' % words[-1]
        elif kind < 0.28:
            words[len(words) // 2] += ","
        text = " ".join(words)
        return text[0].upper() + text[1:] + ("?" if kind > 0.96 else ".")

    def summary(self, rng):
        words = self.sentence(rng).replace("*", "").replace('"', "").split(" ")
        while len(" ".join(words)) > SUMMARY_MAX:
            words.pop()
        return " ".join(words)


def wrap(text):
    lines, line, length = [], [], 0
    for word in text.split(" "):
        if length + len(word) > 96 and line:
            lines.append(" ".join(line))
            line, length = [], 0
        line.append(word)
        length += len(word) + 1
    lines.append(" ".join(line))
    return "\n".join(lines)


class Body:
    """The Markdown of one document. A link stands as \\x01section/slug\\x02 until a layout spells it."""

    def __init__(self, rng, text, words, links, slug):
        self.rng, self.text, self.links, self.slug = rng, text, links, slug
        self.long = words > 300
        self.parts, self.notes, self.count = [], [], 0
        self.paragraph()
        self.picture_at = len(self.parts)
        section = 0
        while self.count < words:
            section += 1
            self.section(section)
        self.parts += ["[^%d]: %s" % (i + 1, note) for i, note in enumerate(self.notes)]

    def markdown(self, picture=None):
        parts = list(self.parts)
        if picture:
            parts.insert(self.picture_at, picture)
        return "\n\n".join(parts) + "\n"

    def paragraph(self, least=3, most=6):
        rng, text = self.rng, self.text
        sentences = [text.sentence(rng) for _ in range(rng.randint(least, most))]
        if self.links and rng.random() < 0.55:
            link = self.links.pop()
            words = "%s [%s](\x01%s/%s\x02)." % (
                text.phrase(rng, 3).capitalize(), text.phrase(rng, rng.randint(1, 4)), *link)
            sentences.insert(rng.randrange(len(sentences)), words)
        if rng.random() < 0.10:
            sentences.append("%s <https://example.net/%s>." % (text.phrase(rng, 2).capitalize(), self.slug))
        if self.long and len(self.notes) < 3 and rng.random() < 0.12:
            self.notes.append(text.sentence(rng))
            sentences[-1] += "[^%d]" % len(self.notes)
        joined = " ".join(sentences)
        self.count += joined.count(" ") + 1
        self.parts.append(wrap(joined))

    def section(self, number):
        rng, text = self.rng, self.text
        if self.long or number == 1:
            level = "##" if number % 3 else "###"
            self.parts.append("%s %s" % (level, text.phrase(rng, rng.randint(2, 5)).capitalize()))
        self.paragraph()
        kind = rng.random()
        if kind < 0.22:
            self.list()
        elif kind < 0.40:
            self.quotation()
        elif kind < 0.50 and self.long:
            self.table()
        elif kind < 0.515 and self.long:
            words = (text.phrase(rng, 3), text.phrase(rng, 1), self.slug[:12])
            self.parts.append("```sh\n# %s\necho %s | sort -u > %s.txt\n```" % words)
        if rng.random() < 0.6:
            self.paragraph(2, 4)

    def list(self):
        rng, text = self.rng, self.text
        items = [text.phrase(rng, rng.randint(3, 9)).capitalize() for _ in range(rng.randint(3, 6))]
        numbered = rng.random() < 0.3
        signs = ["%d." % (i + 1) if numbered else "-" for i in range(len(items))]
        self.parts.append("\n".join("%s %s" % pair for pair in zip(signs, items)))
        self.count += 6 * len(items)

    def quotation(self):
        rng, text = self.rng, self.text
        lines = wrap(text.sentence(rng) + " " + text.sentence(rng)).split("\n")
        by = text.phrase(rng, 2).title()
        self.parts.append("\n".join("> " + line for line in lines) + "\n>\n> — *%s*" % by)
        self.count += 28

    def table(self):
        rng, text = self.rng, self.text
        rows = ["| %s | %s | %s |" % tuple(text.phrase(rng, 1).capitalize() for _ in range(3))]
        rows.append("| --- | :---: | ---: |")
        for _ in range(rng.randint(3, 7)):
            rows.append("| %s | %s | %d |" % (text.phrase(rng, 2), text.phrase(rng, 1), rng.randint(1, 9999)))
        self.parts.append("\n".join(rows))
        self.count += 4 * len(rows)


class Document:
    """The facts of one document, its words by language, and its body by language."""

    def __init__(self, number, ids, texts, seed):
        self.number = number
        self.section, self.slug = ids[number]
        rng = random.Random((seed << 32) ^ zlib.crc32(self.slug.encode()))
        day = FIRST_DAY + datetime.timedelta(days=rng.randrange(DAYS))
        self.is_event = self.section == "events"
        self.date = (day + EVENTS_LATER if self.is_event else day).isoformat()
        self.country = rng.choice(COUNTRIES)
        self.topics = sorted(rng.sample(TOPICS, rng.randint(2, 4)))
        self.host = rng.choice(HOSTS)
        self.sector = rng.choice(SECTORS)
        words = rng.randint(90, 180) if self.is_event else rng.randint(600, 900)
        links = [ids[rng.randrange(len(ids))] for _ in range(1 if self.is_event else rng.randint(2, 5))]
        self.city = texts["en"].phrase(rng, 1).capitalize()
        self.title, self.summary, self.name, self.alt, self.body = {}, {}, {}, {}, {}
        for lang in LANGS:
            text = texts[lang]
            self.title[lang] = text.title(rng)
            self.summary[lang] = text.summary(rng)
            self.name[lang] = text.phrase(rng, 2).capitalize()
            self.alt[lang] = text.phrase(rng, 4).capitalize()
            self.body[lang] = Body(rng, text, words, list(links), self.slug)


def identities(count, seed):
    """Section and slug of each document; every fifth is an event."""
    rng = random.Random(seed)
    words = Text("en", seed).content
    slug = lambda i: "-".join(words[rng.randrange(120)] for _ in range(3)) + "-%d" % i
    return [("events" if i % 5 == 4 else "stories", slug(i)) for i in range(count)]


def write(folder, pages, kinds, project, pictures=False, seed=1):
    """Writes `folder/KIND` for each of `kinds`; documents that a finished earlier run wrote are kept."""
    os.makedirs(folder, exist_ok=True)
    for kind in kinds:
        root = os.path.join(folder, kind)
        mark = root + ".written"
        wanted = json.dumps(dict(pages=pages, pictures=pictures, seed=seed, program=fingerprint()))
        if not (os.path.exists(mark) and open(mark, encoding="utf-8").read() == wanted):
            if os.path.exists(mark):
                os.remove(mark)
            shutil.rmtree(root, ignore_errors=True)
            count = pages // len(LANGS)
            lots = [(kind, root, project, pictures, count, seed, start) for start in range(0, count, LOT)]
            with multiprocessing.Pool(min(2, os.cpu_count() or 1)) as pool:
                for _ in pool.imap_unordered(write_lot, lots):
                    pass
            with open(mark, "w", encoding="utf-8") as file:
                file.write(wanted)
        layouts.LAYOUTS[kind](root, project, pictures).frame()


LOT = 200


def write_lot(lot):
    kind, root, project, pictures, count, seed, start = lot
    ids = identities(count, seed)
    texts = {lang: Text(lang, seed) for lang in LANGS}
    layout = layouts.LAYOUTS[kind](root, project, pictures)
    for number in range(start, min(start + LOT, count)):
        layout.document(Document(number, ids, texts, seed))


def fingerprint():
    """Changes when the program changes that writes the documents."""
    here = os.path.dirname(os.path.abspath(__file__))
    total = 0
    for name in ("corpus.py", "layouts.py", "words.py"):
        with open(os.path.join(here, name), "rb") as file:
            total = zlib.crc32(file.read(), total)
    return total
