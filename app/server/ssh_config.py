"""What sshd is to be told so that people get a desk over SSH and nothing else. The set-up is in docs/ssh.md."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

KEYS = "/etc/ssh/reception/%u"
CONFIG = """\
# Desks of Reception over SSH. /etc/ssh/sshd_config.d/reception.conf; then: sshd -t && systemctl reload ssh
Match {whom}
    # Whatever is asked for, sftp and scp included, this runs instead.
    ForceCommand {command}
    PermitTTY yes
    PermitUserRC no
    MaxSessions 1
    # Each by its name: before OpenSSH 10.0, DisableForwarding left out X11 and the agent.
    DisableForwarding yes
    AllowAgentForwarding no
    AllowStreamLocalForwarding no
    AllowTcpForwarding no
    GatewayPorts no
    PermitListen none
    PermitOpen none
    PermitTunnel no
    X11Forwarding no
    # The terminal says what it is by itself; nothing else of its environment comes in.
    AcceptEnv LANG
    # A line that is dead is noticed within a minute.
    ClientAliveInterval 15
    ClientAliveCountMax 3
    # One file of keys for each user, kept by root.
    AuthorizedKeysFile {keys}
    PubkeyAuthentication yes
    HostbasedAuthentication no
    GSSAPIAuthentication no
    KbdInteractiveAuthentication no
    PermitEmptyPasswords no
    PasswordAuthentication {password}
    AuthenticationMethods {methods}
Match all
"""


def ssh_config(whom: str, socket: str, *, key_only: bool, keys: str = KEYS) -> str:
    """``whom`` as sshd's Match has it: ``Group desk``, ``User nok,lek``."""
    program = str(Path(sys.executable).with_name("reception"))
    command = [program, "desk", *(["--socket", socket] if socket else [])]
    return CONFIG.format(
        whom=whom,
        command=shlex.join(command),
        keys=keys.replace('"', ""),
        password="no" if key_only else "yes",
        methods="publickey" if key_only else "publickey password",
    )
