"""``python -m junket`` where Junket is installed from a wheel."""

from junket.exports.cli import main

main()
