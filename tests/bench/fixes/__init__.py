"""How many broken programs the engine repairs: the error index, injected slips, the rules' own."""
