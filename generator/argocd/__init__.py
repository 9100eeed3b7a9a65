"""The Argo CD tree of an environment: root, projects, child Applications, sync waves."""

from __future__ import annotations

from pathlib import Path

from generator.argocd.tree import Placed, tree
from generator.argocd.waves import wave

FOLDER = Path(__file__).parent
SCHEMA = FOLDER / "schema.yaml"

__all__ = ["FOLDER", "SCHEMA", "Placed", "tree", "wave"]
