"""What systemd does for forms-fn: it holds the address, hands it to the program, and starts the program again when it ends."""

import os
import socket
import subprocess
import threading

from .common import listens, until

# sd_listen_fds(3): the first socket is the fourth file, and is meant for the process with this number.
HANDED = 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$@" 3<&{}'


class Service:
    def __init__(self, command, port, log):
        self.command, self.port, self.log = command, port, log
        self.starts, self.is_wanted = 0, True

    @property
    def pid(self):
        return self.process.pid

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", self.port), backlog=1024)
        self.start()
        self.watch = threading.Thread(target=self.again, daemon=True)
        self.watch.start()
        return self

    def start(self):
        held = self.socket.fileno()
        with open(self.log, "ab") as out:
            command = ["bash", "-c", HANDED.format(held), "bash", *self.command]
            self.process = subprocess.Popen(command, stdout=out, stderr=out, pass_fds=[held])
        self.starts += 1

    def again(self):
        """`Restart=always`, but not for ever: a program that can't start is told by the test that waits for it."""
        while self.is_wanted and self.starts < 10:
            self.process.wait()
            if self.is_wanted:
                self.start()

    def __exit__(self, *_):
        self.is_wanted = False
        self.process.terminate()
        self.process.wait(20)
        self.watch.join(20)
        self.socket.close()
        until(lambda: not listens(self.port), "the end of forms-fn")
