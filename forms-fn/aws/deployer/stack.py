"""The stack: made, changed and looked at. The pointer to what is shown is three of its parameters."""
import re
import time
from pathlib import Path

from botocore.exceptions import ClientError

from .trouble import Trouble

TEMPLATES = Path(__file__).resolve().parent.parent
# How often the stack is looked at while it changes, in seconds; an emulator is quicker.
EVERY = 3


def check_region(region):
    """The regions are those of the template, so that there is no second list."""
    text = (TEMPLATES / "template.yaml").read_text()
    allowed = re.findall(r"^    (\S+): \{ Place: ", text, flags=re.M)
    if region not in allowed:
        raise Trouble(f"`{region}` is no region of the European Union that the stack knows", f"choose one of {', '.join(allowed)} with --region")


class Stack:
    """A stack of CloudFormation."""

    def __init__(self, cloudformation, name, every=EVERY, role=None):
        """`every`: seconds between two looks at a change. `role`: whose rights CloudFormation uses, if not those of the caller."""
        self.cloudformation, self.name, self.every, self.role = cloudformation, name, every, role

    def look(self):
        """What CloudFormation says of it, or None if there is none."""
        try:
            return self.cloudformation.describe_stacks(StackName=self.name)["Stacks"][0]
        except ClientError as error:
            if "does not exist" in error.response["Error"].get("Message", ""):
                return None
            raise

    def look_or_fail(self):
        found = self.look()
        if found is None:
            raise Trouble(f"there is no stack `{self.name}` in {self.cloudformation.meta.region_name}", "is --region right? `deploy` makes the stack")
        return found

    def parameters(self):
        """Those of the stack; the secret ones are stars."""
        return {one["ParameterKey"]: one.get("ParameterValue", "") for one in self.look_or_fail().get("Parameters", [])}

    def outputs(self):
        return {one["OutputKey"]: one["OutputValue"] for one in self.look_or_fail().get("Outputs", [])}

    def put(self, template, values):
        """Makes the stack, or changes it. `template`: {"TemplateURL": …} or {"TemplateBody": …}. A parameter without a
        value keeps the one that it has. True if there was something to change."""
        found = self.look()
        self.refuse_what_is_stuck(found)
        known = self.cloudformation.get_template_summary(**template)["Parameters"]
        old = {one["ParameterKey"] for one in found.get("Parameters", [])} if found else set()
        parameters = list(self.choose(known, values, old))
        change = self.cloudformation.update_stack if found else self.cloudformation.create_stack
        options = {**({} if found else {"OnFailure": "DELETE"}), **({"RoleARN": self.role} if self.role else {})}
        try:
            begun = change(StackName=self.name, Parameters=parameters, Capabilities=["CAPABILITY_IAM"], **template, **options)
        except ClientError as error:
            if "No updates are to be performed" in error.response["Error"].get("Message", ""):
                return False
            raise
        self.wait(begun["StackId"])
        return True

    def choose(self, known, values, old):
        for one in known:
            name = one["ParameterKey"]
            if values.get(name) is not None:
                yield {"ParameterKey": name, "ParameterValue": str(values[name])}
            elif name in old:
                yield {"ParameterKey": name, "UsePreviousValue": True}
            elif "DefaultValue" not in one:
                raise Trouble(f"the stack needs `{name}`: {one.get('Description', '')}", "`forms-fn/aws/deploy deploy --help` says how to give it")

    def refuse_what_is_stuck(self, found):
        status = found["StackStatus"] if found else ""
        if status in ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED", "REVIEW_IN_PROGRESS"):
            raise Trouble(f"the stack `{self.name}` was never made whole: it is in {status}",
                          "delete it in the console of CloudFormation (tables and key stay, if they were made), then repeat the command")
        if status == "UPDATE_ROLLBACK_FAILED":
            raise Trouble(f"the stack `{self.name}` couldn't go back to what it was: it is in {status}",
                          "in the console of CloudFormation choose “Continue update rollback”, then repeat the command")
        if status.endswith("_IN_PROGRESS"):
            raise Trouble(f"the stack `{self.name}` is being changed by somebody: it is in {status}", "wait for its end")

    def wait(self, begun):
        """Until it has changed. Says why, if it didn't."""
        while True:
            found = self.cloudformation.describe_stacks(StackName=begun)["Stacks"][0]
            if not found["StackStatus"].endswith("_IN_PROGRESS"):
                break
            time.sleep(self.every)
        if found["StackStatus"] not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            raise Trouble(f"the stack `{self.name}` ended in {found['StackStatus']}: {self.why(begun)}",
                          "CloudFormation has put back what was there before")

    def why(self, begun):
        """The first failure since the change began; what follows it was only cancelled."""
        first = None
        for event in self.cloudformation.describe_stack_events(StackName=begun)["StackEvents"]:
            if event["ResourceStatus"].endswith("_FAILED") and "cancelled" not in event.get("ResourceStatusReason", ""):
                first = event
            if event["LogicalResourceId"] == self.name and event["ResourceStatus"] in ("UPDATE_IN_PROGRESS", "CREATE_IN_PROGRESS"):
                break
        if first is None:
            return "it doesn't say why"
        return f"{first['LogicalResourceId']} ({first['ResourceType']}): {first.get('ResourceStatusReason', 'no reason given')}"
