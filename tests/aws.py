"""The whole site on an AWS of this machine: made, asked, changed under readers, taken back, watched and deleted.

    python3 aws.py SPACES FORMS_FN ZIPS        ZIPS: the folder of forms-fn.zip and forms-fn-desk.zip
"""

import contextlib
import datetime
import gzip
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

import botocore.session

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent / "lib"), str(pathlib.Path(__file__).resolve().parent.parent / "forms-fn/aws")]

from aws import CREDENTIALS, REGION, ROOT, STACK, Cdn, Deployer, Readers, emulator, files_of, mail_server, release, second_site, until  # noqa: E402
from deployer import prune  # noqa: E402
from deployer.bucket import Bucket  # noqa: E402

SPACES, FORMS_FN, ZIPS = (pathlib.Path(given).resolve() for given in sys.argv[1:4])
LANGUAGES = ["en", "da", "fi", "nb", "sv", "ar", "uk"]
problems, took = [], []


def check(holds, *words):
    if not holds:
        problems.append(" ".join(str(word) for word in words))


def time_of(name, seconds):
    took.append(f"{seconds:6.1f} s  {name}")


class World:
    """What the steps share."""

    def __init__(self, folder, port, smtp, letters):
        session = botocore.session.get_session()
        self.client = lambda kind, region=REGION: session.create_client(
            kind, region_name=region, endpoint_url=f"http://127.0.0.1:{port}", aws_access_key_id="test", aws_secret_access_key="test")
        self.folder, self.port, self.letters = folder, port, letters
        self.deployer = Deployer(port, smtp, folder)

    def outputs(self):
        stack = self.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]
        return {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}

    def cdn(self):
        return Cdn(self.port, self.outputs()["CdnAddress"])

    def bucket(self):
        stack = self.client("cloudformation").describe_stacks(StackName=f"{STACK}-bucket")["Stacks"][0]
        return Bucket(self.client("s3"), stack["Outputs"][0]["OutputValue"])

    def resource(self, name):
        return self.client("cloudformation").describe_stack_resource(StackName=STACK, LogicalResourceId=name)["StackResourceDetail"]["PhysicalResourceId"]


def templates(world, out):
    """Each template is one that AWS takes, as far as cfn-lint knows."""
    composed = world.folder / "template.yaml"
    composed.write_text(subprocess.run([ROOT / "forms-fn/aws/deploy", "template", "--out", out], check=True, stdout=subprocess.PIPE, text=True).stdout)
    lint = pathlib.Path(sys.executable).parent / "cfn-lint"
    for region, template in [(REGION, composed), (REGION, ROOT / "forms-fn/aws/bucket.yaml"), ("us-east-1", ROOT / "forms-fn/aws/edge.yaml")]:
        said = subprocess.run([lint, "--regions", region, "--template", template], capture_output=True, text=True, check=False)
        check(said.returncode == 0, "cfn-lint", template.name, said.stdout)
    check(len(composed.read_bytes()) < 1_000_000, "a template in a bucket may have 1 MB")


def refusals(world, out):
    """What can't be done is said before anything is made."""
    secrets = world.folder / "secrets.json"
    code, said, _ = world.deployer.run("deploy", "--out", out, region="us-east-1")
    check(code == 1 and "no region of the European Union" in said and "eu-north-1" in said, "another continent", said)
    code, said, _ = world.deployer.run("deploy", "--out", world.folder)
    check(code == 1 and "there is no" in said and "spaces release" in said, "no release", said)
    code, said, _ = world.deployer.run("status")
    check(code == 1 and "there is no stack `spaces`" in said, "no stack", said)
    code, said, _ = world.deployer.run("deploy", "--out", out)
    check(code == 1 and "--secrets" in said, "no secrets", said)
    code, said, _ = world.deployer.run("deploy", "--out", out, "--secrets", secrets)
    check(code == 1 and "--program" in said, "no program", said)
    code, said, _ = world.deployer.run("deploy", "--out", out, "--program", secrets, "--secrets", secrets)
    check(code == 1 and "no program for Linux" in said, "something else as a program", said)
    changed = world.folder / "changed"
    shutil.copytree(out, changed)
    (changed / "public/da/index.html").write_text("another page")
    code, said, _ = world.deployer.run("deploy", "--out", changed)
    check(code == 1 and "public/da/index.html" in said, "a changed folder", said)
    shutil.rmtree(changed)


