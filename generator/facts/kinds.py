"""Kinds by what they are, written as `Kind.group` (`Kind` alone for the core group)."""

from __future__ import annotations

DEPLOYMENT = "Deployment.apps"
STATEFUL_SET = "StatefulSet.apps"
DAEMON_SET = "DaemonSet.apps"
REPLICA_SET = "ReplicaSet.apps"
JOB = "Job.batch"
CRON_JOB = "CronJob.batch"
POD = "Pod"
ROLLOUT = "Rollout.argoproj.io"
SCALED_JOB = "ScaledJob.keda.sh"
SCALED_OBJECT = "ScaledObject.keda.sh"
HPA = "HorizontalPodAutoscaler.autoscaling"
PDB = "PodDisruptionBudget.policy"
SERVICE = "Service"
CONFIG_MAP = "ConfigMap"
SECRET = "Secret"
NAMESPACE = "Namespace"
SERVICE_ACCOUNT = "ServiceAccount"
EXTERNAL_SECRET = "ExternalSecret.external-secrets.io"
TRIGGER_AUTHENTICATION = "TriggerAuthentication.keda.sh"
CLUSTER_TRIGGER_AUTHENTICATION = "ClusterTriggerAuthentication.keda.sh"
VIRTUAL_SERVICE = "VirtualService.networking.istio.io"
DESTINATION_RULE = "DestinationRule.networking.istio.io"
GATEWAY = "Gateway.networking.istio.io"
SERVICE_ENTRY = "ServiceEntry.networking.istio.io"
SIDECAR = "Sidecar.networking.istio.io"
TELEMETRY = "Telemetry.telemetry.istio.io"
PEER_AUTHENTICATION = "PeerAuthentication.security.istio.io"
AUTHORIZATION_POLICY = "AuthorizationPolicy.security.istio.io"
REQUEST_AUTHENTICATION = "RequestAuthentication.security.istio.io"
SERVICE_MONITOR = "ServiceMonitor.monitoring.coreos.com"
POD_MONITOR = "PodMonitor.monitoring.coreos.com"
PROBE = "Probe.monitoring.coreos.com"
SCRAPE_CONFIG = "ScrapeConfig.monitoring.coreos.com"
PROMETHEUS_RULE = "PrometheusRule.monitoring.coreos.com"
ALERTMANAGER_CONFIG = "AlertmanagerConfig.monitoring.coreos.com"
APPLICATION = "Application.argoproj.io"
APPLICATION_SET = "ApplicationSet.argoproj.io"
APP_PROJECT = "AppProject.argoproj.io"

SCALABLE = (DEPLOYMENT, STATEFUL_SET, REPLICA_SET, ROLLOUT)
"""Kinds with replicas that an autoscaler may own."""

POD_TEMPLATES = {
    DEPLOYMENT: ("spec", "template"),
    STATEFUL_SET: ("spec", "template"),
    DAEMON_SET: ("spec", "template"),
    REPLICA_SET: ("spec", "template"),
    ROLLOUT: ("spec", "template"),
    JOB: ("spec", "template"),
    CRON_JOB: ("spec", "jobTemplate", "spec", "template"),
    SCALED_JOB: ("spec", "jobTargetRef", "template"),
    POD: (),
}
"""Where each kind holds its pod template (a Pod is its own)."""

WORKLOADS = tuple(POD_TEMPLATES)
"""Every kind that makes pods."""
