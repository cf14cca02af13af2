"""Holds licences, bans and sources of deny.toml against the crates, offline and in seconds, so that deny.toml can't rot where
cargo-deny isn't installed. It reads the keys that ours has and refuses others. Advisories are left to cargo-deny.   python3 deny.py
"""

import re
import sys
import tomllib

import graph

REGISTRY = "registry+https://github.com/rust-lang/crates.io-index"
# The keys that are thought of here. `wildcards`, `unmaintained` and `yanked` are cargo-deny's alone, which asks the registry.
KEYS = {
    "graph": {"targets", "all-features"},
    "licenses": {"allow", "unused-allowed-license", "exceptions"},
    "bans": {"multiple-versions", "wildcards", "allow-wildcard-paths", "deny"},
    "sources": {"unknown-registry", "unknown-git"},
    "advisories": {"unmaintained", "yanked", "ignore"},
}


def alternatives(expression):
    """The ways to meet an SPDX expression, each a set of licences: `(A OR B) AND C` → {A, C}, {B, C}."""
    # Some crates write `MIT/Apache-2.0`, which means OR.
    words = re.findall(r"\(|\)|[^\s()]+", expression.replace("/", " OR ").replace(" WITH ", "+WITH+"))

    def one():
        word = words.pop(0)
        if word != "(":
            return [{word.replace("+WITH+", " WITH ")}]
        inner = either()
        words.pop(0)
        return inner

    def both():
        ways = one()
        while words and words[0] == "AND":
            words.pop(0)
            ways = [first | second for second in one() for first in ways]
        return ways

    def either():
        ways = both()
        while words and words[0] == "OR":
            words.pop(0)
            ways = ways + both()
        return ways

    return either()


def licences(rules, crates):
    """Each crate by licences that are allowed; each that is allowed is asked for by some crate."""
    allowed, more = set(rules["allow"]), {entry["crate"]: set(entry["allow"]) for entry in rules["exceptions"]}
    named = set()
    for crate in crates:
        if not crate.licence:
            yield f"{crate} says no licence"
            continue
        ways = alternatives(crate.licence)
        named |= set().union(*ways)
        if not any(way <= allowed | more.get(crate.name, set()) for way in ways):
            yield f"{crate}: `{crate.licence}` is not allowed by deny.toml"
    yield from (f"no crate asks for `{licence}`, which deny.toml allows" for licence in sorted(allowed - named))
    yield from (f"deny.toml makes an exception for {name}, which is not there" for name in sorted(more.keys() - {c.name for c in crates}))


def bans(rules, crates):
    """None of those that are banned; and in `spaces` nothing of AWS, so that `cargo run` doesn't compile it."""
    banned = {entry["crate"] for entry in rules["deny"]}
    yield from (f"{crate} is banned by deny.toml" for crate in crates if crate.name in banned)
    yield from (f"`spaces` would compile {crate}" for crate in sorted(graph.of("spaces")) if crate.name.startswith("aws-"))


def sources(crates):
    """All from the one registry, none from git."""
    yield from (f"{crate} comes from {crate.source}" for crate in crates if crate.source not in ("", REGISTRY))


def exceptions(rules, crates):
    """An exception for an advisory says for which crate it is, and that is still there."""
    names = {crate.name for crate in crates}
    for entry in rules["ignore"]:
        name = re.match(r"([\w-]+): .", entry.get("reason", ""))
        if not name:
            yield f"the exception {entry['id']} doesn't begin its reason with `CRATE: `"
        elif name[1] not in names:
            yield f"the exception {entry['id']} is for {name[1]}, which is not there any more"


def problems(rules, crates):
    """Everything that deny.toml forbids."""
    for section, values in rules.items():
        yield from (f"deny.toml: `{section}.{key}` is not held here" for key in sorted(values.keys() - KEYS.get(section, set())))
    yield from licences(rules["licenses"], crates)
    yield from bans(rules["bans"], crates)
    yield from sources(crates)
    yield from exceptions(rules["advisories"], crates)


if __name__ == "__main__":
    crates = sorted(graph.known().values())
    found = list(problems(tomllib.loads((graph.ROOT / "deny.toml").read_text()), crates))
    print("\n".join([*found, f"{len(crates)} crates, {len(found)} against deny.toml"]))
    sys.exit(bool(found))
