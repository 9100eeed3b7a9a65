"""The engine's own rules about reading, schemas, suppressions and the machine, as rows for `builtin`."""

from __future__ import annotations

from generator.rules.engine_rule import Row, all_of

_READING = "A file that cannot be read is not judged, so the run can never be clean (exit code 2)."
_TWO_READINGS = "Python, Go and editors read it differently: what is reviewed would not be what Argo CD applies."
_SCHEMA = "A schema decides what is judged; without a usable one nothing of the kind can be."
_MACHINE = "The machine failed, not the input: nothing is left half-written (exit code 5). Mend the cause, run again."

JUDGED: tuple[Row, ...] = (
    ("unknown-field", "schema", "error", "field that the kind does not have",
     "The API server drops or refuses it; a misspelt field silently does nothing."),
    ("type-mismatch", "schema", "error", "value of another type than the field wants", "The API server refuses it."),
    ("missing-required", "schema", "error", "required field that is missing", "The API server refuses the object."),
    ("schema-constraint", "schema", "error", "value outside what the field allows", "The API server refuses it."),
    ("quantity-invalid", "schema", "error", "text that is no quantity", "The API server refuses it."),
    ("list-map-duplicate-key", "schema", "error", "two items of a list with one key",
     "Server-side apply merges such lists by key: one of the two is lost or the object is refused."),
    ("unknown-gvk", "schema", "error", "kind without a schema",
     "What cannot be checked is never passed. Import the CRD with `argosy schemas import`, or suppress it by path."),
    ("wrong-group-for-kind", "schema", "error", "kind under an apiVersion that does not serve it",
     "The API server answers `no matches for kind`."),
    ("input-not-rendered", "input", "error", "Helm chart or kustomization that nobody rendered",
     "Argosy judges manifests, it does not run helm or kustomize: what they would make is unknown, so it is not "
     "passed. Pipe their output: `helm template . | argosy validate -`."),
    ("embedded-unreadable", "input", "error", "rules or routes inside a ConfigMap that do not parse",
     "Prometheus or Alertmanager refuses the file and keeps running on the one before."),
    ("suppression-reason-missing", "suppression", "error", "suppression without a reason",
     "Nobody can tell later whether it still holds. It suppresses nothing until it has one."),
    ("suppression-malformed", "suppression", "error", "suppression that cannot be read", "It suppresses nothing."),
    ("suppression-unknown-rule", "suppression", "warning", "suppression of a rule that does not exist",
     "Most likely misspelt: it suppresses nothing."),
    ("suppression-expired", "suppression", "warning", "suppression past its date",
     "It no longer suppresses anything: mend the cause, or decide anew."),
    ("suppression-unused", "suppression", "warning", "suppression that suppresses nothing",
     "It would hide the next fault on its line. Remove it."),
    ("baseline-stale", "baseline", "warning", "baseline entry whose finding is gone",
     "A baseline only shrinks: run with --update-baseline to drop the entry."),
)  # fmt: skip
"""Found in objects that were read: they may be suppressed, except what is about suppressions and baselines."""

UNREADABLE: tuple[Row, ...] = (
    ("baseline-unusable", "baseline", "error", "baseline file that cannot be read",
     "Accepted findings are unknown, so nothing can be told apart from them (exit code 2)."),
    *all_of("input", _READING, (
        ("nothing-found", "input that holds nothing to judge"),
        ("input-template", "template text instead of a manifest"),
        ("input-not-a-manifest", "file that is not a Kubernetes manifest"),
        ("manifest-identity", "object without a usable apiVersion, kind or metadata"),
        ("settings-invalid", "argosy.yaml that cannot be used"),
        ("unusable-input", "input that cannot be used"),
        ("file-irregular", "name that is no regular file: a link, a device, a folder"),
        ("file-limit", "more files, or more bytes, than are read"),
        ("file-missing", "file that does not exist"),
        ("file-not-regular", "schema or CRD that is no regular file"),
        ("file-path", "path that leads out of its folder"),
        ("file-too-large", "schema or CRD that is too large"),
        ("file-unreadable", "file that may not be read"),
    )),
    *all_of("yaml", _READING, (
        ("yaml-parse-error", "file that is not YAML"),
        ("yaml-duplicate-key", "key twice in one mapping"),
        ("yaml-conflict", "conflict markers of a merge"),
        ("yaml-directive", "directive in a values file"),
        ("yaml-document", "second document in a values file"),
        ("yaml-empty", "file that says nothing"),
        ("yaml-encoding", "text that is not UTF-8"),
        ("yaml-limit", "file that is too large, too deep or too long"),
        ("yaml-tab", "tab where YAML wants spaces"),
        ("yaml-tag", "tag that YAML readers act upon"),
        ("yaml-top-level", "YAML file that is no mapping"),
        ("yaml-edit", "file that cannot be edited without changing its other lines"),
    )),
    *all_of("yaml", _TWO_READINGS, (
        ("yaml-ambiguous-scalar", "bare value that YAML readers take for different things"),
        ("yaml-anchor", "anchor or alias"),
        ("yaml-character", "invisible, forbidden or look-alike character"),
        ("yaml-key", "key that is no plain text"),
        ("yaml-merge", "merge key without a mapping"),
        ("yaml-scalar", "value without a JSON form, such as .nan or a date"),
    )),
    ("yaml-key-case", "yaml", "warning", "two keys of one mapping that differ only in case",
     "One of them is most likely a misspelt other, which then does nothing."),
    ("yaml-typographic-quotes", "yaml", "warning", "typographic quotes where YAML quotes are meant",
     "They become part of the text."),
    *all_of("schema", _SCHEMA, (
        ("crd-many", "folder of CRDs with too many files"),
        ("crd-missing", "source of CRDs without a CRD"),
        ("crd-schema", "CRD whose schema cannot be used"),
        ("kubernetes-version-invalid", "text that is no Kubernetes version"),
        ("schema-data-missing", "bundled schemas that are damaged"),
        ("schema-dir-empty", "folder of schemas without schemas"),
        ("schema-dir-large", "folder of schemas with too many files"),
        ("schema-dir-missing", "folder of schemas that does not exist"),
        ("schema-invalid", "schema that is no usable JSON Schema"),
        ("schema-name", "schema file whose name does not say its kind"),
    )),
    ("usage", "run", "error", "command line that argosy does not understand",
     "Nothing was done (exit code 2). `argosy COMMAND --help` shows what there is."),
    *all_of("run", _MACHINE, (
        ("changed-during-render", "file that somebody else changed during a render"),
        ("disk", "disk that cannot be written"),
        ("interrupted-render", "render that stopped half-way"),
        ("journal-damaged", "record of an interrupted render that cannot be read"),
        ("locked", "render while another one runs"),
        ("machine", "file that the machine does not give or take"),
        ("not-writable", "folder that may not be written"),
        ("state-directory", "folder for argosy's own state that cannot be used"),
        ("two-file-systems", "rendered/ on another file system than its stage"),
        ("unreadable", "file below rendered/ that may not be read"),
    )),
)  # fmt: skip
"""What stops a run or leaves something unjudged: never suppressed, in no baseline."""
