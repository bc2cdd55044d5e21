"""What stands behind junket scrape: batches, jobs, outputs."""
