"""Pages extracted in processes beside the program's own, each within its bound."""
