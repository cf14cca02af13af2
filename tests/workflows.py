"""The workflows of GitHub, Forgejo and GitLab: by the schemas that there are of them, and by what those don't ask. python3 workflows.py
Each rule is tried on a workflow that breaks it, too.
"""

import pathlib
import re
import subprocess
import sys

import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORKFLOWS = sorted([*ROOT.glob(".github/workflows/*.yml"), *ROOT.glob(".forgejo/workflows/*.yml")])
GITLAB = ROOT / ".gitlab-ci.yml"
# The only steps that are given secrets; a forge's own token isn't one of them.
SHOWS = re.compile(r"\.ci/publish (deploy|remove)\b")


def by_schema(schema, *files):
    # GitLab takes a variable for an address.
    words = ["check-jsonschema", "--builtin-schema", f"vendor.{schema}", "--disable-formats", "uri", *map(str, files)]
    done = subprocess.run([pathlib.Path(sys.executable).parent / words[0], *words[1:]], capture_output=True, text=True)
    return [] if done.returncode == 0 else [done.stdout + done.stderr]


def workflow_faults(text):
    """What is wrong with a workflow of GitHub or Forgejo."""
    flow = yaml.safe_load(text)
    events = flow.get("on", flow.get(True))
    if "pull_request_target" in events or "workflow_run" in events:
        yield "strangers' code would run with secrets"
    if "permissions" not in flow:
        yield "no `permissions`: jobs would get every right"
    if "secrets." in str(flow.get("env", {})):
        yield "every step would get secrets"
    for line in text.splitlines():
        used = re.match(r"\s*-? *uses: *(\S+)(.*)", line)
        if used and not (re.search(r"@[0-9a-f]{40}$", used[1]) and re.match(r" # v\d", used[2])):
            yield f"`{used[1]}` isn't named by its commit, with the version behind it"
    for name, job in flow["jobs"].items():
        yield from (f"job {name}: {fault}" for fault in job_faults(job))


def job_faults(job):
    if "timeout-minutes" not in job:
        yield "no `timeout-minutes`"
    if "secrets." in str({key: value for key, value in job.items() if key != "steps"}):
        yield "every step of it would get secrets"
    for step in job["steps"]:
        if "secrets." in str(step) and not SHOWS.match(step.get("run", "")):
            yield f"a step that shows nothing gets secrets: {step}"
        if re.search(r"\$\{\{ *github\.(event\.(pull_request\.(title|body|head\.ref)|comment|issue)|head_ref)", step.get("run", "")):
            yield "a stranger's words would be run"


def gitlab_faults(text):
    """Secrets are an environment's: only jobs that show something may have one."""
    for name, job in yaml.safe_load(text).items():
        if isinstance(job, dict) and "script" in job:
            script = job["script"] if isinstance(job["script"], list) else [job["script"]]
            if ("environment" in job) != any(SHOWS.match(line) for line in script):
                yield f"job {name}: has an environment and shows nothing, or the other way round"


def rules_can_fail():
    """Workflows that break a rule each, and a word of what is to be said of it."""
    good = (ROOT / ".github/workflows/publish.yml").read_text()
    broken = {
        "strangers' code": good.replace("  pull_request:\n", "  pull_request_target:\n"),
        "every right": good.replace("permissions: {}\n", ""),
        "isn't named by its commit": re.sub(r"@[0-9a-f]{40} # ", "@", good, count=1),
        "version behind": re.sub(r" # v[0-9.]+", "", good, count=1),
        "every step would get": good.replace("env:\n", "env:\n  KEY: ${{ secrets.KEY }}\n", 1),
        "every step of it": good.replace("      NAME: pr-", "      KEY: ${{ secrets.KEY }}\n      NAME: pr-"),
        "shows nothing gets secrets": good.replace("run: .ci/publish deploy\n", "run: .ci/publish build\n"),
        "a stranger's words": good.replace('build "$NAME"', 'build "${{ github.head_ref }}"'),
        "timeout": good.replace("    timeout-minutes: 30\n", "", 1),
    }
    for said, text in broken.items():
        if text == good:
            yield f"the rule of `{said}` is tried on nothing"
        elif not any(said in fault for fault in workflow_faults(text)):
            yield f"nobody says `{said}`"
    gitlab = GITLAB.read_text()
    if not list(gitlab_faults(gitlab.replace("script: .ci/publish deploy\n", "script: .ci/publish build\n"))):
        yield "nobody says that a job of GitLab has an environment for nothing"


def main():
    faults = [*by_schema("github-workflows", *WORKFLOWS), *by_schema("gitlab-ci", GITLAB)]
    faults += by_schema("dependabot", ROOT / ".github/dependabot.yml")
    for path in WORKFLOWS:
        faults += [f"{path.relative_to(ROOT)}: {fault}" for fault in workflow_faults(path.read_text())]
    faults += [f".gitlab-ci.yml: {fault}" for fault in gitlab_faults(GITLAB.read_text())]
    faults += rules_can_fail()
    print("\n".join([*faults, f"{len(WORKFLOWS) + 1} workflows, {len(faults)} faults"]))
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
