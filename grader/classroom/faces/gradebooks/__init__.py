"""A teacher's own sheet of a platform, filled in with the grades of the class."""
