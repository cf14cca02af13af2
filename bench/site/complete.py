"""What somebody runs who publishes a site of Hugo as completely: Hugo, Pagefind's program, Brotli and gzip.

  complete.py HUGO PAGEFIND ROOT OUT

Texts are compressed as ours are: the same endings from the same size on, at the same qualities, in two processes.
A text that is older than its copies isn't compressed again, as a Makefile would have it.
"""

import gzip
import multiprocessing
import os
import subprocess
import sys

import brotli

TEXTS = ("html", "css", "js", "svg", "xml", "ics", "json", "txt", "webmanifest")
LEAST = 500


def main(hugo, pagefind, root, out):
    run([hugo, "--quiet", "--source", root, "--destination", out])
    run([pagefind, "--quiet", "--site", out])
    files = [file for file in walk(out) if wants_copies(file)]
    with multiprocessing.Pool(min(2, os.cpu_count() or 1)) as pool:
        for _ in pool.imap_unordered(compress, files, chunksize=32):
            pass


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        sys.exit("%s\nfailed:\n%s" % (" ".join(command), done.stdout))


def walk(out):
    for folder, _, names in os.walk(out):
        # Pagefind has compressed what it wrote.
        if os.path.basename(folder) != "pagefind":
            yield from (os.path.join(folder, name) for name in names)


def wants_copies(file):
    if file.rsplit(".", 1)[-1] not in TEXTS:
        return False
    stat = os.stat(file)
    return stat.st_size >= LEAST and not is_newer(file + ".gz", stat)


def is_newer(copy, text):
    return os.path.exists(copy) and os.stat(copy).st_mtime_ns >= text.st_mtime_ns


def compress(file):
    with open(file, "rb") as opened:
        text = opened.read()
    quality = 11 if file.endswith((".css", ".js")) else 8
    write(file + ".br", brotli.compress(text, mode=brotli.MODE_TEXT, quality=quality))
    write(file + ".gz", gzip.compress(text, 9, mtime=0))


def write(file, copy):
    with open(file, "wb") as opened:
        opened.write(copy)


if __name__ == "__main__":
    main(*sys.argv[1:])
