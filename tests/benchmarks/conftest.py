"""The bench's files import each other by name, as they do when ``bench.py`` is run."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
