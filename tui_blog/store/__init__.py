"""The library on disk: one SQLite file, one module a table family."""
