"""`python tools/build_schemas` and `python -m tools.build_schemas`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tools.build_schemas.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