def first(world, out):
    programs = ["--program", ZIPS / "forms-fn.zip", "--desk-program", ZIPS / "forms-fn-desk.zip"]
    code, said, seconds = world.deployer.run("deploy", "--out", out, "--secrets", world.folder / "secrets.json", *programs)
    time_of("first deploy: bucket, stack, files, questions", seconds)
    if code != 0:
        raise SystemExit(f"the first deploy failed:\n{said}\n{(world.folder / 'emulator.log').read_text()[-3000:]}")
    resources = world.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=STACK)
    statuses = [one["ResourceStatus"] for page in resources for one in page["StackResourceSummaries"]]
    check(set(statuses) == {"CREATE_COMPLETE"}, statuses)
    took.append(f"{len(statuses):6}    resources")


def addresses(world, out):
    """Twelve kinds of address, as a reader's browser asks."""
    cdn, files = world.cdn(), files_of(out)
    page = (out / "public/da/index.html").read_bytes()
    plain = cdn.ask("/da/")
    check((plain.status, plain.body, plain.get("content-encoding")) == (200, page, None), "/da/", plain.status)
    brotli = cdn.ask("/da/", Accept_Encoding="gzip, deflate, br")
    check((brotli.body, brotli.get("content-encoding")) == ((out / "public/da/index.html.br").read_bytes(), "br"), "br", brotli.get("content-encoding"))
    check(brotli.get("content-type") == "text/html; charset=utf-8", brotli.get("content-type"))
    zipped = cdn.ask("/da/", Accept_Encoding="br;q=0, gzip;q=0.8")
    check((gzip.decompress(zipped.body), zipped.get("content-encoding")) == (page, "gzip"), "gzip", zipped.get("content-encoding"))
    check(all(answer.get("vary") == "Accept-Encoding" for answer in (plain, brotli, zipped)), "Vary", plain.get("vary"))
    for path, answer in [("/", cdn.ask("/")), ("/da/", plain), ("/fi/search/", cdn.ask("/fi/search/")), ("/da/nothing/", cdn.ask("/da/nothing/"))]:
        policies(answer, path)
    check("wasm-unsafe-eval" in cdn.ask("/fi/search/").get("content-security-policy") and "wasm" not in plain.get("content-security-policy"), "wasm")
    moved = cdn.ask("/da?q=1&q=2")
    check((moved.status, moved.get("location")) == (301, f"https://{cdn.host}/da/?q=1&q=2"), moved.status, moved.get("location"))
    away = cdn.ask("//elsewhere.example")
    check(away.get("location") in (None, f"https://{cdn.host}//elsewhere.example/") and away.status != 200, "an open redirect", away.get("location"))
    check(cdn.ask("/da/", secure=False).status == 301, "http stays http")
    for language in LANGUAGES:
        missing = cdn.ask(f"/{language}/nothing/here/", Accept_Encoding="br")
        check(missing.status == 404 and missing.body == (out / f"public/{language}/404.html").read_bytes(), language, "404", missing.status)
    asked = [path for path, file in files.items() if path.startswith("public/") and file["encoding"] is None]
    for path in asked[:: max(1, len(asked) // 40)]:
        each(cdn, out, path, files[path])
    check(cdn.ask("/robots.txt", Accept_Encoding="br").body == (out / "public/robots.txt").read_bytes(), "robots.txt")
    for hidden in ["/release.json", "/../release.json", "/forms/manifest.json", "/template.yaml"]:
        check(cdn.ask(hidden).status == 404, hidden, "can be read")
    check(cdn.ask("/da/", "POST", "x").status == 403, "a page takes a POST")


def each(cdn, out, path, file):
    answer = cdn.ask("/" + urllib.parse.quote(path.removeprefix("public/")))
    check(answer.status == 200 and answer.body == (out / path).read_bytes(), path, answer.status)
    check(answer.get("content-type") == file["type"], path, answer.get("content-type"), file["type"])
    check(answer.get("cache-control") == file["cache"], path, answer.get("cache-control"), file["cache"])


def policies(answer, where):
    for name, part in {"strict-transport-security": "max-age=", "x-content-type-options": "nosniff", "x-frame-options": "DENY",
                       "permissions-policy": "camera=()", "content-security-policy": "default-src",
                       "cross-origin-opener-policy": "same-origin"}.items():
        check(part in (answer.get(name) or ""), where, name, answer.get(name))


def forms(world):
    """Somebody registers, and gets a letter from the worker."""
    cdn, path = world.cdn(), "/da/forms/registration"
    page = cdn.ask(f"{path}?event=dinner")
    check(page.status == 200 and page.get("cache-control") == "no-store", path, page.status)
    policies(page, path)
    nonce = re.search(r'name="nonce" value="([^"]+)"', page.text())
    answers = {"nonce": nonce and nonce[1], "event": "dinner", "full_name": "Ada Prøve", "email": "ada@example.org", "country": "DK",
               "message_language": "da", "photos": "no", "adult": "yes"}
    headers = {"Content_Type": "application/x-www-form-urlencoded", "Origin": "https://spaces.example", "User_Agent": "Mozilla/5.0",
               "Sec_Fetch_Site": "same-origin", "Accept_Language": "da"}
    faulty = cdn.ask(path, "POST", "event=dinner", **headers)
    check(faulty.status == 422 and "error-summary" in faulty.text(), "a form with faults", faulty.status)
    unknown = cdn.ask("/da/forms/nothing")
    check(unknown.status == 404 and 'lang="da"' in unknown.text(), "an unknown form", unknown.status)
    elsewhere = cdn.ask(path, "POST", urllib.parse.urlencode(answers), **{**headers, "Origin": "https://elsewhere.example", "Sec_Fetch_Site": "cross-site"})
    check(elsewhere.status == 403 and 'lang="da"' in elsewhere.text(), "a form from elsewhere", elsewhere.status)
    # Nobody types so fast: within the first second the answers are shown again.
    sent = until(lambda: accepted(cdn.ask(path, "POST", urllib.parse.urlencode(answers), **headers)), "a registration")
    check(sent.status == 303 and "ref=" in (sent.get("location") or ""), "a registration", sent.status, sent.text()[:300])
    work(world)
    letter = until(lambda: next(iter(world.letters.glob("*.eml")), None), "a letter")
    check(json.loads(letter.with_suffix(".json").read_text())["to"] == ["ada@example.org"], letter.name)
    desk = cdn.ask("/desk")
    check((desk.status, desk.get("location")) == (303, "/desk/sign-in"), "/desk", desk.status)
    check(cdn.ask("/healthz").status == 200, "/healthz")


def times(world):
    """A function has more time than the program takes, and the CDN waits longer than the function runs."""
    source = (ROOT / "forms-fn/src/conversation.rs").read_text()
    longest = int(re.search(r"LONGEST_REQUEST: Duration = Duration::from_secs\((\d+)\)", source)[1])
    has = [world.client("lambda").get_function_configuration(FunctionName=world.resource(name))["Timeout"] for name in ("Answer", "Desk")]
    waits = world.client("cloudfront").get_distribution_config(Id=world.resource("Cdn"))["DistributionConfig"]["Origins"]["Items"]
    waits = [one["CustomOriginConfig"]["OriginReadTimeout"] for one in waits if one["Id"] in ("answer", "desk")]
    check(longest < min(has) and max(has) < min(waits) and len(waits) == 2, "times", longest, has, waits)


def numbers(world):
    """What the worker tells is what the alarms look for."""
    events = world.client("logs").filter_log_events(logGroupName=world.resource("WorkLog"))["events"]
    lines = [json.loads(event["message"]) for event in events if '"_aws"' in event["message"]]
    check(lines, "the worker tells no numbers")
    told = {(space["Namespace"], metric["Name"], line["Stack"]) for line in lines for space in line["_aws"]["CloudWatchMetrics"] for metric in space["Metrics"]}
    alarms = [alarm for alarm in world.client("cloudwatch").describe_alarms()["MetricAlarms"] if alarm["Namespace"] == "Spaces"]
    wanted = {(alarm["Namespace"], alarm["MetricName"], alarm["Dimensions"][0]["Value"]) for alarm in alarms}
    check(len(wanted) == 3 and wanted <= told, "alarms look for", wanted, "and the worker tells", told)


def accepted(answer):
    return answer if answer.status != 200 else None


def work(world):
    said = world.client("lambda").invoke(FunctionName=world.resource("Work"), Payload=json.dumps({"source": "aws.events", "detail": {}}).encode())
    check("FunctionError" not in said, "the worker", said.get("FunctionError"), said["Payload"].read()[:300])


def least(world):
    """What a function doesn't need it doesn't get, and nobody goes round the CDN."""
    variables = {name: world.client("lambda").get_function_configuration(FunctionName=world.resource(name))["Environment"]["Variables"]
                 for name in ("Answer", "Desk", "Work", "Missing")}
    for name, has in {"Answer": False, "Desk": False, "Work": True, "Missing": False}.items():
        check(("FORMS_SMTP" in variables[name]) == has, name, "and the password of the mail server")
    check("FORMS_KEYS" not in variables["Missing"], "the page for what isn't there has the secrets")
    for name in ("Answer", "Desk", "Missing"):
        url = world.client("lambda").get_function_url_config(FunctionName=world.resource(name))["FunctionUrl"]
        host = urllib.parse.urlsplit(url).netloc
        for headers in ({}, {"x-origin-secret": "guessed"}):
            around = Cdn(world.port, host).ask("/da/forms/mentor-request", **headers)
            check(around.status == 403, name, "can be asked round the CDN", headers, around.status)
    spoofed = world.cdn().ask("/da/forms/mentor-request", x_origin_secret="guessed")
    check(spoofed.status == 200, "what a sender says of the secret is believed", spoofed.status)


def switch(world, out, second):
    """Another release under readers: at each moment page, style sheet and form are there."""
    with Readers(world.cdn()) as readers:
        code, said, seconds = world.deployer.run("deploy", "--out", second, "--set", "AlarmEmail=karin@example.org", "--set", "MailDomain=example.org")
        check(code == 0, "the second deploy", said)
        time_of("second deploy (pages and forms, the programs as they were)", seconds)
        check(" copied in the bucket" in said and not said.startswith("making"), said)
        check("Andre rum" in world.cdn().ask("/da/").text(), "the second release isn't shown")
        check("Andre rum" in world.cdn().ask("/da/forms/registration?event=dinner").text(), "the forms are of the first release")
        code, said, seconds = world.deployer.run("rollback")
        check(code == 0, "the rollback", said)
        time_of("rollback, with its questions", seconds)
    check(not readers.broken, "while switching:", *readers.broken[:5])
    styles = {path: {style for seen, style in readers.seen if seen == path} for path, _ in readers.seen}
    check(all(len(seen) == 2 for seen in styles.values()), "both releases were read", styles)
    took.append(f"{readers.requests:6}    requests while switching there and back, of which {len(readers.broken)} failed")
    check("Andre rum" not in world.cdn().ask("/da/").text(), "the rollback shows the second release")
    check("Andre rum" not in world.cdn().ask("/da/forms/registration?event=dinner").text(), "the rollback has the second's forms")
    same(world, out)


def edge(world):
    """Certificate and firewall on another continent, with what to do with them."""
    code, said, _ = world.deployer.run("edge", "--set", "Domain=spaces.example", "--set", "Firewall=yes")
    check(code == 0 and "--set CertificateArn=arn:aws:acm:us-east-1:" in said and "--set WebAclArn=arn:aws:wafv2:us-east-1:" in said, "edge", said)


def same(world, out):
    check(world.outputs()["Release"].startswith(json.loads((out / "release.json").read_text())["id"]), "the pointer", world.outputs()["Release"])


def goes_back(world, out, second):
    """A program that can't answer: the deployment notices, and what was shown is shown again."""
    shown = world.outputs()["Release"]
    code, said, seconds = world.deployer.run("deploy", "--out", second, "--program", shutil.which("true"), "--patience", "0")
    time_of("a deploy that goes back by itself", seconds)
    check(code == 1 and f"so it is release {shown} again" in said and "/forms/" in said, "a broken program", said)
    check(world.outputs()["Release"] == shown, "the pointer stays", world.outputs()["Release"])
    check(world.cdn().ask("/da/forms/mentor-request").status == 200, "the forms are well again")
    check(world.cdn().ask("/da/").body == (out / "public/da/index.html").read_bytes(), "the pages are well again")


def away(world):
    """No function answers: a page says that what was written isn't lost, in all languages."""
    client, name = world.client("lambda"), world.resource("Answer")
    key = client.get_function(FunctionName=name)["Configuration"]["CodeSha256"]
    good = world.client("s3").get_object(Bucket=world.bucket().name, Key=parameters(world)["CodeKey"])["Body"].read()
    broken = next(key for key in world.bucket().list("functions/") if world.bucket().list(key)[key][0] < 500_000)
    client.update_function_code(FunctionName=name, S3Bucket=world.bucket().name, S3Key=broken)
    answer = world.cdn().ask("/da/forms/mentor-request")
    check(answer.status == 502 and all(f'lang="{language}"' in answer.text() for language in LANGUAGES), "no function", answer.status)
    client.update_function_code(FunctionName=name, ZipFile=good)
    check(client.get_function(FunctionName=name)["Configuration"]["CodeSha256"] == key, "the function is as it was")


def parameters(world):
    stack = world.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]
    return {one["ParameterKey"]: one.get("ParameterValue") for one in stack["Parameters"]}


def one_at_a_time(world, second):
    with world.bucket().lock("the test"):
        code, said, _ = world.deployer.run("deploy", "--out", second)
        check(code == 1 and "the test" in said and "--break-lock" in said, "two deployers", said)
    check("lock" not in world.bucket().list("lock"), "the lock stays")


def told(world):
    code, said, _ = world.deployer.run("status")
    shown = world.outputs()["Release"]
    check(code == 0 and re.search(rf"^shown +{shown}", said, re.M) and "taken back from" in said and "the-test" in said, "status", said)
    people = world.client("sns").list_subscriptions_by_topic(TopicArn=world.outputs()["AlarmTopic"])["Subscriptions"]
    check([one["Endpoint"] for one in people] == ["karin@example.org"], "whom alarms are told", people)
    check("example.org" in [one["IdentityName"] for one in world.client("sesv2").list_email_identities()["EmailIdentities"]], "no identity for mail")
    alarms = world.client("cloudwatch").describe_alarms()["MetricAlarms"]
    check(len(alarms) == 7 and all(alarm["AlarmActions"] for alarm in alarms), [alarm["AlarmName"] for alarm in alarms])


def preview(world, root):
    cdn = world.cdn()
    out = release(SPACES, world.folder, "preview", root, f"https://{cdn.host}/previews/tea")
    wrong = world.deployer.run("preview", "coffee", "--out", out)
    check(wrong[0] == 1 and "/previews/coffee" in wrong[1], "a preview of another name", wrong[1])
    code, said, seconds = world.deployer.run("preview", "tea", "--out", out)
    time_of("preview", seconds)
    check(code == 0 and f"https://{cdn.host}/previews/tea/" in said, "preview", said)
    page = cdn.ask("/previews/tea/da/", Accept_Encoding="br")
    check((page.status, page.body) == (200, (out / "public/da/index.html.br").read_bytes()), "a preview's page", page.status)
    check((page.get("x-robots-tag"), page.get("cache-control")) == ("noindex", "no-cache"), page.headers)
    policies(page, "preview")
    check("wasm-unsafe-eval" in cdn.ask("/previews/tea/da/search/").get("content-security-policy"), "the search of a preview")
    form = cdn.ask("/previews/tea/da/forms/registration?event=dinner")
    check(form.status == 404 and "preview" in form.text(), "a form of a preview", form.status)
    check(cdn.ask("/previews/tea/da/nothing/").status == 404, "a preview's missing page")
    check("tea" in world.deployer.run("status")[1], "status tells no preview")
    code, said, _ = world.deployer.run("preview", "tea", "--remove")
    check(code == 0 and cdn.ask("/previews/tea/da/").status == 404, "the preview is gone", said)


def pruned(world, out, second):
    """Old releases go but for five, the one that is shown and the one before; a shared file goes a month after the last that named it."""
    bucket, shown = world.bucket(), world.outputs()["Release"]
    for number in range(6):
        for key in ("template.yaml", "deployment.json", "release.json"):
            bucket.write(f"releases/copy-{number}/{key}", bucket.read(f"releases/{shown}/{key}"))
    bucket.write("kept/assets/nobody.0123456789ab.css", b"a{}")
    kept = len(bucket.list("kept/"))
    now = datetime.datetime.now(datetime.timezone.utc)
    gone = prune.prune(bucket, shown, None, now)
    check(gone["files"] == 0 and shown in bucket.releases() and len(bucket.releases()) == 6, gone, list(bucket.releases()))
    check(prune.prune(bucket, shown, None, now + datetime.timedelta(days=30))["files"] == 0, "a file goes before a month is over")
    bucket.write("kept/assets/nobody.0123456789ab.css", b"a{}")
    gone = prune.prune(bucket, shown, None, now + datetime.timedelta(days=32))
    named = {file["path"] for file in files_of(out).values() if file["kept"]}
    check(gone["files"] > 0 and "kept/assets/nobody.0123456789ab.css" not in bucket.list("kept/"), gone, kept)
    check({f"kept/{path.removeprefix('public/')}" for path in named} <= set(bucket.list("kept/")), "a file that is named went")
    check({parameters(world)["CodeKey"], parameters(world)["DeskCodeKey"]} <= set(bucket.list("functions/")), "a program that runs went")
    check(world.cdn().ask("/da/").status == 200, "the site")


def delete(world):
    """Everything goes but what people sent, the keys, and the bucket."""
    client = world.client("cloudformation")
    tables = {world.resource("Table"), world.resource("KeyTable")}
    client.delete_stack(StackName=STACK)
    until(lambda: STACK not in [stack["StackName"] for stack in client.describe_stacks()["Stacks"]], "the end of the stack")
    check(tables <= set(world.client("dynamodb").list_tables()["TableNames"]), "a table went with the stack")


def secrets(folder, out):
    """`forms-fn serve` makes them at its first start; it prints its address then."""
    serve = subprocess.Popen([FORMS_FN, "serve", "--data", folder / "data", "--forms", out / "forms", "--addr", "127.0.0.1:0"],
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    serve.stdout.readline()
    serve.send_signal(signal.SIGTERM)
    serve.wait()
    shutil.copy(folder / "data/secrets.json", folder / "secrets.json")


def main():
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="spaces-aws-") as place, contextlib.ExitStack() as stack:
        folder = pathlib.Path(place)
        out = release(SPACES, folder, "first", ROOT / "generator/tests/site")
        second = release(SPACES, folder, "second", second_site(folder))
        time_of("two releases are built", time.monotonic() - begun)
        secrets(folder, out)
        smtp = stack.enter_context(mail_server(folder / "letters"))
        port = stack.enter_context(emulator(folder))
        world = World(folder, port, smtp, folder / "letters")
        templates(world, out)
        refusals(world, out)
        first(world, out)
        addresses(world, out)
        forms(world)
        numbers(world)
        times(world)
        least(world)
        switch(world, out, second)
        goes_back(world, out, second)
        away(world)
        edge(world)
        one_at_a_time(world, second)
        told(world)
        preview(world, ROOT / "generator/tests/site")
        pruned(world, out, second)
        delete(world)
        if problems:
            print((folder / "emulator.log").read_text()[-3000:], file=sys.stderr)
    print("\n".join(took))
    for problem in problems:
        print(f"error: {problem}", file=sys.stderr)
    if problems:
        raise SystemExit(f"{len(problems)} of what should hold on AWS doesn't")
    print(f"on AWS as it is emulated, all holds, in {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    os.environ.update(CREDENTIALS)
    main()
