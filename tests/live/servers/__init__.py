"""Real blog, comment and SSH servers on loopback: each in a folder of its own, no system service touched."""
