"""Gates: what must hold of the needs, told when it does not.

``rules``, ``judging`` and ``baseline`` are the core, and know no Sphinx; ``asking`` reads
the configuration; ``words`` says it; ``summary``, ``junit`` and ``sarif`` write it down;
``building`` is where all of it meets a build.
"""
