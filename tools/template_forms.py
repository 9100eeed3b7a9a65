"""Write generator/template/forms.json, the parsed form of every template of the package. Run after editing one."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from generator.template.folder import FORMS, stored_forms

if __name__ == "__main__":
    FORMS.write_text(stored_forms(), encoding="utf-8", newline="\n")
