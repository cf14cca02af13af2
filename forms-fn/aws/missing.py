"""The page of a release for what isn't there, in the language of the address. The CDN asks for it where the bucket has no file."""
import os
from hmac import compare_digest

import botocore.session

bucket = botocore.session.get_session().create_client("s3")


def handler(event, context):
    said = event["headers"].get("x-origin-secret", "").encode()
    if not any(compare_digest(said, secret.encode()) for secret in os.environ["FORMS_ORIGIN_SECRET"].split(",")):
        return answer(403, "Not here.", "text/plain")
    # /releases/ID/public/da/… and /previews/NAME/da/…
    folders = event["rawPath"].lstrip("/").split("/")
    root = folders[: 3 if folders[0] == "releases" else 2]
    for page in ([*root, *folders[len(root) : len(root) + 1]], root):
        try:
            found = bucket.get_object(Bucket=os.environ["BUCKET"], Key="/".join([*page, "404.html"]))
        except bucket.exceptions.ClientError:
            continue
        return answer(404, found["Body"].read().decode(), "text/html")
    return answer(404, "There is nothing here.", "text/plain")


def answer(status, text, kind):
    headers = {"content-type": f"{kind}; charset=utf-8", "cache-control": "public, max-age=60"}
    return {"statusCode": status, "headers": headers, "body": text}
