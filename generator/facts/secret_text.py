"""Texts that look like secrets: by the name of what holds them, or by their own form. Nothing here repeats them.

Forms are those that their makers document (clouds, forges, chats, payment and model services, PEM, JWT, URLs).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache

_STRONG = (
    r"pass(?:word|wd|phrase|code)?|secret|token|credentials?|dsn|connection_?string|"
    r"(?:api|private|access|secret|signing|encryption|master|account|shared_access|license)_?key"
)
_STAGE = r"(?:_(?:prod|production|staging|dev|test|old|new|current|primary|secondary|value|v?[0-9]+))?"
_NAMED = re.compile(rf"(?:(?:^|[_.])(?:{_STRONG})|_pwd|password|passwd|apikey|apitoken|authtoken|secretkey){_STAGE}\Z")
_WEAK = re.compile(
    rf"(?:^|[_.])(?:key|salt|seed|auth|authorization|bearer|cookie|session|hmac|webhook|pin)\Z|{_STRONG}"
)
_HARMLESS = re.compile(
    r"(?:name|names|refs?|file|files|path|paths|dir|url|uri|host|port|ttl|expiry|expiration|id|ids|type|kind|class|"
    r"store|policy|length|limit|audience|issuer|algorithm|rotation|interval|timeout|enabled|version|mount|from_env)\Z|"
    r"public|publishable|hash|digest|checksum|sha_?(?:1|256|512)|commit|revision|fingerprint|(?:^|[_.])cache(?:[_.]|\Z)"
)
_TO_ANOTHER = re.compile(r"(?:existing|pull|tls|ca|cert|certificate|target|source|volume)_secret\Z")
_BARE = re.compile(r"(?:(?:^|[_.])(?:secret|credentials?))\Z")
_OF_A_CLIENT = re.compile(r"(?:client|app|shared|webhook|jwt|oauth|cookie|session|consumer|api|signing|hmac)_secret\Z")
_OBJECT = re.compile(r"[a-z]+(?:-[a-z0-9]+)+\Z")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_FORMS = (
    ("an AWS access key", re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b")),
    ("a GitHub token", re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{40,})")),
    ("a GitLab token", re.compile(r"\bglpat-[\w-]{20,}")),
    ("a Slack token", re.compile(r"\bx(?:ox[abeprs]|app)-[0-9A-Za-z-]{10,}|hooks\.slack\.com/services/T\w+/B\w+/\w+")),
    ("a Discord webhook", re.compile(r"discord(?:app)?\.com/api/webhooks/[0-9]{8,}/[\w-]{16,}")),
    ("a Google API key", re.compile(r"\bAIza[\w-]{35}\b")),
    ("a Google OAuth secret", re.compile(r"\bGOCSPX-[\w-]{20,}")),
    ("a Stripe key", re.compile(r"\b(?:[sr]k_live_|whsec_)[0-9A-Za-z]{16,}")),
    ("an API key of a model service", re.compile(r"\bsk-(?=[\w-]*[0-9])(?=[\w-]*[A-Z])[\w-]{32,}|\bhf_[A-Za-z]{30,}")),
    ("a SendGrid key", re.compile(r"\bSG\.[\w-]{16,}\.[\w-]{16,}")),
    ("a package registry token", re.compile(r"\bnpm_[A-Za-z0-9]{36}\b|\bpypi-AgE[\w-]{40,}")),
    (
        "a cloud access token",
        re.compile(r"\bdo[oprt]_v1_[0-9a-f]{64}\b"),
    ),
    ("a Vault token", re.compile(r"\bhvs\.[\w-]{24,}")),
    ("a Grafana token", re.compile(r"\bgl(?:sa|c)_[\w-]{32,}")),
    ("an Azure access key", re.compile(r"(?:Account|SharedAccess)Key=[A-Za-z0-9+/]{40,}={0,2}")),
    ("a private key", re.compile(r"-----BEGIN (?:[A-Z ]+ )?PRIVATE KEY-----|\bAGE-SECRET-KEY-1[0-9A-Z]{50,}")),
    ("a signed token", re.compile(r"\beyJ[\w-]{10,512}\.eyJ[\w-]{10,2048}\.[\w-]{10,}")),
    ("an Authorization header", re.compile(r"\b(?:Bearer|Basic) (?=[^\s]*[0-9])[A-Za-z0-9+/._~-]{16,}=*")),
    ("a password in a URL", re.compile(r"\b[a-z][a-z0-9+]{1,15}://[^\s/:@{}$]{0,64}:[^\s/:@{}$<*]{3,128}@[\w.-]+")),
)
_HINTS = (
    ("_", r"_(?<=[1aceforsmptu]_)(?:(?<=gh[pousr]_)|(?<=github_pat_)|(?<=k_live_)|(?<=whsec_)|(?<=hf_)|(?<=npm_)|"
          r"(?<=_v1_)|(?<=glsa_)|(?<=glc_))"),
    ("A", r"A(?:KIA|SIA|Iza|GE-SECRET)"),
    (" ", r" (?:(?<=PRIVATE )KEY|(?<=Bearer )|(?<=Basic ))"),
    ("k", r"k(?:(?<=sk)-|(?<=hook)s\.slack|(?<=/webhook)s/)"),
    ("x", r"x(?:ox|app-)"),
    ("G", r"SG\."), ("J", "eyJ"), ("X", "GOCSPX-"), ("=", "Key="), ("v", r"hvs\."), ("-", "glpat-"), ("-", "pypi-"),
)  # fmt: skip
"""What every form but the last holds, each beginning with a sign or behind one: most texts hold few of the signs.

