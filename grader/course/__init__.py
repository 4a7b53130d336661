"""An instructor's course: one TOML file, read, checked, and begun."""
