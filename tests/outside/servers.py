"""Clients with a server of their own on loopback: Syncthing, Samba and sshfs."""

from __future__ import annotations

import getpass
import json
import os
import re
import socket
import subprocess
import time
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from xml.sax.saxutils import quoteattr

from tests.outside.clients import Called, Client, ended, found, wait_until

_FOLDER = """<folder id="net" label="net" path={path} type="sendreceive" rescanIntervalS="10" fsWatcherEnabled="true"
fsWatcherDelayS="1" ignorePerms="false" autoNormalize="true">{devices}<maxConflicts>10</maxConflicts></folder>"""
_DEVICE = """<device id="{id}" name="{name}" compression="metadata" introducer="false">
<address>tcp://127.0.0.1:{port}</address><paused>false</paused></device>"""
_CONFIG = """<configuration version="36">{folder}{devices}
<gui enabled="true" tls="false"><address>127.0.0.1:{gui}</address><apikey>key</apikey></gui>
<options><listenAddress>tcp://127.0.0.1:{port}</listenAddress><globalAnnounceEnabled>false</globalAnnounceEnabled>
<localAnnounceEnabled>false</localAnnounceEnabled><relaysEnabled>false</relaysEnabled><natEnabled>false</natEnabled>
<urAccepted>-1</urAccepted><autoUpgradeIntervalH>0</autoUpgradeIntervalH><startBrowser>false</startBrowser>
<crashReportingEnabled>false</crashReportingEnabled><reconnectionIntervalS>2</reconnectionIntervalS></options>
</configuration>"""


