"""Cases of `test`: what each expects, how that differs from what its run found, what is written."""
