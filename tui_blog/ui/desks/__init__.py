"""What the main screen does, one noun a desk, so that the screen itself stays state and short handlers.

A desk knows its screen and the services; it runs workers on the screen, each in
a named group, and catches TuiBlogError alone.
"""
