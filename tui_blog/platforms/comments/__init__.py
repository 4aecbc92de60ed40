"""Comments that no platform of its own keeps: embedded servers, feeds of comments, threads in pages."""
