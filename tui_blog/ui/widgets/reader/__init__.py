"""The reader: a post and its thread, laid out into lines as they are seen."""
