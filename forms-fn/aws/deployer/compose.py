"""template.yaml and what a release says of itself → the template of that release.

JSON is YAML, so a part that is filled in is one line of JSON.
"""
import json
import pathlib
import re
from fnmatch import fnmatchcase

from .trouble import Trouble

HERE = pathlib.Path(__file__).resolve().parent.parent
EVERYWHERE = "*"
# What forms-fn says itself, and better: no policy of the CDN adds to it.
OF_FORMS_FN = ("Cache-Control",)
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
# A function's address answers to its own name only.
ALL_VIEWER_EXCEPT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"


def template(release):
    """Everything that depends on the release but its name, which is a parameter."""
    places = list(named_places(release))
    text = (HERE / "template.yaml").read_text()
    text = re.sub(r"^( *)#: policies\n", lambda m: block(m[1], policies(places).items(), named), text, flags=re.M)
    text = re.sub(r"^( *)#: previews\n", lambda m: block(m[1], previews(places, release), listed), text, flags=re.M)
    text = re.sub(r"^( *)#: behaviours\n", lambda m: block(m[1], behaviours(places), listed), text, flags=re.M)
    paths = r"^( *)#: forms (\S+) (.+)\n"
    text = re.sub(paths, lambda m: block(m[1], forms(m[2], m[3].split(), release), listed), text, flags=re.M)
    return re.sub(r"'FILE:([a-z.]+)'", lambda m: json.dumps(program(m[1], release)), text)


def refuse_unknown(values):
    """Parameters that the template hasn't."""
    text = (HERE / "template.yaml").read_text()
    known = re.findall(r"^  (\w+):$", re.search(r"^Parameters:\n(.*?)^\w", text, re.M | re.S)[1], re.M)
    for name in values.keys() - set(known):
        raise Trouble(f"the stack has no parameter `{name}`", f"--set takes one of {', '.join(known)}; forms-fn/aws/template.yaml tells what each means")


def block(indent, items, write):
    return "".join(f"{indent}{write(item)}\n" for item in items)


def named(pair):
    return f"{pair[0]}: {json.dumps(pair[1])}"


def listed(item):
    return f"- {json.dumps(item)}"


def program(name, release):
    """Comments of whole lines stay here: a function at the edge has 10 KB, one in a template 4."""
    text = (HERE / name).read_text()
    text = text.replace("${Texts}", ",".join(sorted(release.texts()))).replace("${BasePath}", release.base_path())
    return "\n".join(line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("//"))


def named_places(release):
    """(name, paths, policy, whether its files are kept) of each place of the table; the last one is for all other paths."""
    kept = [f"{release.base_path()}/{file.path.removeprefix('public/')}" for file in release.files if file.kept]
    for entry in release.places():
        config, paths = entry["ResponseHeadersPolicyConfig"], entry["PathPatterns"]
        inside = paths != [EVERYWHERE] and any(fnmatchcase(path, glob) for glob in paths for path in kept)
        yield config["Name"].rsplit("-", 1)[-1].capitalize(), paths, config, inside


def policies(places):
    """Each policy by its name in the template: those of the table, and what comes of them for forms and previews."""
    found = {}
    for place, paths, config, kept in places:
        found[f"{place}Headers"] = policy(place, config)
        if not kept:
            found[f"Preview{place}Headers"] = policy(f"Preview{place}", preview(config))
        if paths == [EVERYWHERE]:
            found["FormsHeaders"] = policy("Forms", beside_forms(config))
    return found


def policy(place, config):
    custom = config["CustomHeadersConfig"]["Items"]
    config = {
        "Name": {"Fn::Sub": f"${{AWS::StackName}}-{place.lower()}"},
        "SecurityHeadersConfig": config["SecurityHeadersConfig"],
        "CustomHeadersConfig": {"Items": custom},
    }
    return {"Type": "AWS::CloudFront::ResponseHeadersPolicy", "Properties": {"ResponseHeadersPolicyConfig": config}}


def with_items(config, items):
    return {**config, "CustomHeadersConfig": {"Items": items}}


def preview(config):
    """No search engine is to find it, and the next one under its name is seen at once."""
    items = [item for item in config["CustomHeadersConfig"]["Items"] if item["Header"] != "Cache-Control"]
    added = {"Cache-Control": "no-cache", "X-Robots-Tag": "noindex"}
    return with_items(config, items + [{"Header": h, "Value": v, "Override": True} for h, v in added.items()])


def beside_forms(config):
    """Only what forms-fn doesn't say itself."""
    items = config["CustomHeadersConfig"]["Items"]
    items = [{**item, "Override": False} for item in items if item["Header"] not in OF_FORMS_FN]
    security = {k: {**v, "Override": False} for k, v in config["SecurityHeadersConfig"].items() if k != "ContentSecurityPolicy"}
    return {**with_items(config, items), "SecurityHeadersConfig": security}


def forms(origin, paths, release):
    """One for each language: what lies deeper in the site may have a folder of this name, too."""
    languages = [language["id"] for language in release.manifest()["languages"]]
    for path in dict.fromkeys(path.replace("{lang}", language) for path in paths for language in languages):
        yield {
            "PathPattern": release.base_path() + path,
            "TargetOriginId": origin,
            "ViewerProtocolPolicy": "redirect-to-https",
            "AllowedMethods": ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
            "CachePolicyId": CACHING_DISABLED,
            "OriginRequestPolicyId": ALL_VIEWER_EXCEPT_HOST,
            "ResponseHeadersPolicyId": {"Ref": "FormsHeaders"},
        }


def previews(places, release):
    """The places of the table once more. Kept files of a preview are its own."""
    base = release.base_path()
    for place, paths, _, kept in places:
        for path in [] if kept else paths:
            path = f"{base}/previews/*" + ("" if path == EVERYWHERE else path.removeprefix(base))
            yield files(path, "EdgePreviews", f"Preview{place}Headers", cached=False)


def behaviours(places):
    """Each place of the table but the last, which is the default."""
    for place, paths, _, kept in places:
        for path in paths if paths != [EVERYWHERE] else []:
            yield files(path, "EdgeKept" if kept else "EdgePages", f"{place}Headers", cached=True)


def files(path, edge, headers, cached):
    events = ("viewer-request", "viewer-response")
    arn = {"Fn::GetAtt": [edge, "FunctionARN"]}
    return {
        "PathPattern": path,
        "TargetOriginId": "files",
        "ViewerProtocolPolicy": "redirect-to-https",
        "AllowedMethods": ["GET", "HEAD"],
        "CachePolicyId": {"Ref": "ByPath"} if cached else CACHING_DISABLED,
        "ResponseHeadersPolicyId": {"Ref": headers},
        "FunctionAssociations": [{"EventType": event, "FunctionARN": arn} for event in events],
    }
