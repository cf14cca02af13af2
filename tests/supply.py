"""What a release of the programs is made of: the archive, checksums, bills of materials, notices; and deny.toml, whose rules are each
broken once.   python3 supply.py SPACES FORMS_FN ARTEFACTS     (ARTEFACTS is filled, for publish.py)
"""

import dataclasses
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / ".ci/crates"))
import deny  # noqa: E402
import graph  # noqa: E402

problems = []


def check(holds, *words):
    if not holds:
        problems.append(" ".join(str(word) for word in words))


def artefacts(*words, **env):
    return subprocess.run([ROOT / ".ci/artefacts", *words], capture_output=True, text=True, env={**os.environ, **env})


def built(folder, spaces, forms_fn):
    """Programs as .ci/artefacts packs them. What runs in Lambda isn't run here, so any program will do."""
    (folder / "lambda").mkdir(parents=True)
    shutil.copy(spaces, folder / "spaces")
    shutil.copy(forms_fn, folder / "forms-fn")
    for name in ("forms-fn", "forms-fn-desk"):
        shutil.copy("/bin/true", folder / "lambda" / name)
    return folder


def of_another_commit(programs, out):
    done = artefacts("--of", programs, out, SPACES_COMMIT="0123456789ab")
    check(done.returncode != 0 and "doesn't say 0123456789ab" in done.stderr, "programs of another commit are packed:", done)
    check(not list(out.iterdir()), "something was packed of another commit")


def release(programs, out):
    done = artefacts("--of", programs, out)
    if done.returncode != 0:
        raise SystemExit(f".ci/artefacts fails: {done.stdout}{done.stderr}")
    sums = dict(reversed(line.split("  ")) for line in (out / "SHA256SUMS").read_text().splitlines())
    check(sums.keys() == {path.name for path in out.iterdir()} - {"SHA256SUMS"}, "SHA256SUMS names other files:", sorted(sums))
    for name, wanted in sums.items():
        check(hashlib.sha256((out / name).read_bytes()).hexdigest() == wanted, name, "has another checksum")
    [archive] = out.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        files = {member.name.partition("/")[2]: member for member in tar if member.isfile()}
        notices = tar.extractfile(files["THIRD-PARTY.txt"]).read().decode()
    wanted = {"spaces", "forms-fn", "lambda/forms-fn", "lambda/forms-fn-desk", "LICENSE-MIT", "LICENSE-APACHE", "THIRD-PARTY.txt"}
    check(files.keys() == wanted, "the archive holds", sorted(files))
    check({(member.mtime, member.uid, member.uname) for member in files.values()} == {(0, 0, "")}, "moments and owners are packed")
    check(all(files[name].mode & 0o111 for name in wanted if not re.match("LICENSE|THIRD", name)), "a program can't be run")
    return notices


def said_by_cargo(program):
    """The crates of a program, asked in another way than .ci/crates does."""
    words = ["tree", "--locked", "--offline", *graph.PROGRAMS[program], "--edges", "normal,build", "--target", graph.TARGET,
             "--prefix", "none", "--format", "{p}"]
    names = (line.split(" ") for line in graph.cargo(*words).splitlines())
    return {(name, version.removeprefix("v")) for name, version, *_ in names}


def bills(out, notices):
    for program in graph.PROGRAMS:
        text = (out / f"{program}.cdx.json").read_text()
        fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
        check(fault is None, program, "has a bill that CycloneDX refuses:", fault)
        bill = json.loads(text)
        own = bill["metadata"]["component"]
        named = {(part["name"], part["version"]) for part in bill["components"]} | {(graph.PROGRAMS[program][1], own["version"])}
        there = said_by_cargo(program)
        check(named == there, program, "lacks or has too many:", sorted(named ^ there)[:5])
        refs = {part["bom-ref"] for part in bill["components"]} | {own["bom-ref"]}
        check({one["ref"] for one in bill["dependencies"]} == refs, program, "says not of each crate what it needs")
        for name, version in there - {(name, own["version"]) for name in ("generator", "spaces", "editor", "import", "manual", "forms-fn", "forms")}:
            check(f"\n{name} {version}: " in notices, "the notices lack", name, version)
        print(f"{program}: {len(there)} crates in its bill and in the notices")


def rules():
    """deny.toml holds today, and each of its rules is able to refuse."""
    crates = sorted(graph.known().values())
    written = (ROOT / "deny.toml").read_text()
    today = list(deny.problems(tomllib.loads(written), crates))
    check(not today, "against deny.toml:", today)
    serde = next(crate for crate in crates if crate.name == "serde")
    bad = {
        "is not allowed": (written.replace('  "ISC",\n', ""), crates),
        "which deny.toml allows": (written.replace('  "ISC",\n', '  "ISC",\n  "WTFPL",\n'), crates),
        "is banned": (written.replace('"openssl-sys"', '"serde"'), crates),
        "makes an exception for": (written.replace('"cssparser"', '"no-such-crate"'), crates),
        "not there any more": (written.replace("rustybuzz: ", "no-such-crate: "), crates),
        "begin its reason": (written.replace("rustybuzz: ", ""), crates),
        "is not held here": (written.replace("[graph]\n", "[graph]\nexclude = []\n"), crates),
        "comes from git": (written, [*crates, dataclasses.replace(serde, source="git+https://example.org/serde")]),
        "says no licence": (written, [*crates, dataclasses.replace(serde, licence="")]),
    }
    for words, (text, of) in bad.items():
        check(any(words in problem for problem in deny.problems(tomllib.loads(text), of)), "nobody says:", words)
    check(deny.alternatives("(MIT OR Apache-2.0) AND IJG") == [{"MIT", "IJG"}, {"Apache-2.0", "IJG"}], "expressions are read wrongly")
    check(deny.alternatives("Apache-2.0 WITH LLVM-exception/MIT") == [{"Apache-2.0 WITH LLVM-exception"}, {"MIT"}], "exceptions are read wrongly")
    print(f"{len(crates)} crates keep deny.toml; {len(bad)} rules were broken and noticed")


def main(spaces, forms_fn, out):
    out = pathlib.Path(out)
    out.mkdir(parents=True)
    programs = built(out.parent / "built", spaces, forms_fn)
    of_another_commit(programs, out)
    bills(out, release(programs, out))
    rules()
    shutil.rmtree(programs)
    print("\n".join(problems))
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
