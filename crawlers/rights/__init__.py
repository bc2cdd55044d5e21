"""What a site says of its pages' rights, and what people decided."""
