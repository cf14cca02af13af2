"""Runs commands in turn (A B C A B C …) and says what each took, and how much of the first one's."""

import os
import resource
import shutil
import statistics
import subprocess
import tempfile
import time


class Run:
    """One command, ready to be run: `folder` is emptied before each run, outside the time that counts."""

    def __init__(self, name, command, folder=None, cwd=None, env=None, before=None):
        self.name, self.command, self.folder, self.cwd, self.before = name, command, folder, cwd, before
        self.env = dict(os.environ, **(env or {}))

    def once(self):
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)
            os.makedirs(os.path.dirname(self.folder), exist_ok=True)
        if self.before:
            self.before()
        with tempfile.TemporaryFile() as said:
            start = time.monotonic()
            child = subprocess.Popen(
                self.command, cwd=self.cwd, env=self.env, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
            _, status, used = os.wait4(child.pid, 0)
            wall = time.monotonic() - start
            child.returncode = os.waitstatus_to_exitcode(status)
            said.seek(0)
            output = said.read().decode(errors="replace")
        if child.returncode != 0:
            raise SystemExit("%s ended with %d:\n%s" % (" ".join(self.command), child.returncode, output[-4000:]))
        return dict(wall=wall, cpu=used.ru_utime + used.ru_stime, peak=used.ru_maxrss / 1024, output=output)


def least_peak():
    """MiB of this program: a child begins as its copy, so nothing smaller can be measured."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


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
    return statistics.median(once[what] / max(base[what], 1e-9) for once, base in pairs)
