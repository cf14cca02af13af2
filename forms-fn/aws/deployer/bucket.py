"""What lies in the bucket: releases, what they share, programs, the lock, and the history of what was shown.

    releases/<id>/{public/…, release.json, deployment.json, template.yaml}   never changed; release.json is written last
    kept/…  errors/…  previews/<name>/…  functions/<hash>.zip  lock  history  unnamed.json
"""
import getpass
import json
import os
import secrets
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path

from botocore.exceptions import ClientError

from .trouble import Trouble

# Requests at once. boto3's clients may be shared by threads.
MANY = 16
# Seconds. The job that shows a site and the one that takes its preview away begin at the same moment.
LOCK_PATIENCE = 120
LOCK_EVERY = 1
TEMPLATE = Path(__file__).resolve().parent.parent / "bucket.yaml"


def now():
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def who():
    return os.environ.get("SPACES_DEPLOYER") or f"{getpass.getuser()}@{socket.gethostname()}"


class Bucket:
    """The objects of one bucket."""

    def __init__(self, s3, name):
        self.s3, self.name = s3, name

    def list(self, prefix):
        """Key → (size, time of the last change) of all objects below a prefix."""
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=prefix)
        return {item["Key"]: (item["Size"], item["LastModified"]) for page in pages for item in page.get("Contents", [])}

    def read(self, key):
        """The text of an object, or None."""
        try:
            return self.s3.get_object(Bucket=self.name, Key=key)["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
                return None
            raise

    def write(self, key, there, **headers):
        self.s3.put_object(Bucket=self.name, Key=key, Body=there, **headers)

    def delete(self, keys):
        keys = sorted(keys)
        for start in range(0, len(keys), 1000):
            objects = [{"Key": key} for key in keys[start : start + 1000]]
            answer = self.s3.delete_objects(Bucket=self.name, Delete={"Objects": objects, "Quiet": True})
            for error in answer.get("Errors", []):
                raise Trouble(f"`{error['Key']}` can't be deleted: {error.get('Message')}")

    @contextmanager
    def lock(self, what, break_it=False, patience=LOCK_PATIENCE, say=lambda line: None):
        """Nobody else deploys meanwhile: only one can write an object that isn't there. Whoever comes second waits in turn."""
        if break_it:
            self.s3.delete_object(Bucket=self.name, Key="lock")
        mine = {"who": who(), "since": now(), "what": what, "token": secrets.token_hex(16)}
        end, told = time.monotonic() + patience, False
        while not self.take(mine):
            holder = self.holder()
            at_it = f"{holder.get('who', 'somebody')} has been at it since {holder.get('since', 'just now')} ({holder.get('what', 'just done')})"
            if time.monotonic() >= end:
                raise Trouble(at_it, "wait for the end; if that command was broken off, repeat yours with --break-lock")
            if not told:
                say(f"waiting, up to {patience} s: {at_it}")
                told = True
            time.sleep(LOCK_EVERY)
        try:
            yield
        finally:
            # It is somebody else's if it was broken meanwhile.
            if self.holder().get("token") == mine["token"]:
                self.s3.delete_object(Bucket=self.name, Key="lock")

    def take(self, mine):
        """Whether the lock is ours now."""
        try:
            self.s3.put_object(Bucket=self.name, Key="lock", Body=json.dumps(mine).encode(), IfNoneMatch="*")
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] not in (409, 412):
                raise
            # The network may have lost the answer to a request that boto3 then made again.
            return self.holder().get("token") == mine["token"]
        return True

    def holder(self):
        return json.loads(self.read("lock") or "{}")

    def history(self):
        """(time, release, who, `shown` or `back`, what it was taken back from) of each switch, the oldest first."""
        lines = (self.read("history") or b"").decode().splitlines()
        return [(line.split("\t") + [""])[:5] for line in lines]

    def note(self, release, back_from=None):
        """To be called by whoever holds the lock."""
        lines = (self.read("history") or b"").decode()
        what = f"back\t{back_from}" if back_from else "shown"
        self.write("history", f"{lines}{now()}\t{release}\t{who()}\t{what}\n".encode(), ContentType="text/plain; charset=utf-8")

    def shown_before(self, shown):
        """The release that was shown last of all others that were well, or None."""
        order = []
        for _, release, _, what, back_from in self.history():
            order = [one for one in order if what != "back" or one != back_from] + [release]
        there = self.releases()
        return next((one for one in reversed(order) if one != shown and one in there), None)

    def releases(self):
        """The releases that are whole, the newest first: id → when it came."""
        there = self.list("releases/")
        whole = {key.split("/")[1]: time for key, (_, time) in there.items() if key.count("/") == 2 and key.endswith("/release.json")}
        return dict(sorted(whole.items(), key=lambda pair: pair[1], reverse=True))

    def send(self, wanted, before=None, again=False):
        """Sends files in their order. `wanted`: (file, path on this disk, key). `before`: key → file, of what may be copied.
        `again`: those of the same size, too. Returns how many were sent, copied, and there."""
        count = {"sent": 0, "copied": 0, "there": 0}
        sources = {(file.sha256, file.type, file.encoding, file.cache): key for key, file in (before or {}).items()}
        there = {}
        for prefix in sorted({key.split("/", 1)[0] + "/" + ("" if key.startswith("kept/") else key.split("/")[1]) for *_, key in wanted}):
            there.update(self.list(prefix))

        def one(item):
            file, path, key = item
            if not again and key in there and there[key][0] == file.size:
                return "there"
            source = sources.get((file.sha256, file.type, file.encoding, file.cache))
            headers = {"ContentType": file.type, "ContentEncoding": file.encoding, "CacheControl": file.cache}
            headers = {name: value for name, value in headers.items() if value}
            if source:
                self.s3.copy_object(Bucket=self.name, Key=key, CopySource={"Bucket": self.name, "Key": source})
                return "copied"
            self.write(key, path.read_bytes(), **headers)
            return "sent"

        for order in sorted({file.order for file, *_ in wanted}):
            with ThreadPoolExecutor(MANY) as pool:
                for outcome in pool.map(one, [item for item in wanted if item[0].order == order]):
                    count[outcome] += 1
        return count
