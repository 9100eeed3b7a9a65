"""apiVersion and kind -> compiled schema, offline and lazy; and problems in our own words.

Importing this loads no engine and no data: both wait for the first schema that is compiled.
"""

from generator.schema_store.compiled import Schema, compile_schema
from generator.schema_store.kinds import Kind
from generator.schema_store.problem import Problem
from generator.schema_store.store import SchemaStore, bundled_versions

__all__ = ["Kind", "Problem", "Schema", "SchemaStore", "bundled_versions", "compile_schema"]
