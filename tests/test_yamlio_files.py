"""The file gate: regular files below the root, nothing else, and never a wait."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from generator.model import MachineError, UserError
from generator.yamlio import files
from generator.yamlio.files import Folder, Listing, list_files, read_file


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "values" / "services" / "web").mkdir(parents=True)
    (tmp_path / "values" / "defaults.yaml").write_bytes(b"a: 1\n")
    (tmp_path / "values" / "services" / "web" / "values.yaml").write_bytes(b"b: 2\n")
    return tmp_path


def test_a_file_below_the_root_is_read_byte_for_byte(tree: Path) -> None:
    assert read_file(tree, "values/services/web/values.yaml") == b"b: 2\n"


def test_files_are_listed_sorted_whatever_order_the_directory_has(tree: Path) -> None:
    for name in ("z.yml", "a.yaml", "B.yaml"):
        (tree / "values" / "services" / name).write_bytes(b"")
    assert list_files(tree, "values") == (
        "values/defaults.yaml",
        "values/services/B.yaml",
        "values/services/a.yaml",
        "values/services/web/values.yaml",
        "values/services/z.yml",
    )
    assert list_files(tree, "values/services/web") == ("values/services/web/values.yaml",)


def test_foreign_names_are_ignored_and_named(tree: Path) -> None:
    for name in ("x.yaml~", ".x.yaml.swp", "x.yaml.orig", "X.YAML", "README.md", ".hidden.yaml"):
        (tree / "values" / name).write_bytes(b"")
    (tree / "values" / ".git").mkdir()
    with Folder(tree) as folder:
        assert folder.listing("values") == Listing(
            files=("values/defaults.yaml", "values/services/web/values.yaml"),
            ignored=(
                "values/.git",
                "values/.hidden.yaml",
                "values/.x.yaml.swp",
                "values/README.md",
                "values/X.YAML",
                "values/x.yaml.orig",
                "values/x.yaml~",
            ),
        )


@pytest.mark.parametrize(
    "relative",
    [
        "../x",
        "values/../x",
        "/etc/passwd",
        "values//x",
        "./x",
        "",
        "values/",
        "a\\b",
        "a\0b",
        "a\nb",
        ".git/config",
        "a/.GIT/x",
    ],
)
def test_a_path_that_could_lead_out_is_refused(tree: Path, relative: str) -> None:
    with pytest.raises(UserError) as refused:
        read_file(tree, relative)
    assert refused.value.findings[0].rule == "file-path"
    assert refused.value.message.isprintable()


def test_a_directory_that_is_a_link_is_refused(tree: Path) -> None:
    (tree / "linked").symlink_to(tree / "values", target_is_directory=True)
    for attempt in (lambda: read_file(tree, "linked/defaults.yaml"), lambda: list_files(tree, "linked")):
        with pytest.raises(UserError, match="linked is a symbolic link, not a regular file"):
            attempt()


def test_a_link_among_the_values_is_refused_and_never_followed(tree: Path) -> None:
    secret = tree / "secret"
    secret.write_text("hunter2")
    (tree / "values" / "x.yaml").symlink_to(secret)
    for attempt in (lambda: read_file(tree, "values/x.yaml"), lambda: list_files(tree, "values")):
        with pytest.raises(UserError) as refused:
            attempt()
        assert refused.value.message == "values/x.yaml is a symbolic link, not a regular file"
        assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("target", ["x.yaml", "nowhere", "/dev/zero"])
def test_loops_dangling_links_and_links_to_devices_are_links(tree: Path, target: str) -> None:
    (tree / "values" / "x.yaml").symlink_to(target)
    with pytest.raises(UserError, match="is a symbolic link"):
        read_file(tree, "values/x.yaml")
    with pytest.raises(UserError, match="is a symbolic link"):
        list_files(tree, "values")


def test_a_named_pipe_is_refused_at_once(tree: Path) -> None:
    os.mkfifo(tree / "values" / "x.yaml")
    with pytest.raises(UserError, match=r"values/x.yaml is a named pipe, not a regular file"):
        read_file(tree, "values/x.yaml")
    with pytest.raises(UserError, match="is a named pipe"):
        list_files(tree, "values")


def test_a_socket_is_refused(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree / "values")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("x.yaml")
        with pytest.raises(UserError, match="not a regular file"):
            read_file(tree, "values/x.yaml")


def test_a_device_is_refused() -> None:
    with pytest.raises(UserError, match="null is a device, not a regular file"):
        read_file(Path("/dev"), "null")


def test_a_directory_with_the_name_of_a_file_is_refused(tree: Path) -> None:
    (tree / "values" / "x.yaml").mkdir()
    with pytest.raises(UserError, match="values/x.yaml is a directory, not a regular file"):
        read_file(tree, "values/x.yaml")
    with pytest.raises(UserError, match="is a directory"):
        list_files(tree, "values")


def test_a_file_on_the_way_is_no_directory(tree: Path) -> None:
    with pytest.raises(UserError, match="not a directory"):
        read_file(tree, "values/defaults.yaml/x.yaml")


def test_a_missing_file_is_named(tree: Path) -> None:
    with pytest.raises(UserError) as refused:
        read_file(tree, "values/none.yaml")
    assert (refused.value.message, refused.value.findings[0].rule) == ("no such file: values/none.yaml", "file-missing")
    with pytest.raises(UserError, match="no such directory"):
        list_files(tree, "nowhere")


def test_a_large_file_is_not_read(tree: Path) -> None:
    with (tree / "values" / "big.yaml").open("wb") as file:
        file.truncate(5_000_000)
    with pytest.raises(UserError, match="file is 5000000 bytes; limit 1048576"):
        read_file(tree, "values/big.yaml")
    assert len(read_file(tree, "values/big.yaml", limit=5_000_000)) == 5_000_000


def test_too_many_files_or_bytes_are_refused(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as lower:
        lower.setattr(files, "MOST_FILES", 1)
        with pytest.raises(UserError, match="more than 1 files below values"):
            list_files(tree, "values")
    monkeypatch.setattr(files, "MOST_TOTAL", 9)
    with pytest.raises(UserError, match="more than 9 bytes of files below values"):
        list_files(tree, "values")


def denied(tree: Path) -> bool:
    try:
        read_file(tree, "values/defaults.yaml")
    except MachineError as error:
        return error.message == "cannot read file values/defaults.yaml: permission denied"
    return False


def test_what_the_machine_refuses_is_no_fault_of_the_person(tree: Path) -> None:
    (tree / "values" / "defaults.yaml").chmod(0)
    if os.geteuid() != 0:
        assert denied(tree)
        return
    # Root may read everything: look as somebody else.
    for folder in (tree, *tree.parents[:3]):
        folder.chmod(0o755)
    child = os.fork()
    if child == 0:
        os.setuid(65534)
        os._exit(0 if denied(tree) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="counts descriptors in /proc")
def test_no_descriptor_stays_open(tree: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))
    with Folder(tree) as folder:
        folder.read("values/services/web/values.yaml")
        folder.listing("values")
        with pytest.raises(UserError):
            folder.read("values/none.yaml")
    assert len(os.listdir("/proc/self/fd")) == before
