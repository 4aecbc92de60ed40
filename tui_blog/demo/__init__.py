"""The sample blog: real HTTP on loopback, comments by a real Isso."""
