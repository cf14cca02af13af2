"""A deployment to another machine: what stands in for ssh does as sshd does, and the folder there has an odd name."""

import json
import os
import subprocess

from .common import check
from .site import spaces

STAND_IN = """#!/bin/sh
# The words that ssh gets, joined by blanks, go to the shell of the user there, who starts in another folder.
[ "$1" = -p ] && shift 2
printf '%s\\n' "$1" >>"$ASKED"
shift
cd /
exec env -i PATH="$PATH" HOME=/nowhere sh -c "$*"
"""


def all_of(site, folder):
    root = folder / "it's a \"$HOME\" `x` & more; #"
    own = folder / "own ssh"
    own.write_text(STAND_IN)
    own.chmod(0o755)
    asked = folder / "asked"
    env, ssh = {"ASKED": str(asked)}, ["--ssh", f"'{own}' -p 2222", "--no-ask", "--as", "it's me $USER"]
    to = f"deploy@box:{root}"
    said = spaces("deploy", to, "--out", site.out, *ssh, env=env)
    release = json.loads((site.out / "release.json").read_text())
    check(f"{len(release['files'])} files" in said.replace("sent ", ""), "the first time all is sent:", said)
    check("nobody has looked at the forms" in said, "a server without forms-fn:", said)
    check(asked.read_text().split() == ["deploy@box"] * asked.read_text().count("\n"), "other hosts:", set(asked.read_text().split()))
    name = os.readlink(root / "current").removeprefix("releases/")
    check(name == release["id"], "shows", name, "and not", release["id"])
    subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=root / "releases" / name, check=True)
    check((root / "history").read_text().endswith(f" {name} deploy it's me $USER\n"), (root / "history").read_text())
    again = spaces("deploy", to, "--out", site.out, *ssh, "--program", site.root / "current/forms-fn", env=env)
    check("sent 1 file " in again, "the second time only the program is sent:", again)
    back = spaces("rollback", to, *ssh, env=env)
    check(os.readlink(root / "current") == f"releases/{name}", "rollback:", back)
    listed = spaces("releases", to, "--ssh", f"'{own}'", env=env).splitlines()
    check(len(listed) == 2 and listed[1].startswith(name) and listed[1].endswith("shown"), listed)
    said = spaces("deploy", "box:/proc/nothing", "--out", site.out, *ssh, env=env, fails=True)
    check("error: " in said and "/proc/nothing" in said, "a folder that can't be:", said)
    leftovers = [file for file in os.listdir(root) if file.startswith(".") and file != ".told"]
    check(not leftovers, "leftovers:", leftovers)
