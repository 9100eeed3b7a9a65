"""Where things lie, relative to the repository. Imports nothing: the run with nothing to do needs it too."""

FOLDER = "rendered"
HIDDEN = ".argosy"
"""Git-ignored, on the file system of rendered/, and free to be removed while no journal is in it."""
JOURNAL = HIDDEN + "/journal"
STAGE = HIDDEN + "/stage"
LOCK = HIDDEN + "/lock"
STATE = HIDDEN + "/state"
INDEX = "index.json"

KEPT = frozenset({".gitattributes", ".gitignore", ".gitkeep", "README.md"})
"""Files people may keep directly in rendered/, where Argo CD never looks."""

TYPE_BITS, DIRECTORY, REGULAR, LINK = 0o170000, 0o040000, 0o100000, 0o120000
"""The file type in a mode (inode(7))."""
