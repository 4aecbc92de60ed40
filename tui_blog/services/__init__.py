"""What the program does, in the words of its users; screens and commands stand on this."""
