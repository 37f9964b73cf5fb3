"""The commands, a module for each audience: arguments, words and exit codes, nothing else."""
