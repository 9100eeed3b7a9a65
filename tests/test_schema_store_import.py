"""CRDs and JSON Schema files -> kinds with their schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.model import UserError
from generator.schema_store import compile_schema
from generator.schema_store.crd_import import Gathered, Imported, gather, gather_object
from generator.schema_store.crd_sources import gather_paths

CRD = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets.example.com
spec:
  group: example.com
  scope: Cluster
  names: {kind: Widget, plural: widgets}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            required: [size]
            properties:
              size: {type: integer}
              operator: {type: string, enum: [=, '!=']}
  - name: v1alpha1
    served: false
    storage: false
    schema: {openAPIV3Schema: {type: object}}
"""


def gathered(text: str, source: str = "crds.yaml") -> Gathered:
    found = Gathered()
    gather(text.encode(), source, found)
    return found


def told(imported: Imported, body: Any) -> list[tuple[str, str]]:
    schema = compile_schema(json.loads(imported.text), kubernetes=True)
    return [(problem.rule, problem.severity) for problem in schema.problems(body)]


def widget(**spec: Any) -> dict[str, Any]:
    return {"apiVersion": "example.com/v1", "kind": "Widget", "metadata": {"name": "a"}, "spec": spec}


def test_every_served_version_becomes_a_kind() -> None:
    (imported,) = gathered(CRD).kinds
    kind = imported.kind
    assert (kind.api_version, kind.kind, kind.scope) == ("example.com/v1", "Widget", "Cluster")
    assert (kind.file, kind.source, kind.served) == ("example.com/widget_v1.json", "crds.yaml", ("v1",))


def test_the_schema_is_strict() -> None:
    (imported,) = gathered(CRD).kinds
    assert told(imported, widget(size=1)) == []
    assert told(imported, widget(siez=1)) == [("unknown-field", "error")]
    assert told(imported, widget(size=1, colour="red")) == [("unknown-field", "error")]
    assert told(imported, {**widget(size=1), "kind": "Gadget"}) == [("schema-constraint", "error")]


def test_a_bare_equals_sign_is_a_string() -> None:
    (imported,) = gathered(CRD).kinds
    assert told(imported, widget(size=1, operator="=")) == []


def test_the_index_entry_has_a_digest_and_no_date() -> None:
    (imported,) = gathered(CRD).kinds
    assert sorted(imported.entry) == ["digest", "file", "partial", "scope", "served", "source"]
    assert imported.entry == gathered(CRD).kinds[0].entry
    assert imported.entry["digest"].startswith("sha256:")


def test_other_objects_in_the_file_are_passed_over() -> None:
    found = gathered(f"apiVersion: v1\nkind: ConfigMap\n---\n{CRD}---\n")
    assert [imported.kind.kind for imported in found.kinds] == ["Widget"]


def test_a_list_of_crds_is_taken_apart() -> None:
    items = "".join(f"  {line}\n" for line in CRD.splitlines())
    found = gathered("apiVersion: v1\nkind: List\nitems:\n-" + items[1:])
    assert [imported.kind.kind for imported in found.kinds] == ["Widget"]


def test_a_crd_in_json_is_read() -> None:
    from generator.yamlio.read import read_all

    body = read_all(CRD.encode(), "x").documents[0].data
    assert [imported.kind.kind for imported in gathered(json.dumps(body), "crd.json").kinds] == ["Widget"]


def old_crd(**spec: Any) -> dict[str, Any]:
    names = {"kind": "Widget", "plural": "widgets"}
    schema = {"openAPIV3Schema": {"properties": {"spec": {"properties": {"size": {"type": "integer"}}}}}}
    return {
        "apiVersion": "apiextensions.k8s.io/v1beta1",
        "kind": "CustomResourceDefinition",
        "spec": {"group": "example.com", "names": names, "scope": "Namespaced", "validation": schema, **spec},
    }


def test_the_old_form_has_one_schema_for_all_versions() -> None:
    found = Gathered()
    versions = [{"name": "v1", "served": True}, {"name": "v2", "served": True}, {"name": "v0", "served": False}]
    gather_object(old_crd(versions=versions, preserveUnknownFields=False), "old.yaml", found)
    assert [imported.kind.api_version for imported in found.kinds] == ["example.com/v1", "example.com/v2"]
    assert told(found.kinds[0], widget(sizes=1)) == [("unknown-field", "error")]


def test_the_old_form_that_keeps_unknown_keys_only_warns() -> None:
    found = Gathered()
    gather_object(old_crd(version="v1"), "old.yaml", found)
    (imported,) = found.kinds
    assert told(imported, widget(sizes=1)) == [("unknown-field", "warning")]
    assert told(imported, widget(size="1")) == [("type-mismatch", "error")]


def test_a_version_without_a_schema_is_noted() -> None:
    found = Gathered()
    gather_object(old_crd(version="v1", validation=None), "old.yaml", found)
    assert found.kinds == []
    assert found.notes == ["old.yaml: example.com/v1 Widget has no schema and was passed over"]


