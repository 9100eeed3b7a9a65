"""Ports and addresses of a Sidecar's listeners."""

from __future__ import annotations

import pytest

from generator.facts.istio_listeners import listener_faults, socket_fault


@pytest.mark.parametrize(
    "listener",
    [
        {"port": {"number": 80, "protocol": "HTTP", "name": "http"}},
        {"port": {"number": 80, "protocol": "grpc-web"}, "bind": "127.0.0.1"},
        {"port": {"number": 80}, "bind": "::1"},
        {"port": {"protocol": "HTTP"}, "bind": "unix:///run/a.sock"},
        {"port": {"number": 0, "protocol": "HTTP"}, "bind": "unix://@a"},
    ],
)
def test_listeners_that_are_taken(listener: dict[str, object]) -> None:
    assert list(listener_faults(listener, outbound=True)) == []


def test_each_part_of_a_listener_is_told() -> None:
    listener = {"port": {"number": 99999, "protocol": "HTTPSS", "name": "a_b"}, "bind": "localhost"}
    assert [(path, message) for path, message, _ in listener_faults(listener, outbound=True)] == [
        (
            ("port", "name"),
            "`a_b` cannot name a port: it may have only letters, digits and hyphens, a letter or digit at both ends",
        ),
        (("port", "protocol"), "protocol `HTTPSS` is unknown, did you mean `HTTPS`?"),
        (("port", "number"), "port 99999 does not exist"),
        (("bind",), "`localhost` is no IP address to listen on"),
    ]


def test_only_outbound_listeners_may_be_sockets() -> None:
    listener = {"port": {"number": 0, "protocol": "HTTP"}, "bind": "unix:///run/a.sock"}
    assert list(listener_faults(listener, outbound=True)) == []
    assert [path for path, _, _ in listener_faults(listener, outbound=False)] == [("port", "number"), ("bind",)]
    assert [path for path, _, _ in listener_faults({"port": {}}, outbound=True)] == [("port",)]


def test_a_socket_has_an_absolute_path() -> None:
    assert socket_fault("unix:///run/a.sock") == ""
    assert socket_fault("unix://@a") == ""
    assert socket_fault("unix://run/a.sock") == "it is no absolute path of a socket"
    assert socket_fault("unix:///run/") == "it is no absolute path of a socket"
