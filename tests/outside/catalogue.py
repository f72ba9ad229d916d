"""The clients of the soaks, in the order of their table in docs/sharing.md."""

from __future__ import annotations

from tests.outside import clients, servers
from tests.outside.clients import Client

CLIENTS: tuple[type[Client], ...] = (
    servers.Syncthing,
    clients.Unison,
    clients.UnisonUndecided,
    clients.Bisync,
    clients.Rsync,
    clients.RsyncInPlace,
    clients.Copying,
    servers.Samba,
    clients.Git,
    servers.Sshfs,
    clients.Crowd,
)
