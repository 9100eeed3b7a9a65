"""The alerts of services that serve or train models. GPU series are those of NVIDIA's DCGM exporter."""

from __future__ import annotations

from collections.abc import Iterator

from generator import signals
from generator.model import App

from .rule import Alert


def models(app: App) -> Iterator[Alert]:
    """Loading models, answering with them, and whether they still fit the world."""
    names, limits = app.values["alerts"]["aiMetrics"], app.values["alerts"]["aiThresholds"]
    own = signals.own(app)
    yield Alert(
        "ModelLoadFailed",
        "critical",
        f"sum by (namespace, pod) (increase({names['loadFailures']}{own}[10m]))\n> 0",
        "1m",
        f"{app.name} cannot load a model",
        "{{ $labels.namespace }}/{{ $labels.pod }} failed {{ $value | humanize }} times to load a model in 10 minutes.",
    )
    yield Alert(
        "ModelLoadSlow",
        "warning",
        f"max by (namespace, pod) ({names['loadSeconds']}{own})\n> {signals.seconds(limits['load'])}",
        "1m",
        f"{app.name} took {{{{ $value | humanizeDuration }}}} to load a model",
        f"{{{{ $labels.namespace }}}}/{{{{ $labels.pod }}}} needs longer than {limits['load']} to load a model.",
    )
    yield Alert(
        "InferenceSlow",
        "warning",
        f"histogram_quantile(0.95, sum by (le) (rate({names['inferenceSeconds']}_bucket{own}[5m])))\n"
        f"> {signals.seconds(limits['inference'])}",
        "5m",
        f"Inference of {app.name} is slow: p95 is {{{{ $value | humanizeDuration }}}}",
        f"5 % of the inferences of {app.name} take longer than {limits['inference']}.",
    )
    yield Alert(
        "InferenceBacklog",
        "warning",
        f"sum({names['backlog']}{own})\n> {signals.number(limits['backlog'])}",
        "10m",
        f"{{{{ $value | humanize }}}} inference requests wait for {app.name}",
        f"More than {signals.number(limits['backlog'])} inference requests have been waiting for 10 minutes.",
    )
    yield Alert(
        "ModelDrift",
        "warning",
        f"max by (namespace, model) ({names['drift']}{own})\n> {signals.number(limits['drift'])}",
        "30m",
        f"A model of {app.name} drifts",
        "The drift score of model {{ $labels.model }} is {{ $value | humanize }}: its input no longer looks like "
        "what it was trained on.",
    )


def gpus(app: App) -> Iterator[Alert]:
    """Memory, heat and out-of-memory errors of the GPUs that its pods hold."""
    names, limits = app.values["alerts"]["aiMetrics"], app.values["alerts"]["aiThresholds"]
    by = "by (gpu, Hostname)"
    used, free = _gpu(app, "DCGM_FI_DEV_FB_USED"), _gpu(app, "DCGM_FI_DEV_FB_FREE")
    yield Alert(
        "GpuMemoryHigh",
        "warning",
        f"max {by} ({used})\n/\n(max {by} ({used}) + max {by} ({free}))\n> {signals.ratio(limits['gpuMemory'])}",
        "5m",
        f"{app.name} uses {{{{ $value | humanizePercentage }}}} of a GPU's memory",
        "GPU {{ $labels.gpu }} on {{ $labels.Hostname }} is nearly full; the next allocation may fail.",
    )
    yield Alert(
        "GpuTemperatureHigh",
        "warning",
        f"max {by} ({_gpu(app, 'DCGM_FI_DEV_GPU_TEMP')})\n> {signals.number(limits['gpuTemperature'])}",
        "5m",
        f"A GPU of {app.name} is at {{{{ $value }}}} degrees",
        "GPU {{ $labels.gpu }} on {{ $labels.Hostname }} is hot and will throttle.",
    )
    yield Alert(
        "CudaOutOfMemory",
        "critical",
        f"sum by (namespace, pod) (increase({names['cudaOutOfMemory']}{signals.own(app)}[10m]))\n> 0",
        "1m",
        f"{app.name} ran out of GPU memory",
        "{{ $labels.namespace }}/{{ $labels.pod }} had {{ $value | humanize }} CUDA memory errors in 10 minutes.",
    )


def _gpu(app: App, series: str) -> str:
    """A series of the GPUs held by the app's pods, whether or not the scrape honours the exporter's own labels."""
    prefixes = ("exported_", "")
    rows = ({f"{p}namespace": app.target.namespace, f"{p}container": app.name} for p in prefixes)
    return " or ".join(f"{series}{signals.selector(row)}" for row in rows)
