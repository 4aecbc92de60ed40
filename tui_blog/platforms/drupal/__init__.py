"""Drupal: its JSON:API."""
