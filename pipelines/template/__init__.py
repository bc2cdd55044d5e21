"""What a site prints on page after page: known from the third page on, and taken out when the dataset is made."""

from junket.pipelines.template.lines import pack, page_lines
from junket.pipelines.template.memory import learn
from junket.pipelines.template.settle import RULE, without_template

__all__ = ["RULE", "learn", "pack", "page_lines", "without_template"]
