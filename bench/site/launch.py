"""Runs one command and prints as JSON what it took; what the command says goes into a file.

A program of its own, since a child begins as a copy of its parent and its peak of memory is never less than the
parent's: this parent is small. Linux only. Usage: launch.py SAID COMMAND…
"""

import os
import sys
import time

said = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
nothing = os.open(os.devnull, os.O_RDONLY)
start = time.monotonic()
child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ, file_actions=[
    (os.POSIX_SPAWN_DUP2, nothing, 0), (os.POSIX_SPAWN_DUP2, said, 1), (os.POSIX_SPAWN_DUP2, said, 2)])
_, status, used = os.wait4(child, 0)
wall = time.monotonic() - start
with open("/proc/self/status", encoding="utf-8") as status_of_this:
    own = next(int(line.split()[1]) for line in status_of_this if line.startswith("VmHWM:"))
print('{"wall": %f, "cpu": %f, "peak": %f, "least_peak": %f, "status": %d}' % (
    wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, own / 1024, os.waitstatus_to_exitcode(status)))
