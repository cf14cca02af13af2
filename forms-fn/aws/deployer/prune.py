"""Takes away what nobody will ask for: old releases, their programs, and what no release has named for a month."""
import json
from datetime import datetime, timedelta, timezone

from . import release as releases

# Beside the one that is shown and the one before it.
KEPT_RELEASES = 5
# Pages that browsers or their offline worker have may name a file for so long.
MONTH = timedelta(days=31)


def prune(bucket, shown, before, now=None):
    """Returns the numbers of releases, programs and shared files that went. To be called by whoever holds the lock."""
    now = now or datetime.now(timezone.utc)
    there = bucket.releases()
    stay = set(list(there)[:KEPT_RELEASES]) | {shown, before}
    gone = [name for name in there if name not in stay]
    for name in gone:
        # First what makes it one: whoever is broken off here leaves nothing that looks whole.
        bucket.delete([f"releases/{name}/release.json"])
        bucket.delete(bucket.list(f"releases/{name}/"))
    left = [name for name in there if name in stay]
    return {"releases": len(gone), "programs": programs(bucket, left), "files": unnamed(bucket, left, now)}


def programs(bucket, left):
    named = {key for name in left for key in deployment(bucket, name).values()}
    gone = set(bucket.list("functions/")) - named
    bucket.delete(gone)
    return len(gone)


def deployment(bucket, name):
    """Which programs a release goes with: {"CodeKey": …, "DeskCodeKey": …}."""
    return json.loads(bucket.read(f"releases/{name}/deployment.json") or "{}")


def unnamed(bucket, left, now):
    """`unnamed.json` says since when no release has named a file; one that is named again is forgotten there."""
    named = set()
    for name in left:
        release = releases.parse(bucket.read(f"releases/{name}/release.json"))
        named |= {file.key(name) for file, _ in release.whole() if file.kept}
    since = json.loads(bucket.read("unnamed.json") or "{}")
    since = {key: since.get(key, now.isoformat()) for key in bucket.list("kept/") if key not in named}
    gone = {key for key, time in since.items() if now - datetime.fromisoformat(time) > MONTH}
    bucket.delete(gone)
    left_over = {key: time for key, time in since.items() if key not in gone}
    bucket.write("unnamed.json", json.dumps(left_over, indent=1).encode(), ContentType="application/json")
    return len(gone)
