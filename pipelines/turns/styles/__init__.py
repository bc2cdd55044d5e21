"""One file a style of printing a talk; styles.py lists them."""