def test_template_text_is_refused_with_a_hint() -> None:
    found = gathered("{{- if .Values.crds.enabled }}\n" + CRD + "{{- end }}\n")
    assert found.kinds == []
    (finding,) = found.findings
    assert (finding.rule, str(finding.origin)) == ("template-residue", "crds.yaml:1:1")
    assert finding.fix is not None
    assert finding.fix.text.startswith("render the chart first")


def test_template_text_in_a_name_is_refused_with_a_hint() -> None:
    found = gathered(CRD.replace("group: example.com", 'group: "{{ .Values.group }}"'))
    assert [finding.rule for finding in found.findings] == ["template-residue"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("group: example.com", "group: ../../etc", "`spec.group` of the CRD is missing or not well formed"),
        ("kind: Widget", "kind: ../Widget", "`spec.names.kind` of the CRD is missing or not well formed"),
        ("name: v1\n", "name: v1/..\n", "`spec.versions[].name` of the CRD is missing or not well formed"),
        ("{kind: Widget, plural: widgets}", "widget", "`spec.names` of the CRD is missing or not a mapping"),
    ],
)
def test_a_crd_with_a_hostile_name_is_a_finding(old: str, new: str, message: str) -> None:
    found = gathered(CRD.replace(old, new, 1))
    assert found.kinds == []
    assert [(finding.rule, finding.message) for finding in found.findings] == [("crd-schema", message)]


def test_a_broken_document_is_a_finding_beside_the_good_ones() -> None:
    found = gathered(f"a: [1,\n---\n{CRD}")
    assert [finding.rule for finding in found.findings] == ["yaml-parse-error"]


def test_a_json_schema_is_known_by_its_file_name(tmp_path: Path) -> None:
    schema = {"type": "object", "properties": {"mode": {"type": "string", "pattern": "^(?i)(abort|warn)$"}}}
    (tmp_path / "example.com").mkdir()
    (tmp_path / "example.com/widget_v1.json").write_text(json.dumps(schema))
    (imported,) = gather_paths([tmp_path]).kinds
    assert (imported.kind.api_version, imported.kind.kind) == ("example.com/v1", "widget")
    assert told(imported, {"mode": "WARN"}) == []
    assert told(imported, {"mode": "x"}) == [("schema-constraint", "error")]


def test_a_json_schema_that_states_its_kind_keeps_the_capital_letters() -> None:
    stated = {"x-kubernetes-group-version-kind": [{"group": "example.com", "version": "v1", "kind": "Widget"}]}
    found = gathered(json.dumps(stated), "widget-example-v1.json")
    assert [(i.kind.api_version, i.kind.kind) for i in found.kinds] == [("example.com/v1", "Widget")]


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("something.json", "{}", "schema-name"),
        ("widget_v1.json", '{"multipleOf": 0}', "schema-invalid"),
        ("widget_v1.json", '{"$ref": "http://example.com/x"}', "schema-invalid"),
    ],
)
def test_a_json_schema_that_cannot_be_used_is_a_finding(name: str, content: str, rule: str) -> None:
    assert [finding.rule for finding in gathered(content, name).findings] == [rule]


def test_a_directory_is_searched_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b/one.yaml").write_text(CRD)
    (tmp_path / "a.yml").write_text(CRD.replace("Widget", "Gadget"))
    (tmp_path / "notes.txt").write_text("nothing")
    (tmp_path / "link.yaml").symlink_to(tmp_path / "a.yml")
    assert [imported.kind.kind for imported in gather_paths([tmp_path]).kinds] == ["Gadget", "Widget"]


def test_of_a_chart_only_the_crds_folder_is_read(tmp_path: Path) -> None:
    for folder in ("crds", "templates", "charts/sub/crds"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "Chart.yaml").write_text("name: x\n")
    (tmp_path / "templates/a.yaml").write_text("{{ x }}\n")
    (tmp_path / "crds/a.yaml").write_text(CRD)
    (tmp_path / "charts/sub/crds/b.yaml").write_text(CRD.replace("Widget", "Gadget"))
    assert [imported.kind.kind for imported in gather_paths([tmp_path]).kinds] == ["Widget", "Gadget"]


def test_a_chart_without_crds_gets_a_hint(tmp_path: Path) -> None:
    (tmp_path / "Chart.yaml").write_text("name: x\n")
    with pytest.raises(UserError, match="has no crds/ folder"):
        gather_paths([tmp_path])


def test_a_file_without_crds_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("kind: ConfigMap\n")
    with pytest.raises(UserError, match="holds no CustomResourceDefinition"):
        gather_paths([tmp_path / "a.yaml"])


def test_the_index_names_no_path_of_the_machine(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(CRD)
    (imported,) = gather_paths([tmp_path / "a.yaml"]).kinds
    assert imported.kind.source == f"{tmp_path.name}/a.yaml"
