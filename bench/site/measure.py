"""Runs commands in turn (A B C A B C …) and says what each took, and how much of another's."""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

LAUNCH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "launch.py")


class Run:
    """One command, ready to be run: `folder` is emptied before each run, outside the time that counts."""

    def __init__(self, name, command, folder=None, cwd=None, env=None, before=None):
        self.name, self.command, self.folder, self.cwd, self.before = name, command, folder, cwd, before
        self.env = dict(os.environ, **(env or {}))

    def once(self):
        """Seconds of wall and CPU, MiB of the largest process, and what the command said."""
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)
            os.makedirs(os.path.dirname(self.folder), exist_ok=True)
        if self.before:
            self.before()
        with tempfile.NamedTemporaryFile() as said:
            launch = [sys.executable, "-I", "-S", LAUNCH, said.name] + self.command
            done = subprocess.run(launch, cwd=self.cwd, env=self.env, stdout=subprocess.PIPE, check=True)
            taken = json.loads(done.stdout)
            taken["output"] = said.read().decode(errors="replace")
        if taken.pop("status") != 0:
            sys.exit("%s\nfailed:\n%s" % (" ".join(self.command), taken["output"][-4000:]))
        return taken


def in_turn(runs, rounds):
    """What each run took, by name. With more than one round the first is for warming up and doesn't count."""
    taken = {run.name: [] for run in runs}
    for at in range(rounds + (rounds > 1)):
        for run in runs:
            once = run.once()
            if at > 0 or rounds == 1:
                taken[run.name].append(once)
    return taken


def median(taken, name, what):
    return statistics.median(once[what] for once in taken[name])


def ratio(taken, name, to, what="wall"):
    """The median of the ratios round by round: what disturbed a round disturbed both."""
    pairs = zip(taken[name], taken[to])
    return statistics.median(once[what] / max(base[what], 1e-3) for once, base in pairs)


def written(once):
    """The number of files that a build of ours says it has written."""
    said = re.search(r"\((\d+) new or changed", once["output"])
    if not said:
        sys.exit("the build doesn't say how many files it has written:\n" + once["output"])
    return int(said.group(1))


def peak(taken, name):
    """MiB as text. A child begins as a copy of its parent: what is smaller can't be measured."""
    most, least = median(taken, name, "peak"), median(taken, name, "least_peak")
    return "%.0f" % most if most > least + 1 else "< %.0f" % (least + 1)
