"""Texts that look like secrets: by the name of what holds them, or by their own form. Nothing here repeats them.

Forms are those that their makers document (AWS, GitHub, GitLab, Slack, Google, Stripe, PEM, JWT).
"""

from __future__ import annotations

import re
from functools import lru_cache

_NAMED = re.compile(
    r"(?:^|[_.-])(?:password|passwd|passphrase|secret|token|api[_-]?key|private[_-]?key|access[_-]?key|secret[_-]?key|"
    r"credentials?|connection[_-]?string|dsn)\Z"
)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_FORMS = (
    ("an AWS access key", re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b")),
    ("a GitHub token", re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{40,})")),
    ("a GitLab token", re.compile(r"\bglpat-[\w-]{20,}")),
    ("a Slack token", re.compile(r"\bxox[abprs]-[0-9A-Za-z-]{10,}|hooks\.slack\.com/services/T\w+/B\w+/\w+")),
    ("a Google API key", re.compile(r"\bAIza[\w-]{35}\b")),
    ("a Stripe key", re.compile(r"\b[sr]k_live_[0-9A-Za-z]{16,}")),
    ("an OpenAI key", re.compile(r"\bsk-(?:proj-)?[A-Za-z0-9_-]{32,}")),
    ("a private key", re.compile(r"-----BEGIN (?:[A-Z ]+ )?PRIVATE KEY-----")),
    ("a signed token", re.compile(r"\beyJ[\w-]{10,512}\.eyJ[\w-]{10,2048}\.[\w-]{10,}")),
    ("a password in a URL", re.compile(r"\b[a-z][a-z0-9+]{1,15}://[^\s/:@{}$]{1,64}:[^\s/:@{}$<*]{3,128}@[\w.-]+")),
)
_HINT = re.compile(
    r"AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox|hooks\.slack|AIza|_live_|\bsk-|-----BEGIN|eyJ|://[^\s/]*@"
)
"""What every form holds: most texts hold none of it and need no closer look."""
_REFERENCE = re.compile(r"\$\(|\$\{|\{\{|<[^>]*>|\Avault:|\Aref\+|\AENC\[|\Aarn:|\Aprojects/")
_PLAIN = re.compile(r"(?:true|false|yes|no|none|null|disabled|enabled|[0-9.]{1,7}|\*+|x+)\Z", re.IGNORECASE)
_MENTION = re.compile(r"/[\w./-]*\Z|[\w.-]+\.(?:ya?ml|json|pem|crt|key|txt|conf|env)\Z")


@lru_cache(maxsize=4096)
def secret_name(name: str) -> bool:
    """Whether what is called so most likely holds a secret."""
    return bool(_NAMED.search(_HUMP.sub("_", name).lower()))


def form(value: str) -> str:
    """What kind of secret a text holds by its form, "" when none is recognised."""
    if not _HINT.search(value):
        return ""
    return next((what for what, pattern in _FORMS if pattern.search(value)), "")


def literal(value: str) -> bool:
    """Whether a text may be a secret itself, and neither a reference, a path, a plain word nor empty."""
    plain = value.strip()
    if len(plain) < 3 or _PLAIN.match(plain) or _REFERENCE.search(plain) or _MENTION.match(plain):
        return False
    return "\n" not in plain and " " not in plain


def decoded(value: str) -> bytes | None:
    """What base64 text holds, None when it is none."""
    import binascii

    try:
        return binascii.a2b_base64("".join(value.split()).encode("ascii"), strict_mode=True)
    except (binascii.Error, ValueError, UnicodeEncodeError):
        return None
