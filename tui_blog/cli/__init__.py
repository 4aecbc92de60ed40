"""The commands; one module a family of verbs."""
