"""Figures as tables in Markdown."""

import measure


def times(taken, title, pages, others, files=False):
    """A table; the columns at the end are ratios of walls and of CPU to each of `others`."""
    print("\n## %s%s\n" % (title.capitalize(), "" if pages is None else ", %d pages" % pages))
    heads = ["wall s", "least – most", "CPU s", "peak MiB"]
    heads += [part for other in others for part in ("wall / %s" % other, "CPU / %s" % other)]
    heads += ["files written"] if files else []
    print("| | " + " | ".join(heads) + " |\n| --- |" + " --- |" * len(heads))
    for name, all in taken.items():
        walls = [once["wall"] for once in all]
        cells = ["%.3f" % measure.median(taken, name, "wall"), "%.3f – %.3f" % (min(walls), max(walls)),
                 "%.2f" % measure.median(taken, name, "cpu"), measure.peak(taken, name)]
        cells += ["%.2f" % measure.ratio(taken, name, other, what) for other in others for what in ("wall", "cpu")]
        cells += ["%d" % measure.written(all[-1])] if files else []
        print("| %s | %s |" % (name, " | ".join(cells)), flush=True)


def outputs(sites):
    """What counts in the finished sites, by name."""
    print("\n| output | files | MB | documents | lists | entries | feeds | sitemap | words |")
    print("| --- |" + " --- |" * 8)
    for name, site in sites.items():
        print("| %s | %d | %.1f | %d | %d | %d | %d | %d | %d |" % (
            name, site.files, site.bytes / 1e6, len(site.paths["document"]), len(site.paths["list"]), site.entries,
            len(site.paths["feed"]), len(site.addresses), site.words))


def counts(sites):
    """What a complete site has, by name."""
    print("\n| output | " + " | ".join(next(iter(sites.values()))) + " |\n| --- |" + " --- |" * len(next(iter(sites.values()))))
    for name, counted in sites.items():
        print("| %s | %s |" % (name, " | ".join(map(str, counted.values()))))


def growth(figures):
    """How wall and memory of the plain row grow with the number of pages."""
    plain = {figure["pages"]: figure["taken"] for figure in figures if figure["row"] == "plain"}
    if len(plain) < 2:
        return
    sizes = sorted(plain)
    heads = ["%d pages: wall s, peak MiB" % size for size in sizes]
    heads += ["wall %d / %d" % (sizes[-1], sizes[-2]), "KiB a page"]
    print("\n## Growth\n\n| | " + " | ".join(heads) + " |\n| --- |" + " --- |" * len(heads))
    for name in plain[sizes[0]]:
        wall = [measure.median(plain[size], name, "wall") for size in sizes]
        peak = [measure.median(plain[size], name, "peak") for size in sizes]
        cells = ["%.3f, %.0f" % pair for pair in zip(wall, peak)]
        cells += ["%.2f" % (wall[-1] / wall[-2]), "%.1f" % ((peak[-1] - peak[0]) * 1024 / (sizes[-1] - sizes[0]))]
        print("| %s | %s |" % (name, " | ".join(cells)))
