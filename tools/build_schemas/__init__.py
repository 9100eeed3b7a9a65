"""Writes schemas/: structural schemas from pinned packages and hand-written facts. Run by maintainers only."""
