"""Commands that ``scrapy`` finds in this project beside its own (``COMMANDS_MODULE``)."""
