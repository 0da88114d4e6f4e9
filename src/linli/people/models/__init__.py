from linli.people.models.accounts import Account, Accounts, normal_username

__all__ = ["Account", "Accounts", "normal_username"]
