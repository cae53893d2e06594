"""Gates: rules that the needs must keep, checked by every build.

``rules`` has the kinds of gates, ``config`` reads those of the project, ``evaluate`` checks
them against the needs and the ``baseline``, ``messages`` words their breaches, ``report``
writes JUnit XML, SARIF and text.
"""
