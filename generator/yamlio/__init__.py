"""YAML in and out: the file gate, the strict reader, the one writer and the editor that keeps every other byte."""