class Syncthing(Client):
    """Three instances that know only each other; now and then one is off the network."""

    PROGRAMS = ("syncthing",)
    LAPTOPS = 3

    def __init__(self, base: Path, names: Sequence[str]) -> None:
        super().__init__(base, names)
        self._running: list[subprocess.Popen[bytes]] = []
        self._gui: dict[str, int] = {}
        self._paused: tuple[str, float] | None = None

    def start(self) -> None:
        ports = {name: free_port() for name in self.names}
        self._gui = {name: free_port() for name in self.names}
        ids = {name: self._identity(name) for name in self.names}
        shared = "".join(f'<device id="{id_}"/>' for id_ in ids.values())
        devices = "".join(_DEVICE.format(id=ids[name], name=name, port=ports[name]) for name in self.names)
        for name in self.names:
            folder = _FOLDER.format(path=quoteattr(str(self.folder(name))), devices=shared)
            config = _CONFIG.format(folder=folder, devices=devices, gui=self._gui[name], port=ports[name])
            (self._settings(name) / "config.xml").write_text(config, encoding="utf-8")
            log = (self.base / f"syncthing of {name}.log").open("wb")
            flags = ("--no-browser", "--no-default-folder", "--no-restart", "--no-upgrade")
            call = ["syncthing", "serve", "--home", str(self._settings(name)), *flags]
            self._running.append(subprocess.Popen(call, stdout=log, stderr=log))
        wait_until(self._are_idle, "Syncthing's start", 40)

    def sync(self, name: str) -> None:
        """It carries by itself; only who was taken off for long enough comes back."""
        if self._paused and self._paused[0] == name and time.monotonic() > self._paused[1]:
            self._resume()

    def disturb(self, random: Random) -> None:
        if self._paused is None and random.random() < 0.3:
            name = random.choice(self.names)
            self._ask(name, "system/pause", "POST")
            self._paused = (name, time.monotonic() + random.uniform(3, 8))

    def rest(self) -> None:
        if self._paused:
            self._resume()
        for name in self.names:
            self._ask(name, "db/scan?folder=net", "POST")
        with suppress(TimeoutError):
            wait_until(self._are_idle, "Syncthing's rest", 20)

    def stop(self) -> None:
        for process in self._running:
            ended(process)

    def _resume(self) -> None:
        if paused := self._paused:
            self._ask(paused[0], "system/resume", "POST")
            self._paused = None

    def _identity(self, name: str) -> str:
        self.call("syncthing", "generate", "--home", self._settings(name))
        config = (self._settings(name) / "config.xml").read_text(encoding="utf-8")
        found_ids = re.findall(r'<device id="([A-Z0-9-]{63})"', config)
        return str(found_ids[0])

    def _settings(self, name: str) -> Path:
        return self.base / f"syncthing of {name}"

    def _ask(self, name: str, path: str, method: str = "GET") -> bytes:
        url = f"http://127.0.0.1:{self._gui[name]}/rest/{path}"
        request = urllib.request.Request(url, method=method, headers={"X-API-Key": "key"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return bytes(answer.read())

    def _are_idle(self) -> bool:
        try:
            states = [json.loads(self._ask(name, "db/status?folder=net")) for name in self.names]
        except OSError:
            return False
        is_whole = all(state["state"] == "idle" and not state["needTotalItems"] for state in states)
        return is_whole and len({(state["globalBytes"], state["localFiles"]) for state in states}) == 1


class Samba(Client):
    """A real smbd; each laptop has a folder and smbclient carries what is new there, both ways, and what went."""

    PROGRAMS = ("smbd", "smbclient")

    def __init__(self, base: Path, names: Sequence[str]) -> None:
        super().__init__(base, names)
        self._port = free_port()
        self._seen: dict[str, dict[str, set[str]]] = {name: {} for name in names}
        self._file_as_agreed: dict[str, dict[str, int]] = {name: {} for name in names}
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        own = self.base / "samba"
        for folder in ("net", "lock", "private", "state", "cache", "pid", "ncalrpc"):
            (own / folder).mkdir(parents=True)
        own.joinpath("smb.conf").write_text(
            f"[global]\nserver role = standalone\nmap to guest = bad user\nguest account = {getpass.getuser()}\n"
            f"smb ports = {self._port}\nbind interfaces only = yes\ninterfaces = 127.0.0.1\nlog file = {own}/log\n"
            f"lock directory = {own}/lock\nprivate dir = {own}/private\nstate directory = {own}/state\n"
            f"cache directory = {own}/cache\npid directory = {own}/pid\nncalrpc dir = {own}/ncalrpc\n"
            f"disable spoolss = yes\nload printers = no\ndisable netbios = yes\n"
            f"[net]\npath = {own}/net\nread only = no\nguest ok = yes\nforce user = {getpass.getuser()}\n"
        )
        call = [found("smbd") or "smbd", "-F", "--no-process-group", "-s", str(own / "smb.conf")]
        # Its end is the end of all in its group.
        quiet = subprocess.DEVNULL
        self._server = subprocess.Popen(call, stdout=quiet, stderr=quiet, start_new_session=True)
        wait_until(lambda: self._smb("ls").returncode == 0, "Samba's start")

    def sync(self, name: str) -> None:
        top = self._smb("ls").stdout
        here = {path.name for path in self.folder(name).iterdir() if path.is_dir()}
        for folder in sorted(here | set(re.findall(r"^ {2}(cbnet-\S+) +D", top, re.MULTILINE))):
            self._carry_pieces(name, folder, is_there=folder in top)
        for path in self.folder(name).glob("*.cbnet"):
            self._carry_file(name, path)
        for file in re.findall(r"^ {2}(\S+\.cbnet) +[AN]", top, re.MULTILINE):
            if not (self.folder(name) / file).exists():
                self._smb(f'lcd "{self.folder(name)}"; get {file}')

    def stop(self) -> None:
        if self._server:
            ended(self._server)

    def _carry_pieces(self, name: str, folder: str, *, is_there: bool) -> None:
        own = self.folder(name) / folder
        own.mkdir(exist_ok=True)
        seen = self._seen[name].setdefault(folder, set())
        listed = self._smb(f"cd {folder}; ls").stdout if is_there else ""
        there = set(re.findall(r"^ {2}(\S+\.cb1) ", listed, re.MULTILINE))
        here = {path.name for path in own.glob("*.cb1")}
        calls = [f"put {piece}" for piece in here - there - seen] + [f"get {piece}" for piece in there - here - seen]
        calls += [f"del {piece}" for piece in (seen - here) & there]
        for piece in (seen - there) & here if is_there else ():
            (own / piece).unlink(missing_ok=True)
        if calls:
            first = [] if is_there else [f"mkdir {folder}"]
            self._smb("; ".join([*first, f"cd {folder}", f'lcd "{own}"', *calls]))
        self._seen[name][folder] = {path.name for path in own.glob("*.cb1")}

    def _carry_file(self, name: str, path: Path) -> None:
        """Puts a file that changed here since the last time, else gets it: the last writer wins."""
        agreed, here = self._file_as_agreed[name], path.stat().st_mtime_ns
        if here != agreed.get(path.name):
            if self._smb(f'lcd "{path.parent}"; put {path.name}').returncode == 0:
                agreed[path.name] = here
            return
        fetched = path.with_name(".fetched.tmp")
        if self._smb(f'lcd "{path.parent}"; get {path.name} {fetched.name}').returncode == 0 and fetched.exists():
            if fetched.read_bytes() == path.read_bytes():
                fetched.unlink()
            else:
                fetched.replace(path)
                agreed[path.name] = path.stat().st_mtime_ns

    def _smb(self, commands: str) -> Called:
        return self.call("smbclient", "//127.0.0.1/net", "-p", str(self._port), "-N", "-c", commands)


class Sshfs(Client):
    """A folder of a real sshd that each laptop has mounted."""

    PROGRAMS = ("sshfs", "sshd", "ssh-keygen", "fusermount3")
    #: Seconds for which a mount believes that a folder holds what it held.
    CACHE = 5

    def __init__(self, base: Path, names: Sequence[str]) -> None:
        super().__init__(base, names)
        self._port = free_port()
        self.mounts: dict[str, subprocess.Popen[bytes]] = {}
        self._server: subprocess.Popen[bytes] | None = None

    @classmethod
    def obstacle(cls) -> str:
        if missing := super().obstacle():
            return missing
        return "" if os.access("/dev/fuse", os.R_OK | os.W_OK) else "/dev/fuse cannot be opened here"

    def start(self) -> None:
        own = self.base / "ssh"
        for folder in (own, self.base / "served"):
            folder.mkdir(parents=True)
        if os.access("/run", os.W_OK):
            Path("/run/sshd").mkdir(exist_ok=True)
        for key in ("host", "user"):
            self.call("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", own / key)
        own.joinpath("sshd_config").write_text(
            f"Port {self._port}\nListenAddress 127.0.0.1\nHostKey {own}/host\nAuthorizedKeysFile {own}/user.pub\n"
            f"StrictModes no\nPermitRootLogin yes\nUsePAM no\nPidFile {own}/pid\nSubsystem sftp internal-sftp\n"
            "MaxStartups 100\n"
        )
        call = [found("sshd") or "sshd", "-D", "-e", "-f", str(own / "sshd_config")]
        self._server = subprocess.Popen(call, stderr=(own / "log").open("wb"))
        wait_until(self._is_listening, "sshd's start")
        for name in self.names:
            self._mount(name, own)

    def rest(self) -> None:
        time.sleep(self.CACHE + 0.5)

    def stop(self) -> None:
        for name, mount in self.mounts.items():
            self.call("fusermount3", "-u", "-z", self.folder(name))
            ended(mount)
        if self._server:
            ended(self._server)

    def _mount(self, name: str, own: Path) -> None:
        folder = self.folder(name)
        trust = f"IdentityFile={own}/user,StrictHostKeyChecking=no,UserKnownHostsFile={os.devnull}"
        trust += f",dcache_timeout={self.CACHE}"
        remote = f"127.0.0.1:{self.base}/served"
        call = ["sshfs", "-f", "-p", str(self._port), "-o", trust, remote, str(folder)]
        self.mounts[name] = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(lambda: os.path.ismount(folder), f"{name}'s mount")

    def _is_listening(self) -> bool:
        with socket.socket() as tried:
            return tried.connect_ex(("127.0.0.1", self._port)) == 0


def free_port() -> int:
    """A port of loopback that nobody uses."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])
