"""What is in the built program is known by name, and nothing that fetches over a network is."""

from __future__ import annotations

import distributions

from cbnet_desktop.system import libraries


def test_what_the_program_asks_for_is_in_it_with_what_that_needs() -> None:
    found = {libraries.normal(each.name) for each in distributions.in_the_build()}
    assert {*map(libraries.normal, distributions.asked()), "shiboken6", "pillow", "lxml"} <= found


def test_what_fetches_over_a_network_is_left_out_with_all_that_it_brings() -> None:
    found = {libraries.normal(each.name) for each in distributions.in_the_build()}
    assert not found & {"aiohttp", "yarl", "multidict", "idna", "pip", "pytest", "pyinstaller"}
