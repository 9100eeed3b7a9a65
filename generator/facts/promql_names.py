"""What metrics of a name are: counters, gauges, buckets; and names that only newer Prometheus takes.

Source: https://prometheus.io/docs/practices/naming/ and the metrics of kube-state-metrics, node_exporter and cAdvisor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.facts import promql_tree as tree
from generator.facts.promql_tree import Expression

_CLASSIC = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*\Z")
_COUNTER = re.compile(r".*(?:_total|_count|_sum|_bucket)\Z")
_GAUGE = re.compile(
    r"up\Z|ALERTS\Z|scrape_duration_seconds\Z|go_goroutines\Z|node_load(?:1|5|15)\Z|process_open_fds\Z"
    r"|process_start_time_seconds\Z|.*_memory_(?:[A-Za-z_]+_)?bytes\Z|node_filesystem_(?:avail|free|size)_bytes\Z"
    r"|(?:container|process|go)_[a-z_]*(?:working_set|resident|alloc|inuse|usage)[a-z_]*_bytes\Z|memory_usage_bytes\Z"
    r"|kube_[a-z_]+_(?:replicas|status_[a-z_]+|spec_[a-z_]+|info|labels|created)(?<!_total)\Z"
    r"|.*_(?:ratio|percent|celsius|info|timestamp_seconds)\Z"
)


def is_counter(name: str) -> bool:
    """Whether a metric counts up, by its name; a recorded series (`a:b:c`) is none."""
    return ":" not in name and _COUNTER.match(name) is not None


def is_gauge(name: str) -> bool:
    """Whether a metric is known to go up and down."""
    return ":" not in name and not is_counter(name) and _GAUGE.match(name) is not None


def unicode_names(node: Expression) -> Iterator[str]:
    """Names of metrics and labels in a query that need Prometheus 3."""
    for found in tree.walk(node):
        names: tuple[str, ...] = ()
        if isinstance(found, tree.Selector):
            names = (found.name, *(matcher.name for matcher in found.matchers))
        elif isinstance(found, tree.Aggregation | tree.Binary):
            names = found.labels
        yield from (name for name in names if name and not _CLASSIC.match(name))
