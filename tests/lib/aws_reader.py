"""What people meet who ask the site on AWS: pages, forms, letters, and what they can't reach."""

import gzip
import json
import re
import urllib.parse

from aws_here import ROOT, Cdn, files_of, until
from aws_world import LANGUAGES, check


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


def accepted(answer):
    return answer if answer.status != 200 else None


def work(world):
    said = world.client("lambda").invoke(FunctionName=world.resource("Work"), Payload=json.dumps({"source": "aws.events", "detail": {}}).encode())
    check("FunctionError" not in said, "the worker", said.get("FunctionError"), said["Payload"].read()[:300])


def numbers(world):
    """What the worker tells is what the alarms look for."""
    events = world.client("logs").filter_log_events(logGroupName=world.resource("WorkLog"))["events"]
    lines = [json.loads(event["message"]) for event in events if '"_aws"' in event["message"]]
    check(lines, "the worker tells no numbers")
    told = {(space["Namespace"], metric["Name"], line["Stack"]) for line in lines for space in line["_aws"]["CloudWatchMetrics"] for metric in space["Metrics"]}
    alarms = [alarm for alarm in world.client("cloudwatch").describe_alarms()["MetricAlarms"] if alarm["Namespace"] == "Spaces"]
    wanted = {(alarm["Namespace"], alarm["MetricName"], alarm["Dimensions"][0]["Value"]) for alarm in alarms}
    check(len(wanted) == 3 and wanted <= told, "alarms look for", wanted, "and the worker tells", told)


def times(world):
    """A function has more time than the program takes, and the CDN waits longer than the function runs."""
    source = (ROOT / "forms-fn/src/conversation.rs").read_text()
    longest = int(re.search(r"LONGEST_REQUEST: Duration = Duration::from_secs\((\d+)\)", source)[1])
    has = [world.client("lambda").get_function_configuration(FunctionName=world.resource(name))["Timeout"] for name in ("Answer", "Desk")]
    waits = world.client("cloudfront").get_distribution_config(Id=world.resource("Cdn"))["DistributionConfig"]["Origins"]["Items"]
    waits = [one["CustomOriginConfig"]["OriginReadTimeout"] for one in waits if one["Id"] in ("answer", "desk")]
    check(longest < min(has) and max(has) < min(waits) and len(waits) == 2, "times", longest, has, waits)


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


def rights():
    """A function may do what the store does, and nothing else: no list of calls in the template that the program has outgrown."""
    calls = {"get_item": "GetItem", "batch_get_item": "BatchGetItem", "query": "Query", "put_item": "PutItem", "update_item": "UpdateItem",
             "delete_item": "DeleteItem", "batch_write_item": "BatchWriteItem"}
    parts = {"Put": "PutItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem", "Update": "UpdateItem"}
    source = "".join(path.read_text() for path in sorted((ROOT / "forms-fn/src/store/dynamodb").glob("*.rs")))
    done = {action for call, action in calls.items() if f".{call}()" in source}
    done |= {action for part, action in parts.items() if re.search(rf"\b{part}::builder\(\)", source)}
    policy = (ROOT / "forms-fn/aws/template.yaml").read_text().split("\n  UseTheStore:\n")[1].split("\n\n")[0]
    check(set(re.findall(r"dynamodb:(\w+)", policy)) == done, "the store does", sorted(done), "and the template allows", policy)
