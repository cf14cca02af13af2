"""The whole site on an AWS of this machine: made, asked, changed under readers, taken back, watched and deleted.

    python3 aws.py SPACES FORMS_FN ZIPS        ZIPS: the folder of forms-fn.zip and forms-fn-desk.zip
"""

import contextlib
import datetime
import hashlib
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
from concurrent.futures import ThreadPoolExecutor

from botocore.exceptions import ClientError

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent / "lib"), str(pathlib.Path(__file__).resolve().parent.parent / "forms-fn/aws")]

from aws_here import CREDENTIALS, REGION, ROOT, STACK, Readers, emulator, files_of, mail_server, release, second_site, until  # noqa: E402
from aws_reader import addresses, forms, least, numbers, policies, rights, times  # noqa: E402
from aws_world import LANGUAGES, World, check, parameters, problems, time_of, took  # noqa: E402
from deployer import prune  # noqa: E402
from deployer import release as releases  # noqa: E402
from deployer.site import Site, check_preview  # noqa: E402
from deployer.stack import Stack  # noqa: E402
from deployer.trouble import Trouble, words  # noqa: E402

SPACES, FORMS_FN, ZIPS = (pathlib.Path(given).resolve() for given in sys.argv[1:4])


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
    code, said, _ = world.deployer.run("deploy", "--out", out, "--set", "AlarmMail=karin@example.org")
    check(code == 1 and "no parameter `AlarmMail`" in said and "AlarmEmail" in said, "a parameter that isn't there", said)
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
    described = json.loads((out / "release.json").read_text())
    (changed / "release.json").write_text(json.dumps({**described, "drafts": True}))
    code, said, _ = world.deployer.run("deploy", "--out", changed)
    check(code == 1 and "have drafts among them" in said, "drafts", said)
    (changed / "release.json").write_text(json.dumps({**described, "id": "../kept"}))
    code, said, _ = world.deployer.run("deploy", "--out", changed)
    check(code == 1 and "the id '../kept'" in said, "an id that is a path", said)
    shutil.copy(out / "release.json", changed)
    (changed / "public/da/index.html").write_text("another page")
    code, said, _ = world.deployer.run("deploy", "--out", changed)
    check(code == 1 and "public/da/index.html" in said, "a changed folder", said)
    shutil.rmtree(changed)
    trusted(described)
    for name in ["", "..", "a/b", "Tea", "-tea", "tea\n", "forms", "t" * 41]:
        trouble = raised(lambda name=name: check_preview(name))
        check(trouble and "can't be the name of a preview" in str(trouble), "the preview", repr(name), trouble)
    check(not raised(lambda: check_preview("pr-12")), "pr-12 is a name of a preview")
    expired = words(ClientError({"Error": {"Code": "ExpiredToken", "Message": "The security token is expired"}}, "DescribeStacks"))
    check("expired" in expired[0] and "sign in again" in expired[1], "expired credentials", expired)
    for status, hint in [("ROLLBACK_COMPLETE", "delete it"), ("UPDATE_ROLLBACK_FAILED", "Continue update rollback"), ("UPDATE_IN_PROGRESS", "wait")]:
        trouble = raised(lambda status=status: Stack(None, STACK).refuse_what_is_stuck({"StackStatus": status}))
        check(trouble and status in str(trouble) and hint in trouble.hint, status, trouble)


def raised(act):
    """What ends it, or None."""
    try:
        act()
    except Trouble as trouble:
        return trouble
    return None


def trusted(described):
    """Of release.json nothing becomes a key or a path that isn't one of a release."""
    file = described["files"][0]
    check(not raised(lambda: releases.parse(json.dumps(described))), "a release as it is made is refused")
    wrong = [{**described, "id": given} for given in ["", "..", "a/b", "A", "a\n", 7, None]]
    paths = ["public/../x", "/public/x", "server/x", "public", "public/", "public//x", "public/./x", "forms/a\nb", "public/\x1b[2J", "forms/\x85", "", 7]
    wrong += [{**described, "files": [{**file, "path": path}]} for path in paths]
    wrong += [{**described, "files": [{}]}, {"format": 1}, []]
    for one in wrong:
        text = json.dumps(one)
        trouble = raised(lambda text=text: releases.parse(text))
        check(trouble and trouble.hint and str(trouble).isprintable(), "release.json is taken:", text[:80], trouble)
    check(raised(lambda: releases.parse("{")), "half a release.json is taken")


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


