"""What goes wrong, in words that say where and how to mend it."""
from botocore import exceptions

HINTS = {
    "ExpiredToken": "the credentials have expired: sign in again (`aws sso login`, or new keys) and repeat the command",
    "ExpiredTokenException": "the credentials have expired: sign in again (`aws sso login`, or new keys) and repeat the command",
    "RequestExpired": "the credentials have expired, or the clock of this machine is wrong",
    "InvalidClientTokenId": "AWS doesn't know these credentials: look at AWS_PROFILE and AWS_ACCESS_KEY_ID",
    "UnrecognizedClientException": "AWS doesn't know these credentials: look at AWS_PROFILE and AWS_ACCESS_KEY_ID",
    "SignatureDoesNotMatch": "the secret key isn't the one of AWS_ACCESS_KEY_ID",
    "AccessDenied": "the credentials may not do this: docs/aws.md has the rights that a deployment needs",
    "AccessDeniedException": "the credentials may not do this: docs/aws.md has the rights that a deployment needs",
}


class Trouble(Exception):
    """Ends the command. `hint` says how to mend it."""

    def __init__(self, message, hint=None):
        super().__init__(message)
        self.hint = hint


def words(error):
    """(what is wrong, how to mend it) of whatever was raised on purpose or by boto3; None for a fault of this program."""
    if isinstance(error, Trouble):
        return str(error), error.hint
    if isinstance(error, exceptions.ClientError):
        said = error.response.get("Error", {})
        hint = HINTS.get(said.get("Code"))
        return f"{error.operation_name}: {said.get('Message') or said.get('Code')}", hint
    if isinstance(error, (exceptions.NoCredentialsError, exceptions.PartialCredentialsError, exceptions.ProfileNotFound)):
        return f"no credentials for AWS: {error}", "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    if isinstance(error, exceptions.SSOError) or type(error).__name__ == "TokenRetrievalError":
        return str(error), HINTS["ExpiredToken"]
    if isinstance(error, exceptions.BotoCoreError):
        return str(error), "is there a network?"
    return None
