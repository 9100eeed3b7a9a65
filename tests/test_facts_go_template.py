"""Go templates of alerts and notifications, taken apart."""

from __future__ import annotations

import pytest

from generator.facts.go_template import PROMETHEUS, VARIABLES, Template, Use, alertmanager, prometheus, read


def faults(found: Template) -> list[tuple[str, int, bool]]:
    return [(fault.message, fault.place, fault.parses) for fault in found.faults]


@pytest.mark.parametrize(
    ("text", "told", "place"),
    [
        ("a {{ $label.pod }}", "there is no variable `$label`", 5),
        ("{{ $value", "`{{` is not closed", 0),
        ("{{ }}", "a value is missing between `{{` and `}}`", 0),
        ("{{ nope 1 }}", "there is no function `nope`", 3),
        ("{{ end }}", "`end` without a block that it ends", 3),
        ("{{ else }}", "`else` without `if`, `range` or `with`", 3),
        ("{{ if $value }}a", "`if` has no `end`", 3),
        ('{{ "a }}', 'the string that begins with " is not closed', 3),
        ("{{ $value | | html }}", "a command is missing before `|`", 3),
        ("{{ $labels.foo-bar }}", "unexpected `-`", 14),
        ("{{ ($value }}", "`(` is not closed", 0),
        ("{{ 1 | 2 }}", "`2` can take nothing from a pipe", 7),
        ("{{ break }}", "`break` outside `range`", 3),
        ("{{/* a }}", "the comment is not closed", 0),
        ("{{ range $i, $a := query `up` }}{{ end }}{{ $a }}", "there is no variable `$a`", 44),
        ("{{ template x }}", "`template` needs a name in quotes", 3),
        ("{{ if }}a{{ end }}", "a value is missing", 3),
    ],
)
def test_what_does_not_parse(text: str, told: str, place: int) -> None:
    assert faults(prometheus(text)) == [(told, place, False)]


@pytest.mark.parametrize(
    "text",
    [
        "plain {text}",
        "{{ $labels.pod }} {{ $value | humanize }}",
        '{{ with query "up" }}{{ . | first | value | printf "%.2f" }}{{ else }}none{{ end }}',
        "{{- $x := 1 -}} {{ if and (gt $x 0) (ne $labels.a `b`) }}{{ $x }}{{ else if $value }}b{{ end }}",
        "{{ range $i, $a := query `up` }}{{ $i }}{{ $a.Labels.x }}{{ end }}",
        "{{/* comment */}}x{{- /* another */ -}}",
        '{{ define "a" }}b{{ end }}{{ template "a" . }}',
        '{{ reReplaceAll "a" "b" $externalLabels.c }} {{ $externalURL }}',
    ],
)
def test_what_parses(text: str) -> None:
    assert faults(prometheus(text)) == []


def test_a_wrong_number_of_arguments_parses_and_fails_later() -> None:
    assert faults(prometheus("{{ humanize 1 2 }}")) == [("`humanize` takes 1 argument, not 2", 3, True)]
    assert faults(prometheus("{{ $value | humanize }}")) == []
    assert faults(prometheus('{{ $value | match "a" "b" }}')) == [("`match` takes 2 arguments, not 3", 12, True)]


def test_what_a_template_reads_and_calls() -> None:
    found = prometheus("{{ $labels.pod }}{{ .Value | humanize }}{{ with $labels.a }}{{ .b }}{{ end }}{{ $.Labels.c }}")
    assert found.uses == (
        Use("$labels", ("pod",), 3),
        Use(".", ("Value",), 20, True),
        Use("$labels", ("a",), 48),
        Use("", ("b",), 63),
        Use("$", ("Labels", "c"), 80),
    )
    assert found.functions == ("humanize",)


def test_notifications_have_functions_of_their_own() -> None:
    assert faults(alertmanager('{{ join ", " .GroupLabels.Values }}{{ template "a.b" . }}')) == []
    assert alertmanager('{{ template "a.b" . }}').includes == (("a.b", 12),)
    assert faults(alertmanager("{{ humanize 1 }}")) == [("there is no function `humanize`", 3, False)]
    assert faults(alertmanager("{{ $labels.a }}")) == [("there is no variable `$labels`", 3, False)]


@pytest.mark.parametrize(
    "text",
    [
        "no action",
        "{{ $labels.job }} fails {{ $value | humanizePercentage }}",
        "{{$labels.job}}{{$value|humanize}}{{ $value }}",
        "{{ $labels.job | toUpper }} {{ $labels.a.b }}",
        "{{ $value | nothing }}",
        "{{ $value | printf }} {{ $value | reReplaceAll }}",
        "{{{ $value }}}",
        "{{ $value }",
        "{{ $value }} {{",
        "{{- $labels.job -}}",
        '{{ index $labels "job" }} {{ $labels.job }}',
    ],
)
def test_simple_templates_are_read_as_all_others_are(text: str) -> None:
    slow = read(text, tuple(sorted(PROMETHEUS)), VARIABLES)
    assert prometheus(text) == slow


def test_a_label_looked_up_by_its_name_is_read() -> None:
    uses = prometheus('{{ index $labels "app.name" | toUpper }}').uses
    assert [(use.base, use.fields) for use in uses] == [("$labels", ()), ("$labels", ("app.name",))]
