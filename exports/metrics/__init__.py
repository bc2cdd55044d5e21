"""What a home's runs came to, for those who watch many machines."""
