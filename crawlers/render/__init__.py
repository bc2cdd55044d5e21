"""Pages that only a browser can show: Chromium behind Junket's own proxy (extra ``junket[browser]``)."""
