"""Which lines a build changed: a unified diff of a file or of git, as a value for judging."""
