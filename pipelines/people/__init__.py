"""People across pages: sightings of names, and the persons behind them."""

from junket.pipelines.people.decision import Decision
from junket.pipelines.people.gather import Gathering, gather, unseen
from junket.pipelines.people.person import Identifier, Person, Variant
from junket.pipelines.people.sighting import Sighting, sightings

__all__ = ["Decision", "Gathering", "Identifier", "Person", "Sighting", "Variant", "gather", "sightings", "unseen"]
