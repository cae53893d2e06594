"""What this case adds."""

needs_core_follow_ups = {
    "type": "opfølgning",
    "link": "foelger_op",
    "period": "halvaar",
    "date": "dato",
    "outcomes": "afgoerelser",
}
needs_core_states = {"i gang": {"symbol": "◑"}, "gennemført": {"symbol": "●"}}
