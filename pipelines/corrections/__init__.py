"""What people decided about records: fields, turns and leftovers set right, the same at every rebuild."""

from pipelines.corrections.apply import correct
from pipelines.corrections.correction import Correction, Quote

__all__ = ["Correction", "Quote", "correct"]
