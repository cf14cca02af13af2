"""The story of a deployment: sent, shown, asked for, and taken back if it isn't well."""
import hashlib
import json
import pathlib
import re
import secrets
import tempfile
import time

import boto3
from botocore.config import Config

from . import archive, ask, compose, programs, prune
from . import release as releases
from .bucket import MANY, TEMPLATE, Bucket
from .stack import EVERY, Stack, check_region
from .trouble import Trouble

# What other functions of the account must be left (a rule of Lambda).
LEFT_TO_OTHERS = 100
USUAL_CONCURRENCY = 50
# Bytes. All variables of a function may have 4 KB together, and the others are up to one of them.
LONGEST_SECRETS = 3000
PREVIEW_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class Site:
    """A stack and its bucket. `say` gets one line of what is done."""

    def __init__(self, name, region, endpoint=None, profile=None, role=None, say=print):
        check_region(region)
        session = boto3.Session(region_name=region, profile_name=profile)
        config = Config(max_pool_connections=MANY, retries={"mode": "standard", "max_attempts": 5})
        self.clients = {kind: session.client(kind, endpoint_url=endpoint, config=config)
                        for kind in ("cloudformation", "s3", "lambda", "cloudwatch", "dynamodb")}
        self.name, self.region, self.endpoint, self.say = name, region, endpoint, say
        every = 0.2 if endpoint else EVERY
        self.stack = Stack(self.clients["cloudformation"], name, every, role)
        self.bucket_stack = Stack(self.clients["cloudformation"], f"{name}-bucket", every, role)

    def bucket(self, make=False):
        if make and self.bucket_stack.look() is None:
            self.say(f"making the bucket, as the stack `{self.bucket_stack.name}`")
            self.bucket_stack.put({"TemplateBody": TEMPLATE.read_text()}, {})
        return Bucket(self.clients["s3"], self.bucket_stack.outputs()["Bucket"])

    def cdn(self):
        """By its own name: the one of the site may lead to it later."""
        return ask.Cdn(f"https://{self.stack.outputs()['CdnAddress']}", self.endpoint)

    def template_of(self, bucket, name):
        host = f"{self.endpoint}/{bucket.name}" if self.endpoint else f"https://{bucket.name}.s3.{self.region}.amazonaws.com"
        return {"TemplateURL": f"{host}/releases/{name}/template.yaml"}

    def deploy(self, out, program=None, desk_program=None, values=None, patience=120, break_lock=False, new_secret=False,
               another_address=False):
        """Shows the release of a folder. Ends with an error if the one before is shown instead."""
        release = releases.read(out)
        self.refuse_preview(release, out)
        # What lies here is looked at before anybody at AWS is asked.
        compose.refuse_unknown(values or {})
        given = {"CodeKey": program and programs.read(program, "--program"), "DeskCodeKey": desk_program and programs.read(desk_program, "--desk-program")}
        bucket = self.bucket(make=True)
        with bucket.lock(f"deploy {release.id}", break_lock, say=self.say):
            found = self.stack.look()
            self.stack.refuse_what_is_stuck(found)
            old = self.stack.parameters() if found else {}
            if not another_address:
                self.refuse_another_address(bucket, release, old.get("Release"))
            if found is None:
                self.refuse_what_was_left()
            values = self.values(values or {}, new=found is None)
            if new_secret and found:
                values |= self.another_secret()
            deployment = self.pack(bucket, release, given, old)
            name = self.send(bucket, release, deployment, old.get("Release"))
            self.show(bucket, name, values)
            self.keep_or_go_back(bucket, release, name, old.get("Release"), patience)
            self.tidy(bucket, name, old.get("Release"))

    def refuse_preview(self, release, out):
        """A preview, with its drafts, in the place of the site."""
        if found := release.preview():
            site, name = found
            raise Trouble(f"the pages in `{out}` are made for the preview `{name}`, and not for the site",
                          f"`forms-fn/aws/deploy preview {self.name} {name} --out {out}`, or `spaces release --out {out} --base-url {site}`")
        if release.drafts:
            raise Trouble(f"the pages in `{out}` have drafts among them", f"`spaces release --out {out}` without --drafts; only previews may have them")

    def refuse_another_address(self, bucket, release, shown):
        """All links and forms of the site would lead elsewhere. Only to where the stack itself is they may at any time."""
        text = bucket.read(f"releases/{shown}/forms/manifest.json") if shown else None
        if text is None:
            return
        before, now = releases.base_url(json.loads(text)), release.base_url()
        if now not in (before, self.stack.outputs().get("Address", "").rstrip("/")):
            raise Trouble(f"this release is made for {now}, and the one that is shown for {before}",
                          "`spaces release --base-url` makes it for the same; if the site moves, deploy with --another-address")

    def refuse_what_was_left(self):
        """A stack leaves its tables behind, for what is in them. A new one of its name couldn't make its own."""
        there = set(self.clients["dynamodb"].list_tables(ExclusiveStartTableName=f"{self.name}-form")["TableNames"])
        left = sorted(there & {f"{self.name}-forms", f"{self.name}-forms-keys"})
        if left:
            raise Trouble(f"an earlier stack `{self.name}` has left its tables: {', '.join(left)}",
                          "choose another name for the stack; or, if nobody needs what is in them, switch off their protection and delete them")

    def values(self, values, new):
        """Parameters of the stack that nobody gave, at its beginning."""
        if len(values.get("Keys") or "") > LONGEST_SECRETS:
            raise Trouble(f"the secrets are longer than the {LONGEST_SECRETS} bytes for which a function has room",
                          "`forms-fn secrets put` puts them into the table of keys; then deploy with --set Keys=")
        if not new:
            return {"OriginSecretBefore": "", **values}
        if "Keys" not in values:
            raise Trouble("a first deployment needs --secrets secrets.json", "`forms-fn serve` makes it at its first start: docs/aws.md")
        for name, variable in (("Smtp", "FORMS_SMTP"), ("MailFrom", "FORMS_MAIL_FROM")):
            if not values.get(name):
                raise Trouble(f"a first deployment needs {variable} in the environment", "docs/running.md, “The mail account”, tells how to write it")
        made = {"OriginSecret": secrets.token_urlsafe(32)}
        limit = self.clients["lambda"].get_account_settings()["AccountLimit"]["UnreservedConcurrentExecutions"]
        if limit < USUAL_CONCURRENCY + LEFT_TO_OTHERS and "Concurrency" not in values:
            self.say(f"this account runs {limit} functions at once, too few to set {USUAL_CONCURRENCY} aside: the forms get no limit of "
                     "their own. Ask AWS for 1000, then deploy with --set Concurrency=50")
            made["Concurrency"] = ""
        return {**made, **values}

    def another_secret(self):
        """For a while the functions believe both. CloudFormation shows nobody the old one, but they have it."""
        answer = self.clients["cloudformation"].describe_stack_resource(StackName=self.name, LogicalResourceId="Answer")
        name = answer["StackResourceDetail"]["PhysicalResourceId"]
        has = self.clients["lambda"].get_function_configuration(FunctionName=name)["Environment"]["Variables"]
        return {"OriginSecret": secrets.token_urlsafe(32), "OriginSecretBefore": has["FORMS_ORIGIN_SECRET"].split(",")[0]}

    def pack(self, bucket, release, given, old):
        """Sends the programs with the release's forms; returns where they lie."""
        ready = {
            "CodeKey": given["CodeKey"] or programs.before(bucket, old.get("CodeKey"), "--program FILE"),
            "DeskCodeKey": given["DeskCodeKey"] or programs.before(bucket, old.get("DeskCodeKey"), "--desk-program FILE"),
        }
        processors = {programs.processor(there) for there in ready.values()}
        if len(processors) > 1:
            raise Trouble(f"the two programs are for different processors: {' and '.join(sorted(processors))}", programs.PACKAGE)
        checked = [programs.check_forms(there, release.folder / "forms") for there in ready.values()]
        if not all(checked):
            self.say("this machine can't run the programs, so nobody has asked them whether they can read the forms")
        keys = {}
        for name, there in ready.items():
            whole = archive.make(there, release.forms())
            keys[name] = programs.key_of(whole)
            if keys[name] not in bucket.list(keys[name]):
                bucket.write(keys[name], whole, ContentType="application/zip")
        return {**keys, "Processor": processors.pop()}

    def send(self, bucket, release, deployment, before):
        """Sends all that isn't there. Returns the name of the release: its id, with more behind it if the same pages were
        there with other programs or another template."""
        template = compose.template(release)
        described = json.dumps(deployment, indent=1).encode()
        name = release.id
        there = (bucket.read(f"releases/{name}/deployment.json"), bucket.read(f"releases/{name}/template.yaml"))
        if there[0] and there != (described, template.encode()):
            name = f"{name}-{hashlib.sha256(described + template.encode()).hexdigest()[:6]}"
        copies = {}
        text = bucket.read(f"releases/{before}/release.json") if before else None
        if text and before != name:
            old = releases.parse(text)
            copies = {file.key(before): file for file, _ in old.whole() if not file.kept}
        count = bucket.send([(file, path, file.key(name)) for file, path in release.whole()], copies)
        # What the CDN shows where no function answers; it knows no release.
        away = release.folder / "public/unavailable.html"
        if away.is_file():
            bucket.write("errors/unavailable.html", away.read_bytes(), ContentType="text/html; charset=utf-8", CacheControl="no-cache")
        bucket.write(f"releases/{name}/template.yaml", template.encode(), ContentType="text/plain; charset=utf-8")
        bucket.write(f"releases/{name}/deployment.json", described, ContentType="application/json")
        bucket.write(f"releases/{name}/release.json", release.text.encode(), ContentType="application/json")
        self.say(f"release {name}: {count['sent']} files sent, {count['copied']} copied in the bucket, {count['there']} were there")
        return name

    def show(self, bucket, name, values, back_from=None):
        """Moves the pointer: pages and programs together, and the template that goes with them."""
        deployment = prune.deployment(bucket, name)
        if not deployment:
            raise Trouble(f"release {name} isn't whole in the bucket", "`forms-fn/aws/deploy status` lists those that are")
        pointer = {"Release": name, "Bucket": bucket.name, **deployment}
        begun = time.monotonic()
        changed = self.stack.put(self.template_of(bucket, name), {**values, **pointer})
        if changed:
            bucket.note(name, back_from)
        self.say(f"the stack shows release {name}" + (f", after {time.monotonic() - begun:.1f} s" if changed else ", as before"))

    def keep_or_go_back(self, bucket, release, name, before, patience):
        cdn = self.cdn()
        found = ask.settled(cdn, release, patience)
        if not found:
            self.say(f"{cdn.address} is release {name}: pages, style sheets and forms of all languages were asked for")
            return
        told = "\n".join(f"  {fault}" for fault in found[:10])
        if before is None or before == name:
            raise Trouble(f"{cdn.address} isn't release {name}:\n{told}", "there is none before it to go back to")
        self.show(bucket, before, {}, back_from=name)
        raise Trouble(f"{cdn.address} wasn't release {name}, so it is release {before} again:\n{told}")

    def tidy(self, bucket, name, before):
        gone = prune.prune(bucket, name, before)
        if any(gone.values()):
            self.say(f"gone: {gone['releases']} old releases, {gone['programs']} programs, {gone['files']} files that no release has named for a month")

    def rollback(self, name=None, patience=120, break_lock=False):
        """Shows the release that was shown before, or the named one."""
        bucket = self.bucket()
        with bucket.lock("rollback", break_lock, say=self.say):
            shown = self.stack.parameters()["Release"]
            name = name or bucket.shown_before(shown)
            if name is None:
                raise Trouble(f"no other release was shown before {shown}")
            if name not in bucket.releases():
                raise Trouble(f"there is no release {name} in the bucket", "`forms-fn/aws/deploy status` lists them")
            self.show(bucket, name, {})
            with tempfile.TemporaryDirectory() as place:
                self.keep_or_go_back(bucket, fetch(bucket, name, pathlib.Path(place)), name, shown, patience)

    def preview(self, name, out, break_lock=False):
        """Puts a release beside the site, at /previews/NAME/. Nothing of it is a form that takes anything."""
        check_preview(name)
        release, bucket = releases.read(out), self.bucket()
        below = f"/previews/{name}"
        if not release.base_path().endswith(below):
            raise Trouble(f"the pages in `{out}` are made for `{release.base_path() or '/'}`, and not for `{below}`",
                          f"`spaces release --out {out} --base-url {self.stack.outputs()['Address']}{below} --drafts`")
        wanted = [(file, path, f"previews/{name}/{file.path.removeprefix('public/')}") for file, path in release.whole()
                  if file.path.startswith("public/")]
        with bucket.lock(f"preview {name}", break_lock, say=self.say):
            # A page of the same size may be another one, so all are sent. What is too much goes last: the preview is there all the time.
            bucket.send(wanted, again=True)
            bucket.delete(set(bucket.list(f"previews/{name}/")) - {key for *_, key in wanted})
        self.say(f"{self.stack.outputs()['Address']}{release.base_path().removesuffix(below)}{below}/ for 30 days")

    def remove_preview(self, name, break_lock=False):
        check_preview(name)
        bucket = self.bucket()
        with bucket.lock(f"preview {name} --remove", break_lock, say=self.say):
            there = bucket.list(f"previews/{name}/")
            bucket.delete(there)
        self.say(f"the preview {name} is gone" if there else f"there is no preview {name}")


def check_preview(name):
    # Addresses with a folder `forms` lead to forms-fn.
    if not PREVIEW_NAME.fullmatch(name) or name == "forms":
        raise Trouble(f"`{name}` can't be the name of a preview", "small letters, digits and dashes, up to 40, such as `pr-12`")


def fetch(bucket, name, place):
    """As much of a release as `ask` compares with, from the bucket."""
    release = releases.parse(bucket.read(f"releases/{name}/release.json"), place)
    for file in release.files:
        asked = file.path.startswith(("forms/shells/", "forms/manifest")) or file.path.count("/") < 3 and file.path.endswith("/index.html")
        if asked or file.kept and file.path.endswith((".css", ".js")):
            path = place / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(bucket.read(file.key(name)))
    return release

