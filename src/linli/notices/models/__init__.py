from linli.notices.models.following import Following
from linli.notices.models.notices import Notice
from linli.notices.models.preferences import Preference
from linli.notices.models.robots import Robot
from linli.notices.models.sending import State
from linli.notices.models.webhooks import Delivery, Webhook

__all__ = ["Delivery", "Following", "Notice", "Preference", "Robot", "State", "Webhook"]
