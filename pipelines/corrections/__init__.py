"""What people decided about records: fields, turns and leftovers set right, the same at every rebuild."""

from junket.pipelines.corrections.apply import correct
from junket.pipelines.corrections.correction import Correction, Quote

__all__ = ["Correction", "Quote", "correct"]
