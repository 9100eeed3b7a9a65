"""Alertmanager's own configuration file in the shape of an AlertmanagerConfig, so that the same rules judge both.

Source: https://prometheus.io/docs/alerting/latest/configuration/ and the AlertmanagerConfig v1beta1 reference of
prometheus-operator. `global` settings become fields of the receivers that lack them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from generator.model import Path

_MATCHER = re.compile(r"""\s*([a-zA-Z_:][a-zA-Z0-9_:]*|"(?:[^"\\]|\\.)*")\s*(=~|!~|!=|=)(.*)$""", re.DOTALL)
_LONGEST = 4096
_WORDS = {
    "api_url": "apiURL", "webhook_url": "webhookURL", "titlelink": "titleLink", "client_url": "clientURL",
}  # fmt: skip
_GLOBALS = {
    "slack_configs": {"slack_api_url": "apiURL", "slack_api_url_file": "apiURL"},
    "opsgenie_configs": {"opsgenie_api_key": "apiKey", "opsgenie_api_key_file": "apiKey", "opsgenie_api_url": "apiURL"},
    "victorops_configs": {"victorops_api_key": "apiKey", "victorops_api_key_file": "apiKey"},
    "wechat_configs": {"wechat_api_secret": "apiSecret", "wechat_api_corp_id": "corpID"},
    "telegram_configs": {"telegram_bot_token": "botToken", "telegram_bot_token_file": "botTokenFile"},
    "email_configs": {"smtp_smarthost": "smarthost", "smtp_from": "from", "smtp_auth_username": "authUsername"},
}


class Translation:
    """The body of the AlertmanagerConfig and, for each of its paths, the path in the file."""

    def __init__(self, config: Mapping[str, Any], name: str, namespace: str) -> None:
        self.paths: dict[Path, Path] = {(): (), ("spec",): ()}
        shared = config.get("global")
        self._global: Mapping[str, Any] = shared if isinstance(shared, dict) else {}
        spec: dict[str, Any] = {}
        for key, word, shape in (
            ("route", "route", self._route),
            ("receivers", "receivers", self._receivers),
            ("inhibit_rules", "inhibitRules", self._inhibitions),
            ("time_intervals", "timeIntervals", self._intervals),
            ("mute_time_intervals", "muteTimeIntervals", self._intervals),
        ):
            if key in config:
                word = "timeIntervals" if key == "mute_time_intervals" and "time_intervals" not in config else word
                spec[word] = shape(config[key], (key,), ("spec", word))
        metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
        self.body: dict[str, Any] = {
            "apiVersion": "monitoring.coreos.com/v1beta1",
            "kind": "AlertmanagerConfig",
            "metadata": metadata,
            "spec": spec,
        }

    def _route(self, node: Any, old: Path, new: Path) -> Any:
        self.paths[new] = old
        if not isinstance(node, dict):
            return node
        made: dict[str, Any] = {}
        matchers: list[Any] = []
        for key, value in node.items():
            word = camel(key)
            if key == "routes" and isinstance(value, list):
                self.paths[(*new, word)] = (*old, key)
                made[word] = [self._route(r, (*old, key, n), (*new, word, n)) for n, r in enumerate(value)]
            elif key in ("matchers", "match", "match_re"):
                matchers += self._matchers(key, value, (*old, key), (*new, "matchers"), len(matchers))
            else:
                made[word] = self._plain(value, (*old, key), (*new, word))
        return {**made, "matchers": matchers} if matchers else made

    def _matchers(self, key: str, value: Any, old: Path, new: Path, taken: int) -> list[Any]:
        """`matchers` as text, or the older `match` and `match_re` maps, as objects of name, matchType and value."""
        self.paths.setdefault(new, old)
        made: list[Any] = []
        rows: list[tuple[Path, Any]]
        if isinstance(value, dict):
            sign = "=~" if key == "match_re" else "="
            rows = [((*old, name), {"name": name, "matchType": sign, "value": v}) for name, v in value.items()]
        else:
            texts = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
            rows = [((*old, n) if n is not None else old, part) for n, t in texts for part in matchers_of(t)]
        for number, (place, row) in enumerate(rows, taken):
            self.paths[(*new, number)] = place
            for field in ("name", "matchType", "value"):
                self.paths[(*new, number, field)] = place
            made.append(row)
        return made

    def _receivers(self, node: Any, old: Path, new: Path) -> Any:
        made = self._plain(node, old, new)
        for number, receiver in enumerate(node if isinstance(node, list) else ()):
            for kind, rows in receiver.items() if isinstance(receiver, dict) else ():
                inherited = {
                    word: self._global[key] for key, word in _GLOBALS.get(kind, {}).items() if key in self._global
                }
                for place, row in enumerate(rows if isinstance(rows, list) else ()):
                    if isinstance(row, dict):
                        target = made[number][camel(kind)][place]
                        made[number][camel(kind)][place] = {**inherited, **target}
        return made

    def _inhibitions(self, node: Any, old: Path, new: Path) -> Any:
        self.paths[new] = old
        if not isinstance(node, list):
            return node
        made: list[Any] = []
        for number, rule in enumerate(node):
            self.paths[(*new, number)] = (*old, number)
            if not isinstance(rule, dict):
                made.append(rule)
                continue
            row: dict[str, Any] = {}
            for key, value in rule.items():
                side = key.partition("_")[0]
                if side in ("source", "target"):
                    word = f"{side}Match"
                    kind = key.removeprefix(f"{side}_")
                    have = row.setdefault(word, [])
                    have += self._matchers(kind, value, (*old, number, key), (*new, number, word), len(have))
                else:
                    row[camel(key)] = self._plain(value, (*old, number, key), (*new, number, camel(key)))
            made.append(row)
        return made

    def _intervals(self, node: Any, old: Path, new: Path) -> Any:
        return self._plain(node, old, new)

    def _plain(self, node: Any, old: Path, new: Path) -> Any:
        """The same tree with keys in camel case."""
        self.paths[new] = old
        if isinstance(node, dict):
            return {camel(k): self._plain(v, (*old, k), (*new, camel(k))) for k, v in node.items()}
        if isinstance(node, list):
            return [self._plain(v, (*old, n), (*new, n)) for n, v in enumerate(node)]
        return node


def matchers_of(text: Any) -> list[Any]:
    """The matchers of one text, `{a="b", c=~"d"}` or `a="b"`; what cannot be read stays as it is."""
    if not isinstance(text, str) or len(text) > _LONGEST:
        return [text]
    inner = text.strip()
    if inner.startswith("{") and inner.endswith("}"):
        inner = inner[1:-1]
    made: list[Any] = []
    for part in re.findall(r"""(?:"(?:[^"\\]|\\.)*"|[^,"])+""", inner):
        match = _MATCHER.match(part)
        if match is None:
            return [text]
        name, sign, value = match.groups()
        made.append({"name": _bare(name), "matchType": sign, "value": _bare(value.strip())})
    return made or [text]


def _bare(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if len(text) > 1 and text[0] == text[-1] == '"' else text


def camel(key: str) -> str:
    """The operator's name for a key of the file."""
    if key in _WORDS:
        return _WORDS[key]
    first, *rest = key.split("_")
    return first + "".join(word.capitalize() for word in rest)
