"""The rows of the benchmark: which programs build what, after what, and what must be equal at the end."""

import contextlib
import itertools
import os
import shutil
import time

import compare
import corpus
import measure
import programs
import tables
from edit import Edit, first_story

# What the others don't make either.
PLAIN = ["--no-search", "--no-compress"]

# Before a build of ours: as on a machine that has never built the site.
NOTHING_KEPT = object()


class Bench:
    """The programs, where they work, and what came out."""

    def __init__(self, work, rounds, peers, debug, spaces=None):
        self.work, self.rounds = work, rounds
        self.spaces, self.floor = spaces or programs.spaces(debug), programs.floor(debug)
        self.peers = {name: getattr(programs, name)() for name in peers}
        self.figures, self.differences = [], []

    def plain(self, pages):
        place = self.place(pages, ["spaces"] + list(self.peers))
        runs = [self.spaces_run("spaces", place, "spaces", PLAIN)]
        runs += [self.peer_run(name, place) for name in self.peers]
        plan = self.plan(place, runs[0])
        site = ["site", content(place, "spaces"), plan, place.out("floor")]
        runs.insert(0, measure.Run("floor", [self.floor] + site, place.out("floor")))
        taken = self.row("plain", pages, runs)
        tables.times(taken, "plain build", pages, ["floor"] + list(self.peers))
        tables.outputs(self.compare(place))

    def unchanged(self, pages):
        place = self.place(pages, ["spaces"])
        build = self.spaces_run("unchanged", place, "spaces", PLAIN, before=None)
        # A file that was changed less than two seconds before a build is never taken for unchanged.
        time.sleep(2.5)
        build.once()
        build.folder = None
        listing = measure.Run("list", [self.floor, "list", content(place, "spaces")])
        taken = self.row("unchanged", pages, [listing, build])
        for once in taken["unchanged"]:
            if measure.written(once) != 0:
                self.differences.append("%d files were written again though nothing had changed" % measure.written(once))
        tables.times(taken, "nothing changed", pages, ["list"])

    def edits(self, pages):
        place = self.place(pages, ["spaces"])
        build = self.spaces_run("full build", place, "spaces", PLAIN)
        root = place.root("spaces")
        again = self.spaces_run("again", place, "spaces", PLAIN, before=None)
        with Edit(first_story(root)) as story, Edit(os.path.join(root, "themes/plain/templates/base.html")) as template:
            edits = [
                ("body", story, lambda text, at: text + "\nChange %d.\n" % at),
                ("title", story, lambda text, at: text.replace('title: "', 'title: "%d ' % at, 1)),
                ("template", template, lambda text, at: text.replace("</footer>", "%d</footer>" % at)),
            ]
            count = itertools.count(1)

            def from_nothing(before=build.before):
                before()
                story.undo()
                template.undo()

            build.before = from_nothing
            # The full build left the hashes of its pages, by which this one knows those that it needn't make.
            first = lambda: story.change(edits[0][2], next(count))
            runs = [build, self.spaces_run("first body", place, "spaces", PLAIN, before=first)]
            for name, file, change in edits:
                def before(file=file, change=change):
                    # The change before is taken back and built first, so that each build meets one change.
                    story.undo()
                    again.once()
                    file.change(change, next(count))
                runs.append(self.spaces_run(name, place, "spaces", PLAIN, before=before))
            for run in [again] + runs[1:]:
                run.folder = None
            taken = self.row("edits", pages, runs)
            # What a build into a folder that is there leaves is what a build into an empty one makes.
            story.change(edits[1][2], 0)
            again.once()
            fresh = self.spaces_run("fresh", place, "spaces", PLAIN, out="fresh")
            fresh.once()
            self.differences += compare.unequal(place.out("spaces"), place.out("fresh"))
        tables.times(taken, "a new process after one change", pages, ["full build"], files=True)

    def search(self, pages):
        self.added("search", pages, [("with search", ["--no-compress"])])

    def compression(self, pages):
        self.added("compression", pages, [("with compression", ["--no-search"])])

    def added(self, row, pages, builds):
        place = self.place(pages, ["spaces"])
        runs = [self.spaces_run(name, place, "spaces", more) for name, more in [("plain", PLAIN)] + builds]
        tables.times(self.row(row, pages, runs), row, pages, ["plain"])

    def pictures(self, pages):
        """A photograph for each story, in four widths and two formats; nothing is kept from earlier builds."""
        place = self.place(pages, ["spaces"] + [name for name in self.peers if name == "hugo"], pictures=True)

        def cold():
            for folder in ["hugo/resources", "cache"]:
                shutil.rmtree(os.path.join(place.folder, folder), ignore_errors=True)

        runs = [self.spaces_run("spaces", place, "spaces", PLAIN)]
        if "hugo" in self.peers:
            runs.append(self.peer_run("hugo", place, before=cold))
        tables.times(self.row("pictures", pages, runs), "pictures", pages, list(self.peers))

    def whole(self, pages):
        """The theme of the project with everything that a reader gets, beside Hugo with all that it takes to get the same."""
        # The peer takes a quarter of an hour for 10,000 pages, so it builds the smallest site only.
        peer = ["complete-hugo"] if "hugo" in self.peers and pages <= 1000 else []
        place = self.place(pages, ["whole"] + peer)
        with contextlib.ExitStack() as stack:
            edits = {kind: stack.enter_context(Edit(first_story(place.root(kind)))) for kind in ["whole"] + peer}
            count = itertools.count(1)

            def forget(kind):
                for folder in [".cache", "resources", "../cache"] if kind in peer else [".cache"]:
                    shutil.rmtree(os.path.join(place.root(kind), folder), ignore_errors=True)

            def edit(kind):
                edits[kind].change(lambda text, at: text + "\nChange %d.\n" % at, next(count))

            # Each state follows the one before it: the cache is full after the first, the folder after the second.
            for state, before, empty in [("nothing kept", forget, True), ("cache kept", lambda kind: None, True),
                                         ("one edit, all kept", edit, False)]:
                ready = lambda kind, before=before: lambda: before(kind)
                runs = [self.spaces_run("spaces", place, "whole", [], before=ready("whole"))]
                runs += [self.peer_run(name, place, before=ready(name)) for name in peer]
                for run in runs:
                    run.folder = run.folder if empty else None
                taken = self.row("whole, " + state, pages, runs)
                tables.times(taken, "the whole site, " + state, pages, peer)
        sites = {name: compare.complete(os.path.join(place.out(name), public))
                 for name, public in zip(["spaces"] + peer, ["public", ""])}
        tables.counts(sites)
        for name in peer:
            self.differences += compare.less(sites["spaces"], sites[name], name)

    def real(self, pages):
        """The site that the project carries, as its editors publish it; no other program can build it."""
        folder = os.path.join(self.work, "real")
        run = lambda name, before: measure.Run(
            name, [self.spaces, "build", "--root", programs.PROJECT, "--cache", os.path.join(folder, "cache"),
                   "--out", os.path.join(folder, "out"), "--now", programs.NOW], os.path.join(folder, "out"), before=before)
        forget = lambda: shutil.rmtree(os.path.join(folder, "cache"), ignore_errors=True)
        taken = self.row("real", 0, [run("nothing kept", forget), run("cache kept", None)])
        tables.times(taken, "the site of the project", None, ["nothing kept"])

    def place(self, pages, kinds, pictures=False):
        place = Place(os.path.join(self.work, "%d%s" % (pages, "-pictures" if pictures else "")))
        corpus.write(place.folder, pages, kinds, programs.PROJECT, pictures)
        return place

    def spaces_run(self, name, place, kind, more, before=NOTHING_KEPT, out="spaces"):
        root, out = place.root(kind), place.out(out)
        if before is NOTHING_KEPT:
            before = lambda: shutil.rmtree(os.path.join(root, ".cache"), ignore_errors=True)
        command = [self.spaces, "build", "--root", root, "--out", out, "--now", programs.NOW] + more
        return measure.Run(name, command, out, before=before)

    def peer_run(self, name, place, before=None):
        program = self.peers[name.removeprefix("complete-")]
        command = programs.COMMANDS[name](program, place.root(name), place.out(name))
        env = dict(HUGO_CACHEDIR=os.path.join(place.folder, "cache"))
        return measure.Run(name, command, place.out(name), cwd=place.root(name), env=env, before=before)

    def plan(self, place, run):
        """What the floor is to write: as many files and bytes as a build of ours."""
        run.once()
        plan = os.path.join(place.folder, "plan.txt")
        with open(plan, "w", encoding="utf-8") as file:
            file.write(programs.run([self.floor, "plan", place.out("spaces")]))
        return plan

    def row(self, row, pages, runs):
        taken = measure.in_turn(runs, self.rounds)
        kept = lambda once: {key: once[key] for key in ("wall", "cpu", "peak")}
        figures = {name: [kept(once) for once in all] for name, all in taken.items()}
        self.figures.append(dict(row=row, pages=pages, taken=figures))
        return taken

    def compare(self, place):
        """Adds what differs between the outputs, and returns what counts in each."""
        floor, ours = compare.size(place.out("floor")), compare.size(place.out("spaces"))
        if floor != ours:
            self.differences.append("floor: %d files with %d bytes, ours %d with %d" % (floor + ours))
        sites = {"spaces": compare.Site(os.path.join(place.out("spaces"), "public"))}
        for name in self.peers:
            sites[name] = compare.Site(place.out(name))
            self.differences += compare.differences(sites["spaces"], sites[name], name)
        return sites


class Place:
    """A folder with the corpora of one size, and the outputs beside them."""

    def __init__(self, folder):
        self.folder = folder

    def root(self, kind):
        return os.path.join(self.folder, kind)

    def out(self, name):
        return os.path.join(self.folder, "out", name)


def content(place, kind):
    return os.path.join(place.root(kind), "content")
