"""The subcommands: what each prints, and in which form."""
