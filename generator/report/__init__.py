"""Reports as text of many kinds: one file a format, data in, text out."""
