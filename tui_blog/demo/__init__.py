"""The sample blog: a whole blog with real comments on loopback, to try the program without a network."""
