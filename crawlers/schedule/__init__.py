"""When sites are due to be crawled, and which are overdue: pure functions of rules, past runs and a moment."""
