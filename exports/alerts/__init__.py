"""Telling people what is wrong with a site: once when it is found, and once when it is over."""
