"""Pages: what every one is framed in, and the report of one submission as one."""