def switch(world, out, second):
    """Another release under readers: at each moment page, style sheet and form are there."""
    secret = secret_of(world)
    with Readers(world.cdn()) as readers:
        code, said, seconds = world.deployer.run("deploy", "--out", second, "--set", "AlarmEmail=karin@example.org",
                                                 "--set", "MailDomain=example.org", "--new-origin-secret")
        check(code == 0, "the second deploy", said)
        time_of("second deploy (pages and forms, the programs as they were)", seconds)
        check(" copied in the bucket" in said and not said.startswith("making"), said)
        check(secret_of(world)[1:] == secret and secret_of(world)[0] != secret[0], "another secret, and the one before")
        took.append(f"{re.search(r'after ([0-9.]+) s', said)[1]:>6} s  of it the switch itself: one change of the stack")
        check("Andre rum" in world.cdn().ask("/da/").text(), "the second release isn't shown")
        check("Andre rum" in world.cdn().ask("/da/forms/registration?event=dinner").text(), "the forms are of the first release")
        code, said, seconds = world.deployer.run("rollback")
        check(code == 0, "the rollback", said)
        took.append(f"{re.search(r'after ([0-9.]+) s', said)[1]:>6} s  the switch back")
        time_of("rollback, with its questions", seconds)
    check(not readers.broken, "while switching:", *readers.broken[:5])
    # One reader has one request under way, so each of the changes of a function can end no more than one.
    check(readers.ended <= 4, "programs that were ended while they answered:", readers.ended)
    styles = {path: {style for seen, style in readers.seen if seen == path} for path, _ in readers.seen}
    check(all(len(seen) == 2 for seen in styles.values()), "both releases were read", styles)
    took.append(f"{readers.requests:6}    requests while switching there and back, of which {len(readers.broken)} failed; {readers.ended} asked again, since the emulator ends programs while they answer")
    check("Andre rum" not in world.cdn().ask("/da/").text(), "the rollback shows the second release")
    check("Andre rum" not in world.cdn().ask("/da/forms/registration?event=dinner").text(), "the rollback has the second's forms")
    same(world, out)


def packaged(world, out):
    """Of a program that is ready `package` makes the archive that the deployer made, byte for byte, and compiles nothing."""
    target = world.folder / "packaged"
    done = subprocess.run([ROOT / "forms-fn/package", "--program", ZIPS / "forms-fn.zip", out / "forms"], capture_output=True, text=True,
                          env={**os.environ, "CARGO_TARGET_DIR": str(target)}, check=False)
    check(done.returncode == 0 and "Compiling" not in done.stderr, "package --program", done.stderr)
    archive = target / "lambda/forms-fn.zip"
    check(archive.is_file() and archive.read_bytes() == world.bucket().read(parameters(world)["CodeKey"]), "two archives of the same files differ")


def secret_of(world):
    variables = world.client("lambda").get_function_configuration(FunctionName=world.resource("Answer"))["Environment"]["Variables"]
    return variables["FORMS_ORIGIN_SECRET"].split(",")


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
    well = json.loads((second / "release.json").read_text())["id"]
    check(world.bucket().shown_before(shown) == well, "a rollback would show what was taken back", world.bucket().history())
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


def one_at_a_time(world):
    """Whoever comes second waits; nobody takes away a lock that isn't theirs."""
    bucket = world.bucket()
    with ThreadPoolExecutor() as pool:
        with bucket.lock("the test"):
            trouble = raised(bucket.lock("another", patience=0).__enter__)
            check(trouble and "the test" in str(trouble) and "--break-lock" in trouble.hint, "two deployers", trouble)
            waits = pool.submit(world.deployer.run, "preview", "nope", "--remove")
            time.sleep(4)
            check(not waits.done(), "nobody waits for the lock", waits.done() and waits.result())
        code, said, _ = waits.result()
        check(code == 0 and "the test" in said and "there is no preview nope" in said, "whoever waits goes on", said)
    with contextlib.ExitStack() as first, contextlib.ExitStack() as breaker:
        first.enter_context(bucket.lock("the first"))
        breaker.enter_context(bucket.lock("the breaker", break_it=True, patience=0))
        first.close()
        check(bucket.holder().get("what") == "the breaker", "the lock of whoever broke it is gone", bucket.holder())
    check("lock" not in bucket.list("lock"), "the lock stays")


