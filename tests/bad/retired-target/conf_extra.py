"""What this case adds."""

needs_core_roles = {"actions": "tiltag", "goals": "målsætning", "link": "bidrager_til"}
needs_core_states = {
    "i gang": {"symbol": "◑"},
    "gennemført": {"symbol": "●", "done": True},
}
needs_core_lineage = {
    "field": "gyldighed",
    "retired": ["udgået", "erstattet"],
    "replaced": "erstattet",
    "since": "gyldig_til",
    "replaced_by": "afloest_af",
    "derived_from": "udspringer_af",
}
