"""`linli token make USERNAME ROLE NAME`, `linli token stop ID`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from linli.api.actions.tokens import make_token, stop_token
from linli.api.models import ApiToken
from linli.kit.actor import SYSTEM
from linli.people.models import Post


class Command(BaseCommand):
    help = "Make or stop a token by which a program acts under somebody's post."

    def add_arguments(self, parser: ArgumentParser) -> None:
        words = parser.add_subparsers(dest="word", required=True)
        make = words.add_parser("make", help="prints the token once")
        make.add_argument("username")
        make.add_argument("role")
        make.add_argument("name", help="what the token is for")
        stop = words.add_parser("stop")
        stop.add_argument("id", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        (self.make if options["word"] == "make" else self.stop)(options)

    def make(self, options: dict[str, Any]) -> None:
        at = timezone.now()
        posts = Post.objects.on(timezone.localdate(at)).of_role(options["role"])
        post = posts.filter(account__username=options["username"]).first()
        if post is None:
            raise CommandError(f"{options['username']} holds no post as {options['role']} today.")
        token, secret = make_token(post, name=options["name"], by=SYSTEM, at=at)
        self.stdout.write(f"{token.pk}  {token.name}\n{secret}\n")

    def stop(self, options: dict[str, Any]) -> None:
        token = ApiToken.objects.filter(pk=options["id"]).first()
        if token is None:
            raise CommandError("There is no such token.")
        stop_token(token, by=SYSTEM, at=timezone.now())
        self.stdout.write("Stopped.\n")
