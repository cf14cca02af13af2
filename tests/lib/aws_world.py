"""What the steps of `aws.py` share: the stack as it is now, what didn't hold, and what took how long."""

import botocore.session
from aws_here import REGION, STACK, Cdn, Deployer
from deployer.bucket import Bucket

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


def parameters(world):
    stack = world.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]
    return {one["ParameterKey"]: one.get("ParameterValue") for one in stack["Parameters"]}
