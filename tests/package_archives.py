"""Small package archives for the tests of tools/build_schemas, and the classes of one package."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from pathlib import Path

from tools.build_schemas.archive import Archive

PYDANTIC = """
from typing import Annotated, Any, ClassVar, Literal
from pydantic import AwareDatetime, Field, RootModel
from typing_extensions import TypeAliasType
from models.meta import ObjectMeta
from .shared import Selector

class Amount(RootModel[int]):
    class Builder:
        value: int = 0
    root: Annotated[int, Field(pattern="^[0-9]+m?$")]

class AmountText(RootModel[str]):
    root: Annotated[str, Field(pattern="^[0-9]+m?$")]

Weight = TypeAliasType("Weight", Annotated[int, Field(ge=0, le=9)])

class Node(BaseModel):
    children: "list[Node] | None" = None

class ThingSpec(BaseModel):
    registry: ClassVar[int] = 1
    min_count: Annotated[int | None, Field(alias="minCount", ge=1)] = None
    mode: Literal["fast", "slow"] | None = "fast"
    amounts: dict[str, Amount | AmountText] | None = None
    weights: dict[str, Weight] | None = None
    names: Annotated[list[str], Field(min_length=1)]
    settings: dict[str, Any] | None = None
    anything: Any | None = None
    at: AwareDatetime | None = None
    tree: Node | None = None
    selector: Selector

class Thing(Resource):
    api_version: Annotated[Literal["example.com/v1"], Field(alias="apiVersion")] = "example.com/v1"
    kind: Literal["Thing"] = "Thing"
    metadata: ObjectMeta | None = None
    spec: ThingSpec
"""
SELECTOR = "class Selector(BaseModel):\n    app: str\n"


def archive(path: Path, files: dict[str, str | bytes]) -> Archive:
    """A wheel or an npm tarball of these files."""
    contents = {name: text.encode() if isinstance(text, str) else text for name, text in files.items()}
    if path.suffix == ".whl":
        with zipfile.ZipFile(path, "w") as wheel:
            for name, content in contents.items():
                wheel.writestr(name, content)
    else:
        with tarfile.open(path, "w:gz") as tarball:
            for name, content in contents.items():
                member = tarfile.TarInfo(f"package/{name}")
                member.size = len(content)
                tarball.addfile(member, io.BytesIO(content))
    return Archive(path, hashlib.sha256(path.read_bytes()).hexdigest())
