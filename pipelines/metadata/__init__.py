"""Metadata: evidence from markup, headings, byline lines and the text, then one decision a field."""

from junket.pipelines.metadata.read import read_metadata

__all__ = ["read_metadata"]
