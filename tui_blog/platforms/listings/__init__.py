"""Blogs without a feed, or beyond it: sitemaps, archives, and posts that pages mark."""
