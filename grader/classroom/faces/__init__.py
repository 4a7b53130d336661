"""What an instructor looks at, and hands on: each face of a class in a file of its own."""
