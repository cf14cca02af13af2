"""Which crates a program is made of, asked of cargo without the network, as they are resolved for Linux on x86-64."""

import dataclasses
import functools
import json
import pathlib
import re
import subprocess
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGET = "x86_64-unknown-linux-gnu"

# The programs of a release: package and features. forms-fn/package builds the last two.
PROGRAMS = {
    "spaces": ["-p", "spaces"],
    "forms-fn": ["-p", "forms-fn"],
    "forms-fn-lambda": ["-p", "forms-fn", "--no-default-features", "--features", "lambda"],
    "forms-fn-lambda-desk": ["-p", "forms-fn", "--no-default-features", "--features", "lambda,smtp,console,passkeys"],
}


@dataclasses.dataclass(frozen=True, order=True)
class Crate:
    """One version of one crate."""
    name: str
    version: str
    licence: str
    source: str  # empty for our own
    checksum: str  # of the registry's archive, SHA-256 in hex; empty for our own
    folder: pathlib.Path

    def __str__(self):
        return f"{self.name} {self.version}"


def cargo(*words):
    """What cargo prints; it says itself what is wrong."""
    return subprocess.run(["cargo", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout


@functools.cache
def known():
    """Every crate of Cargo.lock that is of use on Linux, by name and version."""
    text = cargo("metadata", "--locked", "--offline", "--format-version", "1", "--all-features", "--filter-platform", TARGET)
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text())
    checksums = {(package["name"], package["version"]): package.get("checksum", "") for package in lock["package"]}
    crates = {}
    for package in json.loads(text)["packages"]:
        key = package["name"], package["version"]
        crates[key] = Crate(*key, package["license"] or "", package["source"] or "", checksums[key],
                            pathlib.Path(package["manifest_path"]).parent)
    return crates


def of(program):
    """The crates of a program and which of them each needs: {crate: {crate}}. The first is the program's own."""
    text = cargo("tree", "--locked", "--offline", *PROGRAMS[program], "--edges", "normal,build", "--target", TARGET,
                 "--prefix", "depth", "--format", " {p}")
    needs, above = {}, []
    for line in text.splitlines():
        depth, name, version = re.match(r"(\d+) (\S+) v(\S+)", line).groups()
        crate = known()[name, version]
        needs.setdefault(crate, set())
        del above[int(depth):]
        if above:
            needs[above[-1]].add(crate)
        above.append(crate)
    return needs
