"""The lists: posts, months, the outbox, the library, all on one list of lines."""
