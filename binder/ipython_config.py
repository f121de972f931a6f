"""Small defaults for a machine that is shared with many: one core, 1 - 2 GB, and gone after ten idle minutes."""

c = get_config()  # noqa: F821 (IPython defines it)
c.AutoMLMagics.time = 20
c.AutoMLMagics.jobs = 1