A pattern looks around a character that is rare in manifests: to search for each text by itself takes several times
as long, and this looks at every byte that is rendered.
"""
_SEARCHES = tuple((sign, re.compile(pattern).search) for sign, pattern in _HINTS)
_PREFIX = re.compile(r"AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|x(?:ox\w|app)-|AIza|sk-|[sr]k_live_|hvs\.")
_REFERENCE = re.compile(
    r"\$\(|\$\{|\{\{|<[^>]*>|%[A-Z_]+%|__\w+__\Z|\A\$[A-Za-z]|\AENC\[|\Aarn:|\Aprojects/|\A[\w./-]+#[\w./-]+\Z|"
    r"\A(?:vault|ref\+\w*|op|env|file|ssm|secret|awssm|gcpsm|akv|sops|k8s)(?::|\+)"
)
_SENTRY = re.compile(r"https://[0-9a-f]+@[\w.-]+/[0-9]+\Z")
"""Where browsers send errors to: the key in it is public."""
_PLACEHOLDER = re.compile(
    r"(?:<[^<>]+>|ENC\[.*|ref\+\w+://.*|vault:[\w./-]+#.*|\$\{[\w.-]+\}|\$\([\w.-]+\))\Z", re.DOTALL
)
_PLAIN = re.compile(
    r"(?:true|false|yes|no|on|off|none|null|optional|required|disabled|enabled|default|auto|[0-9.]{1,7}[smhd]?|\*+|x+)\Z",
    re.IGNORECASE,
)
_MENTION = re.compile(r"(?:\.{0,2}/[\w./-]*|[\w./-]+\.(?:ya?ml|json|pem|crt|key|txt|conf|env|jks|p12|pub))\Z")
_RUN = re.compile(r"[A-Za-z0-9+/=]{16,}")
_DIGEST = re.compile(r"(?:sha(?:1|256|512)[:-])?[0-9a-f]{32,128}\Z")
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\Z", re.IGNORECASE)
_BITS = 3.3
"""Bits a character from which on a text counts as random; English words in a row have about 3."""


@lru_cache(maxsize=8192)
def _words(name: str) -> str:
    """A name as lower-case words joined by underscores; what stands before a `/` of an annotation is left out."""
    return _HUMP.sub("_", name.rpartition("/")[2]).lower().replace("-", "_").replace(" ", "_")


@lru_cache(maxsize=8192)
def secret_name(name: str) -> bool:
    """Whether what is called so most likely holds a secret."""
    words = _words(name)
    return bool(_NAMED.search(words)) and not _TO_ANOTHER.search(words) and "checksum" not in name


@lru_cache(maxsize=8192)
def suspicious_name(name: str) -> bool:
    """Whether what is called so may hold a secret, so that a text without any sense counts as one."""
    words = _words(name)
    return bool(_WEAK.search(words)) and not _HARMLESS.search(words) and "checksum" not in name


def hinted(text: str) -> bool:
    """Whether a text may hold a secret of a known form; a quick look that never misses one."""
    for sign, search in _SEARCHES:
        if sign in text and search(text):
            return True
    return "@" in text and "://" in text


@lru_cache(maxsize=8192)
def telling_name(name: str) -> bool:
    """Whether a name alone can make a text suspicious."""
    return secret_name(name) or suspicious_name(name)


def form(value: str) -> str:
    """What kind of secret a text holds by its form, "" when none is recognised."""
    if not hinted(value):
        return ""
    return next((what for what, pattern in _FORMS if pattern.search(value)), "")


def masked(value: str) -> str:
    """` (AKIA…)`: the public beginning of a token, which tells its kind and nothing else; "" where there is none."""
    found = _PREFIX.search(value)
    return f" ({found.group()}…)" if found else ""


def literal(value: str) -> bool:
    """Whether a text may be a secret itself, and neither a reference, a path, a plain word nor empty."""
    plain = value.strip()
    if len(plain) < 3 or any(form.match(plain) for form in (_PLAIN, _MENTION, _SENTRY)) or _REFERENCE.search(plain):
        return False
    return "\n" not in plain and " " not in plain


def placeholder(value: str) -> bool:
    """Whether a value of a Secret stands for what another program puts there: sops, vals, vault plugins, envsubst."""
    return bool(_PLACEHOLDER.match(value.strip())) or "<path:" in value


def certificate(value: str) -> bool:
    """Whether a text is public certificates only."""
    return value.lstrip().startswith("-----BEGIN CERTIFICATE-----") and "PRIVATE KEY" not in value


def senseless(value: str) -> bool:
    """Whether a text is most likely random: long, without words, many kinds of characters in turn.

    Digests, commit hashes and UUIDs are random as well, and no secrets.
    """
    plain = value.strip()
    if not literal(plain) or _DIGEST.match(plain) or _UUID.match(plain) or "://" in plain:
        return False
    return any(_entropy(run) >= _BITS and _turns(run) >= max(4, len(run) // 6) for run in _RUN.findall(plain))


def judged(name: str, value: str, *, forms: bool = True) -> str:
    """What is wrong with a text of that name, as the rest of a sentence that does not repeat it; "" when nothing is.

    Without `forms` nothing but the name counts, for texts that are known to hold no hint.
    """
    what = form(value) if forms else ""
    if what:
        return f"holds {what}{masked(value)}"
    if not telling_name(name) or not literal(value):
        return ""
    if secret_name(name):
        words = _words(name)
        refers = _BARE.search(words) and not _OF_A_CLIENT.search(words) and _OBJECT.match(value.strip())
        return "" if refers else "looks like a secret in the clear"
    return "looks like a key in the clear" if senseless(value) else ""


def decoded(value: str) -> bytes | None:
    """What base64 text holds, None when it is none; line breaks do not count."""
    import binascii

    try:
        return binascii.a2b_base64(value.replace("\n", "").replace("\r", "").encode("ascii"), strict_mode=True)
    except (binascii.Error, ValueError, UnicodeEncodeError):
        return None


def _entropy(text: str) -> float:
    """Shannon's bits a character."""
    size = len(text)
    return -sum(n / size * math.log2(n / size) for n in Counter(text).values())


def _turns(text: str) -> int:
    """How often lower case, upper case and digits follow one another."""
    kinds = [1 if c.isdigit() else 2 if c.isupper() else 3 for c in text]
    return sum(one != other for one, other in zip(kinds, kinds[1:], strict=False))
