"""The head of a paper and the footer of its pages."""

from __future__ import annotations

from dataclasses import dataclass

from cbnet_desktop.domain.records.network import Network


@dataclass(frozen=True, slots=True)
class Front:
    """The head of a paper: title, line below, state (repeated on every page) and date (on, ISO)."""

    network: str
    is_fictional: bool
    title: str
    subject: str
    state: str
    on: str


def front(network: Network, title: str, subject: str, state: str, on: str) -> Front:
    """The head of a paper of the network."""
    profile = network.profile
    return Front(profile.name, profile.fictional, title, subject, state, on)
