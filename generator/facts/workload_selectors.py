"""Whether what an object of Istio's selects by label is there.

Source: https://istio.io/latest/docs/reference/config/type/workload-selector/ and
https://istio.io/latest/docs/reference/config/analysis/ist0127/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.charts import charted
from generator.facts.cluster import Cluster, mapping
from generator.facts.istio_gateways import CHART_LABELS
from generator.facts.istio_hosts import root_namespace
from generator.facts.selector import matches_labels
from generator.facts.suggest import slip
from generator.model import Manifest


def unselected(cluster: Cluster, policy: Manifest) -> tuple[str, str]:
    """What to say of a policy that selects no pod here, and how bad it is; "" and "" when all is well.

    Pods of gateways come from charts or are made by istiod, and those of operators have labels that nothing here has.
    """
    wanted = {str(key): str(value) for key, value in workload_labels(policy).items()}
    namespace = policy.id.namespace
    if not wanted or _picks(cluster, namespace, wanted):
        return "", ""
    if any(cluster.external(kinds.SERVICE, namespace, value) for value in wanted.values()) or _of_gateway(wanted):
        return "", ""
    here = cluster.templates_in(namespace)
    known = {str(value) for template in here for value in template.labels.values()}
    odd = next((value for key, value in sorted(wanted.items()) if all(t.labels.get(key) != value for t in here)), "")
    close = slip(odd, known) if odd else ""
    shown = ", ".join(f"{key}={value}" for key, value in sorted(wanted.items()))
    message = f"no pod in namespace `{namespace}` has the labels {shown}" + (
        f", did you mean `{close}`?" if close else ""
    )
    alike = any(wanted.keys() <= template.labels.keys() for template in here)
    sure = cluster.closed(namespace) or ((close or alike) and not charted(cluster, namespace))
    return message, "warning" if sure else "unverifiable"


def workload_labels(manifest: Manifest) -> Mapping[str, Any]:
    """The labels by which any of Istio's objects selects workloads; none means all of them."""
    spec = mapping(manifest.body, "spec")
    places = (("selector", "matchLabels"), ("workloadSelector", "labels"), ("workloadSelector", "matchLabels"))
    return next((found for place in places if (found := mapping(spec, *place))), {})


def _picks(cluster: Cluster, namespace: str, wanted: Mapping[str, str]) -> bool:
    """Whether anything here has the labels: a pod, or a machine outside; from the root namespace anywhere."""
    everywhere = namespace == root_namespace(cluster)
    pods = cluster.templates if everywhere else cluster.selected(namespace, {"matchLabels": wanted})
    if any(matches_labels(wanted, template.labels) for template in pods):
        return True
    machines = cluster.all("WorkloadEntry.networking.istio.io", "WorkloadGroup.networking.istio.io")
    return any(
        matches_labels(wanted, mapping(machine.body, "spec", *place, "labels"))
        for machine in machines
        if everywhere or machine.id.namespace == namespace
        for place in ((), ("metadata",), ("template",))
    )


def _of_gateway(wanted: Mapping[str, str]) -> bool:
    return any(
        value in CHART_LABELS.get(key, ())
        or key.startswith("gateway.networking.k8s.io/")
        or key == "istio.io/gateway-name"
        for key, value in wanted.items()
    )
