"""What stands at the head of a document and at the foot of its pages."""

from __future__ import annotations

from dataclasses import dataclass

from cbnet_desktop.domain.records.network import Network


@dataclass(frozen=True, slots=True)
class Front:
    """A document's head: title, a line under it, and the state that every page repeats; on is the ISO day it is of."""

    network: str
    is_fictional: bool
    title: str
    subject: str
    state: str
    on: str


def front(network: Network, title: str, subject: str, state: str, on: str) -> Front:
    """The head of a document of the network."""
    profile = network.profile
    return Front(profile.name, profile.fictional, title, subject, state, on)
