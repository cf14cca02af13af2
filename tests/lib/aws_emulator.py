"""ministack with what its CDN lacks: groups of origins, of which the second is asked when the first has nothing, and the
knowledge that it asks the bucket over TLS.

Everything else is ministack's own. It is started as `ministack` is, with the same environment.
"""
from ministack.app import main
from ministack.core import iam_evaluator
from ministack.services import cloudfront

parse, fetch = cloudfront.parse_distribution_dataplane_config, cloudfront._fetch_from_origin
ASKED_TWICE = {"GET", "HEAD", "OPTIONS"}


def groups(dist):
    """(id, codes, ids of both origins) of each group of a distribution's configuration."""
    for group in cloudfront._dist_config_el(dist).iter():
        if cloudfront._local_tag_name(group) == "OriginGroup":
            inner = list(group.iter())
            codes = {int(el.text) for el in inner if cloudfront._local_tag_name(el) == "StatusCode"}
            members = [el.text for el in inner if cloudfront._local_tag_name(el) == "OriginId"]
            yield next(el.text for el in group if cloudfront._local_tag_name(el) == "Id"), codes, members


def parse_with_groups(dist):
    parsed = parse(dist)
    for name, codes, members in groups(dist):
        first, second = (parsed["origins"][member] for member in members)
        parsed["origins"][name] = {**first, "codes": codes, "second": second}
    return parsed


async def fetch_with_groups(origin, method, *rest):
    answer = await fetch(origin, method, *rest)
    if answer[0] in origin.get("codes", ()) and method in ASKED_TWICE:
        return await fetch(origin["second"], method, *rest)
    return answer


def resolve_over_tls(key, context, resolve=iam_evaluator._resolve_condition_key):
    return "true" if key.lower() == "aws:securetransport" else resolve(key, context)


iam_evaluator._resolve_condition_key = resolve_over_tls
cloudfront.parse_distribution_dataplane_config = parse_with_groups
cloudfront._fetch_from_origin = fetch_with_groups

if __name__ == "__main__":
    main()
