"""A mail server on a free port of this machine that keeps what it gets.

    smtp_sink.py FOLDER [--login USER:PASSWORD] [--certificate FILE] [ADDRESS=REPLY …]

It prints its port and serves until its input ends. Each message becomes FOLDER/0001.eml and so on,
with sender and receivers in 0001.json beside it. `temp@example.net="451 4.3.0 later"` gives that reply
to this receiver. With `--login` only that user may send; with a certificate and its key in one file
the server offers STARTTLS.
"""

import argparse
import asyncio
import json
import logging
import pathlib
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Keeper:
    """Keeps messages as files; a file that is there is whole."""

    def __init__(self, folder, replies):
        self.folder = folder
        self.replies = replies
        self.count = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.replies:
            return self.replies[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        name = f"{self.count:04}"
        people = {"from": envelope.mail_from, "to": envelope.rcpt_tos}
        (self.folder / f"{name}.json").write_text(json.dumps(people))
        part = self.folder / f"{name}.part"
        part.write_bytes(envelope.original_content)
        part.rename(self.folder / f"{name}.eml")
        return "250 kept"


def checker(login):
    """Tells who may send."""
    user, password = login.split(":", 1)
    expected = LoginPassword(user.encode(), password.encode())

    def check(server, session, envelope, mechanism, data):
        # Not handled here: the server itself answers 535.
        return AuthResult(success=data == expected, handled=False)

    return check


async def serve(asked):
    keeper = Keeper(asked.folder, dict(reply.split("=", 1) for reply in asked.replies))
    options = {"hostname": "sink.example"}
    if asked.login:
        options |= {"authenticator": checker(asked.login), "auth_required": True, "auth_require_tls": False}
    if asked.certificate:
        options["tls_context"] = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        options["tls_context"].load_cert_chain(asked.certificate)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(keeper, **options), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    # Whoever started us has the other end: we never outlive them.
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--login")
    parser.add_argument("--certificate")
    parser.add_argument("replies", nargs="*")
    # A login without TLS is what these tests want.
    warnings.simplefilter("ignore", UserWarning)
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
