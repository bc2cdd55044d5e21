"""From the catalogue to snapshots of tables."""
