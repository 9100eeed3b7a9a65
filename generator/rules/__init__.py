"""The open folder of rules: one file a rule, its documentation executed as its first test.

A rule is `rules/<family>/<rule_id>.py`. Its docstring holds a title, Why, Source, Bad and Good; the module has
`SEVERITY`, `KINDS` (as `Kind.group`, or `("*",)`) or `FLEET = True`, optionally `DEFAULT = False` for rules that are
off unless selected, and `check`: `check(manifest, cluster)` for KINDS, `check(cluster)` for FLEET, yielding Problems.
"""

from generator.rules.problem import Problem

__all__ = ["Problem"]
