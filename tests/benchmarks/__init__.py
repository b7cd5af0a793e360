"""The budgets, measured: ``python -m tests.benchmarks`` prints a table with ratios."""
