"""Manifests that other people wrote, as a Fleet: files, folders and standard input, whatever lies in them."""

from generator.manifests.load import Loaded, load
from generator.manifests.settings import SETTINGS_FILE

__all__ = ["SETTINGS_FILE", "Loaded", "load"]
