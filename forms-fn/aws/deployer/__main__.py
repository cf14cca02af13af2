"""The command line."""
import argparse
import os
import pathlib
import sys

import boto3

from . import compose, status
from . import release as releases
from .site import Site
from .stack import TEMPLATES, Stack
from .trouble import Trouble, words

EDGE_REGION = "us-east-1"
# As they are typed, so with their lines.
PLAIN = argparse.RawDescriptionHelpFormatter
EXAMPLES = """examples:
  export AWS_PROFILE=our-house AWS_REGION=eu-north-1
  forms-fn/aws/deploy deploy our-site --secrets ~/aws-secrets/secrets.json --program programs/lambda/forms-fn \\
    --desk-program programs/lambda/forms-fn-desk --set AlarmEmail=karin@example.org      the first time
  forms-fn/aws/deploy deploy our-site                                                    new pages
  forms-fn/aws/deploy rollback our-site                                                  what was shown before
  forms-fn/aws/deploy status our-site

Credentials stand in AWS_PROFILE, or in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. docs/running.md leads through all of it."""


def arguments():
    parser = argparse.ArgumentParser(prog="forms-fn/aws/deploy", description="Carries what `spaces release` made to AWS.",
                                     epilog=EXAMPLES, formatter_class=PLAIN)
    commands = parser.add_subparsers(dest="command", required=True)
    deploy = command(commands, "deploy", "show the release of a folder; the first time, make everything")
    deploy.add_argument("--out", default="dist", help="the folder of `spaces release` (dist)")
    deploy.add_argument("--program", help="the program for everybody, or an archive of it; without it the one of the stack stays")
    deploy.add_argument("--desk-program", help="the one for organisers and the worker")
    deploy.add_argument("--secrets", help="secrets.json, the first time")
    deploy.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a parameter of the stack, such as AlarmEmail=karin@example.org; it stays. forms-fn/aws/template.yaml tells all")
    deploy.add_argument("--new-origin-secret", action="store_true", help="what the CDN tells the functions; the one before holds until the next deploy")
    deploy.add_argument("--another-address", action="store_true", help="the release is made for another base URL than the one that is shown")
    deploy.epilog = ("FORMS_SMTP and FORMS_MAIL_FROM of the environment become parameters, too: needed the first time. "
                     "Write the first as smtps://user:password@host:465; docs/running.md tells which signs are written in another way.")
    rollback = command(commands, "rollback", "show the release that was shown before, or the one named")
    rollback.add_argument("id", nargs="?", metavar="ID", help="a release, as `status` lists them; without it, the one shown before")
    for one in (deploy, rollback):
        one.add_argument("--patience", type=float, default=120, metavar="SECONDS", help="until the CDN shows it everywhere (120)")
        one.add_argument("--break-lock", action="store_true", help="after a command that was broken off")
    command(commands, "status", "what is shown, what could be, and whether it is well")
    preview = command(commands, "preview", "put a release beside the site, at /previews/NAME/")
    preview.add_argument("name", metavar="NAME", help="what stands in its address, such as tea")
    preview.add_argument("--out", default="dist", help="the folder of `spaces release --base-url https://…/previews/NAME` (dist)")
    preview.add_argument("--remove", action="store_true", help="take the preview away")
    preview.add_argument("--break-lock", action="store_true", help="after a command that was broken off")
    edge = command(commands, "edge", f"certificate and firewall, in {EDGE_REGION}: CloudFront takes them from nowhere else")
    edge.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="Domain, and perhaps HostedZone, Firewall=yes")
    template = commands.add_parser("template", help="print the template of a release, as it goes to CloudFormation")
    template.add_argument("--out", default="dist", help="the folder of `spaces release` (dist)")
    return parser.parse_args()


def command(commands, name, what):
    one = commands.add_parser(name, help=what, description=what)
    one.add_argument("stack", metavar="STACK", help="the name of the stack of CloudFormation, such as our-site; you choose it the first time")
    one.add_argument("--region", default=os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION"),
                     help="a region of the European Union, such as eu-north-1; without it, AWS_REGION")
    one.add_argument("--profile", help="credentials of ~/.aws/config; without it, AWS_PROFILE")
    one.add_argument("--role", help="ARN of the role whose rights CloudFormation uses")
    one.add_argument("--endpoint-url", help="of an emulator")
    return one


def pairs(given):
    for one in given:
        if "=" not in one:
            raise Trouble(f"--set takes NAME=VALUE, and not `{one}`")
    return dict(one.split("=", 1) for one in given)


def values(args):
    """Parameters of the stack. What isn't given stays as it is."""
    found = {"Smtp": os.environ.get("FORMS_SMTP"), "MailFrom": os.environ.get("FORMS_MAIL_FROM"), **pairs(args.set)}
    if args.secrets:
        try:
            found["Keys"] = pathlib.Path(args.secrets).read_text().strip()
        except OSError as error:
            raise Trouble(f"--secrets `{args.secrets}` can't be read: {error.strerror}", "`forms-fn serve` makes it at its first start") from error
    return {name: value for name, value in found.items() if value is not None}


def edge(args):
    client = boto3.Session(region_name=EDGE_REGION, profile_name=args.profile).client("cloudformation", endpoint_url=args.endpoint_url)
    stack = Stack(client, f"{args.stack}-edge")
    print("asking for it; without --set HostedZone this waits until the record is there that the console of ACM names", flush=True)
    given = pairs(args.set)
    stack.put({"TemplateBody": (TEMPLATES / "edge.yaml").read_text()}, given)
    known = {**{name: given[name] for name in ("Domain", "HostedZone") if name in given}, **stack.outputs()}
    print("give this to `deploy`:", " ".join(f"--set {name}={value}" for name, value in sorted(known.items())))


def run(args):
    if args.command == "template":
        print(compose.template(releases.read(args.out)), end="")
        return
    if args.command == "edge":
        edge(args)
        return
    if not args.region:
        raise Trouble("no region", "give --region, such as eu-north-1, or set AWS_REGION")
    site = Site(args.stack, args.region, args.endpoint_url, args.profile, args.role, say=lambda line: print(line, flush=True))
    if args.command == "deploy":
        site.deploy(args.out, args.program, args.desk_program, values(args), args.patience, args.break_lock, args.new_origin_secret,
                    args.another_address)
    elif args.command == "rollback":
        site.rollback(args.id, args.patience, args.break_lock)
    elif args.command == "status":
        print("\n".join(status.lines(site)))
    elif args.remove:
        site.remove_preview(args.name, args.break_lock)
    else:
        site.preview(args.name, args.out, args.break_lock)


def main():
    try:
        run(arguments())
    except Exception as error:  # Anything that isn't a fault of this program is told in words.
        told = words(error)
        if told is None:
            raise
        message, hint = told
        print(f"error: {message}" + (f"\n  hint: {hint}" if hint else ""), file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("error: broken off; what is shown may be either release: `status` tells, and `deploy` again mends it", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
