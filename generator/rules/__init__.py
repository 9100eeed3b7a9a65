"""The open folder of rules: one file a rule, its documentation executed as its first test.

A rule is `rules/<family>/<rule_id>.py`. Its docstring holds a title, Why, Source, Bad and Good; the module has
`SEVERITY`, `KINDS` (as `Kind.group`, or `("*",)`) or `FLEET = True`, and `check`: `check(manifest, cluster)` for
KINDS, `check(cluster)` for FLEET, yielding Problems. Optional are `DEFAULT = False` for rules that are off unless
selected, and `NEEDS`: keys of which an object has at least one, however deep, or it cannot have the fault. Such a rule
is not shown any other object, and not imported where there is none.
`INSTEAD = True` is for a rule that knows more of a fault than the schema that refuses it too: the schema's finding at
that place is left out. `OBJECTS = True` is for a rule about what is done with an object: it says nothing of the files
that Prometheus and Alertmanager read themselves.
"""

from generator.rules.problem import Problem

__all__ = ["Problem"]
