"""The order of battle: contingents, command posts, units and patrols as a table, and a table as forces."""
