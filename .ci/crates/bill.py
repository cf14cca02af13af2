"""Writes of each program what it is made of: a bill of materials, CycloneDX 1.6 in JSON.   python3 bill.py FOLDER"""

import json
import os
import pathlib
import sys

import graph


def address(crate):
    """The package URL."""
    return f"pkg:cargo/{crate.name}@{crate.version}"


def component(crate):
    """What there is to say of one crate."""
    said = {
        "type": "library", "bom-ref": address(crate), "name": crate.name, "version": crate.version, "purl": address(crate),
        # Some write `MIT/Apache-2.0`, which SPDX no longer does.
        "licenses": [{"expression": crate.licence.replace(" / ", "/").replace("/", " OR ")}],
    }
    if crate.checksum:
        said["hashes"] = [{"alg": "SHA-256", "content": crate.checksum}]
    return said


def bill(program):
    """The same crates give the same bytes: no moment, no number made up."""
    needs = graph.of(program)
    own = next(iter(needs))
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": {**component(own), "type": "application", "name": program, "bom-ref": program},
                     "properties": [{"name": "commit", "value": os.environ.get("SPACES_COMMIT", "")}]},
        "components": [component(crate) for crate in sorted(needs) if crate != own],
        "dependencies": [{"ref": program if crate == own else address(crate), "dependsOn": sorted(map(address, below))}
                         for crate, below in sorted(needs.items())],
    }


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    for program in graph.PROGRAMS:
        made = bill(program)
        (folder / f"{program}.cdx.json").write_text(json.dumps(made, indent=1) + "\n")
        print(f"{program}: {len(made['components'])} crates")
