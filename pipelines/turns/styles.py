"""All styles. The order only breaks ties: what is marked more plainly comes first."""

from __future__ import annotations

from junket.pipelines.turns import (
    bold,
    capitals,
    classes,
    dashes,
    definition,
    heading,
    italic,
    labelled,
    nameplates,
    numbered,
    plain,
    quotation,
    switching,
)
from junket.pipelines.turns.draft import Style

STYLES: tuple[Style, ...] = (
    labelled.STYLE,
    definition.STYLE,
    numbered.STYLE,
    heading.STYLE,
    bold.STYLE,
    nameplates.STYLE,
    dashes.STYLE,
    italic.STYLE,
    capitals.STYLE,
    classes.STYLE,
    switching.STYLE,
    quotation.STYLE,
    heading.DOUBTFUL,
    plain.STYLE,
)
