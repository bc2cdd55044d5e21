"""Whom a page names (``named.py``); across pages: mentions of names, clustered into persons (``cluster.py``)."""

from junket.pipelines.people.cluster import Clustering, cluster, unseen
from junket.pipelines.people.decision import Decision
from junket.pipelines.people.mention import NameMention, mentions
from junket.pipelines.people.person import Identifier, Person, Variant

__all__ = ["Clustering", "Decision", "Identifier", "NameMention", "Person", "Variant", "cluster", "mentions", "unseen"]
