"""Writes the licences of everything that the programs are made of, as those licences ask.   python3 notices.py FILE"""

import pathlib
import re
import sys

import graph

# Texts of licences, and notices that go with them. Crates that bring C code have more of them further down.
NAME = re.compile(r"(licen[cs]e|copying|copyright|notice|unlicense)([-_.].*)?", re.IGNORECASE)
NO_TEXT = {".rs", ".toml", ".json", ".py", ".c", ".h", ".sh", ".html"}


def texts(crate):
    """The texts that lie in a crate, as (where, words)."""
    files = (path for path in sorted(crate.folder.rglob("*")) if path.is_file() and NAME.fullmatch(path.name))
    for path in files:
        if path.suffix.lower() not in NO_TEXT:
            yield path.relative_to(crate.folder).as_posix(), path.read_text(errors="replace").strip()


def written(crates):
    """Who is in it, and then each text once, below the names of those that it came with."""
    lines = ["The programs `spaces` and `forms-fn` contain these crates, by the licences that their authors chose. The source of",
             "each, unchanged, is at https://crates.io/crates/NAME/VERSION.", ""]
    holders = {}
    for crate in crates:
        found = dict(texts(crate))
        lines.append(f"{crate}: {crate.licence}" + ("" if found else "; no text lies in the crate"))
        for where, words in found.items():
            holders.setdefault(words, []).append(f"{crate} ({where})")
    for words, names in holders.items():
        lines += ["", "=" * 78, *names, "-" * 78, words]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    everything = {crate for program in graph.PROGRAMS for crate in graph.of(program) if crate.source}
    pathlib.Path(sys.argv[1]).write_text(written(sorted(everything)))
    print(f"{len(everything)} crates in {sys.argv[1]}")
