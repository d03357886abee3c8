"""Fetch public sources over HTTP, politely and from public addresses only."""
