"""From bytes to blocks: charset, tree, walk; what markup hides, and plain-text dumps."""
