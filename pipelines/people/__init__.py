"""People across pages: sightings of names, and the persons behind them."""

from pipelines.people.decision import Decision
from pipelines.people.gather import Gathering, gather, unseen
from pipelines.people.person import Identifier, Person, Variant
from pipelines.people.sighting import Sighting, sightings

__all__ = ["Decision", "Gathering", "Identifier", "Person", "Sighting", "Variant", "gather", "sightings", "unseen"]
