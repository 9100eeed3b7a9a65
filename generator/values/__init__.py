"""What people write: layers, merge and schema of the values/ folder."""
