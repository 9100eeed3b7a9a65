"""The grammars of names, and the name that was probably meant."""

from __future__ import annotations

import pytest

from generator.facts import grammar
from generator.facts.suggest import did_you_mean, near, same_but_for_spelling


@pytest.mark.parametrize("name", ["a", "web-1", "0day", "a" * 63])
def test_labels_that_the_api_server_takes(name: str) -> None:
    assert grammar.label_fault(name) == ""


@pytest.mark.parametrize("name", ["", "Web", "-web", "web-", "we_b", "we.b", "a" * 64, "web\n"])
def test_labels_that_the_api_server_refuses(name: str) -> None:
    assert grammar.label_fault(name)


def test_a_service_begins_with_a_letter() -> None:
    assert grammar.label_1035_fault("0day")
    assert grammar.label_1035_fault("day0") == ""


@pytest.mark.parametrize("key", ["app", "example.com/app", "a.b-c_d", "A" * 63, "x" * 253 + "/a"])
def test_keys_that_the_api_server_takes(key: str) -> None:
    assert grammar.key_fault(key) == ""


@pytest.mark.parametrize("key", ["", "/a", "a/b/c", "Example.com/a", "a/", "a b", "-a", "x" * 254 + "/a", "a" * 64])
def test_keys_that_the_api_server_refuses(key: str) -> None:
    assert grammar.key_fault(key)


def test_an_empty_label_value_is_legal_and_a_slash_is_not() -> None:
    assert grammar.value_fault("") == ""
    assert grammar.value_fault("1.0_rc-1") == ""
    assert grammar.value_fault("feature/x")
    assert grammar.value_fault("1.0+build")


@pytest.mark.parametrize("name", ["http", "h2", "a-b"])
def test_port_names_that_the_api_server_takes(name: str) -> None:
    assert grammar.port_name_fault(name) == ""


@pytest.mark.parametrize("name", ["8080", "a--b", "prometheus-metrics", "HTTP", "-a", ""])
def test_port_names_that_the_api_server_refuses(name: str) -> None:
    assert grammar.port_name_fault(name)


def test_keys_of_config_maps_may_begin_with_one_dot() -> None:
    assert grammar.data_key_fault(".hidden") == ""
    assert grammar.data_key_fault("..data")
    assert grammar.data_key_fault(".")
    assert grammar.data_key_fault("a b")


def test_spelling_is_case_and_separators_only() -> None:
    names = ["api-config", "web-config"]
    assert same_but_for_spelling("api_config", names) == "api-config"
    assert same_but_for_spelling("apiconfig", names) == "api-config"
    assert same_but_for_spelling("api-config", names) == ""
    assert same_but_for_spelling("app-config", names) == ""


def test_a_slip_of_one_letter_is_guessed_and_a_stranger_is_not() -> None:
    assert near("api-confg", ["api-config", "web"]) == "api-config"
    assert near("database", ["api-config", "web"]) == ""
    assert did_you_mean("wep", ["web"]) == ""
    assert did_you_mean("websrv", ["web-srv"]) == ", did you mean `web-srv`?"
