needs_coverage_gates = [
    {
        "name": "verified",
        "kind": "covered",
        "text": "Every requirement is verified.",
        "rows": "req",
        "columns": "test",
        "link": "verifies",
    }
]
