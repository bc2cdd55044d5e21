"""The bundled demo: three small film-press sites on loopback, and what a crawl of them must give."""
