"""One file a platform's tongue; each a set of flows that do no I/O."""