def told(world):
    code, said, _ = world.deployer.run("status")
    shown = world.outputs()["Release"]
    check(code == 0 and re.search(rf"^shown +{shown}", said, re.M) and "back from" in said and "the-test" in said, "status", said)
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
    code, said, _ = world.deployer.run("deploy", "--out", out)
    check(code == 1 and f"preview {STACK} tea --out" in said, "a preview in the place of the site", said)
    # Somebody was killed.
    world.bucket().write("lock", b"{}")
    code, said, seconds = world.deployer.run("preview", "tea", "--out", out, "--break-lock")
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
    again(world, out)
    code, said, _ = world.deployer.run("preview", "..", "--remove")
    check(code == 1 and "can't be the name" in said, "a preview that is a path", said)
    code, said, _ = world.deployer.run("preview", "tea", "--remove")
    check(code == 0 and "is gone" in said and cdn.ask("/previews/tea/da/").status == 404, "the preview is gone", said)


def again(world, out):
    """A preview is there all the while another takes its place, and is that one afterwards."""
    bucket, cdn, page = world.bucket(), world.cdn(), "previews/tea/da/index.html"
    bucket.write(page, b"x" * bucket.list(page)[page][0], ContentType="text/html")
    bucket.write("previews/tea/da/before/index.html", b"a page of before", ContentType="text/html")
    with ThreadPoolExecutor() as pool:
        sent, seen = pool.submit(world.deployer.run, "preview", "tea", "--out", out), set()
        while not sent.done():
            seen.add(cdn.ask("/previews/tea/da/").status)
    check(sent.result()[0] == 0 and seen == {200}, "a preview in the place of another", seen, sent.result()[1])
    check(bucket.read(page) == (out / "public/da/index.html").read_bytes(), "a page of the same size stays")
    check(not bucket.list("previews/tea/da/before/"), "a page of before stays")


def moves(world, out):
    """To another address only if somebody says so, or if the stack is there."""
    moved = world.folder / "moved"
    shutil.copytree(out, moved)
    manifest = {**releases.read(out).manifest(), "base_url": "https://moved.example"}
    text = json.dumps(manifest, ensure_ascii=False).encode()
    (moved / "forms/manifest.json").write_bytes(text)
    described = json.loads((out / "release.json").read_text())
    entry = next(file for file in described["files"] if file["path"] == "forms/manifest.json")
    entry |= {"size": len(text), "sha256": hashlib.sha256(text).hexdigest()}
    (moved / "release.json").write_text(json.dumps({**described, "id": "moved"}))
    shown = world.outputs()["Release"]
    code, said, _ = world.deployer.run("deploy", "--out", moved)
    check(code == 1 and "https://moved.example," in said and "--another-address" in said, "another address", said)
    check(world.outputs()["Release"] == shown, "another address is shown")
    code, said, _ = world.deployer.run("deploy", "--out", moved, "--another-address")
    check(code == 0 and world.outputs()["Release"] == "moved", "--another-address", said)
    site = Site(STACK, REGION, world.deployer.endpoint)
    own = {"base_url": f"{world.outputs()['Address']}/"}
    (moved / "forms/manifest.json").write_text(json.dumps(own))
    trouble = raised(lambda: site.refuse_another_address(site.bucket(), releases.Release(moved, "own", None, [], ""), "moved"))
    check(not trouble, "the address of the stack is refused", own, trouble)


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


def delete(world, out):
    """Everything goes but what people sent, the keys, and the bucket; a new stack doesn't take the place of what is left."""
    client = world.client("cloudformation")
    tables = {world.resource("Table"), world.resource("KeyTable")}
    client.delete_stack(StackName=STACK)
    until(lambda: STACK not in [stack["StackName"] for stack in client.describe_stacks()["Stacks"]], "the end of the stack")
    check(tables <= set(world.client("dynamodb").list_tables()["TableNames"]), "a table went with the stack")
    code, said, _ = world.deployer.run("deploy", "--out", out)
    check(code == 1 and f"{STACK}-forms-keys" in said, "tables that were left", said)


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
        rights()
        refusals(world, out)
        first(world, out)
        packaged(world, out)
        addresses(world, out)
        forms(world)
        numbers(world)
        times(world)
        least(world)
        switch(world, out, second)
        goes_back(world, out, second)
        away(world)
        edge(world)
        one_at_a_time(world)
        told(world)
        preview(world, ROOT / "generator/tests/site")
        moves(world, out)
        pruned(world, out, second)
        delete(world, out)
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
