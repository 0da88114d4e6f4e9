"""The rule of everything that may be done with one case, by its name: what an action asks, its button and the API ask too."""

from linli.cases import rules, rules_of_linking, rules_of_pressing

OF_OTHERS = frozenset({"can_leave", "can_take_in", "can_end_whole", "can_take_up", "can_set_aside"})
RULES = {
    name.removeprefix("can_"): rule
    for module in (rules, rules_of_linking, rules_of_pressing)
    for name, rule in vars(module).items()
    if name.startswith("can_") and name not in OF_OTHERS
}
