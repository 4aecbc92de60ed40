"""A real OpenSSH server on loopback, with throwaway keys, for the person who runs the tests."""

import getpass
import os
import shlex
import socket
from collections.abc import Sequence
from pathlib import Path

from tests.live.servers.process import HOST, Process, command, free_port, need, run

CONFIG = """\
ListenAddress {host}
Port {port}
HostKey {folder}/host_key
PidFile none
AuthorizedKeysFile {folder}/user_key.pub
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
UsePAM no
StrictModes no
PrintMotd no
PrintLastLog no
UseDNS no
X11Forwarding no
AllowTcpForwarding no
AllowUsers {user}
AcceptEnv LANG LC_*
"""


class SSHD:
    """Starts and stops the server, and knows the command line that logs in to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.user = getpass.getuser()
        self._process = Process("sshd", folder / "sshd.log")

    def start(self) -> None:
        """Make the keys and start the server."""
        need({"sshd": "openssh-server", "ssh": "openssh-client", "ssh-keygen": "openssh-client"})
        self.folder.chmod(0o700)
        for name in ("host_key", "user_key"):
            run([command("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", self.folder / name])
        host_key = (self.folder / "host_key.pub").read_text()
        (self.folder / "known_hosts").write_text(f"[{HOST}]:{self.port} {host_key}")
        config = self.folder / "sshd_config"
        config.write_text(CONFIG.format(host=HOST, port=self.port, folder=self.folder, user=self.user))
        if os.getuid() == 0:
            # sshd as root locks itself into this folder, which a service would have made.
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        # sshd starts itself anew for each connection, so it wants its full path.
        self._process.start([command("sshd"), "-D", "-e", "-f", config])
        self._process.wait_until(self._greets)

    def stop(self) -> None:
        """End the server and every session."""
        self._process.stop()

    def login(self, words: Sequence[str | Path]) -> list[str]:
        """The command line that runs `words` in a terminal on the other side."""
        return [
            *(command("ssh"), "-tt", "-F", "/dev/null"),
            *("-i", str(self.folder / "user_key"), "-p", str(self.port)),
            *("-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=yes"),
            *("-o", f"UserKnownHostsFile={self.folder / 'known_hosts'}"),
            *("-o", "LogLevel=ERROR", "-o", "SendEnv=LANG LC_*"),
            f"{self.user}@{HOST}",
            shlex.join(str(word) for word in words),
        ]

    def _greets(self) -> bool:
        try:
            with socket.create_connection((HOST, self.port), timeout=5) as connection:
                return connection.recv(4) == b"SSH-"
        except OSError:
            return False
