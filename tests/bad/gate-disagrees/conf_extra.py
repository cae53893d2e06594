"""What this case adds."""

needs_core_follow_ups = {
    "type": "opfølgning",
    "link": "foelger_op",
    "period": "halvaar",
    "date": "dato",
    "outcomes": "afgoerelser",
}
needs_coverage_gates = [{"name": "enig", "kind": "agrees", "items": "tiltag"}]
