"""The steps of a release, one file each: docs/releasing.md says which runs when."""
