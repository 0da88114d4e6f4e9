from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "linli.governance"
    label = "governance"

    def ready(self) -> None:
        from linli.governance import follow  # noqa: F401  registers the follower
        from linli.governance.reads import role_fits, role_sense
        from linli.people.actors import explain_roles_with
        from linli.people.rules import judge_roles_with

        explain_roles_with(role_sense)
        judge_roles_with(role_fits)
